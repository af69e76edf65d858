#!/usr/bin/env bash
# openapi-backend takes a 3.1 document with a list of types for invalid, and then answers no operation at all.
#
# Seen with: openapi-backend 5.21.2, whose README lists OpenAPI 3.1 as supported
# Document:  valid OpenAPI 3.1.0 with one query parameter, whose type is once `integer` and once `["integer", "null"]`.
# Expected:  both documents are served; the value `x` is refused.
# Behaviour: the first is; the second is "not valid OpenAPI" (a list is no string), the operation is unknown, each call is not found.
# For us:    nullable facts are lists of types in 3.1, so an export for this library has to be 3.0.3.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-backend@5.21.2 >/dev/null 2>&1

cat >run.mjs <<'JS'
import {OpenAPIBackend} from 'openapi-backend';
console.warn = warning => console.log('warning:', String(warning).split('\n')[0]);
for (const type of ['integer', ['integer', 'null']]) {
  const api = new OpenAPIBackend({
    definition: {openapi: '3.1.0', info: {title: 't', version: '1'}, paths: {'/list': {get: {operationId: 'list',
      parameters: [{name: 'page', in: 'query', schema: {type}}], responses: {200: {description: 'ok'}}}}}},
    handlers: {list: () => 'found', notFound: () => 'not found', validationFail: () => 'refused'}});
  await api.init();
  for (const query of ['page=1', 'page=x'])
    console.log(JSON.stringify(type), query, await api.handleRequest({method: 'GET', path: '/list', query, headers: {}}));
}
JS
seen=$(node run.mjs)
want='"integer" page=1 found
"integer" page=x refused
warning: Error: Document is not valid OpenAPI. 9 validation errors:
warning: Unknown operationId list
["integer","null"] page=1 not found
["integer","null"] page=x not found'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
