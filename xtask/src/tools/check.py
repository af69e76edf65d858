"""Shows what `docwright export schema`, `export tools` and `docwright mcp` give to the vendors' own SDKs.

Usage: check.py PROGRAM PATH...
Every PATH is a folder of pages. Prints a table, and each kind of complaint with its first example; fails on any complaint
about a definition. Page samples are measured against the schemas and counted.
"""

import asyncio, collections, http.server, json, os, re, subprocess, sys, tempfile, threading
from pathlib import Path

import anthropic.types
import jsonschema
import mcp
import mcp.types
import openai.types.chat
import openai.types.responses
import pydantic
from google.genai import types as gemini
from mcp.client.stdio import stdio_client

NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]{0,63}\Z")
KEY = re.compile(r"[a-zA-Z0-9_.-]{1,64}\Z")
FORMS = ["openai", "openai-responses", "anthropic", "gemini", "mcp"]
complaints = collections.defaultdict(list)


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"{arguments}: {done.stderr}")
    return done.stdout, done.stderr


def complain(kind, place):
    complaints[kind].append(place)


def keys(schema, found):
    for key, value in schema.get("properties", {}).items():
        found.append(key)
        keys(value, found)
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            keys(schema[word], found)
    for member in schema.get("anyOf", []):
        keys(member, found)
    return found


CHAT = pydantic.TypeAdapter(openai.types.chat.ChatCompletionFunctionToolParam)
RESPONSES = pydantic.TypeAdapter(openai.types.responses.FunctionToolParam)
MESSAGES = pydantic.TypeAdapter(anthropic.types.ToolParam)


def read(form, tool):
    """Validates one definition with the SDK; gives name, description and schema."""
    if form == "openai":
        CHAT.validate_python(tool, strict=True)
        assert set(tool) == {"type", "function"} and set(tool["function"]) == {"name", "description", "parameters"}
        return tool["function"]["name"], tool["function"]["description"], tool["function"]["parameters"]
    if form == "openai-responses":
        RESPONSES.validate_python(tool, strict=True)
        assert set(tool) == {"type", "name", "description", "parameters", "strict"}
        return tool["name"], tool["description"], tool["parameters"]
    if form == "anthropic":
        MESSAGES.validate_python(tool)
        assert set(tool) == {"name", "description", "input_schema"}
        return tool["name"], tool["description"], tool["input_schema"]
    if form == "gemini":
        read = gemini.FunctionDeclaration.model_validate(tool)
        schema = read.parameters_json_schema or {"type": "object"}
        # What the SDK itself knows of schemas: every word has to be among them.
        gemini.JSONSchema.model_validate(schema)
        return read.name, read.description, schema
    mcp.types.Tool.model_validate(tool)
    return tool["name"], tool["description"], tool["inputSchema"]


def tools(program, path):
    rows = []
    for form in FORMS:
        text, notes = run(program, "export", "tools", path, "--form", form, "--language", "en")
        all_tools = json.loads(text)
        if form == "gemini":
            all_tools = all_tools[0]["functionDeclarations"]
        names, largest = collections.Counter(), 0
        for tool in all_tools:
            try:
                name, description, schema = read(form, tool)
            except Exception as error:
                complain(f"{form}: {str(error).splitlines()[0]}", str(tool)[:100])
                continue
            names[name.lower()] += 1
            largest = max(largest, len(json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()))
            if not NAME.match(name):
                complain(f"{form}: name", name)
            if not description or len(description) > 1024:
                complain(f"{form}: description", name)
            for key in keys(schema, []):
                if not KEY.match(key):
                    complain(f"{form}: property", f"{name} {key}")
            try:
                jsonschema.Draft202012Validator.check_schema(schema)
            except jsonschema.SchemaError as error:
                complain(f"{form}: meta-schema: {error.message[:80]}", name)
        for name, count in names.items():
            if count > 1:
                complain(f"{form}: name twice", name)
        cut = sum(1 for line in notes.splitlines() if line.startswith("note: `"))
        rows.append((form, len(all_tools), largest, cut))
    return rows


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def schemas(program, path):
    counts = collections.Counter()
    reasons = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        run(program, "export", "schema", path, "--out", folder)
        documents = {}
        for file in sorted(Path(folder).iterdir()):
            document = json.loads(file.read_text())
            jsonschema.Draft202012Validator.check_schema(document)
            for reference in references(document):
                if reference.removeprefix("#/$defs/") not in document["$defs"]:
                    complain("schema: a reference leads nowhere", f"{file.name} {reference}")
            counts["documents"] += 1
            counts["definitions"] += len(document["$defs"])
            documents[document["title"]] = document
    model = json.loads(run(program, "model", path)[0])
    for service in model["services"]:
        document = documents[service["name"]]
        ids = collections.Counter(endpoint["id"] for endpoint in service["endpoints"])
        for endpoint in service["endpoints"]:
            if ids[endpoint["id"]] > 1:
                continue
            for example in endpoint["examples"]:
                if "json" not in example or example["role"] not in ("request", "response"):
                    continue
                kinds = {"request": ["body", "request"], "response": ["answer", "response.or_other", "response"]}[example["role"]]
                names = [f"{endpoint['id']}.{kind}" for kind in kinds]
                name = next((name for name in names if name in document["$defs"]), None)
                if name is None:
                    continue
                counts[f"{example['role']} samples"] += 1
                whole = {**document, "$ref": f"#/$defs/{name}"}
                error = next(jsonschema.Draft202012Validator(whole).iter_errors(example["json"]), None)
                if error is None:
                    counts[f"{example['role']} samples valid"] += 1
                else:
                    reason = f"{example['role']}: {error.validator}"
                    reasons[reason].append(f"{service['name']}.{name} {'/'.join(map(str, error.absolute_path))}: {error.message[:110]}")
    return counts, reasons


