#!/usr/bin/env bash
# openapi-core misses path parameters of the styles label and matrix in every call.
#
# Seen with: openapi-core 0.23.1
# Document:  valid OpenAPI 3.0.3 with `/a/{id}`, whose required `id` is an array of integers: simple, label, and matrix.
# Expected:  `/a/1,2`, `/a/.1.2` or `/a/.1,2`, and `/a/;id=1,2` are each [1, 2], as the table of styles of 3.0.3 shows them.
# Behaviour: simple is read; for the others "Missing required path parameter: id", since the value is looked for under a name with
#            the prefix in it (`.id`, `;id`), which a template that names `{id}` never has.
# For us:    path arguments are exported without a style, which is simple, the one that works.
#
# Needs python3 with venv. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check openapi-core==0.23.1

cat >run.py <<'PY'
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
def call(path, style):
    api = OpenAPI.from_dict({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a/{id}": {"get": {
        "parameters": [{"name": "id", "in": "path", "required": True, "style": style, "explode": False,
                        "schema": {"type": "array", "items": {"type": "integer"}}}],
        "responses": {"200": {"description": "ok"}}}}}})
    result = api.unmarshal_request(MockRequest("http://localhost", "get", path))
    print(style, path, dict(result.parameters.path) if not result.errors else result.errors[0])
call("/a/1,2", "simple")
call("/a/.1,2", "label")
call("/a/.1.2", "label")
call("/a/;id=1,2", "matrix")
PY
seen=$(env/bin/python -W ignore run.py)
want='simple /a/1,2 {'"'"'id'"'"': [1, 2]}
label /a/.1,2 Missing required path parameter: id
label /a/.1.2 Missing required path parameter: id
matrix /a/;id=1,2 Missing required path parameter: id'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
