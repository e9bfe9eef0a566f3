//! The rules, tested from outside: what a caller of `decide` and `evolve` can see.

mod laws;
mod meetings;
mod world;