class Loopback(http.server.BaseHTTPRequestHandler):
    """Answers every call: with its own body in a BlueKing envelope, or with a refusal."""

    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        Loopback.seen.append((self.path, dict(self.headers), body))
        code = 1199014 if "refuse" in body else 0
        answer = {"result": code == 0, "code": code, "message": "no such thing" if code else "", "data": {"echo": body}}
        answer = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


async def client(program, arguments, environment, work):
    parameters = mcp.StdioServerParameters(command=program, args=["mcp", *arguments], env={**os.environ, **environment})
    async with stdio_client(parameters) as (reader, writer):
        async with mcp.ClientSession(reader, writer) as session:
            await session.initialize()
            return await work(session)


def assistant(program, seeds):
    """The SDK's own client against a loopback server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Loopback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {"API_URL": f"http://127.0.0.1:{server.server_port}", "APP_CODE": "demo", "APP_SECRET": "hush-hush"}

    async def few(session):
        listed = (await session.list_tools()).tools
        assert len(listed) == 5, [tool.name for tool in listed]
        create = next(tool for tool in listed if tool.name == "blueking_cc_create_set")
        assert create.annotations.read_only_hint is False and create.annotations.destructive_hint is True
        arguments = {"bk_biz_id": 2, "data": {"bk_parent_id": 3, "bk_set_name": "hush-hush"}}
        done = await session.call_tool(create.name, arguments)
        assert not done.is_error, done
        assert "hush-hush" not in done.content[0].text and '"bk_biz_id' in done.content[0].text.replace("\\", ""), done
        refused = await session.call_tool(create.name, {**arguments, "bk_supplier_account": "refuse"})
        assert refused.is_error and "1199014" in refused.content[0].text and "no such thing" in refused.content[0].text
        missing = await session.call_tool(create.name, {})
        assert missing.is_error and "`bk_biz_id` is required" in missing.content[0].text

    async def many(session):
        names = [tool.name for tool in (await session.list_tools()).tools]
        assert names == ["search_operations", "describe_operation", "call_operation"], names
        found = json.loads((await session.call_tool("search_operations", {"query": "create_set"})).content[0].text)
        assert [one["name"] for one in found["operations"]] == ["blueking_cc_create_set"]

    asyncio.run(client(program, [*seeds, "--allow-writes"], environment, few))
    asyncio.run(client(program, [*seeds, "--allow-writes", "--max-tools", "3"], environment, many))
    assert all("hush-hush" in headers["x-bkapi-authorization"] for _, headers, _ in Loopback.seen)
    server.shutdown()


def main():
    program, *paths = sys.argv[1:]
    print("| pages | form | tools | largest schema | with cuts |\n|---|---|---|---|---|")
    measured = []
    for path in paths:
        for form, count, largest, cut in tools(program, path):
            print(f"| {Path(path).name} | {form} | {count} | {largest} | {cut} |", flush=True)
        measured.append((path, *schemas(program, path)))
    print()
    for path, counts, reasons in measured:
        print(Path(path).name, dict(counts))
        for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
            print(f"  {len(places)} {reason}, first: {places[0]}")
    assistant(program, [])
    print("mcp: the SDK's client lists, searches and calls")
    for kind, places in complaints.items():
        print(f"complaint: {kind}: {len(places)}, first: {places[0]}")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
