#!/usr/bin/env bash
# swagger2openapi forgets how a form of Swagger 2.0 joins its arrays.
#
# Seen with: swagger2openapi 7.0.8
# Document:  valid Swagger 2.0 with two arrays, `collectionFormat` csv and multi, once in the query and once in a form.
# Expected:  csv becomes `explode: false` and multi `explode: true`, in the query at the parameter and in the form in `encoding`,
#            which 3.0.3 has for this; without it, arrays of a form are sent as repeated names.
# Behaviour: the parameters differ as they should. In the form both arrays are alike and there is no `encoding`: `a=1,2` of the old
#            document is `a=1&a=2` in the new one. Nothing is said.
# For us:    documents that went through this converter do not tell how the lists of a form are written.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swagger2openapi@7.0.8 >/dev/null 2>&1

cat >run.js <<'JS'
const {convertObj} = require('swagger2openapi');
const list = (name, where, collectionFormat) => ({name, in: where, type: 'array', items: {type: 'integer'}, collectionFormat});
const operation = where => ({parameters: [list('a', where, 'csv'), list('b', where, 'multi')],
  responses: {200: {description: 'ok'}}});
convertObj({swagger: '2.0', info: {title: 't', version: '1'}, host: 'api.example.com', paths: {
  '/query': {get: operation('query')},
  '/form': {post: {consumes: ['application/x-www-form-urlencoded'], ...operation('formData')}}}}, {}).then(({openapi: {paths}}) => {
  for (const {name, explode} of paths['/query'].get.parameters) console.log('query', name, 'explode', explode);
  const form = paths['/form'].post.requestBody.content['application/x-www-form-urlencoded'];
  for (const [name, schema] of Object.entries(form.schema.properties)) console.log('form', name, JSON.stringify(schema));
  console.log('encoding', form.encoding);
});
JS
seen=$(node run.js)
want='query a explode false
query b explode true
form a {"type":"array","items":{"type":"integer"}}
form b {"type":"array","items":{"type":"integer"}}
encoding undefined'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
