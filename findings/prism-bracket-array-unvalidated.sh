#!/usr/bin/env bash
# Prism does not validate query arrays whose name ends in `[]`.
#
# Seen with: @stoplight/prism-cli 5.14.2
# Document:  valid OpenAPI 3.0.3 with two optional query arrays of integers, `ids` and `ids[]`, style form, explode true.
# Expected:  `?ids=x` and `?ids[]=x` are both refused with 422.
# Behaviour: `?ids=x` is refused; `?ids[]=x` is accepted, and a required `ids[]` counts as missing however it is sent.
# For us:    many vendors document `name[]`; documents that state them literally are mocked without a check.
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
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{
 "/optional":{"get":{"parameters":[
   {"name":"ids","in":"query","style":"form","explode":true,"schema":{"type":"array","items":{"type":"integer"}}},
   {"name":"ids[]","in":"query","style":"form","explode":true,"schema":{"type":"array","items":{"type":"integer"}}}],
  "responses":{"200":{"description":"ok"}}}},
 "/required":{"get":{"parameters":[
   {"name":"ids[]","in":"query","required":true,"style":"form","explode":true,"schema":{"type":"array","items":{"type":"integer"}}}],
  "responses":{"200":{"description":"ok"}}}}}}
JSON
serve doc.json
status 422 '/optional?ids=x'
status 200 '/optional?ids[]=x'
status 422 '/required?ids[]=1&ids[]=2'
echo "as recorded"
