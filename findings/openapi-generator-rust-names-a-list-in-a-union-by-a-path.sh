#!/usr/bin/env bash
# openapi-generator's Rust client names a variant by the path of a type, which is no name.
#
# Seen with: openapi-generator-cli 7.26.0 (PyPI), generator `rust`
# Document:  valid OpenAPI 3.0.3 with a property that is `oneOf` a text and a list of any values (`items: {}`).
# Expected:  an enum with two variants that have names.
# Behaviour: the second variant is `ArrayVecserde_json::Value(Vec<serde_json::Value>)`: a syntax error in the crate.
# Way out:   `title` beside the list names the variant.
# For us:    arguments that are text or list are common in pages; exports have the title.
#
# Needs python3 and java. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python
python/bin/pip install --quiet openapi-generator-cli==7.26.0 >/dev/null 2>&1

# variants TITLE: the variants of the enum, with the title beside the list.
variants() {
  cat >doc.json <<JSON
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"post":{"operationId":"a","requestBody":{"content":
 {"application/json":{"schema":{"\$ref":"#/components/schemas/A"}}}},"responses":{"200":{"description":"ok"}}}}},
 "components":{"schemas":{"A":{"type":"object","properties":{"ids":{"oneOf":[{"type":"string"},
 {"type":"array","items":{}$1}]}}}}}}
JSON
  rm -rf out
  python/bin/openapi-generator-cli generate -g rust -i doc.json -o out >generator.log 2>&1
  grep -E '^ +[A-Z][A-Za-z_:]*\(.*\),' out/src/models/a_ids.rs | tr -d ' ' | paste -sd' '
}

plain=$(variants '')
titled=$(variants ',"title":"List"')
echo "plain:  $plain"
echo "titled: $titled"
[ "$plain" = "String(String), ArrayVecserde_json::Value(Vec<serde_json::Value>)," ] || { echo "changed: expected a path"; exit 1; }
[ "$titled" = "String(String), List(Vec<serde_json::Value>)," ] || { echo "changed: the title does not help"; exit 1; }
echo "as recorded"
