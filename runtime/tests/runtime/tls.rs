//! A custom reqwest client works in every documented order of building. The crypto provider is one per process, so each
//! order runs in a process of its own.

use crate::server::{Act, Server, http};
use docwright_runtime::transport::Reqwest;
use docwright_runtime::{Client, plain, reqwest};
use std::process::Command;

/// Names the order in the child process.
const ORDER: &str = "DOCWRIGHT_TEST_TLS_ORDER";

#[tokio::test]
async fn orders_of_building() {
    let Ok(order) = std::env::var(ORDER) else { return run_each_order() };
    let server = Server::start([Act::Answer(http(200, "", r#"{"id":7}"#))]).await;
    let client: Client = match order.as_str() {
        "client first" => {
            let http = Reqwest::builder().build().unwrap();
            plain::builder(&server.address).reqwest(http).build().unwrap()
        }
        "builder first" => {
            let builder = plain::builder(&server.address);
            builder.reqwest(reqwest::Client::builder().build().unwrap()).build().unwrap()
        }
        _ => plain::builder(&server.address).build().unwrap(),
    };
    let found = client.call(crate::success::Get).await.unwrap();
    assert_eq!(found["id"], 7);
    println!("{order}: done");
}

fn run_each_order() {
    for order in ["client first", "builder first", "default transport"] {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tls::orders_of_building", "--nocapture"])
            .env(ORDER, order)
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&child.stdout);
        let errors = String::from_utf8_lossy(&child.stderr);
        assert!(child.status.success() && output.contains(&format!("{order}: done")), "{output}{errors}");
    }
}
