//! What the lenient reader corrects.

/// A correction of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// A comma before a closing bracket, or one too many.
    TrailingComma,
    /// Two entries without a comma between them.
    MissingComma,
    /// A name and its value without a colon between them.
    MissingColon,
    /// `// …`, `# …` or `/* … */`.
    Comment,
    /// `...` or `……` standing for what was left out.
    Ellipsis,
    /// A string in single quotes.
    SingleQuotes,
    /// `True`, `False`, `None` and other spellings of the three literals, `u'…'`.
    PythonLiteral,
    /// An unquoted text as value.
    BareWord,
    /// An unquoted name.
    BareName,
    /// The members of an object without the braces around them.
    MissingBraces,
    /// The text ends, or an outer bracket closes, before an inner one is closed.
    Unclosed,
    /// A bracket closed by one of the other kind.
    WrongBracket,
    /// Braces around values without names, read as a list.
    BracesForList,
    /// Full-width punctuation or typographic quotes.
    FullWidth,
    /// A no-break, ideographic or zero-width space between tokens.
    OddSpace,
    /// Text that belongs to no value.
    Garbage,
    /// A number as a member's name.
    IntegerKey,
    /// A quote inside a string that is not escaped.
    UnescapedQuote,
    /// A string whose closing quote is missing.
    MissingQuote,
    /// A raw line break, tab or other control character inside a string.
    ControlCharacter,
    /// A backslash before a character that needs none, or half a surrogate pair.
    BadEscape,
    /// A number that JSON spells differently: `+1`, `.5`, `007`.
    OddNumber,
}

impl Repair {
    /// The name in reports, in kebab-case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TrailingComma => "trailing-comma",
            Self::MissingComma => "missing-comma",
            Self::MissingColon => "missing-colon",
            Self::Comment => "comment",
            Self::Ellipsis => "ellipsis",
            Self::SingleQuotes => "single-quotes",
            Self::PythonLiteral => "python-literal",
            Self::BareWord => "bare-word",
            Self::BareName => "bare-name",
            Self::MissingBraces => "missing-braces",
            Self::Unclosed => "unclosed",
            Self::WrongBracket => "wrong-bracket",
            Self::BracesForList => "braces-for-list",
            Self::FullWidth => "full-width",
            Self::OddSpace => "odd-space",
            Self::Garbage => "garbage",
            Self::IntegerKey => "integer-key",
            Self::UnescapedQuote => "unescaped-quote",
            Self::MissingQuote => "missing-quote",
            Self::ControlCharacter => "control-character",
            Self::BadEscape => "bad-escape",
            Self::OddNumber => "odd-number",
        }
    }
}
