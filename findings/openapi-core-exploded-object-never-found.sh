#!/usr/bin/env bash
# openapi-core never finds an object that a query spreads over its members.
#
# Seen with: openapi-core 0.23.1
# Document:  valid OpenAPI 3.0.3: a query parameter `filter`, an object of an integer `low`: not exploded, as deepObject, and without
#            `style` and `explode`.
# Expected:  `filter=low,1`, `filter[low]=1` and `low=1` are {"low": 1}: in a query the defaults are form and exploded, and the
#            style examples of 3.0.3 show such an object as `R=100&G=200&B=150`, without the name of the parameter.
# Behaviour: the first and second are read. For the third the name `filter` is looked for, and a required one is reported as
#            missing; of an optional one the members are accepted unchecked (`low=x`).
# For us:    an export that gives a query argument as an object cannot be checked with this library.
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
def call(arguments, **more):
    api = OpenAPI.from_dict({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
        "parameters": [{"name": "filter", "in": "query",
                        "schema": {"type": "object", "properties": {"low": {"type": "integer"}}}, **more}],
        "responses": {"200": {"description": "ok"}}}}}})
    result = api.unmarshal_request(MockRequest("http://localhost", "get", "/a", args=arguments))
    print(more, arguments, "->", dict(result.parameters.query) if not result.errors else result.errors[0])
call({"filter": "low,1"}, required=True, explode=False)
call({"filter[low]": "1"}, required=True, style="deepObject", explode=True)
call({"low": "1"}, required=True)
call({"low": "x"})
PY
seen=$(env/bin/python -W ignore run.py)
want='{'"'"'required'"'"': True, '"'"'explode'"'"': False} {'"'"'filter'"'"': '"'"'low,1'"'"'} -> {'"'"'filter'"'"': {'"'"'low'"'"': 1}}
{'"'"'required'"'"': True, '"'"'style'"'"': '"'"'deepObject'"'"', '"'"'explode'"'"': True} {'"'"'filter[low]'"'"': '"'"'1'"'"'} -> {'"'"'filter'"'"': {'"'"'low'"'"': 1}}
{'"'"'required'"'"': True} {'"'"'low'"'"': '"'"'1'"'"'} -> Missing required query parameter: filter
{} {'"'"'low'"'"': '"'"'x'"'"'} -> {}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
