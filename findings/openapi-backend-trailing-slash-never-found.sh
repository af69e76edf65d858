#!/usr/bin/env bash
# openapi-backend never finds an operation whose documented path ends with a slash.
#
# Seen with: openapi-backend 5.21.2
# Document:  valid OpenAPI 3.0.3 with one path, once `/search/` and once `/search`.
# Expected:  the documented path is found as documented, whatever else is found beside it.
# Behaviour: `/search` is found with and without a slash; `/search/` is found by neither, so every call is "not found".
# For us:    the paths of BlueKing end with a slash; a mock built on this library answers none of them.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-backend@5.21.2 >/dev/null 2>&1

cat >run.mjs <<'JS'
import {OpenAPIBackend} from 'openapi-backend';
for (const documented of ['/search/', '/search']) {
  const api = new OpenAPIBackend({
    definition: {openapi: '3.0.3', info: {title: 't', version: '1'}, paths: {
      [documented]: {get: {operationId: 'search', responses: {200: {description: 'ok'}}}}}},
    handlers: {search: () => 'found', notFound: () => 'not found'}});
  await api.init();
  for (const path of ['/search/', '/search'])
    console.log(`documented ${documented}, called ${path}:`, await api.handleRequest({method: 'GET', path, query: '', headers: {}}));
}
JS
seen=$(node run.mjs)
want='documented /search/, called /search/: not found
documented /search/, called /search: not found
documented /search, called /search/: found
documented /search, called /search: found'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
