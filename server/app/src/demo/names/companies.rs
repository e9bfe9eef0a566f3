//! Company names: an invented root, sometimes a place or a trade, and the country's legal form.

use super::cultures::Culture;
use crate::demo::chance::Chance;

/// A company's label.
pub(in crate::demo) struct Company {
    pub(in crate::demo) name: String,
    pub(in crate::demo) legal_form: &'static str,
    pub(in crate::demo) country: &'static str,
}

const HEADS: [&str; 40] = [
    "Océa", "Nauti", "Hydro", "Éco", "Méca", "Venta", "Algo", "Calo", "Opti", "Lumi", "Fibra",
    "Aéro", "Terra", "Coba", "Stelli", "Navi", "Géo", "Thermo", "Volti", "Acri", "Brisa", "Cora",
    "Delta", "Élyo", "Flexi", "Grani", "Halio", "Iso", "Kéra", "Liga", "Mari", "Néo", "Orio",
    "Plasti", "Quali", "Rota", "Sili", "Tori", "Uni", "Véga",
];
const TAILS: [&str; 28] = [
    "lis", "nova", "mar", "tec", "dyn", "via", "sys", "forme", "gène", "flux", "naval", "loop",
    "vent", "bec", "drome", "ligne", "métal", "port", "quai", "ria", "scope", "trame", "usine",
    "vague", "zéphyr", "phare", "cap", "houle",
];
const SUFFIXES: [&str; 14] = [
    "",
    "",
    "",
    "",
    "",
    " Industries",
    " Ingénierie",
    " Systems",
    " Marine",
    " & Associés",
    " Solutions",
    " Services",
    " Littoral",
    " Group",
];

/// A name, which may repeat; the caller draws again.
pub(super) fn draw(culture: &Culture, chance: &mut Chance) -> Company {
    let name = format!(
        "{}{}{}",
        chance.pick(&HEADS),
        chance.pick(&TAILS),
        chance.pick(&SUFFIXES)
    );
    let legal_form: &&str = chance.pick(culture.legal_forms);
    Company {
        name,
        legal_form,
        country: culture.country,
    }
}
