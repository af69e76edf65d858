//! The generated client over real HTTP: a server on loopback replays a page's response sample and records the
//! request, which must be the page's request sample.

use crate::support;
use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use docwright::model::{Endpoint, Example, SampleRole};
use docwright_runtime::jdcloud::signing::{Input, Version, sign};
use docwright_runtime::{Error, SecretString};
use generated_client::blueking::{BlueKing, cc};
use generated_client::jdcloud::{JdCloud, bastion};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const SECRET: &str = "s3cr3t-of-the-app";

/// What the server saw.
#[derive(Clone, Debug)]
struct Seen {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Serves one answer to every request; gives the address and what is seen.
async fn serve(answer: Value) -> (String, Arc<Mutex<Vec<Seen>>>) {
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let record = Arc::clone(&seen);
    let app = Router::new().fallback(move |request: Request| {
        let (record, answer) = (Arc::clone(&record), answer.to_string());
        async move {
            let (parts, body) = request.into_parts();
            let headers = parts
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
            let headers = headers.collect();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            record.lock().unwrap().push(Seen {
                method: parts.method.to_string(),
                target: parts.uri.to_string(),
                headers,
                body,
            });
            ([("content-type", "application/json")], answer)
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, seen)
}

/// The endpoint of a page, and its first sample of a role.
fn sample(id: &str, role: SampleRole) -> (Arc<Endpoint>, Value) {
    let run = docwright::compile::run(&support::config(), &support::root()).unwrap();
    let endpoints = run.api.services.into_iter().flat_map(|service| service.endpoints);
    let endpoint = endpoints.into_iter().find(|endpoint| endpoint.id == id).unwrap();
    let example: &Example = endpoint.examples.iter().find(|example| example.role == role).unwrap();
    let json = example.json.as_deref().map(Value::from).unwrap();
    (endpoint, json)
}

fn client(address: &str) -> BlueKing {
    BlueKing::builder(address).app("demo", SECRET).user("admin").build().unwrap()
}

/// The recorded request is the one of the page.
#[track_caller]
fn check(seen: &Mutex<Vec<Seen>>, id: &str) {
    let (endpoint, json) = sample(id, SampleRole::Request);
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].method.as_str(), seen[0].target.as_str()),
        (endpoint.method.as_str(), endpoint.path.as_str())
    );
    assert_eq!(seen[0].json(), json);
    let authorization: Value = serde_json::from_str(seen[0].header("x-bkapi-authorization")).unwrap();
    assert_eq!(
        authorization,
        json!({"bk_app_code": "demo", "bk_app_secret": SECRET, "bk_username": "admin"})
    );
}

#[tokio::test]
async fn create_inst_sends_and_reads_what_its_page_shows() {
    let (address, seen) = serve(sample("create_inst", SampleRole::Response).1).await;
    let request = cc::CreateInst::new().bk_inst_name("example18").bk_obj_id("test3").bk_biz_id(0);
    let created = client(&address).cc().create_inst(request).await.unwrap();
    assert_eq!((created.bk_inst_id, created.bk_obj_id.as_deref()), (Some(1_177_099), Some("test3")));
    assert_eq!(created.extra["test4"], "");
    assert_eq!(created.meta().request_id(), "87de106ab55549bfbcc46e47ecf5bcc7");
    check(&seen, "create_inst");
}

#[tokio::test]
async fn create_set_sends_and_reads_what_its_page_shows() {
    use cc::create_set::{BkServiceStatus, BkSetEnv, Data, DataDefault};
    let (address, seen) = serve(sample("create_set", SampleRole::Response).1).await;
    let data = Data::new()
        .bk_parent_id(1)
        .bk_set_name("test-set")
        .with_default(DataDefault::Value0)
        .bk_set_desc("test-set")
        .bk_capacity(1000);
    let data = data.description("description").set_template_id(1);
    let created = client(&address)
        .cc()
        .create_set(cc::CreateSet::new().bk_biz_id(1).data(data).bk_supplier_account("123456789"))
        .await
        .unwrap();
    assert_eq!(created.bk_service_status, Some(BkServiceStatus::Value1));
    assert_eq!(created.bk_set_env, Some(BkSetEnv::Value3));
    assert_eq!((created.bk_set_id, created.set_template_version.len()), (Some(4780), 0));
    check(&seen, "create_set");
}

