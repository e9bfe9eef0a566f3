//! Scenarios: what no package can test alone. `tidy` holds the architecture rules; the browser
//! tests in `browser/` drive the real product.
//!
//! This package must not be known by any other.
