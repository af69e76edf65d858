#!/usr/bin/env bash
# Widdershins shows a made-up body although the document has an example of it.
#
# Seen with: widdershins 4.0.1
# Document:  valid OpenAPI 3.0.3: a body and an answer with an integer `n` and the sample `{"n": 42}`, once as `example` and once as
#            the only one of `examples` of the media type.
# Expected:  each sample is shown: 3.0.3 has both members for one purpose, and an `example` "SHALL override" one that the schema provides.
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
      requestBody: {content}, responses: {200: {description: 'ok', content}}}}}}, {codeSamples: false, language_tabs: []});
    const [body, answer] = page.split('```json').slice(1).map(block => JSON.stringify(JSON.parse(block.split('```')[0])));
    console.log(Object.keys(sample)[0], 'body', body, 'answer', answer);
  }
})();
JS
seen=$(node run.js 2>/dev/null)
want='Compiling all doT templates...
Loaded def authentication.def
Loaded def authentication_none.def
Loaded def callbacks.def
Loaded def debug.def
Loaded def discovery.def
Loaded def footer.def
Loaded def links.def
Loaded def parameters.def
Loaded def responses.def
Loaded def security.def
Compiling code_csharp.dot to function
Compiling code_go.dot to function
Compiling code_http.dot to function
Compiling code_java.dot to function
Compiling code_javascript.dot to function
Compiling code_jquery.dot to function
Compiling code_nodejs.dot to function
Compiling code_php.dot to function
Compiling code_python.dot to function
Compiling code_ruby.dot to function
Compiling code_shell.dot to function
Compiling main.dot to function
Compiling operation.dot to function
Compiling translations.dot to function
example body {"type":"object","properties":{"n":{"type":"integer"}}} answer {"n":42}
examples body {"n":42} answer {"n":42}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
