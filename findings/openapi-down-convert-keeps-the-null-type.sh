#!/usr/bin/env bash
# openapi-down-convert leaves a nullable reference of 3.1 as it is, which 3.0 does not know.
#
# Seen with: @apiture/openapi-down-convert 0.14.2
# Document:  valid OpenAPI 3.1.0 with three nullable members: a list of types, a reference or null (`anyOf`), and null alone.
# Expected:  no `type: null` is left, as 3.0.3 has no such type, or an error says that it cannot be converted. The README lists
#            what is not supported and does not name it.
# Behaviour: the list becomes `nullable: true`; `{"type": "null"}` stays in both other members of a document that now says 3.0.3, and
#            the tool exits with 0, having said nothing.
# For us:    `null` beside a reference is a union (`oneOf`) in exported 3.1; who needs 3.0 exports 3.0.3 instead of converting.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @apiture/openapi-down-convert@0.14.2 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{
 "Disk":{"type":"object","properties":{"size":{"type":"integer"}}},
 "Host":{"type":"object","properties":{"name":{"type":["string","null"]},
  "disk":{"anyOf":[{"$ref":"#/components/schemas/Disk"},{"type":"null"}]},"none":{"type":"null"}}}}}}
JSON
node_modules/.bin/openapi-down-convert -i doc.json -o out.json >log 2>&1
seen=$(cat log; node -e 'const d = require("./out.json"); console.log(d.openapi);
for (const [name, schema] of Object.entries(d.components.schemas.Host.properties)) console.log(name, JSON.stringify(schema))')
want='3.0.3
name {"type":"string","nullable":true}
disk {"anyOf":[{"$ref":"#/components/schemas/Disk"},{"type":"null"}]}
none {"type":"null"}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