#[tokio::test]
async fn create_service_instance_sends_and_reads_what_its_page_shows() {
    use cc::create_service_instance::{BindInfo, Instance, Process, ProcessInfo};
    let (address, seen) = serve(sample("create_service_instance", SampleRole::Response).1).await;
    let (_, page) = sample("create_service_instance", SampleRole::Request);
    let shown = &page["instances"][0]["processes"][0]["process_info"];
    let text = |name: &str| shown[name].as_str().unwrap().to_owned();
    let bind = &shown["bind_info"][0];
    let bind_info = BindInfo::new()
        .enable(bind["enable"].as_bool().unwrap())
        .ip(bind["ip"].as_str().unwrap())
        .port(bind["port"].as_str().unwrap())
        .protocol(bind["protocol"].as_str().unwrap())
        .template_row_id(bind["template_row_id"].as_i64().unwrap());
    let mut info = ProcessInfo::new().bind_info(vec![bind_info]);
    info.bk_supplier_account = shown.get("bk_supplier_account").and_then(Value::as_str).map(str::to_owned);
    info.description = Some(text("description"));
    info.start_cmd = Some(text("start_cmd"));
    info.restart_cmd = Some(text("restart_cmd"));
    info.pid_file = Some(text("pid_file"));
    info.auto_start = shown["auto_start"].as_bool();
    info.timeout = shown["timeout"].as_i64();
    info.reload_cmd = Some(text("reload_cmd"));
    info.bk_func_name = Some(text("bk_func_name"));
    info.work_path = Some(text("work_path"));
    info.stop_cmd = Some(text("stop_cmd"));
    info.face_stop_cmd = Some(text("face_stop_cmd"));
    info.bk_process_name = Some(text("bk_process_name"));
    info.user = Some(text("user"));
    info.proc_num = shown["proc_num"].as_i64();
    info.priority = shown["priority"].as_i64();
    info.bk_biz_id = shown.get("bk_biz_id").and_then(Value::as_i64);
    info.bk_process_id = shown.get("bk_process_id").and_then(Value::as_i64);
    info.auto_time_gap = shown.get("auto_time_gap").and_then(Value::as_i64);
    info.bk_func_id = shown.get("bk_func_id").and_then(Value::as_str).map(str::to_owned);
    info.port = shown.get("port").and_then(Value::as_str).map(str::to_owned);
    let number = |value: &Value| value.as_i64().unwrap();
    let (own, of_process) = (&page["instances"][0], &page["instances"][0]["processes"][0]);
    let process =
        Process::new().process_info(info).process_template_id(number(&of_process["process_template_id"]));
    let instance = Instance::new().bk_host_id(number(&own["bk_host_id"])).processes(vec![process]);
    let request = cc::CreateServiceInstance::new()
        .bk_biz_id(number(&page["bk_biz_id"]))
        .bk_module_id(number(&page["bk_module_id"]))
        .instances(vec![instance]);
    let created = client(&address).cc().create_service_instance(request).await.unwrap();
    assert_eq!(created.into_inner(), [53]);
    check(&seen, "create_service_instance");
}

#[tokio::test]
async fn create_process_instance_sends_and_reads_what_its_page_shows() {
    let (address, seen) = serve(sample("create_process_instance", SampleRole::Response).1).await;
    // Every field of this page is optional, so the page's own sample is the shortest way to write them all.
    let request: cc::CreateProcessInstance =
        serde_json::from_value(sample("create_process_instance", SampleRole::Request).1).unwrap();
    assert_eq!(request.processes[0].process_info.as_ref().unwrap().bind_info.as_ref().unwrap().len(), 1);
    let created = client(&address).cc().create_process_instance(request).await.unwrap();
    assert_eq!(*created, [64]);
    check(&seen, "create_process_instance");
}

