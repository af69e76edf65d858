#!/usr/bin/env bash
# openapi-generator's Rust client gives two fields of a struct one name.
#
# Seen with: openapi-generator-cli 7.26.0 (PyPI), generator `rust`
# Document:  valid OpenAPI 3.0.3 with an object that has the properties `DstIP` and `DstIp`; names of properties are told
#            apart by case.
# Expected:  two fields with names of their own, as the generator does it for two operations of one name.
# Behaviour: both are `dst_ip`, and the crate does not compile (E0124); nothing is said.
# Way out:   `--name-mappings DstIp=dst_ip_2`.
# For us:    pages list such names (UCloud, bills of cloud vendors behind BlueKing); a property cannot be renamed in an export.
#
# Needs python3 and java. Fails when the behaviour changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv python
python/bin/pip install --quiet openapi-generator-cli==7.26.0 >/dev/null 2>&1

cat >doc.json <<'JSON'
{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"post":{"operationId":"a","requestBody":{"content":
 {"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},"responses":{"200":{"description":"ok"}}}}},
 "components":{"schemas":{"A":{"type":"object","properties":{"DstIP":{"type":"string"},"DstIp":{"type":"string"}}}}}}
JSON
# fields OUT ARGUMENT...: the names of the fields of the struct, with those of the wire.
fields() {
  local out=$1; shift
  python/bin/openapi-generator-cli generate -g rust -i doc.json -o "$out" "$@" >generator.log 2>&1
  grep -E 'rename =|^ *pub [a-z_0-9]+:' "$out/src/models/a.rs" | sed -E 's/.*rename = "([^"]+)".*/\1/; s/^ *pub ([^:]+):.*/\1/' | paste -sd' '
}

plain=$(fields plain)
mapped=$(fields mapped --name-mappings DstIp=dst_ip_2)
echo "plain:  $plain"
echo "mapped: $mapped"
[ "$plain" = "DstIP dst_ip DstIp dst_ip" ] || { echo "changed: expected one name for both"; exit 1; }
[ "$mapped" = "DstIP dst_ip DstIp dst_ip_2" ] || { echo "changed: the mapping does not help"; exit 1; }
echo "as recorded"
