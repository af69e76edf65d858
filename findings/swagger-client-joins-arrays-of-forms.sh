#!/usr/bin/env bash
# swagger-client, the client of Swagger UI, joins the array of a form body with commas.
#
# Seen with: swagger-client 3.37.3
# Document:  valid OpenAPI 3.0.3: a form (`application/x-www-form-urlencoded`) of an array `ids`, and the same array as a query
#            parameter; the form without `encoding`, with an empty Encoding Object, and with the defaults written out.
# Expected:  `ids=1&ids=2` in all of them: an Encoding Object takes the values "including default values" of query parameters,
#            which are form and, for form, exploded.
# Behaviour: the query repeats the name, and so does the form with the defaults written out; without them the form is `ids=1,2`.
# For us:    pages tried out in Swagger UI send lists of a form otherwise than the emitted client.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swagger-client@3.37.3 >/dev/null 2>&1

cat >run.mjs <<'JS'
import client from 'swagger-client';
const type = 'application/x-www-form-urlencoded';
const ids = {type: 'array', items: {type: 'integer'}};
for (const encoding of [undefined, {ids: {}}, {ids: {style: 'form', explode: true}}]) {
  const spec = {openapi: '3.0.3', info: {title: 't', version: '1'}, servers: [{url: 'https://api.example.com'}], paths: {'/a': {post: {
    operationId: 'a', parameters: [{name: 'ids', in: 'query', schema: ids}], responses: {200: {description: 'ok'}},
    requestBody: {content: {[type]: {schema: {type: 'object', properties: {ids}}, ...(encoding && {encoding})}}}}}}};
  const request = client.buildRequest({spec, operationId: 'a', parameters: {ids: [1, 2]}, requestBody: {ids: [1, 2]},
    requestContentType: type});
  console.log(JSON.stringify(encoding), new URL(request.url).search, request.body);
}
JS
seen=$(node run.mjs)
want='undefined ?ids=1&ids=2 ids=1,2
{"ids":{}} ?ids=1&ids=2 ids=1,2
{"ids":{"style":"form","explode":true}} ?ids=1&ids=2 ids=1&ids=2'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
