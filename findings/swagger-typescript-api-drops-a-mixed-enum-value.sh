#!/usr/bin/env bash
# swagger-typescript-api drops one of two enum values that read the same as text.
#
# Seen with: swagger-typescript-api 13.13.0
# Document:  valid OpenAPI 3.0.3 with the enums `[1, "1", "a"]` and `["1", 1]`; number and string are different JSON values.
# Expected:  `1 | "1" | "a"` and `"1" | 1`: every documented value is a member of the type.
# Behaviour: behind the number 1 the text "1" is dropped, in the other order both stay; nothing is said.
# For us:    values keep their JSON kind in exports; pages that document both spellings of a number lose one here.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swagger-typescript-api@13.13.0 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"ok",
 "content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},"components":{"schemas":{"A":{"type":"object",
 "required":["first","second"],"properties":{"first":{"enum":[1,"1","a"]},"second":{"enum":["1",1]}}}}}}
JSON
node_modules/.bin/swagger-typescript-api generate -p doc.json -o out -n api.ts --no-client >/dev/null
seen=$(grep -E '^ *(first|second):' out/api.ts | tr -d ' ')
want='first:1|"a";
second:"1"|1;'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
