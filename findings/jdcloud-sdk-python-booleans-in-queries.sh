#!/usr/bin/env bash
# JDCloud's SDK for Python sends booleans of a query as `True` and `False`.
#
# Seen with: jdcloud_sdk 1.6.354 (PyPI)
# Input:     parameters of a GET request: a boolean, a list of booleans, and an integer.
# Expected:  `true` and `false`, as JSON writes them and as the same SDK sends them in the body of a POST request.
# Behaviour: Python's own spelling in the query (`flag=True`), JSON's in the body (`"flag": true`).
# For us:    the emitted client sends `true` and `false` in both places; requests recorded from that SDK differ there.
#
# Needs python3 with venv. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check jdcloud_sdk==1.6.354

cat >run.py <<'PY'
from types import SimpleNamespace
from jdcloud_sdk.core.parameterbuilder import WithBodyBuilder, WithoutBodyBuilder
request = SimpleNamespace(url="/regions/{regionId}/disks", version="v1",
                          parameters={"regionId": "cn-north-1", "flag": True, "flags": [False], "n": 1})
print(WithoutBodyBuilder().build_url(request, "https", "disk.example.com"))
print(WithBodyBuilder().build_body(request))
PY
seen=$(env/bin/python run.py)
want='https://disk.example.com/v1/regions/cn-north-1/disks?flag=True&flags.1=False&n=1
{"regionId": "cn-north-1", "flag": true, "flags": [false], "n": 1}'

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