#[tokio::test]
async fn credentials_among_the_parameters() {
    let (address, seen) = serve(json!({"result": true, "code": 0, "data": {}})).await;
    let client: BlueKing = BlueKing::builder(&address)
        .app("demo", SECRET)
        .token("t0ken")
        .credentials_in_parameters()
        .build()
        .unwrap();
    client.cc().create_inst(cc::CreateInst::new().bk_inst_name("b").bk_obj_id("a")).await.unwrap();
    let seen = seen.lock().unwrap();
    let body = json!({"bk_obj_id": "a", "bk_inst_name": "b", "bk_app_code": "demo", "bk_app_secret": SECRET, "bk_token": "t0ken"});
    assert_eq!(seen[0].json(), body);
    assert_eq!(seen[0].header("x-bkapi-authorization"), "");
}

#[tokio::test]
async fn a_refusal_at_http_200_is_a_typed_error_without_secrets() {
    let refusal = json!({"result": false, "code": 1199014, "message": format!("no, {SECRET}"), "data": null, "request_id": "r-1"});
    let (address, _) = serve(refusal).await;
    let error = client(&address)
        .cc()
        .create_inst(cc::CreateInst::new().bk_inst_name("b").bk_obj_id("a"))
        .await
        .unwrap_err();
    assert!(matches!(&error, Error::Vendor { vendor, .. } if vendor.code == 1_199_014));
    assert_eq!(
        error.to_string(),
        "blueking.cc create_inst: error 1199014: no, *** (HTTP 200, request id r-1)"
    );
    let everything = format!("{error:?} {} {:?}", error.curl().unwrap(), client(&address));
    assert!(!everything.contains(SECRET), "{everything}");
}

#[test]
fn blocking_calls() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (address, seen) = runtime.block_on(serve(json!({"result": true, "data": {"bk_inst_id": 7}})));
    let created = client(&address)
        .cc()
        .create_inst(cc::CreateInst::new().bk_inst_name("b").bk_obj_id("a"))
        .wait()
        .unwrap();
    assert_eq!((created.bk_inst_id, seen.lock().unwrap().len()), (Some(7), 1));
}

#[tokio::test]
async fn a_signed_call_verifies_on_the_server() {
    let (address, seen) =
        serve(json!({"requestId": "r-2", "result": {"buyId": "b-1", "sourceIds": [{"sourceId": "s-1"}]}}))
            .await;
    let credentials = docwright_runtime::jdcloud::Credentials::new("AKID", SECRET);
    let client: JdCloud = JdCloud::builder(credentials).endpoint(&address).build().unwrap();
    let spec = bastion::types::InstanceSpec::new()
        .az("cn-north-1a")
        .ip_version("v4")
        .quantity(2)
        .spec("small")
        .subnet_id("subnet-1")
        .vpc_id("vpc-1");
    let created = client
        .bastion()
        .create_instance(bastion::CreateInstance::new().instance_spec(spec.desc("d")).region_id("cn-north-1"))
        .await
        .unwrap();
    assert_eq!(
        (created.buy_id.as_deref(), created.source_ids[0].source_id.as_deref()),
        (Some("b-1"), Some("s-1"))
    );
    assert_eq!(created.meta().request_id(), "r-2");

    let seen = seen.lock().unwrap()[0].clone();
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("POST", "/v1/regions/cn-north-1/instances"));
    let spec = json!({"az": "cn-north-1a", "vpcId": "vpc-1", "subnetId": "subnet-1", "spec": "small", "quantity": 2, "ipVersion": "v4", "desc": "d"});
    assert_eq!(seen.json(), json!({"instanceSpec": spec}));
    assert_eq!(resigned(&seen, &address), seen.header("authorization"));
}

/// The authorization that the request should carry, from what arrived.
fn resigned(seen: &Seen, address: &str) -> String {
    let names =
        seen.header("authorization").split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
    assert_eq!(names, "content-type;host;x-jdcloud-date;x-jdcloud-nonce");
    let headers: Vec<(&str, &str)> = names.split(';').map(|name| (name, seen.header(name))).collect();
    let signed = sign(&Input {
        version: Version::V2,
        method: &seen.method,
        url: &format!("{address}{}", seen.target),
        headers: &headers,
        body: &seen.body,
        access_key: "AKID",
        secret_key: &SecretString::from(SECRET),
        date: seen.header("x-jdcloud-date"),
        region: "cn-north-1",
        service: "bastion",
    });
    signed.authorization
}
