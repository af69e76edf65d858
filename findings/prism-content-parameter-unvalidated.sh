#!/usr/bin/env bash
# Prism does not look at parameters that have `content` instead of `schema`.
#
# Seen with: @stoplight/prism-cli 5.14.2
# Document:  valid OpenAPI 3.0.3 with a required query parameter `q` whose `content` is `application/json`, an object with a required integer.
# Expected:  `?q={"a":"s"}`, `?q=no-json` and a call without `q` are refused with 422.
# Behaviour: a wrong or unreadable value is accepted; only a call without `q` is refused.
# For us:    JSON in a query argument is stated in this form; a mock of it checks presence and nothing more.
#
# Needs node, npm and curl. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @stoplight/prism-cli@5.14.2 >/dev/null 2>&1

# serve DOCUMENT: starts the mock server and waits for it.
serve() {
  kill "${server:-}" 2>/dev/null || true
  port=$((20000 + RANDOM % 20000))
  node_modules/.bin/prism mock -p "$port" "$1" >prism.log 2>&1 &
  server=$!
  for _ in $(seq 120); do curl -s -o /dev/null "localhost:$port/" && return; sleep 0.5; done
  echo "the server did not start"; exit 1
}

# status WANT CURL-ARGUMENT...: the status of one request.
status() {
  local want=$1 got; shift
  got=$(curl -s -g -o answer -w '%{http_code}' "${@:1:$#-1}" "localhost:$port${!#}")
  echo "$got $* $(head -c 160 answer)"
  [ "$got" = "$want" ] || { echo "changed: expected $want"; exit 1; }
}

cat >doc.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/c":{"get":{"parameters":[
  {"name":"q","in":"query","required":true,"content":{"application/json":{"schema":{"type":"object","required":["a"],
   "properties":{"a":{"type":"integer"}}}}}}],
 "responses":{"200":{"description":"ok"}}}}}}
JSON
serve doc.json
status 200 '/c?q=%7B%22a%22%3A1%7D'
status 200 '/c?q=%7B%22a%22%3A%22s%22%7D'
status 200 '/c?q=no-json'
status 422 '/c'
echo "as recorded"
