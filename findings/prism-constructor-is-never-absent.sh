#!/usr/bin/env bash
# An optional property `constructor` must be sent to Prism, and to Spectral an example without it is wrong.
#
# Seen with: @stoplight/prism-cli 5.14.2, @stoplight/spectral-cli 6.16.3
# Document:  valid OpenAPI 3.0.3: a body with the optional properties `constructor` (string) and `wheels` (integer), with an example that has `wheels` alone.
# Expected:  a body without `constructor` is valid, as one without any other optional property is; so is the example.
# Behaviour: Prism answers 422, "Request body property constructor must be string", and 200 when it is sent; Spectral's rule
#            oas3-valid-media-example reports an error. Both look the name up in an object that inherits one.
# For us:    with `--portable`, such properties travel as additional ones.
#
# Needs node, npm and curl. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @stoplight/prism-cli@5.14.2 @stoplight/spectral-cli@6.16.3 >/dev/null 2>&1

# document NAME: the same document with another name of the property.
document() {
  echo "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{\"/cars\":{\"post\":{\"requestBody\":{\"content\":{
   \"application/json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"$1\":{\"type\":\"string\"},\"wheels\":{\"type\":\"integer\"}}},
   \"example\":{\"wheels\":4}}}},\"responses\":{\"200\":{\"description\":\"ok\"}}}}}}"
}

# serve DOCUMENT: starts the mock server and waits for it.
serve() {
  kill "${server:-}" 2>/dev/null || true
  port=$((20000 + RANDOM % 20000))
  node_modules/.bin/prism mock -p "$port" "$1" >prism.log 2>&1 &
  server=$!
  for _ in $(seq 120); do curl -s -o /dev/null "localhost:$port/" && return; sleep 0.5; done
  echo "the server did not start"; exit 1
}

# status WANT BODY: the status of one call.
status() {
  local got
  got=$(curl -s -o /dev/null -w '%{http_code}' -H 'content-type: application/json' -d "$2" "localhost:$port/cars")
  echo "$got $2"
  [ "$got" = "$1" ] || { echo "changed: expected $1"; exit 1; }
}

document builder >builder.json
document constructor >constructor.json
serve builder.json
status 200 '{"wheels":4}'
serve constructor.json
status 422 '{"wheels":4}'
status 200 '{"wheels":4,"constructor":"x"}'

echo '{"extends":[["spectral:oas","off"]],"rules":{"oas3-valid-media-example":"error"}}' >rules.json
lint() { node_modules/.bin/spectral lint -r rules.json "$1" 2>&1 || true; }
lint builder.json | tee builder.log
grep -q "No results" builder.log || { echo "changed: another name is reported too"; exit 1; }
lint constructor.json | tee constructor.log
grep -q '"constructor" property type must be string' constructor.log || { echo "changed: nothing is reported"; exit 1; }
echo "as recorded"
