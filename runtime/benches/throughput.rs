//! Calls through the client next to the same calls written by hand over reqwest, in the same run:
//! `cargo bench -p docwright-runtime --bench throughput`. Rounds are short and alternate, so that other load of the machine
//! meets both; prints the ratio of the best rounds and the median of the ratios of neighbouring rounds.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and fails where it cannot go on"
)]

use docwright_runtime::serde_json::{self, json};
use docwright_runtime::wire::{self, serde};
use docwright_runtime::{Client, Endpoint, Method, Operation, blueking, reqwest};
use futures_util::{StreamExt, stream};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CALLS: usize = 2_000;
const IN_FLIGHT: usize = 64;
const ROUNDS: usize = 125;
const PATH: &str = "/api/c/compapi/v2/cc/create_inst/";

#[derive(Clone, Debug, ::serde::Serialize)]
struct Request {
    bk_obj_id: String,
    bk_inst_name: String,
    bk_biz_id: i64,
}

#[derive(Debug, ::serde::Deserialize)]
struct Envelope {
    result: bool,
    data: Inst,
}

#[derive(Debug, ::serde::Deserialize)]
struct Inst {
    bk_inst_id: i64,
    bk_inst_name: String,
    bk_obj_id: String,
}

/// The same, as docwright emits it.
struct Create(Request);
struct Created {
    bk_inst_id: i64,
    bk_inst_name: String,
    bk_obj_id: String,
}

impl serde::Serialize for Create {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        wire::write(serializer, |writer| {
            writer.put("bk_obj_id", &self.0.bk_obj_id);
            writer.put("bk_inst_name", &self.0.bk_inst_name);
            writer.put("bk_biz_id", &self.0.bk_biz_id);
        })
    }
}

impl<'de> serde::Deserialize<'de> for Created {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::read(deserializer, |object| {
            Ok(Self {
                bk_inst_id: object.required("bk_inst_id")?,
                bk_inst_name: object.required("bk_inst_name")?,
                bk_obj_id: object.required("bk_obj_id")?,
            })
        })
    }
}

impl Operation for Create {
    type Output = Created;
    const ENDPOINT: Endpoint = Endpoint::new("bk.cc", "create_inst", Method::Post, PATH).payload("data");
}

fn request() -> Request {
    Request { bk_obj_id: "bk_switch".to_owned(), bk_inst_name: "sw-01".to_owned(), bk_biz_id: 2 }
}

/// Answers every request on a thread of its own.
fn serve() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream));
            }
        });
    });
    address
}

async fn answer(mut stream: TcpStream) {
    let data = json!({"bk_inst_id": 7, "bk_inst_name": "sw-01", "bk_obj_id": "bk_switch", "create_time": "2024-01-31"});
    let body = json!({"result": true, "code": 0, "message": "", "data": data, "permission": null, "request_id": "r"});
    let body = body.to_string();
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.set_nodelay(true);
    let mut bytes = Vec::new();
    while stream.read_buf(&mut bytes).await.is_ok_and(|read| read > 0) {
        let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
        let length = text.split("content-length: ").nth(1).map_or(0, |rest| {
            rest.split('\r').next().unwrap_or_default().parse::<usize>().unwrap_or_default()
        });
        if bytes.len() >= head + 4 + length {
            bytes.clear();
            if stream.write_all(reply.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

/// What a round takes. Other processes disturb the clock more than the CPU time.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
}

impl Cost {
    const MOST: Self = Self { wall: Duration::MAX, cpu: Duration::MAX };

    fn min(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu) }
    }
}

/// CPU time of this thread so far, as Linux counts it; zero elsewhere.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Runs all calls, some in flight at a time; panics at the first error.
async fn run<F: Future<Output = ()>>(call: impl Fn() -> F) -> Cost {
    let (start, cpu_start) = (Instant::now(), cpu());
    stream::iter(0..CALLS).map(|_| call()).buffer_unordered(IN_FLIGHT).collect::<()>().await;
    Cost { wall: start.elapsed(), cpu: cpu() - cpu_start }
}

async fn by_client(client: &Client) {
    let created = client.call(Create(request())).await.unwrap();
    assert!(created.bk_inst_id == 7 && created.bk_inst_name == "sw-01" && !created.bk_obj_id.is_empty());
}

async fn by_hand(client: &reqwest::Client, url: &str) {
    let authorization = r#"{"bk_app_code":"demo","bk_app_secret":"secret","bk_username":"admin"}"#;
    let response = client
        .post(url)
        .header("x-bkapi-authorization", authorization)
        .header("content-type", "application/json")
        .timeout(Duration::from_secs(60))
        .body(serde_json::to_vec(&request()).unwrap())
        .send()
        .await
        .unwrap();
    let body = response.error_for_status().unwrap().bytes().await.unwrap();
    let envelope: Envelope = serde_json::from_slice(&body).unwrap();
    let Inst { bk_inst_id, bk_inst_name, bk_obj_id } = envelope.data;
    assert!(envelope.result && bk_inst_id == 7 && bk_inst_name == "sw-01" && !bk_obj_id.is_empty());
}

fn main() {
    let address = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client: Client = blueking::builder(&address).app("demo", "secret").user("admin").build().unwrap();
    let hand = reqwest::Client::builder().build().unwrap();
    let url = format!("{address}{PATH}");
    let (mut best_client, mut best_hand) = (Cost::MOST, Cost::MOST);
    let mut ratios = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let by_client = runtime.block_on(run(|| by_client(&client)));
        let by_hand = runtime.block_on(run(|| by_hand(&hand, &url)));
        best_client = best_client.min(by_client);
        best_hand = best_hand.min(by_hand);
        ratios[0].push(by_hand.wall.as_secs_f64() / by_client.wall.as_secs_f64());
        ratios[1].push(by_hand.cpu.as_secs_f64() / by_client.cpu.as_secs_f64());
    }
    println!("{CALLS} calls, {IN_FLIGHT} in flight, {ROUNDS} rounds, no error");
    let [wall, cpu] = ratios.map(median);
    report("by the clock", best_client.wall, best_hand.wall, wall);
    report("by the CPU time of the calling thread", best_client.cpu, best_hand.cpu, cpu);
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn report(how: &str, client: Duration, hand: Duration, median: f64) {
    let rate = |time: Duration| CALLS as f64 / time.as_secs_f64();
    println!("{how}:");
    println!("  docwright-runtime {:>8.0} calls/s", rate(client));
    println!("  reqwest        {:>8.0} calls/s", rate(hand));
    println!("  ratio of the best rounds   {:>8.3}", rate(client) / rate(hand));
    println!("  median of the ratios       {median:>8.3}");
}
