//! Calls of the new crate over HTTP: a list in one argument, a refusal at HTTP 200, a file up and a file down.

use docwright_runtime::{Error, Upload};
use shop_client::api::{Api, shop};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

/// A server that gives these answers, one a connection; its address, and the requests.
fn serve(answers: &'static [&'static str]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut request, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(text) = line.to_lowercase().strip_prefix("content-length:") {
                    length = text.trim().parse().unwrap();
                }
                request += &line;
                if line == "\r\n" {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            sender.send(request + &String::from_utf8(body).unwrap()).unwrap();
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", answer.len());
            stream.write_all((head + answer).as_bytes()).unwrap();
        }
    });
    (address, requests)
}

#[tokio::test]
async fn calls() {
    let (address, requests) = serve(&[
        r#"{"orders": [{"id": 7, "state": "open"}], "total": 1}"#,
        r#"{"code": 0, "message": "", "data": {"id": 8}}"#,
        r#"{"code": 40901, "message": "no tea left"}"#,
        r#"{"file_id": "f-1"}"#,
        "the content",
    ]);
    let api = Api::builder(address).bearer("the-token").build().unwrap();

    let list = shop::ListOrders::new().state("open").tags(vec!["a".to_owned(), "b".to_owned()]);
    let orders = api.shop().list_orders(list).await.unwrap();
    assert_eq!((orders.total, orders.orders[0].id), (Some(1), Some(7)));
    let request = requests.recv().unwrap();
    assert!(request.starts_with("GET /v1/orders?state=open&tags=a%2Cb HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("authorization: Bearer the-token"), "{request}");

    let order = || shop::CreateOrder::new().count(2).item("tea");
    let made = api.shop().create_order(order()).await.unwrap();
    assert_eq!(made.id, Some(8));
    assert!(requests.recv().unwrap().ends_with(r#"{"item":"tea","count":2}"#));

    // A refusal at HTTP 200 is an error with the vendor's code and words.
    let error = api.shop().create_order(order()).await.unwrap_err();
    assert!(matches!(&error, Error::Vendor { vendor, .. } if vendor.message == "no tea left"), "{error}");
    assert_eq!(error.code().unwrap(), &40901);
    requests.recv().unwrap();

    let file = Upload::new("menu.txt", "tea, water").content_type("text/plain");
    let kept = api.shop().upload_file(shop::UploadFile::new().file(file).folder("menus")).await.unwrap();
    assert_eq!(kept.file_id.as_deref(), Some("f-1"));
    let request = requests.recv().unwrap();
    for part in ["multipart/form-data; boundary=", "name=\"folder\"\r\n\r\nmenus", "filename=\"menu.txt\"", "tea, water"] {
        assert!(request.contains(part), "{part} {request}");
    }

    let content = api.shop().download_file(shop::DownloadFile::new().file_id("f/1")).await.unwrap();
    assert_eq!(&content.0[..], b"the content");
    assert!(requests.recv().unwrap().starts_with("GET /v1/files/f%2F1 HTTP/1.1"));
}

/// Fields with a documented format are text, whether the feature is on or not; with it they are read and written as times.
#[cfg(feature = "jiff")]
#[tokio::test]
async fn times() {
    use docwright_runtime::dates::{ReadDate, WriteDate};
    use docwright_runtime::jiff::{Timestamp, civil};

    let (address, requests) = serve(&[
        r#"{"code": 0, "message": "", "data": {"id": 8, "created_at": "2024-01-02T11:04:05+08:00"}}"#,
        r#"{"code": 0, "message": "", "data": {"id": 9}}"#,
        r#"{"code": 0, "message": "", "data": {"id": 10, "created_at": "soon"}}"#,
    ]);
    let api = Api::builder(address).build().unwrap();
    let order = || shop::CreateOrder::new().count(2).item("tea");

    let noon = civil::date(2024, 1, 2).at(12, 30, 0, 0).written_as("yyyy-MM-dd HH:mm:ss").unwrap();
    let made = api.shop().create_order(order().ready_by(noon)).await.unwrap();
    assert!(requests.recv().unwrap().contains(r#""ready_by":"2024-01-02 12:30:00""#));
    let created: Option<Timestamp> = made.created_at.timestamp().unwrap();
    assert_eq!(created.unwrap().to_string(), "2024-01-02T03:04:05Z");

    let made = api.shop().create_order(order()).await.unwrap();
    assert_eq!(made.created_at.timestamp(), Ok(None));

    // What is no time fails where it is read as one, and nowhere else.
    let made = api.shop().create_order(order()).await.unwrap();
    assert_eq!(made.id, Some(10));
    let error = made.created_at.timestamp().unwrap_err().to_string();
    assert!(error.starts_with("`soon` is not read as a time: "), "{error}");
}
