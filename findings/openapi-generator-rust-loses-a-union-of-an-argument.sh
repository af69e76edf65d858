#!/usr/bin/env bash
# openapi-generator's Rust client does not find the type that it makes of an argument's union.
#
# Seen with: openapi-generator-cli 7.26.0 (PyPI), generator `rust`
# Document:  valid OpenAPI 3.1.0 with a query argument `{type: integer, anyOf: [{enum: [1]}, {type: integer}]}`: documented
#            values and any other number.
# Expected:  an argument of type `models::…`, as for a component, or a number.
# Behaviour: the argument is `Option<PaintColorParameter>`; the type is written to `models`, and nothing imports it (E0425).
# For us:    exports of 3.1 write open enums of numbers and texts as such unions; for arguments outside of the body they list the values beside
#            the type only.
#
# Needs python3 and java. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python
python/bin/pip install --quiet openapi-generator-cli==7.26.0 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/paint":{"get":{"operationId":"paint","tags":["t"],"parameters":[
 {"name":"color","in":"query","schema":{"type":"integer","anyOf":[{"enum":[1]},{"type":"integer"}]}}],
 "responses":{"200":{"description":"ok"}}}}}}
JSON
python/bin/openapi-generator-cli generate -g rust -i doc.json -o out >generator.log 2>&1
argument=$(grep -oE 'color: Option<[^>]*>' out/src/apis/t_api.rs | head -1)
imports=$(grep -cE 'use .*(PaintColorParameter|models::\*)' out/src/apis/t_api.rs || true)
declared=$(grep -clE 'pub (struct|enum) PaintColorParameter' out/src/models/*.rs | wc -l)

echo "argument $argument, imports $imports, declared in $declared file"
[ "$argument" = "color: Option<PaintColorParameter>" ] || { echo "changed: another type"; exit 1; }
[ "$imports $declared" = "0 1" ] || { echo "changed: the type is found"; exit 1; }
echo "as recorded"
