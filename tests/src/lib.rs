//! Scenarios: what no package can test alone. `simulation/` lets real clients and real nodes live
//! a bad day together, `tidy/` holds the architecture rules, `browser/` drives the real product.
//!
//! This package must not be known by any other.
