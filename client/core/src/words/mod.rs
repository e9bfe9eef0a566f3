//! From facts to message keys.
