#!/usr/bin/env bash
# openapi-to-postmanv2 turns the placeholder of an action path into a variable of the whole collection.
#
# Seen with: openapi-to-postmanv2 6.3.3
# Document:  valid OpenAPI 3.0.3 with `/disks/{id}`, `/disks/{id}:attach` and `/images/{id}:copy`, `id` described and required.
# Expected:  each request has its own path variable `id` with the description, as `/disks/{id}` does.
# Behaviour: the two action paths have no path variable: their `id` becomes one variable of the collection, shared by unlike
#            operations, and description and "required" are gone.
# For us:    a collection made from an export of JDCloud sends the id of one resource with the actions of all others.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-to-postmanv2@6.3.3 >/dev/null 2>&1

cat >run.js <<'JS'
const converter = require('openapi-to-postmanv2');
const operation = description => ({post: {parameters: [{name: 'id', in: 'path', required: true, description,
  schema: {type: 'string'}}], responses: {200: {description: 'ok'}}}});
const data = {openapi: '3.0.3', info: {title: 't', version: '1'}, servers: [{url: 'https://api.example.com'}], paths: {
  '/disks/{id}': operation('Disk'), '/disks/{id}:attach': operation('Disk'), '/images/{id}:copy': operation('Image')}};
converter.convert({type: 'json', data}, {}, (_, {output}) => {
  const walk = items => items.forEach(({item, request}) => item ? walk(item) : console.log(request.url.path.join('/'),
    request.url.variable.map(variable => `${variable.key}: ${variable.description.content ?? variable.description}`)));
  walk(output[0].data.item);
  console.log('collection:', output[0].data.variable.map(variable => variable.key).join(' '));
});
JS
seen=$(node run.js)
want="disks/:id [ 'id: (Required) Disk' ]
disks/{{id}}:attach []
images/{{id}}:copy []
collection: baseUrl id"

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
