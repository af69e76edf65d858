//! Walking through long results, awaited and blocking, over sockets and against the mock.

use crate::operations::{Create, Find, List, Output, client};
use crate::server::{Act, Server, http};
use docwright_runtime::mock::Mock;
use docwright_runtime::serde_json::{Value, json};
use docwright_runtime::transport::TransportErrorKind;
use docwright_runtime::{Client, Error, Stream};
use std::pin::{Pin, pin};
use std::task::Poll;

fn page(ids: &[i64], count: u64) -> Value {
    let info: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
    json!({"info": info, "count": count})
}

fn act(ids: &[i64], count: u64) -> Act {
    Act::Answer(http(200, "", json!({"result": true, "data": page(ids, count)}).to_string()))
}

/// The next item of a stream, with nothing but the trait itself.
async fn next<S: Stream>(mut stream: Pin<&mut S>) -> Option<S::Item> {
    std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
}

#[tokio::test]
async fn items_and_pages() {
    let server = Server::start([act(&[1, 2], 5), act(&[3, 4], 5), act(&[5], 5)]).await;
    let client = client(&server.address);
    let items = client
        .call(List::with(json!({"a": 1, "page": {"sort": "id"}})))
        .by_item()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(items.iter().map(|item| item.id).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let asked: Vec<Value> = server
        .seen()
        .iter()
        .map(|seen| docwright_runtime::serde_json::from_slice(&seen.body).unwrap())
        .collect();
    let expect = [0, 2, 4].map(|start| json!({"a": 1, "page": {"sort": "id", "start": start, "limit": 2}}));
    assert_eq!(asked, expect);
}

#[tokio::test]
async fn a_stream_ends_after_its_first_error_and_asks_only_when_polled() {
    let server = Server::start([act(&[1, 2], 5), Act::Answer(http(403, "", "")), act(&[3, 4], 5)]).await;
    let client = client(&server.address);
    let mut pages = pin!(client.call(List::default()).by_page());
    assert_eq!(server.begun(), 0);
    assert_eq!(next(pages.as_mut()).await.unwrap().unwrap().len(), 2);
    assert_eq!(server.begun(), 1);
    assert!(matches!(next(pages.as_mut()).await, Some(Err(Error::Status { .. }))));
    assert!(next(pages.as_mut()).await.is_none());
    assert_eq!(server.begun(), 2);
    let ready =
        std::future::poll_fn(|context| Poll::Ready(pages.as_mut().poll_next(context).is_ready())).await;
    assert!(ready);
}

#[tokio::test]
async fn a_server_that_repeats_itself_is_left() {
    let mock = Mock::new().reply::<List>(page(&[1, 2], 1_000_000));
    let client: Client = mock.client();
    let error = client.call(List::default()).by_item().collect_all().await.unwrap_err();
    assert!(error.to_string().contains("page 2 is identical to the previous page"), "{error}");
    assert_eq!(mock.calls::<List>().len(), 2);
}

#[test]
fn blocking_calls_and_walks() {
    let mock = Mock::new()
        .reply::<Find>(json!({"id": 7}))
        .reply::<List>(page(&[1, 2], 3))
        .reply::<List>(page(&[3], 3))
        .reply::<List>(page(&[1, 2], 4))
        .fail::<List>(403, "");
    let client: Client = mock.client();
    assert_eq!(client.call(Find::with(json!({"a": 1}))).wait().unwrap().id, 7);
    // A GET as well shows its parameters.
    assert_eq!(mock.calls::<Find>(), [json!({"a": 1})]);
    let items: Result<Vec<Output>, Error> = client.call(List::default()).by_item().wait().collect();
    assert_eq!(items.unwrap().len(), 3);
    let mut pages = client.call(List::default()).by_page().wait();
    assert_eq!(pages.next().unwrap().unwrap().len(), 2);
    assert!(pages.next().unwrap().is_err());
    assert!(pages.next().is_none());
}

#[tokio::test]
async fn blocking_inside_a_runtime_is_an_error() {
    let client: Client = Mock::new().reply::<Find>(json!({"id": 7})).reply::<List>(page(&[], 0)).client();
    let error = client.call(Find::default()).wait().unwrap_err();
    assert!(error.to_string().contains("await the call instead"), "{error}");
    let errors: Vec<_> = client.call(List::default()).by_item().wait().collect();
    assert!(matches!(errors[..], [Err(Error::Build { .. })]));
}

#[tokio::test]
async fn the_mock_plays_what_can_happen() {
    let mock = Mock::new()
        .refuse::<Create>(1_199_014, "no")
        .disconnect::<Create>(TransportErrorKind::Connect)
        .reply::<Create>(json!({"id": 1}));
    let client: Client = mock.client();
    let error = client.call(Create::default()).await.unwrap_err();
    assert_eq!(
        (error.code().unwrap().as_i64(), error.vendor().unwrap().message.as_str()),
        (Some(1_199_014), "no")
    );
    assert!(client.call(Create::default()).await.unwrap_err().was_not_executed());
    assert_eq!(client.call(Create::default()).await.unwrap().id, 1);
    assert!(
        client
            .call(Find::default())
            .await
            .unwrap_err()
            .to_string()
            .contains("no scripted reply for `test.cc find`")
    );
    // As the transport of a vendor's client it sees what that vendor would get.
    let mock = Mock::new().refuse::<Create>(5, "m").reply::<Create>(json!({"id": 2}));
    let client = crate::operations::builder("http://bk.example.com").transport(mock.clone()).build().unwrap();
    assert_eq!(*client.call(Create::default()).await.unwrap_err().code().unwrap(), 5);
    assert_eq!(client.call(Create::default()).await.unwrap().id, 2);
    let request = mock.requests::<Create>().pop().unwrap();
    assert_eq!(
        (request.url.as_str(), request.headers.contains_key("x-bkapi-authorization")),
        ("http://bk.example.com/api/c/create/", true)
    );
}
