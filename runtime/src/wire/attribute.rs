//! Attributes of open objects, by type.

use super::{Error, Input, Lenient, Map, Node};
use serde::de::DeserializeOwned;

/// The attribute `name` as a `T`; `None` when it is missing or null.
///
/// # Errors
/// When its value is not a `T`; [`Error::path`] begins with the name.
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
            let json = value.to_string();
            let value = T::deserialize(Input::new(Node::new(&json), Lenient::NONE));
            value.map(Some).map_err(|error| error.in_member(name))
        }
    }
}
