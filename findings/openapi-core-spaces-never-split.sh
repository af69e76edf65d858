#!/usr/bin/env bash
# openapi-core does not split a query array of the style spaceDelimited.
#
# Seen with: openapi-core 0.23.1
# Document:  valid OpenAPI 3.0.3 with arrays of integers in a query: pipeDelimited and spaceDelimited, both with `explode: false`.
# Expected:  `1|2` and `1 2` (sent as `1%202`, `1+2` in forms) are both the array [1, 2]: 3.0.3 calls the styles arrays
#            separated by pipes and by spaces, and frameworks hand over decoded values.
# Behaviour: the pipe splits; for the space the text `%20` is looked for in the decoded value, and the call is refused. Only a
#            value that was encoded twice is split.
# For us:    joined lists of a query are exported with commas (form, not exploded), which this library splits.
#
# Needs python3 with venv. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check openapi-core==0.23.1

cat >run.py <<'PY'
from urllib.parse import parse_qs
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
numbers = {"type": "array", "items": {"type": "integer"}}
api = OpenAPI.from_dict({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
    "parameters": [{"name": style, "in": "query", "style": style, "explode": False, "schema": numbers}
                   for style in ("pipeDelimited", "spaceDelimited")],
    "responses": {"200": {"description": "ok"}}}}}})
for query in ("pipeDelimited=1%7C2", "spaceDelimited=1%202", "spaceDelimited=1+2", "spaceDelimited=1%25202"):
    arguments = {name: values[0] for name, values in parse_qs(query).items()}
    result = api.unmarshal_request(MockRequest("http://localhost", "get", "/a", args=arguments))
    print(query, dict(result.parameters.query) if not result.errors else result.errors[0])
PY
seen=$(env/bin/python -W ignore run.py)
want='pipeDelimited=1%7C2 {'"'"'pipeDelimited'"'"': [1, 2]}
spaceDelimited=1%202 Query parameter error: spaceDelimited
spaceDelimited=1+2 Query parameter error: spaceDelimited
spaceDelimited=1%25202 {'"'"'spaceDelimited'"'"': [1, 2]}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
