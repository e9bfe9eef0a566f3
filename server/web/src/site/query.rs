//! Parameters of addresses, written as browsers read them.

use std::fmt::Write as _;

/// A text where only letters and digits stand for themselves.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a string takes every character");
        }
    }
    escaped
}

/// An address with parameters.
pub(super) fn with_parameters(path: &str, parameters: &[(String, String)]) -> String {
    let mut address = path.to_owned();
    for (nth, (name, value)) in parameters.iter().enumerate() {
        address.push(if nth == 0 { '?' } else { '&' });
        address.push_str(&escaped(name));
        address.push('=');
        address.push_str(&escaped(value));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_ends_it() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let parameters = [pair("q", "é & \"x\"=#"), pair("min-1", "-5")];
        assert_eq!(
            with_parameters("/e/cap/fr", &parameters),
            "/e/cap/fr?q=%C3%A9%20%26%20%22x%22%3D%23&min-1=-5"
        );
        assert_eq!(with_parameters("/e", &[]), "/e");
    }
}
