#!/usr/bin/env bash
# openapi-sampler makes `{}` of a choice whose first alternative is null.
#
# Seen with: openapi-sampler 1.7.10
# Schema:    valid for OpenAPI 3.1: `null` alone, and integer or null as `oneOf` and `anyOf`, null first and null last.
# Expected:  each sample is valid for its schema: null or a number. The README lists `oneOf` and `anyOf` as supported.
# Behaviour: null alone gives null, and a choice that begins with the integer 0; a choice that begins with null gives an empty
#            object, which none of the alternatives allows.
# For us:    exported 3.1 documents have `null` behind the reference, the order that works.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-sampler@1.7.10 >/dev/null 2>&1

cat >run.js <<'JS'
const {sample} = require('openapi-sampler');
const [none, whole] = [{type: 'null'}, {type: 'integer'}];
for (const schema of [none, {oneOf: [whole, none]}, {anyOf: [whole, none]}, {oneOf: [none, whole]}, {anyOf: [none, whole]}])
  console.log(JSON.stringify(schema), JSON.stringify(sample(schema)));
JS
seen=$(node run.js)
want='{"type":"null"} null
{"oneOf":[{"type":"integer"},{"type":"null"}]} 0
{"anyOf":[{"type":"integer"},{"type":"null"}]} 0
{"oneOf":[{"type":"null"},{"type":"integer"}]} {}
{"anyOf":[{"type":"null"},{"type":"integer"}]} {}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
