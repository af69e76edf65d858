#!/usr/bin/env bash
# apib2swagger writes samples and defaults of numbers and booleans as text, and lists as one string.
#
# Seen with: apib2swagger 1.17.1
# Document:  an API Blueprint (format 1A) with the parameters `id: 7 (number)`, `dry: true (boolean)` with a default of false, and
#            `tags: a (array[string])`.
# Expected:  sample 7, default false, and an array of strings.
# Behaviour: sample "7" beside the type number, default "false" beside the type boolean, and a plain string for the array: the
#            document contradicts its own schemas.
# For us:    values of documents that this exporter wrote speak for the type of the schema, not for their own.
#
# Needs node and npm. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund apib2swagger@1.17.1 >/dev/null 2>&1

cat >page.apib <<'MD'
FORMAT: 1A

# Bees

## Move bee [PUT /bees/{id}{?dry,tags}]

+ Parameters
    + id: 7 (number, required) - Which bee
    + dry: true (boolean, optional) - Only try
        + Default: false
    + tags: a (array[string], optional) - Labels

+ Response 204
MD
node_modules/.bin/apib2swagger -i page.apib --open-api-3 -o doc.json >/dev/null
seen=$(node -e 'for (const it of require("./doc.json").paths["/bees/{id}"].put.parameters) console.log(it.name, JSON.stringify(it.schema), JSON.stringify(it.example))')
want='id {"type":"number"} "7"
dry {"type":"boolean","default":"false"} "true"
tags {"type":"string"} "a"'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
