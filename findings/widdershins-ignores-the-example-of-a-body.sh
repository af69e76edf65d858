#!/usr/bin/env bash
# Widdershins shows a made-up body although the document has an example of it.
#
# Seen with: widdershins 4.0.1
# Document:  valid OpenAPI 3.0.3: a body and an answer with an integer `n` and the sample `{"n": 42}`, once as `example` and once as
#            the only one of `examples` of the media type.
# Expected:  each sample is shown: 3.0.3 has both members for one purpose.
# Behaviour: both are shown at the answer, and of the body the one in `examples`; with `example` the page has `{"n": 0}` instead.
# For us:    samples of bodies are exported as `example`; a page that this tool makes of an export shows other values.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund widdershins@4.0.1 >/dev/null 2>&1

cat >run.js <<'JS'
const {convert} = require('widdershins');
(async () => {
  for (const sample of [{example: {n: 42}}, {examples: {one: {value: {n: 42}}}}]) {
    const content = {'application/json': {schema: {type: 'object', properties: {n: {type: 'integer'}}}, ...sample}};
    const page = await convert({openapi: '3.0.3', info: {title: 't', version: '1'}, paths: {'/a': {post: {
      requestBody: {content}, responses: {200: {description: 'ok', content}}}}}}, {sample: true, codeSamples: false, language_tabs: []});
    const [body, answer] = page.split('```json').slice(1).map(block => JSON.stringify(JSON.parse(block.split('```')[0])));
    console.log(Object.keys(sample)[0], 'body', body, 'answer', answer);
  }
})();
JS
seen=$(node run.js 2>/dev/null | grep '^example')
want='example body {"n":0} answer {"n":42}
examples body {"n":42} answer {"n":42}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
