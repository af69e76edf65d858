#!/usr/bin/env bash
# prism.sh TOOLS DOCUMENT: starts the mock server on a document and calls every operation once; prints a line for each
# that does not answer 2xx.
set -euo pipefail
tools=$1 document=$2
port=$((20000 + RANDOM % 20000))
log=$(mktemp)
"$tools/node_modules/.bin/prism" mock -p "$port" "$document" >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$log"' EXIT
for _ in $(seq 240); do
  kill -0 "$server" 2>/dev/null || { head -3 "$log" >&2; exit 1; }
  curl -s -o /dev/null "localhost:$port/" && break
  sleep 0.5
done
python3 - "$document" "$port" <<'PY'
import json, sys, urllib.error, urllib.parse, urllib.request

document = json.load(open(sys.argv[1]))
base = f"http://localhost:{sys.argv[2]}"

def resolve(schema):
    while "$ref" in schema:
        node = document
        for part in schema["$ref"][2:].split("/"):
            node = node[part]
        schema = node
    return schema

def value(schema, depth=0):
    schema = resolve(schema)
    for key in ("default", "example"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("x-extensible-enum") and "properties" not in schema:
        return schema["x-extensible-enum"][0]
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema and "type" not in schema:
            return value(schema[key][0], depth)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "integer" or kind == "number":
        return max(schema.get("minimum", 1), 1) if schema.get("maximum", 1) >= 1 else schema["maximum"]
    if kind == "boolean":
        return True
    if kind == "array":
        return [value(schema.get("items", {}), depth + 1)] * schema.get("minItems", 1)
    if kind == "object":
        if depth > 8:
            return {}
        return {n: value(schema["properties"][n], depth + 1) for n in schema.get("required", [])}
    if kind == "string":
        fixed = {"date": "2026-01-02", "date-time": "2026-01-02T03:04:05Z", "uuid": "9b2f5a50-1111-4222-8333-444455556666",
                 "uri": "https://example.com", "email": "a@example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "byte": "YQ=="}
        return fixed.get(schema.get("format"), "a" * max(1, schema.get("minLength", 1)))
    return {}

def plain(v):
    return json.dumps(v) if isinstance(v, (dict, bool)) else str(v)

# Calls that differ by a query argument share one path; a mock can only serve the first of them.
for path, item in ((p, i) for p, i in document["paths"].items() if "#" not in p):
    for method, operation in item.items():
        target, query, headers = path.split("#")[0], [], {"Accept": "application/json"}
        for p in operation.get("parameters", []):
            if not p.get("required"):
                continue
            v = value(p.get("schema", {}))
            if p["in"] == "path":
                target = target.replace("{" + p["name"] + "}", urllib.parse.quote(plain(v), safe=""))
            elif p["in"] == "query":
                query += [(p["name"], plain(one)) for one in (v if isinstance(v, list) else [v])]
            elif p["in"] == "header":
                headers[p["name"]] = plain(v)
        for scheme in document.get("components", {}).get("securitySchemes", {}).values():
            (headers.__setitem__(scheme["name"], "x") if scheme["in"] == "header" else query.append((scheme["name"], "x")))
        data = None
        for kind, media in operation.get("requestBody", {}).get("content", {}).items():
            if "json" in kind:
                headers["Content-Type"] = kind
                data = json.dumps(media["example"] if "example" in media else value(media["schema"])).encode()
            break
        url = base + target + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, data=data, headers=headers, method=method.upper())
        try:
            urllib.request.urlopen(request, timeout=30).read()
        except urllib.error.HTTPError as error:
            print(operation["operationId"], error.code, error.read()[:300].decode(errors="replace").replace("\n", " "))
PY
