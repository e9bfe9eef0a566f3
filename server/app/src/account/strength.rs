//! Whether a new password is good enough: the policy's calculation, and lists of what people
//! choose too often.

use domain::password::{Policy, Shortfall, shortfall};
use zxcvbn::zxcvbn;

use super::mill::Password;

/// Guesses that a password must withstand of somebody who knows what people choose, as a power of
/// ten. The calculation by length is the first line; this one finds the long and foreseeable.
const GUESSES_LOG10_MIN: f64 = 10.0;

/// What French speakers choose and lists made elsewhere do not have.
const OFTEN: &[&str] = &[
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "motdepasse",
    "bonjour",
    "bonsoir",
    "soleil",
    "doudou",
    "loulou",
    "chouchou",
    "coucou",
    "jetaime",
    "marseille",
    "bienvenue",
    "secret",
    "entreprise",
    "rendezvous",
    "printemps",
    "chocolat",
    "administrateur",
    "utilisateur",
    "participant",
    "regie",
];

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// The calculation says so.
    Policy(Shortfall),
    /// It is among the first that somebody would try.
    Common,
}

/// What a password lacks. `words` are those of the context: names of event, company, person.
pub(super) fn weakness(password: &Password, policy: Policy, words: &[String]) -> Option<Weakness> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(lacks) = shortfall(password.as_text(), policy, &words) {
        return Some(Weakness::Policy(lacks));
    }
    let known: Vec<&str> = words.iter().chain(OFTEN).copied().collect();
    let guesses = zxcvbn(password.as_text(), &known).guesses_log10();
    (guesses < GUESSES_LOG10_MIN).then_some(Weakness::Common)
}

/// Pieces of a label that somebody might build a password of.
pub(super) fn pieces(label: &str) -> impl Iterator<Item = String> + '_ {
    label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| piece.chars().count() >= 4)
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_chooses_is_refused_however_long_it_is() {
        let words: Vec<String> = pieces("Salon Rencontres d’affaires 2026").collect();
        let check = |text: &str| weakness(&Password::new(text), Policy::PARTICIPANT, &words);
        for common in [
            "Password123!",
            "Azertyuiop1!",
            "Qwertyuiop1!",
            "Motdepasse123!",
        ] {
            assert_eq!(check(common), Some(Weakness::Common), "{common}");
        }
        assert_eq!(
            check("Rencontres-Salon!"),
            Some(Weakness::Policy(Shortfall::Foreseeable))
        );
        for good in [
            "vK7!pQ2#xW9?",
            "tulipe cheval brume phare",
            "Lampe-71-verger!",
        ] {
            assert_eq!(check(good), None, "{good}");
        }
    }
}
