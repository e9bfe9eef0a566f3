//! Clocks and chance, which the machine takes as arguments.

use client_core::Monotonic;
use gloo::utils::window;
use protocol::Micros;

/// Milliseconds since the page was opened; never goes back.
pub(super) fn monotonic() -> Monotonic {
    let ms = window().performance().map_or(0.0, |clock| clock.now());
    Monotonic(whole(ms))
}

/// The device's idea of the time, only used to date ids and what is kept.
pub(super) fn wall() -> Micros {
    Micros(i64::try_from(wall_ms().saturating_mul(1_000)).unwrap_or(0))
}

/// The same in milliseconds.
pub(super) fn wall_ms() -> u64 {
    whole(js_sys::Date::now())
}

/// Random bytes for an id.
pub(super) fn random_bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    fill(&mut bytes);
    bytes
}

/// A random number for delays.
pub(super) fn random() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

fn fill(bytes: &mut [u8]) {
    let is_filled = window()
        .crypto()
        .is_ok_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok());
    assert!(
        is_filled,
        "every browser that runs WebAssembly has a random source"
    );
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds since 1970 fit by far, and the smallest is zero"
)]
fn whole(ms: f64) -> u64 {
    ms.max(0.0) as u64
}
