#!/usr/bin/env bash
# A member `$ref` of an example is followed: Redocly refuses the document, and Prism does not start.
#
# Seen with: @redocly/cli 2.77.0, @stoplight/prism-cli 5.14.2
# Document:  valid OpenAPI 3.0.3: an answer whose documented property is called `$ref`, as APIs that describe schemas have, with an example of it.
# Expected:  the value of `example` is data ("Any"): a reference object may stand only where the specification names one.
# Behaviour: Redocly's linter reports "Can't resolve $ref" below `example`; Prism ends with an error about a file of that name.
# For us:    samples with such a member are left out of every export: a page must not decide which file or address a tool opens.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @redocly/cli@2.77.0 @stoplight/prism-cli@5.14.2 >/dev/null 2>&1

# document EXAMPLE: the same document with another example.
document() {
  echo "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\",\"license\":{\"name\":\"n\",\"url\":\"https://acme.test\"}},
   \"servers\":[{\"url\":\"https://api.acme.test\"}],\"security\":[],\"paths\":{\"/field\":{\"get\":{\"operationId\":\"field\",\"summary\":\"s\",
   \"responses\":{\"200\":{\"description\":\"ok\",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\",
   \"additionalProperties\":{\"type\":\"string\"}},\"example\":$1}}},\"4XX\":{\"description\":\"no\"}}}}}}"
}
document '{"kind":"disk"}' >plain.json
document '{"$ref":"disk"}' >reference.json

node_modules/.bin/redocly lint plain.json >plain.log 2>&1 || { cat plain.log; echo "changed: the plain document is refused"; exit 1; }
if node_modules/.bin/redocly lint reference.json >reference.log 2>&1; then echo "changed: Redocly accepts it"; exit 1; fi
grep "Can't resolve \$ref" reference.log || { cat reference.log; echo "changed: another error"; exit 1; }

# Prism serves until it is stopped, or ends by itself.
serves() { timeout 20 node_modules/.bin/prism mock -p $((20000 + RANDOM % 20000)) "$1" >prism.log 2>&1; [ $? = 124 ]; }
serves plain.json || { cat prism.log; echo "changed: the plain document is not served"; exit 1; }
if serves reference.json; then echo "changed: Prism serves it"; exit 1; fi
grep -o "Error opening file.*" prism.log | sed "s#$work/##" | head -1 | grep disk || { cat prism.log; echo "changed: another error"; exit 1; }
echo "as recorded"
