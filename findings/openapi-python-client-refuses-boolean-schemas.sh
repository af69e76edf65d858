#!/usr/bin/env bash
# One boolean schema makes openapi-python-client refuse a whole 3.1 document.
#
# Seen with: openapi-python-client 0.29.1, for "OpenAPI 3.0 and 3.1 documents" by its README
# Document:  valid OpenAPI 3.1.0 with two operations; a property of one answer has the schema `{}` (any value), and once `true`.
# Expected:  the same client from both: JSON Schema 2020-12, on which 3.1 stands, has `true` as another way to write `{}`.
# Behaviour: with `{}` both operations are generated; with `true` the document "failed to parse", and nothing is generated, the
#            operation without that property included.
# For us:    any value is exported as `{}` in both versions.
#
# Needs python3 with venv, 3.11 or newer. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check openapi-python-client==0.29.1

for any in '{}' true; do
  cat >doc.json <<JSON
{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{
 "/a":{"get":{"operationId":"first","responses":{"200":{"description":"ok","content":{"application/json":{"schema":{
  "type":"object","properties":{"value":$any}}}}}}}},
 "/b":{"get":{"operationId":"second","responses":{"204":{"description":"ok"}}}}}}
JSON
  rm -rf client
  env/bin/openapi-python-client generate --path doc.json --meta none --output-path client >log 2>&1 || true
  echo "$any: $(grep -c 'Failed to parse' log || true) failed, operations: $(ls client/api/default 2>/dev/null | grep -E 'first|second' | xargs)"
done >seen
seen=$(cat seen)
want='{}: 0 failed, operations: first.py second.py
true: 1 failed, operations: '

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
