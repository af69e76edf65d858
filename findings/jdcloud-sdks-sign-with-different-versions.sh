#!/usr/bin/env bash
# The newest official SDKs of JDCloud for Node and Python sign with different algorithms.
#
# Seen with: jdcloud-sdk-js 1.2.202 (npm), jdcloud_sdk 1.6.354 (PyPI)
# Input:     one call with made-up keys: in Node against a server on loopback, in Python through its signer.
# Expected:  one algorithm, since both are the vendor's current releases for one gateway (Python moved on in 1.6.95, in 2021).
# Behaviour: Node signs with JDCLOUD2-HMAC-SHA256, Python with JDCLOUD3-HMAC-SHA256.
#            Besides, the import that the README of the Node package shows, `jdcloud-sdk-js/services/vm`, does not resolve: the
#            files are below `src`.
# For us:    the runtime signs with version 2 unless told otherwise, and both versions stay.
#
# Needs node, npm and python3 with venv. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jdcloud-sdk-js@1.2.202 >/dev/null 2>&1

python3 -m venv env
env/bin/pip install -q --disable-pip-version-check jdcloud_sdk==1.6.354

cat >run.js <<'JS'
try { require('jdcloud-sdk-js/services/vm'); } catch (error) { console.log(error.message.split('\n')[0]); }
const VM = require('jdcloud-sdk-js/src/services/vm.js');
const server = require('http').createServer((request, answer) => {
  console.log('node', request.headers.authorization.split(' ')[0]);
  answer.setHeader('content-type', 'application/json');
  answer.end('{"requestId": "r", "result": {}}');
}).listen(0, '127.0.0.1', async () => {
  const endpoint = {protocol: 'http', host: `127.0.0.1:${server.address().port}`};
  const vm = new VM({credentials: {accessKeyId: 'made-up', secretAccessKey: 'made-up'}, regionId: 'cn-north-1', endpoint});
  await vm.describeInstances({}, 'cn-north-1');
  server.close();
});
JS
cat >run.py <<'PY'
from types import SimpleNamespace
from jdcloud_sdk.core.signer import Signer
headers = {}
Signer(SimpleNamespace(log=lambda *_: None)).sign("GET", "vm", "cn-north-1", "https://vm.example.com/v1/regions/cn-north-1/instances",
    headers, "", SimpleNamespace(access_key="made-up", secret_key="made-up"), "")
print("python", next(value for name, value in headers.items() if name.lower() == "authorization").split(" ")[0])
PY
seen=$(node run.js | grep -E '^(node|Cannot)'; env/bin/python -W ignore run.py)
want="Cannot find module 'jdcloud-sdk-js/services/vm'
node JDCLOUD2-HMAC-SHA256
python JDCLOUD3-HMAC-SHA256"

echo "$seen"
[ "$seen" = "$want" ] || { echo "changed: expected"; echo "$want"; exit 1; }
echo "as recorded"
