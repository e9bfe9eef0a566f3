//! The architecture rules of the house, as tests in `main.rs`; nothing to link against.
//!
//! A package of its own, so that the rules are checked within seconds.
//! It must not know any other package of ours: it reads sources and cargo's metadata.
