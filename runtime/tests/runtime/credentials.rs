//! Credential providers: loaded once, cached, loaded anew before they expire, and never shown.

use crate::operations::{Describe, Find, quick};
use crate::server::{Act, Server, http};
use docwright_runtime::credentials::{CredentialError, CredentialProvider, Loaded};
use docwright_runtime::serde_json::json;
use docwright_runtime::{Client, Error, SecretString, blueking, jdcloud, plain};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

/// Gives out `token-1-…`, `token-2-…` and so on, which are valid for `valid`.
#[derive(Clone)]
struct Vault {
    loads: Arc<AtomicUsize>,
    valid: Option<Duration>,
    fails_after: usize,
}

impl Vault {
    fn new(valid: Option<Duration>) -> Self {
        Self { loads: Arc::default(), valid, fails_after: usize::MAX }
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    async fn token(&self) -> Result<String, CredentialError> {
        let number = self.loads.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
        if number > self.fails_after {
            Err("the vault is sealed".into())
        } else {
            Ok(format!("token-{number}-s3cret"))
        }
    }

    fn limited<C>(&self, loaded: Loaded<C>) -> Loaded<C> {
        match self.valid {
            Some(valid) => loaded.expires(SystemTime::now() + valid),
            None => loaded,
        }
    }
}

type Load<'a, C> = Pin<Box<dyn Future<Output = Result<Loaded<C>, CredentialError>> + Send + 'a>>;

impl CredentialProvider<SecretString> for Vault {
    fn load(&self) -> Load<'_, SecretString> {
        Box::pin(async { Ok(self.limited(Loaded::new(self.token().await?.into()))) })
    }
}

impl CredentialProvider<jdcloud::Credentials> for Vault {
    fn load(&self) -> Load<'_, jdcloud::Credentials> {
        Box::pin(async {
            let key = jdcloud::Credentials::new("AKID", "the-s3cret-key").security_token(self.token().await?);
            Ok(self.limited(Loaded::new(key)))
        })
    }
}

async fn server() -> Server {
    let fine = r#"{"result":true,"data":{"id":7},"requestId":"r"}"#;
    Server::start([Act::Answer(http(200, "", fine))]).await
}

fn bearer(server: &Server, vault: &Vault) -> Client {
    plain::builder(&server.address).bearer_provider(vault.clone()).retry(quick()).build().unwrap()
}

#[tokio::test]
async fn loaded_once_for_all_calls() {
    let (server, vault) = (server().await, Vault::new(Some(Duration::from_secs(3600))));
    let client = bearer(&server, &vault);
    let tasks: Vec<_> = (0..5).map(|_| tokio::spawn(client.call(Find::default()).into_future())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!((vault.loads(), server.begun()), (1, 5));
    assert!(server.seen().iter().all(|seen| seen.header("authorization") == "Bearer token-1-s3cret"));
}

#[tokio::test]
async fn loaded_anew_before_they_expire() {
    // Within the margin of a minute.
    let (server, vault) = (server().await, Vault::new(Some(Duration::from_secs(30))));
    let client = bearer(&server, &vault);
    for number in 1..=3 {
        client.call(Find::default()).await.unwrap();
        let expect = format!("Bearer token-{number}-s3cret");
        assert_eq!(
            (server.seen().pop().unwrap().header("authorization"), vault.loads()),
            (expect.as_str(), number)
        );
    }
}

#[tokio::test]
async fn a_provider_that_fails() {
    let server = server().await;
    let vault = Vault { fails_after: 1, ..Vault::new(Some(Duration::from_secs(30))) };
    let client = bearer(&server, &vault);
    client.call(Find::default()).await.unwrap();
    // The token is still valid for half a minute.
    client.call(Find::default()).await.unwrap();
    assert_eq!(vault.loads(), 2);
    let vault = Vault { fails_after: 0, ..Vault::new(None) };
    let error = bearer(&server, &vault).call(Find::default()).await.unwrap_err();
    assert!(
        matches!(error, Error::Build { .. }) && error.to_string().contains("the vault is sealed"),
        "{error}"
    );
    assert_eq!(server.begun(), 2);
}

#[tokio::test]
async fn every_vendor_takes_a_provider() {
    let (server, vault) = (server().await, Vault::new(None));
    let client: Client =
        blueking::builder(&server.address).access_token_provider(vault.clone()).build().unwrap();
    client.call(Find::default()).await.unwrap();
    let header = r#"{"access_token":"token-1-s3cret"}"#;
    assert_eq!(server.seen().pop().unwrap().header("x-bkapi-authorization"), header);
    let fixed = jdcloud::Credentials::new("none", "none");
    let client: Client =
        jdcloud::builder(fixed).credential_provider(vault.clone()).endpoint(&server.address).build().unwrap();
    client.call(Describe::with(json!({"regionId": "r", "id": "i"}))).await.unwrap_err();
    let seen = server.seen().pop().unwrap();
    assert!(seen.header("authorization").contains("Credential=AKID/"), "{}", seen.head);
    assert_eq!(seen.header("x-jdcloud-security-token"), "dG9rZW4tMi1zM2NyZXQ=");
}

#[tokio::test]
async fn provided_secrets_are_redacted() {
    let echo = Act::Echo(|seen| http(500, "", format!("{} token-1-s3cret the-s3cret-key", seen.head)));
    let server = Server::start([echo]).await;
    let vault = Vault::new(None);
    let jd: Client = jdcloud::builder(jdcloud::Credentials::new("none", "none"))
        .credential_provider(vault.clone())
        .endpoint(&server.address)
        .build()
        .unwrap();
    let describe = Describe::with(json!({"regionId": "r", "id": "i"}));
    let bk: Client =
        blueking::builder(&server.address).access_token_provider(Vault::new(None)).build().unwrap();
    let errors = [
        jd.call(describe).no_retry().await.unwrap_err(),
        bearer(&server, &Vault::new(None)).call(Find::default()).no_retry().await.unwrap_err(),
        bk.call(Find::default()).no_retry().await.unwrap_err(),
    ];
    for (at, error) in errors.iter().enumerate() {
        let text = format!("{error} {error:?} {:?}", error.curl());
        assert!(!text.contains("token-1-s3cret") && (at > 0 || !text.contains("the-s3cret-key")), "{text}");
    }
}
