#!/usr/bin/env bash
# The Markdown of openapi-generator shows a list without the type of its elements.
#
# Seen with: openapi-generator-cli 7.26.0, generator `markdown`
# Document:  valid OpenAPI 3.0.3: an object with a list of texts and a list of whole numbers.
# Expected:  the rows of the two properties differ: `List[string]`, `List[integer]`, or the like.
# Behaviour: both say `List` and nothing else; no other place of the pages tells them apart.
# For us:    such a field is a list of any JSON value, and the round trip of `cargo xtask exports` counts it as another type.
#
# Needs java, python3 and its pip. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python
python/bin/pip install --quiet openapi-generator-cli==7.26.0
cat >api.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},
 "paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},
 "components":{"schemas":{"A":{"type":"object","properties":{
  "texts":{"type":"array","items":{"type":"string"}},
  "numbers":{"type":"array","items":{"type":"integer"}}}}}}}
JSON
python/bin/openapi-generator-cli generate -g markdown -i api.json -o pages >log 2>&1 || { cat log; exit 1; }
types=$(grep -oE '^\| \*\*(texts|numbers)\*\* \| [^|]*' pages/Models/A.md | sed 's/.*| //; s/[* ]//g' | sort -u)
echo "types of both rows: $types"
[ "$types" = List ] || { echo "changed: expected List for both"; exit 1; }
grep -riE 'List ?[<\[({]' pages/Models pages/Apis && { echo "changed: an element type is shown"; exit 1; }
echo "as recorded"
