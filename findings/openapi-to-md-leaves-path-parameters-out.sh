#!/usr/bin/env bash
# openapi-to-md leaves the parameters of the path and of cookies out of its pages.
#
# Seen with: openapi-to-md 1.1.1
# Document:  valid OpenAPI 3.0.3 with one parameter of type integer each in path, query, header and cookie.
# Expected:  each is shown with its type: the README promises "readable" documentation, and a path
#            parameter is always required.
# Behaviour: query and header are; of the path parameter only the placeholder in the title is left, without its type, and the
#            cookie is nowhere.
# For us:    types of path arguments cannot be read back from such pages.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-to-md@1.1.1 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a/{in_path}":{"get":{"parameters":[
 {"name":"in_path","in":"path","required":true,"schema":{"type":"integer"}},
 {"name":"in_query","in":"query","schema":{"type":"integer"}},
 {"name":"in_header","in":"header","schema":{"type":"integer"}},
 {"name":"in_cookie","in":"cookie","schema":{"type":"integer"}}],
 "responses":{"200":{"description":"ok"}}}}}}
JSON
node_modules/.bin/openapi-to-md doc.json page.md >/dev/null
seen=$(for place in path query header cookie; do
  echo "$place: $(grep -cE "^ *in_$place\??: integer" page.md || true) typed"
done)
want='path: 0 typed
query: 1 typed
header: 1 typed
cookie: 0 typed'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
