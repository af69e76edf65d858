#!/usr/bin/env bash
# Prism takes `POST /disks/7:start` for `POST /disks/{id}`.
#
# Seen with: @stoplight/prism-cli 5.14.2
# Document:  valid OpenAPI 3.0.3 with the paths `/disks/{id}:start` and `/disks/{id}`, in this order and the other way round.
# Expected:  the template with more literal text wins (`/disks/{id}:start`), in whatever order the paths stand.
# Behaviour: the template that stands later wins: with the resource behind its verb the verb cannot be called.
# For us:    verbs behind a colon are how JDCloud writes actions; a mock of such a document answers for the wrong operation.
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

document() {
  local id='{"name":"id","in":"path","required":true,"schema":{"type":"string"}}'
  local verb resource
  answer() { echo "{\"description\":\"ok\",\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\"},\"example\":{\"call\":\"$1\"}}}}"; }
  verb="\"/disks/{id}:start\":{\"post\":{\"parameters\":[$id],\"responses\":{\"200\":$(answer verb)}}}"
  resource="\"/disks/{id}\":{\"post\":{\"parameters\":[$id],\"responses\":{\"200\":$(answer resource)}}}"
  case $1 in
    verb-first) echo "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{$verb,$resource}}" ;;
    verb-last) echo "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{$resource,$verb}}" ;;
  esac
}

document verb-first >first.json
serve first.json
status 200 -X POST /disks/7:start
grep -q '"resource"' answer || { echo "changed: the verb is called"; exit 1; }

document verb-last >last.json
serve last.json
status 200 -X POST /disks/7:start
grep -q '"verb"' answer || { echo "changed: the verb is not called"; exit 1; }
echo "as recorded"
