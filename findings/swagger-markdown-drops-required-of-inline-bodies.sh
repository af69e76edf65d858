#!/usr/bin/env bash
# swagger-markdown shows an inline body without saying which of its properties must be sent.
#
# Seen with: swagger-markdown 3.0.0
# Document:  valid OpenAPI 3.0.3: a body of two properties, of which `title` is required, once inline and once by reference.
# Expected:  both pages say that `title` must be sent and `pages` need not.
# Behaviour: by reference there is a column `Required`; inline, both properties look alike: `{ "title": string, "pages": integer }`.
# For us:    fields that a cell spells out are optional, and the round trip of `cargo xtask exports` asks 95 % of required marks.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swagger-markdown@3.0.0 >/dev/null 2>&1
schema='{"type":"object","required":["title"],"properties":{"title":{"type":"string"},"pages":{"type":"integer"}}}'

# page SCHEMA: the Markdown of a document whose body has the schema.
page() {
  echo "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{\"/a\":{\"post\":{\"requestBody\":{\"required\":true,
   \"content\":{\"application/json\":{\"schema\":$1}}},\"responses\":{\"200\":{\"description\":\"ok\"}}}}},
   \"components\":{\"schemas\":{\"Report\":$schema}}}" >api.json
  node_modules/.bin/swagger-markdown -i api.json -o api.md >/dev/null
  cat api.md
}
reference=$(page '{"$ref":"#/components/schemas/Report"}')
grep -qE '\| title \| string \|.*\| Yes \|' <<<"$reference" || { echo "changed: the referenced schema has no mark"; exit 1; }
inline=$(page "$schema" | grep -F '**"title"**')
echo "$inline"
[[ $inline == *'**"title"**: string, **"pages"**: integer'* ]] || { echo "changed: the inline body is shown otherwise"; exit 1; }
[[ $inline != *[Rr]equired* && $inline != *'*title'* ]] || { echo "changed: the inline body has marks"; exit 1; }
echo "as recorded"
