//! How much a password resists, as a calculation: nothing is asked of its composition.
//!
//! Four texts are reconciled, and every figure is a setting of the installation:
//!
//! - CNIL, délibération 2022-100: entropy is the length times the logarithm of the alphabet that
//!   was used; 80 bits for a password alone. Twelve characters of all four kinds have 79.55 bits
//!   and are named as the example, so the default asks for 79.5.
//! - ANSSI, guide of 2021 and the defaults of MonServiceSécurisé: 12 characters for users, 16 for
//!   administrators; kinds of characters do not matter above 20.
//! - OWASP ASVS 5.0, 6.2: at least 8 characters, at least 64 accepted, no rule of composition, no
//!   change by the calendar, frequent passwords and words of the context refused.
//! - NIST SP 800-63B-4: no rule of composition either; what is long may be simple.

/// Thousandths of a bit, so that the calculation is the same everywhere.
pub type MilliBits = u32;

/// What an installation asks of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Characters at least.
    pub length_min: u16,
    /// Entropy at least, by the count of the CNIL.
    pub entropy_min: MilliBits,
    /// From so many characters on, entropy is no longer asked for.
    pub long_from: u16,
    /// Characters at most: stretching has a price.
    pub length_max: u16,
}

impl Policy {
    /// Of participants.
    pub const PARTICIPANT: Self = Self {
        length_min: 12,
        entropy_min: 79_500,
        long_from: 21,
        length_max: 256,
    };
    /// Of administrators.
    pub const ADMINISTRATOR: Self = Self {
        length_min: 16,
        ..Self::PARTICIPANT
    };
}

/// What a password lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// Fewer characters than asked for.
    TooShort {
        /// How many it needs.
        length_min: u16,
    },
    /// More characters than are taken.
    TooLong {
        /// How many are taken.
        length_max: u16,
    },
    /// Of few kinds of characters, and not long enough for that.
    TooSimple {
        /// How many characters of these kinds would do.
        length_needed: u16,
    },
    /// It is a word of the event, the company or the person, with little around it.
    Foreseeable,
}

/// How many characters of a kind there are, and which.
type Kind = (u32, fn(char) -> bool);

/// Alphabets by the kind of character. Letters beyond ASCII count as another 32.
const KINDS: [Kind; 5] = [
    (26, |c| c.is_ascii_lowercase()),
    (26, |c| c.is_ascii_uppercase()),
    (10, |c| c.is_ascii_digit()),
    (37, |c| c.is_ascii() && !c.is_ascii_alphanumeric()),
    (32, |c| !c.is_ascii()),
];

/// The logarithm to the base of two, in thousandths, of a size below 2²⁰.
fn log2_milli(size: u32) -> MilliBits {
    // By repeated squaring, ten digits behind the point: integers only.
    let Some(whole) = size.checked_ilog2() else {
        return 0;
    };
    let mut mantissa = u64::from(size) << (32 - whole);
    let mut fraction = 0_u64;
    for _ in 0..20 {
        mantissa = ((u128::from(mantissa) * u128::from(mantissa)) >> 32) as u64;
        fraction <<= 1;
        if mantissa >= 2 << 32 {
            mantissa >>= 1;
            fraction |= 1;
        }
    }
    whole * 1_000 + u32::try_from((fraction * 1_000 + (1 << 19)) >> 20).unwrap_or(1_000)
}

fn alphabet(password: &str) -> u32 {
    KINDS
        .iter()
        .filter(|(_, is_kind)| password.chars().any(is_kind))
        .map(|(size, _)| size)
        .sum()
}

/// Entropy by the count of the CNIL: what it would be, had the characters been drawn.
#[must_use]
pub fn entropy(password: &str) -> MilliBits {
    let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    length.saturating_mul(log2_milli(alphabet(password)))
}

