//! Calls of both vendors against a mock, and the requests as the vendors would get them; no network.
//!
//! `cargo run -p generated-client --example mocked`

#![allow(clippy::print_stdout, reason = "an example prints")]

use generated_client::blueking::{BlueKing, cc};
use generated_client::docwright_runtime::transport::Request;
use generated_client::docwright_runtime::{Error, jdcloud::Credentials, mock::Mock};
use generated_client::jdcloud::{JdCloud, bastion};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mock = Mock::new()
        .reply::<cc::CreateInst>(json!({"bk_inst_id": 7, "bk_inst_name": "sw-01"}))
        .refuse::<bastion::CreateInstance>(400, "no such subnet");

    let bk = BlueKing::builder("https://bkapi.example.com").app("demo", "s3cret").user("admin");
    let bk: BlueKing = bk.transport(mock.clone()).build()?;
    let created =
        bk.cc().create_inst(cc::CreateInst::new().bk_inst_name("sw-01").bk_obj_id("bk_switch")).await?;
    mock.requests::<cc::CreateInst>().iter().for_each(show);
    println!("created {:?}\n", created.into_inner());

    let cloud = JdCloud::builder(Credentials::new("access-key", "secret-key")).region("cn-north-1");
    let cloud: JdCloud = cloud.transport(mock.clone()).build()?;
    let spec = bastion::types::InstanceSpec::new()
        .az("cn-north-1a")
        .ip_version("ipv4")
        .quantity(1)
        .spec("small")
        .subnet_id("subnet-1")
        .vpc_id("vpc-1");
    // An empty region is the client's.
    let refused = cloud
        .bastion()
        .create_instance(bastion::CreateInstance::new().instance_spec(spec).region_id(""))
        .await;
    mock.requests::<bastion::CreateInstance>().iter().for_each(show);
    if let Err(error) = refused {
        println!("{error}");
    }
    Ok(())
}

/// What goes out; sensitive headers print as such.
fn show(request: &Request) {
    println!("{} {}", request.method, request.url);
    for (name, value) in &request.headers {
        println!("{name}: {value:?}");
    }
    println!("{}", String::from_utf8_lossy(&request.body));
}
