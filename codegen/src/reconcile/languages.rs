//! Languages: the pages of one endpoint in several languages, merged.
