//! What is wrong with an answer, in a sentence.

use app::desk::registration::form::check::Wrong;

/// The sentence, in French or English.
pub(crate) fn sentence(what: Wrong, is_french: bool) -> String {
    let say = |french: &str, english: &str| if is_french { french } else { english }.to_owned();
    match what {
        Wrong::Missing => say("cette réponse est nécessaire.", "this answer is needed."),
        Wrong::TooLong(n) => say(
            &format!("{n} caractères au plus."),
            &format!("{n} characters at most."),
        ),
        Wrong::TooMany(n) => say(
            &format!("{n} réponses au plus."),
            &format!("{n} answers at most."),
        ),
        Wrong::NotOffered => say(
            "choisissez parmi les réponses proposées.",
            "choose among the answers that are offered.",
        ),
        Wrong::NotANumber => say(
            "indiquez un nombre entier, en chiffres.",
            "give a whole number, in figures.",
        ),
        Wrong::OutOfRange(min, max) => say(
            &format!("indiquez un nombre de {min} à {max}."),
            &format!("give a number from {min} to {max}."),
        ),
        Wrong::NoVat => say(
            "ce numéro n’a pas la forme de ceux du pays indiqué.",
            "this number is not written like those of the country that you gave.",
        ),
        Wrong::NoEmail => say(
            "cette adresse est incomplète. Exemple\u{a0}: claire@example.org",
            "this address is not complete. Example: claire@example.org",
        ),
        Wrong::NoPhone => say(
            "ce numéro est incomplet. Exemple\u{a0}: +33 6 12 34 56 78",
            "this number is not complete. Example: +33 6 12 34 56 78",
        ),
        Wrong::NoLink => say(
            "cette adresse web est incomplète. Exemple\u{a0}: https://www.example.org",
            "this web address is not complete. Example: https://www.example.org",
        ),
        Wrong::NoText => say(
            "ce texte contient des caractères invisibles. Saisissez-le au clavier.",
            "this text contains invisible characters. Type it in.",
        ),
        Wrong::SameEmail => say(
            "chaque représentant se connecte avec sa propre adresse.",
            "each representative signs in with an address of his own.",
        ),
        Wrong::Nobody => say(
            "indiquez au moins un représentant.",
            "name at least one representative.",
        ),
    }
}
