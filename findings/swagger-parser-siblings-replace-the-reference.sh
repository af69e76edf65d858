#!/usr/bin/env bash
# swagger-parser replaces keywords of a referenced schema by those beside the reference.
#
# Seen with: @apidevtools/swagger-parser 13.0.0
# Document:  valid OpenAPI 3.1.0: a reference to an object that requires `a`, with `required: ["b"]` beside it.
# Expected:  dereferenced, both are required: in 3.1 a schema is one of JSON Schema 2020-12, where what stands beside `$ref` applies
#            besides it, and the parser validates documents of 3.1.
# Behaviour: `b` alone is required: a body without `a` passes against the dereferenced document. (Its reference parser merges
#            member by member; that an assertion is lost by it, and not added, is what 3.1 does not allow.)
# For us:    beside a reference of 3.1 we export descriptions and marks, which lose nothing by this.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @apidevtools/swagger-parser@13.0.0 >/dev/null 2>&1

cat >run.mjs <<'JS'
import parser from '@apidevtools/swagger-parser';
const text = {type: 'string'};
const {paths} = await parser.dereference({openapi: '3.1.0', info: {title: 't', version: '1'}, paths: {'/a': {post: {
  requestBody: {content: {'application/json': {schema: {$ref: '#/components/schemas/A', required: ['b']}}}},
  responses: {200: {description: 'ok'}}}}},
  components: {schemas: {A: {type: 'object', required: ['a'], properties: {a: text, b: text}}}}});
console.log(JSON.stringify(paths['/a'].post.requestBody.content['application/json'].schema));
JS
seen=$(node run.mjs)
want='{"required":["b"],"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
