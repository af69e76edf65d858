//! Attributes of open objects, by type.

use super::{Document, Error, Input, Lenient, Map};
use serde::de::{DeserializeOwned, Error as _};

/// The attribute `name` as a `T`; `None` when it is missing or null.
///
/// # Errors
/// When its value is no `T`; [`Error::path`] begins with the name.
///
/// ```
/// use docwright_runtime::serde_json::json;
/// use docwright_runtime::wire;
///
/// let extra = wire::Map::from_iter([("bk_asset_id".to_owned(), json!("A-17"))]);
/// assert_eq!(wire::attribute::<String>(&extra, "bk_asset_id")?.as_deref(), Some("A-17"));
/// assert_eq!(wire::attribute::<i64>(&extra, "bk_sn")?, None);
/// # Ok::<(), wire::Error>(())
/// ```
pub fn attribute<T: DeserializeOwned>(attributes: &Map, name: &str) -> Result<Option<T>, Error> {
    match attributes.get(name).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => {
            let document = Document::of(value).map_err(Error::custom)?;
            let value = T::deserialize(Input::new(document.root(), Lenient::NONE));
            value.map(Some).map_err(|error| error.in_member(name))
        }
    }
}
