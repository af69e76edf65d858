//! Requests as text: HTTP request lines, `curl` commands, query strings.
