"""prism.py PROGRAM DOCUMENT: starts the mock server on a document and calls every operation once with its own example;
prints a line for each that does not answer 2xx."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

FORMATS = {"date": "2026-01-02", "date-time": "2026-01-02T03:04:05Z", "uuid": "9b2f5a50-1111-4222-8333-444455556666",
           "uri": "https://example.com", "email": "a@example.com", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1",
           "byte": "YQ=="}
LEVELS = 8


def resolve(document, schema):
    while "$ref" in schema:
        node = document
        for part in schema["$ref"][2:].split("/"):
            node = node[part]
        schema = node
    return schema


def value(document, schema, depth=0):
    schema = resolve(document, schema)
    for key in ("default", "example"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("x-extensible-enum") and "properties" not in schema:
        return schema["x-extensible-enum"][0]
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema and "type" not in schema:
            return value(document, schema[key][0], depth)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind in ("integer", "number"):
        return max(schema.get("minimum", 1), 1) if schema.get("maximum", 1) >= 1 else schema["maximum"]
    if kind == "boolean":
        return True
    if kind == "array":
        count = schema.get("minItems", 1 if depth <= LEVELS else 0)
        return [value(document, schema.get("items", {}), depth + 1)] * count if count else []
    if kind == "object":
        required = schema.get("required", []) if depth <= LEVELS else []
        return {name: value(document, schema["properties"][name], depth + 1) for name in required}
    if kind == "string":
        return FORMATS.get(schema.get("format"), "a" * max(1, schema.get("minLength", 1)))
    return {}


def plain(v):
    return json.dumps(v) if isinstance(v, (dict, bool)) else str(v)


def body(kind, shown):
    """The media type with its boundary, and the bytes."""
    if kind == "application/x-www-form-urlencoded":
        return kind, urllib.parse.urlencode({name: plain(one) for name, one in shown.items()}).encode()
    if kind == "multipart/form-data":
        part = '--limit\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        parts = [part.format(name, plain(one)) for name, one in shown.items()]
        return kind + "; boundary=limit", ("".join(parts) + "--limit--\r\n").encode()
    return kind, json.dumps(shown).encode()


def call(document, base, path, method, operation):
    target, query, headers = path, [], {"Accept": "*/*"}
    for parameter in operation.get("parameters", []):
        if not parameter.get("required"):
            continue
        name, v = parameter["name"], value(document, parameter.get("schema", {}))
        if parameter["in"] == "path":
            target = target.replace("{" + name + "}", urllib.parse.quote(plain(v), safe=""))
        elif parameter["in"] == "query":
            query += [(name, plain(one)) for one in (v if isinstance(v, list) else [v])]
        elif parameter["in"] == "header":
            headers[name] = plain(v)
    for scheme in document.get("components", {}).get("securitySchemes", {}).values():
        if scheme["in"] == "header":
            headers[scheme["name"]] = "x"
        else:
            query.append((scheme["name"], "x"))
    data = None
    for kind, media in list(operation.get("requestBody", {}).get("content", {}).items())[:1]:
        shown = media["example"] if "example" in media else value(document, media["schema"])
        headers["Content-Type"], data = body(kind, shown)
    url = base + target + ("?" + urllib.parse.urlencode(query) if query else "")
    request = urllib.request.Request(url, data=data, headers=headers, method=method.upper())
    try:
        urllib.request.urlopen(request, timeout=30).read()
    except urllib.error.HTTPError as error:
        text = error.read()[:300].decode(errors="replace").replace("\n", " ")
        print(operation["operationId"], error.code, text)
    except OSError as error:
        print(operation["operationId"], error)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait(server, port, log):
    for _ in range(480):
        if server.poll() is not None:
            log.seek(0)
            sys.exit("ended: " + log.read(300).decode(errors="replace").replace("\n", " "))
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    sys.exit("does not answer")


def main(program, path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    port = free_port()
    with tempfile.TemporaryFile() as log:
        command = [program, "mock", "-h", "127.0.0.1", "-p", str(port), path]
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "NO_COLOR": "1"})
        try:
            wait(server, port, log)
            # Calls that differ by a query argument share one path; a mock server knows the first of them.
            for template, item in document["paths"].items():
                for method, operation in item.items() if "#" not in template else ():
                    call(document, f"http://127.0.0.1:{port}", template, method, operation)
        finally:
            server.terminate()
            server.wait()


main(*sys.argv[1:])
