//! Closed sets of the model: what is not listed here is no value of it, in memory and in the JSON form alike.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A word that is not in a closed set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {set} `{word}`, expected one of {expected}")]
pub struct UnknownWord {
    set: &'static str,
    word: String,
    expected: String,
}

/// An enum whose variants are written as one word each.
macro_rules! closed_set {
    (
        $(#[$about:meta])* $name:ident: $what:literal {
            $($(#[$variant_about:meta])* $variant:ident = $word:literal,)*
        }
    ) => {
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        pub enum $name {
            $($(#[$variant_about])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands for it in the JSON form.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                let known = Self::ALL.iter().copied().find(|known| known.as_str() == word);
                known.ok_or_else(|| UnknownWord {
                    set: $what,
                    word: word.to_owned(),
                    expected: Self::ALL.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

closed_set! {
    /// An HTTP method that a client can send.
    Method: "method" {
        /// Deletes.
        Delete = "DELETE",
        /// Reads.
        #[default]
        Get = "GET",
        /// Reads nothing but the headers.
        Head = "HEAD",
        /// Changes a part.
        Patch = "PATCH",
        /// Creates, or does anything else.
        Post = "POST",
        /// Replaces.
        Put = "PUT",
    }
}

closed_set! {
    /// What a sample on a page shows.
    SampleRole: "sample role" {
        /// The arguments of a call.
        #[default]
        Request = "request",
        /// The response to a successful call.
        Response = "response",
        /// The response to a refused call; it shows nothing about results.
        Error = "error",
        /// Something else; it shows neither arguments nor results.
        Other = "other",
    }
}

closed_set! {
    /// What the start parameter of a paged call counts.
    PagingStyle: "paging style" {
        /// Items, from 0.
        #[default]
        Offset = "offset",
        /// Pages, from 1.
        Page = "page",
    }
}

closed_set! {
    /// The width of a whole number.
    IntegerWidth: "integer width" {
        /// 32 bits with sign.
        Int32 = "int32",
        /// 64 bits with sign; also what a whole number of no documented width is read as.
        #[default]
        Int64 = "int64",
        /// 32 bits without sign.
        Uint32 = "uint32",
        /// 64 bits without sign.
        Uint64 = "uint64",
    }
}

closed_set! {
    /// The format of a body.
    BodyFormat: "body format" {
        /// JSON.
        #[default]
        Json = "json",
        /// A form without files.
        Form = "form",
        /// A form whose fields may be files.
        Multipart = "multipart",
    }
}

impl BodyFormat {
    /// The media type of requests in this format.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
        }
    }
}

closed_set! {
    /// What the body of a successful answer is.
    AnswerFormat: "answer format" {
        /// JSON.
        #[default]
        Json = "json",
        /// Text.
        Text = "text",
        /// The bytes of a file.
        Binary = "binary",
    }
}

closed_set! {
    /// The module of the runtime that knows credentials, signing and envelope of a service.
    Runtime: "runtime" {
        /// No credentials, no signing, no envelope of its own.
        #[default]
        Plain = "plain",
        /// The gateway of BlueKing.
        BlueKing = "blueking",
        /// The signed calls of JDCloud.
        JdCloud = "jdcloud",
    }
}

closed_set! {
    /// Where a parameter travels.
    Location: "location" {
        /// In the JSON body.
        #[default]
        Body = "body",
        /// It is the JSON body.
        WholeBody = "whole_body",
        /// In a placeholder of the path.
        Path = "path",
        /// In the query string.
        Query = "query",
        /// In a request header.
        Header = "header",
    }
}

impl Method {
    /// Whether a call has no body, whatever the service.
    pub const fn is_bodiless(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

impl IntegerWidth {
    /// Whether there are no negative numbers.
    pub const fn is_unsigned(self) -> bool {
        matches!(self, Self::Uint32 | Self::Uint64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_json_form_and_nothing_else_is_read() {
        for method in Method::ALL {
            assert_eq!(serde_json::to_value(method).unwrap(), method.as_str());
            assert_eq!(method.as_str().parse(), Ok(*method));
        }
        let error = "OPTIONS".parse::<Method>().unwrap_err().to_string();
        assert_eq!(
            error,
            "unknown method `OPTIONS`, expected one of `DELETE`, `GET`, `HEAD`, `PATCH`, `POST`, `PUT`"
        );
        assert!(serde_json::from_str::<PagingStyle>("\"cursor\"").is_err());
    }
}
