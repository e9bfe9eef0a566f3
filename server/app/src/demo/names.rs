//! Invented people and companies. Given names are common ones; surnames and company names are
//! put together from syllables, so that none is anybody's by intention.

mod companies;
mod cultures;

use std::collections::BTreeSet;

use super::chance::Chance;
pub(super) use companies::Company;
use cultures::CULTURES;

/// Draws names that do not repeat.
pub(super) struct Names {
    chance: Chance,
    persons: BTreeSet<String>,
    companies: BTreeSet<String>,
}

/// A person's label.
pub(super) struct PersonName {
    pub(super) name: String,
    pub(super) function: &'static str,
}

impl Names {
    pub(super) fn new(chance: Chance) -> Self {
        Self {
            chance,
            persons: BTreeSet::new(),
            companies: BTreeSet::new(),
        }
    }

    /// Somebody who works in a country.
    pub(super) fn person(&mut self, country: &str) -> PersonName {
        let culture = cultures::of(country);
        loop {
            let is_woman = self.chance.percent(46);
            let given = self
                .chance
                .pick(if is_woman { culture.women } else { culture.men });
            let surname = culture.surname(&mut self.chance);
            let (woman, man) = self.chance.pick(culture.functions);
            let name = format!("{given} {surname}");
            if self.persons.insert(name.clone()) {
                return PersonName {
                    name,
                    function: if is_woman { woman } else { man },
                };
            }
        }
    }

    /// A company; France is at home, its neighbours come, others sometimes.
    pub(super) fn company(&mut self) -> Company {
        let total: usize = CULTURES.iter().map(|culture| culture.weight).sum();
        let mut draw = self.chance.below(total);
        let culture = CULTURES
            .iter()
            .find(|culture| {
                let is_it = draw < culture.weight;
                draw = draw.saturating_sub(culture.weight);
                is_it
            })
            .expect("the draw is below the sum of the weights");
        loop {
            let company = companies::draw(culture, &mut self.chance);
            if self.companies.insert(company.name.clone()) {
                return company;
            }
        }
    }

    /// A member of the team.
    pub(super) fn staff(&mut self) -> String {
        self.person("FR").name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_repeat_and_fit_their_bound() {
        let mut names = Names::new(Chance::new(1));
        let mut seen = BTreeSet::new();
        for _ in 0..3_500 {
            let company = names.company();
            let person = names.person(company.country);
            assert!(seen.insert(person.name.clone()), "{} repeats", person.name);
            for text in [&person.name, &company.name] {
                let n_chars = text.chars().count();
                assert!(
                    (4..=protocol::limits::LABEL_CHARS_MAX).contains(&n_chars),
                    "{text}"
                );
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }
}
