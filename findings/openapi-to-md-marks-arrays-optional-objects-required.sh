#!/usr/bin/env bash
# openapi-to-md marks every array as optional and every object as required.
#
# Seen with: openapi-to-md 1.1.1, whose output follows TypeScript's interfaces, as its README says
# Document:  valid OpenAPI 3.0.3: a body with a required and an optional property of each kind: integer, array, object.
# Expected:  a question mark behind the three optional names and behind none of the required ones.
# Behaviour: right for the integers; both arrays have the mark and none of the objects has it.
# For us:    the marks of such pages speak for scalars only.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-to-md@1.1.1 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"post":{"requestBody":{"required":true,"content":{
 "application/json":{"schema":{"type":"object","required":["needed_number","needed_list","needed_object"],"properties":{
  "needed_number":{"type":"integer"},"other_number":{"type":"integer"},
  "needed_list":{"type":"array","items":{"type":"integer"}},"other_list":{"type":"array","items":{"type":"integer"}},
  "needed_object":{"type":"object","properties":{"n":{"type":"integer"}}},
  "other_object":{"type":"object","properties":{"n":{"type":"integer"}}}}}}}},
 "responses":{"200":{"description":"ok"}}}}}}
JSON
node_modules/.bin/openapi-to-md doc.json page.md >/dev/null
seen=$(grep -oE '(needed|other)_[a-z]+\??:' page.md)
want='needed_number:
other_number?:
needed_list?:
other_list?:
needed_object:
other_object:'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
