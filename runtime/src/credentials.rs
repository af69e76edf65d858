//! Credentials that are loaded when they are needed: from a vault, a metadata service, a file that is rotated.

use futures_core::future::BoxFuture;
use futures_util::lock::Mutex as AsyncMutex;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

/// Loads credentials of the type `C`. They are cached until shortly before they expire, and one load serves all calls
/// that wait for it.
pub trait CredentialProvider<C>: Send + Sync + 'static {
    /// Loads the credentials.
    fn load(&self) -> BoxFuture<'_, Result<Loaded<C>, CredentialError>>;
}

/// Why credentials cannot be loaded. Its text is redacted in errors of calls.
pub type CredentialError = Box<dyn StdError + Send + Sync>;

/// Credentials, and how long they are valid.
#[derive(Clone)]
pub struct Loaded<C> {
    credentials: C,
    expires: Option<SystemTime>,
}

impl<C> Loaded<C> {
    /// Credentials that do not expire.
    pub fn new(credentials: C) -> Self {
        Self { credentials, expires: None }
    }

    /// Credentials that expire.
    #[must_use]
    pub fn expires(mut self, at: SystemTime) -> Self {
        self.expires = Some(at);
        self
    }
}

impl<C> fmt::Debug for Loaded<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// Credentials are loaded anew this long before they expire.
const MARGIN: Duration = Duration::from_secs(60);

/// Credentials of a client: fixed ones, or the cache of a provider.
pub(crate) enum Credentials<C> {
    Fixed(C),
    Provided(Arc<Cache<C>>),
}

pub(crate) struct Cache<C> {
    provider: Box<dyn CredentialProvider<C>>,
    /// The current credentials and the ones before, whose secrets are still redacted.
    current: RwLock<Vec<Loaded<C>>>,
    /// Held while loading.
    loading: AsyncMutex<()>,
}

impl<C: Clone + Send + Sync + 'static> Credentials<C> {
    pub(crate) fn provided(provider: impl CredentialProvider<C>) -> Self {
        let (current, loading) = (RwLock::default(), AsyncMutex::default());
        Self::Provided(Arc::new(Cache { provider: Box::new(provider), current, loading }))
    }

    /// Loads the credentials where that is necessary; `None` when it is not.
    pub(crate) fn prepare(&self, now: SystemTime) -> Option<BoxFuture<'_, Result<(), String>>> {
        match self {
            Self::Provided(cache) if !cache.is_fresh(now, MARGIN) => Some(Box::pin(cache.refresh(now))),
            _ => None,
        }
    }

    /// The credentials for a request.
    pub(crate) fn get(&self) -> Result<C, String> {
        match self {
            Self::Fixed(credentials) => Ok(credentials.clone()),
            Self::Provided(cache) => cache.get().ok_or_else(|| "the credentials were not loaded".to_owned()),
        }
    }

    /// All credentials whose secrets must be redacted.
    pub(crate) fn known(&self) -> Vec<C> {
        match self {
            Self::Fixed(credentials) => vec![credentials.clone()],
            Self::Provided(cache) => {
                cache.read(|all| all.iter().map(|one| one.credentials.clone()).collect())
            }
        }
    }
}

impl<C: Clone + Send + Sync + 'static> Cache<C> {
    fn read<T>(&self, look: impl FnOnce(&[Loaded<C>]) -> T) -> T {
        look(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn get(&self) -> Option<C> {
        self.read(|all| all.first().map(|current| current.credentials.clone()))
    }

    fn is_fresh(&self, now: SystemTime, margin: Duration) -> bool {
        self.read(|all| {
            all.first().is_some_and(|one| one.expires.is_none_or(|expires| expires > now + margin))
        })
    }

    async fn refresh(&self, now: SystemTime) -> Result<(), String> {
        let _loading = self.loading.lock().await;
        // Another call may have loaded them in the meantime.
        if self.is_fresh(now, MARGIN) {
            return Ok(());
        }
        match self.provider.load().await {
            Ok(loaded) => {
                let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                current.insert(0, loaded);
                current.truncate(2);
                Ok(())
            }
            // The current ones are still valid for a while.
            Err(_) if self.is_fresh(now, Duration::ZERO) => Ok(()),
            Err(error) => Err(format!("cannot load the credentials: {error}")),
        }
    }
}

impl<C> fmt::Debug for Credentials<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "Fixed(***)",
            Self::Provided(_) => "Provided(***)",
        })
    }
}

impl<C: Clone> Clone for Credentials<C> {
    fn clone(&self) -> Self {
        match self {
            Self::Fixed(credentials) => Self::Fixed(credentials.clone()),
            Self::Provided(cache) => Self::Provided(Arc::clone(cache)),
        }
    }
}
