//! Unknown: what a dialect still lacks for some pages.
