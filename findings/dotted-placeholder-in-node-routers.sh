#!/usr/bin/env bash
# A placeholder with a dot in its name makes an operation unreachable in two routers for Node.
#
# Seen with: openapi-backend 5.21.2, express-openapi-validator 5.6.2 with express 5.2.1
# Document:  valid OpenAPI 3.0.3 with `/items/{id}` and `/boxes/{box.id}`, each with its required path parameter.
# Expected:  both calls are answered: the specification does not restrict names of path parameters to identifiers.
# Behaviour: `/items/7` is answered by both. For `/boxes/7` openapi-backend misses "box.id" in the path and refuses the call;
#            express-openapi-validator does not find the route.
# For us:    names such as `{box.id}` are kept as documented; documents for these routers need a rename.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-backend@5.21.2 express-openapi-validator@5.6.2 express@5.2.1 >/dev/null 2>&1

cat >run.mjs <<'JS'
import express from 'express';
import {OpenAPIBackend} from 'openapi-backend';
import * as validator from 'express-openapi-validator';
const operation = (operationId, name) => ({get: {operationId, parameters: [{name, in: 'path', required: true,
  schema: {type: 'integer'}}], responses: {200: {description: 'ok'}}}});
const document = () => ({openapi: '3.0.3', info: {title: 't', version: '1'},
  paths: {'/items/{id}': operation('item', 'id'), '/boxes/{box.id}': operation('box', 'box.id')}});
const found = () => 'answered';
const api = new OpenAPIBackend({definition: document(), handlers: {item: found, box: found, notFound: () => 'not found',
  validationFail: context => context.validation.errors[0].message}});
await api.init();
const app = express();
app.use(validator.middleware({apiSpec: document()}));
app.get(/.*/, (_, answer) => answer.json('answered'));
app.use((error, _, answer, next) => answer.status(error.status ?? 500).json(error.message));
const server = app.listen(0, async () => {
  for (const path of ['/items/7', '/boxes/7']) {
    console.log('openapi-backend', path, await api.handleRequest({method: 'GET', path, query: '', headers: {}}));
    const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
    console.log('express-openapi-validator', path, await answer.json());
  }
  server.close();
});
JS
seen=$(node run.mjs 2>/dev/null)
want="openapi-backend /items/7 answered
express-openapi-validator /items/7 answered
openapi-backend /boxes/7 must have required property 'box.id'
express-openapi-validator /boxes/7 not found"

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
