#!/usr/bin/env bash
# A tuple without `minItems` makes express-openapi-validator answer every call of the operation with 500.
#
# Seen with: express-openapi-validator 5.6.2 with express 5.2.1
# Document:  valid OpenAPI 3.1.0; the body has a number `n` and a tuple (`prefixItems`), once without and once with `minItems`.
# Expected:  `{"n": 1}` is accepted and `{"n": "x"}` refused with 400 by both: JSON Schema 2020-12 asks for no `minItems`.
# Behaviour: without it, the validator's strict mode for tuples fails while the schema is compiled, at the first call and at
#            each that follows, also of bodies without the tuple.
# For us:    nothing that we export has `prefixItems`; a reader who adds tuples by hand has to bound them.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund express-openapi-validator@5.6.2 express@5.2.1 >/dev/null 2>&1

cat >run.mjs <<'JS'
import express from 'express';
import * as validator from 'express-openapi-validator';
for (const bounds of [{}, {minItems: 2}]) {
  const pair = {type: 'array', prefixItems: [{type: 'integer'}, {type: 'string'}], items: false, ...bounds};
  const app = express();
  app.use(express.json());
  app.use(validator.middleware({apiSpec: {openapi: '3.1.0', info: {title: 't', version: '1'}, paths: {'/pairs': {post: {
    requestBody: {required: true, content: {'application/json': {schema: {type: 'object',
      properties: {n: {type: 'integer'}, pair}}}}}, responses: {200: {description: 'ok'}}}}}}}));
  app.post(/.*/, (_, answer) => answer.json('answered'));
  app.use((error, _, answer, next) => answer.status(error.status ?? 500).json(error.message.split(':')[0]));
  await new Promise(done => { const server = app.listen(0, async () => {
    for (const body of [{n: 1}, {n: 'x'}]) {
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/pairs`, {method: 'POST',
        headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
      console.log(JSON.stringify(bounds), JSON.stringify(body), answer.status, await answer.json());
    }
    server.close(done);
  }); });
}
JS
seen=$(node run.mjs 2>/dev/null)
want='{} {"n":1} 500 strict mode
{} {"n":"x"} 500 strict mode
{"minItems":2} {"n":1} 200 answered
{"minItems":2} {"n":"x"} 400 request/body/n must be integer'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
