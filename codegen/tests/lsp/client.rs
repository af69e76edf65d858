//! A scripted client of the Language Server Protocol.

use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

/// A running server and what it has said.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    ids: i64,
    /// Every message that was no answer, in order.
    pub(crate) said: VecDeque<Value>,
    /// The findings of each file that has any.
    pub(crate) findings: BTreeMap<String, Vec<Value>>,
    pub(crate) log: Vec<String>,
}

impl Client {
    /// Starts a server; nothing is said yet.
    pub(crate) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_docwright"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let (said, findings, log) = (VecDeque::new(), BTreeMap::new(), Vec::new());
        Self { child, input, output, ids: 0, said, findings, log }
    }

    /// Starts a server that works in some folders, as a client that can do everything.
    pub(crate) fn open(folders: &[&Path], encodings: &[&str]) -> Self {
        let mut client = Self::start();
        let capabilities = json!({
            "general": { "positionEncodings": encodings },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            },
        });
        let folders: Vec<Value> =
            folders.iter().map(|folder| json!({ "uri": uri(folder), "name": "x" })).collect();
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        client.ask("initialize", params);
        client.tell("initialized", json!({}));
        client.settle();
        client
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.ids += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.ids, "method": method, "params": params }));
        self.ids
    }

    /// The next message of the server.
    pub(crate) fn next(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end() {
                "" => break,
                line => length = line.strip_prefix("Content-Length: ").unwrap().parse().unwrap(),
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    /// The answer to a request, its error or result.
    pub(crate) fn answer(&mut self, id: &Value) -> Value {
        loop {
            let message = self.next().expect("the server goes on");
            if message.get("method").is_none() && message["id"] == *id {
                return message;
            }
            self.hear(message);
        }
    }

    fn hear(&mut self, message: Value) {
        let params = &message["params"];
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let found = params["diagnostics"].as_array().unwrap().clone();
                let uri = params["uri"].as_str().unwrap().to_owned();
                if found.is_empty() {
                    self.findings.remove(&uri)
                } else {
                    self.findings.insert(uri, found)
                };
            }
            Some("window/logMessage" | "window/showMessage") => {
                self.log.push(params["message"].as_str().unwrap().to_owned());
            }
            _ => {}
        }
        self.said.push_back(message);
    }

    /// Sends a request and waits for its result.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        let answer = self.answer(&json!(id));
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits until everything that was sent is worked out: an unknown request is answered behind all of it.
    pub(crate) fn settle(&mut self) {
        let id = self.begin("docwright/none", json!({}));
        let answer = self.answer(&json!(id));
        assert_eq!(answer["error"]["code"], -32601, "{answer}");
    }

    pub(crate) fn open_file(&mut self, path: &Path, text: &str) {
        let item = json!({ "uri": uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces what is between two positions.
    pub(crate) fn edit(&mut self, path: &Path, version: i32, range: [[u32; 2]; 2], text: &str) {
        let [start, end] = range.map(|[line, character]| json!({ "line": line, "character": character }));
        let change = json!({ "range": { "start": start, "end": end }, "text": text });
        let document = json!({ "uri": uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// The end as the protocol has it.
    pub(crate) fn end(mut self) -> ExitStatus {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().unwrap()
    }

    /// Closes the input, and waits for the end.
    pub(crate) fn hang_up(mut self) -> ExitStatus {
        drop(self.input.take());
        self.child.wait().unwrap()
    }
}

pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
