//! The participant's pages.
