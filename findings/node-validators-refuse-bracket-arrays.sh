#!/usr/bin/env bash
# A query array that is documented as `ids[]` is refused as an unknown parameter `ids`.
#
# Seen with: openapi-backend 5.21.2, express-openapi-validator 5.6.2 with express 5.2.1
# Document:  valid OpenAPI 3.0.3 with a query parameter `ids[]`, an array of integers (form, exploded).
# Expected:  `ids[]=1&ids[]=2` is accepted and `ids[]=x` refused for its type: brackets are part of the name.
# Behaviour: both validators cut the brackets off and then refuse the name that they made, "ids", as not documented.
# For us:    brackets stay literal in exported names, as the pages have them; such calls cannot pass these validators.
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
const document = () => ({openapi: '3.0.3', info: {title: 't', version: '1'}, paths: {'/list': {get: {operationId: 'list',
  parameters: [{name: 'ids[]', in: 'query', schema: {type: 'array', items: {type: 'integer'}}}],
  responses: {200: {description: 'ok'}}}}}});
const api = new OpenAPIBackend({definition: document(), handlers: {list: () => 'answered',
  validationFail: context => JSON.stringify(context.validation.errors[0].params)}});
await api.init();
const app = express();
app.use(validator.middleware({apiSpec: document()}));
app.get(/.*/, (_, answer) => answer.json('answered'));
app.use((error, _, answer, next) => answer.status(error.status ?? 500).json(error.message));
const server = app.listen(0, async () => {
  for (const query of ['', 'ids[]=1&ids[]=2']) {
    console.log('openapi-backend', query, await api.handleRequest({method: 'GET', path: '/list', query, headers: {}}));
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/list?${query}`);
    console.log('express-openapi-validator', query, await answer.json());
  }
  server.close();
});
JS
seen=$(node run.mjs 2>/dev/null)
want="openapi-backend  answered
express-openapi-validator  answered
openapi-backend ids[]=1&ids[]=2 {\"additionalProperty\":\"ids\"}
express-openapi-validator ids[]=1&ids[]=2 Unknown query parameter 'ids'"

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
