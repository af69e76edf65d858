#!/usr/bin/env bash
# openapi-core leaves a JSON body undecoded when the document names its media type as a range.
#
# Seen with: openapi-core 0.23.1
# Document:  valid OpenAPI 3.0.3: a body, an object with a required integer `n`, under `application/json` and under `application/*`.
# Expected:  a call with `content-type: application/json` and `{"n": 1}` is accepted by both, and `{"n": "x"}` refused for `n`: keys of
#            `content` may be media type ranges, and what was sent is JSON in both cases.
# Behaviour: under the range the body stays bytes, since the key of the document chooses the decoder, not the type of the call; the
#            bytes are then refused for not being an object.
# For us:    a document with ranges, of whatever origin, has to name full media types before calls are checked with it.
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
schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
for key in ("application/json", "application/*"):
    api = OpenAPI.from_dict({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": {
        "requestBody": {"required": True, "content": {key: {"schema": schema}}}, "responses": {"200": {"description": "ok"}}}}}})
    for body in (b'{"n": 1}', b'{"n": "x"}'):
        result = api.unmarshal_request(MockRequest("http://localhost", "post", "/a", data=body, content_type="application/json"))
        print(key, body, [fault.message for error in result.errors for fault in error.__cause__.schema_errors])
PY
seen=$(env/bin/python -W ignore run.py)
want='application/json b'"'"'{"n": 1}'"'"' []
application/json b'"'"'{"n": "x"}'"'"' ["'"'"'x'"'"' is not of type '"'"'integer'"'"'"]
application/* b'"'"'{"n": 1}'"'"' ['"'"'b\'"'"'{"n": 1}\'"'"' is not of type \'"'"'object\'"'"''"'"']
application/* b'"'"'{"n": "x"}'"'"' ['"'"'b\'"'"'{"n": "x"}\'"'"' is not of type \'"'"'object\'"'"''"'"']'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
