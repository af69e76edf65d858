#!/usr/bin/env bash
# The Markdown of Scalar's package shows no parameters at all.
#
# Seen with: @scalar/openapi-to-markdown 0.3.56
# Document:  valid OpenAPI 3.1.0: described parameters in path, query and header, a described body, a described header of the answer.
# Expected:  each is shown, as the properties of the body are: the README calls the page Markdown for an LLM, which has to know the
#            arguments to make a call.
# Behaviour: bodies and answers are shown; of the parameters nothing is left but the placeholder in the path, of required
#            ones too, and nothing of the headers of answers.
# For us:    a page made by it has no arguments of the query, and a client read from it has none.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @scalar/openapi-to-markdown@0.3.56 >/dev/null 2>&1

cat >run.mjs <<'JS'
import {createMarkdownFromOpenApi} from '@scalar/openapi-to-markdown';
const schema = {type: 'integer'};
const parameter = (place, required) => ({name: `in_${place}`, in: place, required, description: `Described ${place}.`, schema});
const page = await createMarkdownFromOpenApi({openapi: '3.1.0', info: {title: 't', version: '1'}, paths: {'/a/{in_path}': {post: {
  parameters: [parameter('path', true), parameter('query', true), parameter('header', false)],
  requestBody: {content: {'application/json': {schema: {type: 'object', properties: {
    in_body: {type: 'integer', description: 'Described body.'}}}}}},
  responses: {200: {description: 'ok', headers: {in_answer: {description: 'Described answer.', schema}}}}}}}});
for (const place of ['body', 'path', 'query', 'header', 'answer'])
  console.log(place, page.split(`in_${place}`).length - 1, page.includes(`Described ${place}.`));
JS
seen=$(node run.mjs)
want='body 2 true
path 2 false
query 0 false
header 0 false
answer 0 false'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
