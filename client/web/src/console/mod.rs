//! The organisers' console.
