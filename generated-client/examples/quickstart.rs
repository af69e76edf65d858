//! A first call, end to end: creates an instance of a CMDB model and prints what came back.
//!
//! `cargo run --example quickstart` starts a server on loopback and calls that one. To call a real BlueKing:
//!
//! ```sh
//! DOCWRIGHT_ENDPOINT=https://bkapi.example.com DOCWRIGHT_APP_CODE=… DOCWRIGHT_APP_SECRET=… DOCWRIGHT_USER=… \
//!     cargo run --example quickstart -- bk_switch sw-01
//! ```
//!
//! The arguments are the model and the name of the instance that the call creates.

#![allow(clippy::print_stdout, reason = "an example prints")]

use axum::{Json, Router, routing::post};
use generated_client::blueking::{BlueKing, cc};
use generated_client::docwright_runtime::{Error, SecretString};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().unwrap_or_else(|| "bk_switch".to_owned());
    let name = arguments.next().unwrap_or_else(|| "sw-01".to_owned());
    let client = match std::env::var("DOCWRIGHT_ENDPOINT") {
        Ok(endpoint) => {
            let secret = SecretString::from(variable("DOCWRIGHT_APP_SECRET")?);
            let builder = BlueKing::builder(endpoint).app(variable("DOCWRIGHT_APP_CODE")?, secret);
            builder.user(variable("DOCWRIGHT_USER")?).build()?
        }
        Err(_) => {
            let endpoint = loopback().await?;
            println!("DOCWRIGHT_ENDPOINT is not set: calling a server on {endpoint}");
            BlueKing::builder(endpoint).app("quickstart", "no-secret").user("admin").build()?
        }
    };

    match client.cc().create_inst(cc::CreateInst::new().bk_inst_name(name).bk_obj_id(model)).await {
        Ok(created) => {
            println!("created instance {:?} of {:?}", created.bk_inst_id, created.bk_obj_id);
            println!("request id: {}", created.meta().request_id());
        }
        // The vendor refused at HTTP 200: code and message are its own words.
        Err(Error::Vendor { vendor, .. }) => println!("refused: {} {}", vendor.code, vendor.message),
        Err(error) => return Err(error.to_string().into()),
    }
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("DOCWRIGHT_ENDPOINT is set, so {name} has to be set too"))
}

/// A server that answers the one call as BlueKing does; gives its address.
async fn loopback() -> std::io::Result<String> {
    let answer = |Json(request): Json<Value>| async move {
        let data = json!({"bk_inst_id": 1, "bk_obj_id": request["bk_obj_id"], "bk_inst_name": request["bk_inst_name"]});
        Json(
            json!({"result": true, "code": 0, "message": "success", "request_id": "quickstart", "data": data}),
        )
    };
    let app = Router::new().route("/api/c/compapi/v2/cc/create_inst/", post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}
