//! Tests of the site's parts.
