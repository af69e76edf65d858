//! Titles that are made of known words alone: `Request Body Fields`, `公共请求头`, `HTTP Verb`.

use super::file::Role;
use super::title_word::TitleWord;
use super::words::normalize;
use std::collections::{BTreeMap, HashMap};

/// Bytes of a title that is taken apart.
const MAX_TITLE: usize = 60;

use TitleWord::{
    Address, Body, Call, Header, Joint, Method, Parameters, Path, Qualifier, Query, Request, Response,
};

/// Takes titles apart.
#[derive(Debug, Default)]
pub struct Compounds {
    /// Words in normal form, by their first character.
    words: HashMap<char, Vec<(String, TitleWord)>>,
}

impl Compounds {
    /// Of what some files say together.
    pub fn new<'l>(lists: impl IntoIterator<Item = &'l BTreeMap<TitleWord, Vec<String>>>) -> Self {
        let mut words: HashMap<char, Vec<(String, TitleWord)>> = HashMap::new();
        for (meaning, list) in lists.into_iter().flatten() {
            for word in list.iter().map(|word| normalize(word).into_owned()) {
                words.entry(word.chars().next().unwrap_or_default()).or_default().push((word, *meaning));
            }
        }
        Self { words }
    }

    /// The role of a title of two or more known words and nothing else.
    pub fn role(&self, title: &str) -> Option<Role> {
        // What stands in brackets or behind a colon may be the name of a field.
        if title.len() > MAX_TITLE || title.contains(['(', '（', ':', '：']) {
            return None;
        }
        let words = self.take_apart(&normalize(title))?;
        if words.len() > 1 { role_of(&words) } else { None }
    }

    /// Whether a word does no more than join others: `or`, `以及`.
    pub fn is_joint(&self, word: &str) -> bool {
        let word = normalize(word);
        let words = word.chars().next().and_then(|first| self.words.get(&first));
        words.into_iter().flatten().any(|(known, meaning)| *meaning == Joint && *known == word)
    }

    /// The words of a title in normal form: as few as it can be made of.
    fn take_apart(&self, title: &str) -> Option<Vec<TitleWord>> {
        // For each place, the fewest words that lead there.
        let mut ways: Vec<Option<Vec<TitleWord>>> = vec![None; title.len() + 1];
        ways[0] = Some(Vec::new());
        for at in 0..title.len() {
            let Some(way) = ways[at].take() else { continue };
            let first = title[at..].chars().next()?;
            for (word, meaning) in self.words.get(&first).into_iter().flatten() {
                if !title[at..].starts_with(word.as_str()) {
                    continue;
                }
                let there = &mut ways[at + word.len()];
                if there.as_ref().is_none_or(|known| known.len() > way.len() + 1) {
                    let mut longer = way.clone();
                    longer.push(*meaning);
                    *there = Some(longer);
                }
            }
        }
        ways.pop()?
    }
}

/// What the words of a title say together.
fn role_of(words: &[TitleWord]) -> Option<Role> {
    let has = |word: TitleWord| words.contains(&word);
    let places = [
        (Path, Role::PathParams),
        (Query, Role::QueryParams),
        (Header, Role::HeaderParams),
        (Body, Role::BodyParams),
    ];
    let mut said = places.into_iter().filter(|(place, _)| has(*place));
    let place = said.next();
    if has(Request) && has(Response) {
        return None;
    }
    // `Path and query parameters`: those that are no placeholders are in the query.
    if let Some((other, role)) = said.next() {
        let is_of_address = other == Query && !has(Header) && !has(Body);
        let role = if is_of_address && has(Joint) { role } else { Role::Request };
        let is_known = !has(Joint) || is_of_address;
        return (has(Parameters) && !has(Response) && is_known).then_some(role);
    }
    if has(Joint) {
        return None;
    }
    match place {
        _ if has(Response) => match place {
            None | Some((Body, _)) if !has(Method) && !has(Address) => Some(Role::Response),
            // What comes back in headers is no part of the model.
            Some((Header, _)) => Some(Role::Other),
            _ => None,
        },
        None if has(Method) => (has(Call) || has(Request)).then_some(Role::Method),
        None if has(Address) => (has(Call) || has(Request)).then_some(Role::Url),
        None => has(Request).then_some(Role::Request),
        Some(_) if has(Method) || has(Address) => None,
        Some((Path, _)) if !has(Parameters) => (has(Call) || has(Request)).then_some(Role::Url),
        Some((Header, role)) if has(Qualifier) || has(Call) => Some(role),
        // `body 字段说明` titles the table of a field that is called so.
        Some((_, role)) => (has(Parameters) || has(Request)).then_some(role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::built_in;

    #[test]
    fn words_decide_together() {
        let check = |title: &str, expect: Option<Role>| {
            assert_eq!(built_in::builtin("generic").unwrap().compounds.role(title), expect, "{title}");
        };
        check("Request Body 参数", Some(Role::BodyParams));
        check("請求正文", Some(Role::BodyParams));
        check("HTTP Headers", Some(Role::HeaderParams));
        check("公共请求头", Some(Role::HeaderParams));
        check("头部参数", Some(Role::HeaderParams));
        check("Path Param", Some(Role::PathParams));
        check("路由参数", Some(Role::PathParams));
        check("查詢字串參數", Some(Role::QueryParams));
        check("Response Data", Some(Role::Response));
        check("JSON response", Some(Role::Response));
        check("返回值说明", Some(Role::Response));
        check("响应头", Some(Role::Other));
        check("Request schema", Some(Role::Request));
        check("Call Method", Some(Role::Method));
        check("HTTP 动词", Some(Role::Method));
        check("Resource Path", Some(Role::Url));
        check("服务地址", Some(Role::Url));
    }

    #[test]
    fn what_is_no_such_title_stays_unknown() {
        let check = |title: &str| {
            assert_eq!(built_in::builtin("generic").unwrap().compounds.role(title), None, "{title}");
        };
        check("body 字段说明");
        check("header description");
        check("Request and response");
        check("请求返回");
        check("Make a request");
        check("数据结构");
        check("Query and header parameters");
    }
}