/// What a password lacks, first things first; nothing when it is good enough. `words` are those
/// of the context: names of the event, the company, the person, in any case.
#[must_use]
pub fn shortfall(password: &str, policy: Policy, words: &[&str]) -> Option<Shortfall> {
    let length = u16::try_from(password.chars().count()).unwrap_or(u16::MAX);
    if length < policy.length_min {
        let length_min = policy.length_min;
        return Some(Shortfall::TooShort { length_min });
    }
    if length > policy.length_max {
        let length_max = policy.length_max;
        return Some(Shortfall::TooLong { length_max });
    }
    if length < policy.long_from && entropy(password) < policy.entropy_min {
        let by_kinds = policy
            .entropy_min
            .div_ceil(log2_milli(alphabet(password)).max(1));
        let length_needed = u16::try_from(by_kinds)
            .unwrap_or(u16::MAX)
            .min(policy.long_from);
        return Some(Shortfall::TooSimple { length_needed });
    }
    (is_monotonous(password) || leans_on(password, words, policy.length_min))
        .then_some(Shortfall::Foreseeable)
}

/// Whether it is hardly more than one character, or one short piece, again and again.
fn is_monotonous(password: &str) -> bool {
    let letters: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let n_different = letters
        .iter()
        .enumerate()
        .filter(|(at, letter)| !letters[..*at].contains(letter))
        .count();
    let repeats = (1..=letters.len() / 3)
        .any(|period| (period..letters.len()).all(|at| letters[at] == letters[at - period]));
    n_different < 5 || repeats
}

/// Whether what is left without the context's words is less than half of what is asked for.
fn leans_on(password: &str, words: &[&str], length_min: u16) -> bool {
    const WORD_LENGTH_MIN: usize = 4;
    let mut left: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let n_before = left.len();
    for word in words {
        let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        if word.len() < WORD_LENGTH_MIN {
            continue;
        }
        while let Some(at) = left.windows(word.len()).position(|window| window == word) {
            left.drain(at..at + word.len());
        }
    }
    left.len() < n_before && left.len() * 2 < usize::from(length_min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_counted_as_the_cnil_counts_it() {
        // (password, bits): the examples of the deliberation, by its own formula.
        for (password, expected) in [
            ("", 0.0),
            ("aaaaaaaaaaaa", 12.0 * 26_f64.log2()),
            ("Aa1!Aa1!Aa1!", 12.0 * 99_f64.log2()),
            ("Aa1Aa1Aa1Aa1Aa", 14.0 * 62_f64.log2()),
            ("123456789012345678901234", 24.0 * 10_f64.log2()),
        ] {
            let counted = f64::from(entropy(password)) / 1_000.0;
            assert!((counted - expected).abs() < 0.05, "{password}: {counted}");
        }
    }

    #[test]
    fn what_the_four_texts_name_as_enough_is_enough() {
        use Shortfall::{Foreseeable, TooLong, TooShort, TooSimple};
        let long = "m".repeat(40) + &"xyzt".repeat(54);
        for (password, expected) in [
            // Twelve of all kinds; fourteen without signs; seventeen lower-case letters.
            ("vK7!pQ2#xW9?", None),
            ("vK7pQ2xW9mT4bZ", None),
            ("qwdmpzvbxkfjhtrgy", None),
            ("tulipe cheval brume phare", None),
            ("vK7!pQ2#xW9", Some(TooShort { length_min: 12 })),
            ("vkpqxwmtbzrd", Some(TooSimple { length_needed: 17 })),
            ("193746502817", Some(TooSimple { length_needed: 21 })),
            ("aaaaaaaaaaaaaaaaaaaaaaaaa", Some(Foreseeable)),
            ("Abc4!Abc4!Abc4!Abc4!", Some(Foreseeable)),
            ("Salon-Rencontres-2026!", Some(Foreseeable)),
            (&long, None),
            (&"mx9 ".repeat(65), Some(TooLong { length_max: 256 })),
        ] {
            let words = ["Salon", "Rencontres", "2026"];
            let found = shortfall(password, Policy::PARTICIPANT, &words);
            assert_eq!(found, expected, "{password}");
        }
        assert_eq!(
            shortfall("vK7!pQ2#xW9?", Policy::ADMINISTRATOR, &[]),
            Some(TooShort { length_min: 16 })
        );
    }

    #[test]
    fn at_least_128_characters_are_taken() {
        let long: Vec<char> = (0..128)
            .map(|n| char::from(b'!' + (n * 7 % 90) as u8))
            .collect();
        let long = long
            .iter()
            .map(char::to_string)
            .collect::<Vec<_>>()
            .concat();
        assert_eq!(shortfall(&long, Policy::ADMINISTRATOR, &[]), None);
    }
}
