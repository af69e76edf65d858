#!/usr/bin/env bash
# Scalar's mock server refuses every call of a path whose placeholder is a part of a segment.
#
# Seen with: @scalar/mock-server 0.14.4
# Document:  valid OpenAPI 3.0.3 with `/items/{id}`, `/boxes/{id}:stop` and `/ranges/{from}-{to}`, all placeholders required strings.
# Expected:  each call is answered with 200: a template may mix placeholders and text within a segment.
# Behaviour: `/items/{id}` is answered; the others are found, but refused with 422, "id is required", since the values are not
#            taken from the path.
# For us:    actions of JDCloud (`/instances/{instanceId}:startInstance`) cannot be tried against it.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @scalar/mock-server@0.14.4 >/dev/null 2>&1

cat >run.mjs <<'JS'
import {createMockServer} from '@scalar/mock-server';
const text = {type: 'string'};
const operation = (...names) => ({get: {
  parameters: names.map(name => ({name, in: 'path', required: true, schema: text})),
  responses: {200: {description: 'ok', content: {'application/json': {schema: {type: 'object'}, example: {n: 1}}}}}}});
const app = await createMockServer({document: {openapi: '3.0.3', info: {title: 't', version: '1'}, paths: {
  '/items/{id}': operation('id'), '/boxes/{id}:stop': operation('id'), '/ranges/{from}-{to}': operation('from', 'to')}}});
for (const path of ['/items/i1', '/boxes/i1:stop', '/ranges/a-b']) {
  const answer = await app.request(path);
  const body = await answer.json();
  console.log(path, answer.status, (body.violations ?? []).map(found => found.message).join(', '));
}
JS
seen=$(node run.mjs)
want='/items/i1 200 
/boxes/i1:stop 422 id is required
/ranges/a-b 422 from is required, to is required'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
