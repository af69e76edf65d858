//! Pages that come over HTTP, from git's own program for servers.

use super::{PAGE, Place};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// `git http-backend` on a port of this machine, until the test ends.
struct Http {
    port: u16,
    stop: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Http {
    fn serve(root: PathBuf) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let stopped = stop.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(std::sync::atomic::Ordering::SeqCst) {
                    break;
                }
                answer(stream.unwrap(), &root);
            }
        });
        Self { port, stop }
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        self.stop.store(true, std::sync::atomic::Ordering::SeqCst);
        let _ = std::net::TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// One request through the program that `git` has for servers.
fn answer(stream: std::net::TcpStream, root: &Path) {
    use std::io::{BufRead, BufReader, Read};
    let mut reader = BufReader::new(&stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let Some(first) = lines.first() else { return };
    let words: Vec<&str> = first.split(' ').collect();
    let (path, query) = words[1].split_once('?').unwrap_or((words[1], ""));
    let header = |name: &str| {
        let found = lines.iter().filter_map(|line| line.split_once(": "));
        found
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
            .next()
            .unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).unwrap();
    let mut command = Command::new("git");
    command.args(["http-backend"]).env("GIT_PROJECT_ROOT", root).env("GIT_HTTP_EXPORT_ALL", "1");
    command.env("REQUEST_METHOD", words[0]).env("PATH_INFO", path).env("QUERY_STRING", query);
    command.env("CONTENT_TYPE", header("content-type")).env("CONTENT_LENGTH", body.len().to_string());
    command
        .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
        .env("GIT_PROTOCOL", header("git-protocol"));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(&body));
    let output = child.wait_with_output().unwrap().stdout;
    let _ = writer.join();
    let end = output.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(output[..end].to_vec()).unwrap();
    let status = head.lines().find_map(|line| line.strip_prefix("Status: ")).unwrap_or("200 OK");
    let length = output.len() - end - 4;
    let head =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{head}\r\n\r\n");
    let _ = (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(&output[end + 4..]));
}

#[test]
fn pages_come_over_http() {
    let place = Place::new();
    place.git(&["config", "uploadpack.allowFilter", "true"], "docs");
    let server = Http::serve(place.path(""));
    let url = format!("http://127.0.0.1:{}/docs/.git", server.port);
    let configure = |keys: &str| {
        place.write(
            "docwright.toml",
            &format!("[[docs]]\nservice = \"shop.shed\"\ngit = \"{url}\"\n{keys}\n"),
        );
    };
    configure("path = \"api\"");
    place.check("", &["sync"], 0, "fetched");
    place.check("", &["sync", "--check"], 0, "nothing new");
    place.check("", &["check"], 0, "1 endpoints");
    place.write("docs/api/x.md", &PAGE.replace("| c |", "| e |"));
    place.commit("second");
    place.check("", &["sync", "--check"], 1, "new: ");
    place.check("", &["sync", "--update"], 0, " -> ");
    place.check("", &["model"], 0, "\"e\"");
    let before = place.files();
    drop(server);
    place.check("", &["sync"], 0, "as it is");
    place.check("", &["sync", "--update"], 2, "git ls-remote");
    configure("path = \"api\"\nbranch = \"gone\"");
    place.check("", &["sync", "--update"], 2, "git ls-remote");
    configure("path = \"api\"");
    assert!(place.files() == before, "nothing is written on failure");
}
