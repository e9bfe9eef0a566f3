//! Rules by which persons are assigned to co-organisers (EEN-18): by country, by region as
//! postcodes tell it, by sector; the first rule that fits decides. A calculator of the desk:
//! countries, postcodes and sectors stand in what companies say of themselves, and nothing of it is
//! part of an event's live state.

use protocol::id::OrganisationId;
use protocol::limits::{ASSIGNMENT_POSTCODES_MAX, ASSIGNMENT_RULES_MAX};
use serde::{Deserialize, Serialize};

use crate::form::country;

/// How long the beginning of a postcode may be.
const POSTCODE_CHARS_MAX: usize = 20;

/// Where a company is, and what it does; empty where nobody said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts<'a> {
    /// ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// As it was typed.
    pub postcode: &'a str,
    /// The code of its sector.
    pub sector: &'a str,
}

/// Whom one co-organiser looks after. What a rule does not name, it does not ask for; one that
/// names nothing fits everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// ISO 3166-1 alpha-2; empty for any.
    #[serde(default)]
    pub country: String,
    /// How the postcodes of the region begin; none for any.
    #[serde(default)]
    pub postcodes: Vec<String>,
    /// The code of a sector; empty for any.
    #[serde(default)]
    pub sector: String,
    /// Who looks after them.
    pub organisation: OrganisationId,
}

/// The rules of an event, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The first that fits decides.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Who looks after whomever nobody was given to: his persons are those not yet assigned.
    #[serde(default)]
    pub keeper: Option<OrganisationId>,
}

/// Why a rule cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleFlaw {
    /// There is no such country.
    Country,
    /// There is no such sector at this event.
    Sector,
    /// A postcode begins with more or other than letters, digits and hyphens, or there are too many.
    Postcodes,
    /// There is no such organisation.
    Organisation,
    /// It stands behind one that fits everybody, or everybody whom it fits: nothing ever reaches it.
    Unreachable,
}

impl Rules {
    /// Who looks after a company, where a rule says.
    #[must_use]
    pub fn assign(&self, company: Whereabouts<'_>) -> Option<OrganisationId> {
        let fitting = self.rules.iter().find(|rule| rule.fits(company));
        fitting.map(|rule| rule.organisation)
    }

    /// What is wrong with them, each with the position of its rule. Rules beyond the bound are
    /// no rules.
    #[must_use]
    pub fn flaws(
        &self,
        is_sector: impl Fn(&str) -> bool,
        is_organisation: impl Fn(OrganisationId) -> bool,
    ) -> Vec<(usize, RuleFlaw)> {
        let mut flaws = Vec::new();
        for (nth, rule) in self.rules.iter().enumerate() {
            let mut wrong = |is_wrong: bool, flaw: RuleFlaw| {
                if is_wrong {
                    flaws.push((nth, flaw));
                }
            };
            wrong(
                !rule.country.is_empty() && !country::is_known(&rule.country),
                RuleFlaw::Country,
            );
            wrong(
                !rule.sector.is_empty() && !is_sector(&rule.sector),
                RuleFlaw::Sector,
            );
            wrong(
                rule.postcodes.len() > ASSIGNMENT_POSTCODES_MAX
                    || !rule.postcodes.iter().all(|begin| is_begin(begin)),
                RuleFlaw::Postcodes,
            );
            wrong(!is_organisation(rule.organisation), RuleFlaw::Organisation);
            let covered = self.rules[..nth].iter().any(|before| before.covers(rule));
            wrong(
                covered || nth >= ASSIGNMENT_RULES_MAX,
                RuleFlaw::Unreachable,
            );
        }
        flaws
    }
}

impl Rule {
    fn fits(&self, company: Whereabouts<'_>) -> bool {
        let postcode = plain(company.postcode);
        let begins = |begin: &String| {
            let begin = plain(begin);
            !begin.is_empty() && postcode.starts_with(&begin)
        };
        (self.country.is_empty() || self.country == company.country)
            && (self.sector.is_empty() || self.sector == company.sector)
            && (self.postcodes.is_empty() || self.postcodes.iter().any(begins))
    }

    /// Whether whoever fits the other fits this one too.
    fn covers(&self, other: &Self) -> bool {
        let is_begun = |begin: &String| {
            let begin = plain(begin);
            self.postcodes
                .iter()
                .any(|own| begin.starts_with(&plain(own)))
        };
        let region = self.postcodes.is_empty()
            || !other.postcodes.is_empty() && other.postcodes.iter().all(is_begun);
        (self.country.is_empty() || self.country == other.country)
            && (self.sector.is_empty() || self.sector == other.sector)
            && region
    }
}

fn is_begin(begin: &str) -> bool {
    let plain = plain(begin);
    !plain.is_empty()
        && plain.chars().count() <= POSTCODE_CHARS_MAX
        && plain.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Postcodes are compared without the blanks and hyphens that people put into them.
fn plain(postcode: &str) -> String {
    let kept = postcode.chars().filter(|c| !c.is_whitespace() && *c != '-');
    kept.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn organisation(n: u64) -> OrganisationId {
        OrganisationId::example(n)
    }

    /// "FR 22,35 naval" as a rule; a dot for what it does not name.
    fn rule(text: &str, n: u64) -> Rule {
        let mut parts = text
            .split(' ')
            .map(|part| if part == "." { "" } else { part });
        let country = parts.next().unwrap_or_default().to_owned();
        let postcodes = parts.next().unwrap_or_default();
        let postcodes = postcodes.split(',').filter(|begin| !begin.is_empty());
        Rule {
            country,
            postcodes: postcodes.map(str::to_owned).collect(),
            sector: parts.next().unwrap_or_default().to_owned(),
            organisation: organisation(n),
        }
    }

    fn rules(texts: &[&str]) -> Rules {
        let numbered = (1..).zip(texts).map(|(n, text)| rule(text, n));
        Rules {
            rules: numbered.collect(),
            keeper: None,
        }
    }

    fn check(texts: &[&str], company: [&str; 3], expected: Option<u64>) {
        let [country, postcode, sector] = company;
        let whereabouts = Whereabouts {
            country,
            postcode,
            sector,
        };
        let assigned = rules(texts).assign(whereabouts);
        assert_eq!(
            assigned,
            expected.map(organisation),
            "{texts:?} {company:?}"
        );
    }

    fn check_flaws(texts: &[&str], expected: &[(usize, RuleFlaw)]) {
        let is_sector = |code: &str| code == "naval";
        let flaws = rules(texts).flaws(is_sector, |id| id != organisation(999));
        assert_eq!(flaws, expected, "{texts:?}");
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let texts = ["FR 22,29,35,56 .", "FR . naval", "FR . .", "DE . ."];
        check(&texts, ["FR", "35000", "naval"], Some(1));
        check(&texts, ["FR", "44000", "naval"], Some(2));
        check(&texts, ["FR", "44000", "energy"], Some(3));
        check(&texts, ["DE", "35000", ""], Some(4));
        check(&texts, ["ES", "35000", "naval"], None);
    }

    #[test]
    fn a_rule_that_names_nothing_fits_whoever_said_nothing() {
        check(&["FR . .", ". . ."], ["", "", ""], Some(2));
        check(&["FR . .", ". . naval"], ["", "", ""], None);
    }

    #[test]
    fn postcodes_are_compared_as_people_write_them() {
        check(&["PT 4000 ."], ["PT", "4000-123", ""], Some(1));
        check(&["GB sw1 ."], ["GB", "SW1A 1AA", ""], Some(1));
        check(&["GB SW-1 ."], ["GB", "s w1a", ""], Some(1));
        check(&["FR 35 ."], ["FR", "", ""], None);
        check(&["FR 35 ."], ["FR", "53500", ""], None);
    }

    #[test]
    fn what_cannot_stand_is_named_with_its_rule() {
        use RuleFlaw::{Country, Postcodes, Sector};
        check_flaws(&["FR 35 naval"], &[]);
        check_flaws(&["XX . .", "FR . music"], &[(0, Country), (1, Sector)]);
        check_flaws(&["FR 3;5 ."], &[(0, Postcodes)]);
        check_flaws(&["FR -,35 ."], &[(0, Postcodes)]);
        let mut many = rules(&["FR . ."]);
        many.rules[0].postcodes = vec!["1".to_owned(); ASSIGNMENT_POSTCODES_MAX + 1];
        assert_eq!(many.flaws(|_| true, |_| true), [(0, Postcodes)]);
        let mut unknown = rules(&["FR . ."]);
        unknown.rules[0].organisation = organisation(9);
        let flaws = unknown.flaws(|_| true, |id| id != organisation(9));
        assert_eq!(flaws, [(0, RuleFlaw::Organisation)]);
    }

    #[test]
    fn a_rule_that_nobody_reaches_is_told() {
        use RuleFlaw::Unreachable;
        check_flaws(&[". . .", "FR . ."], &[(1, Unreachable)]);
        check_flaws(&["FR 35 .", "FR 35,350 naval"], &[(1, Unreachable)]);
        check_flaws(&["FR 350 .", "FR 35 ."], &[]);
        check_flaws(&["FR . naval", "FR . ."], &[]);
        let countries = country::COUNTRIES;
        let texts: Vec<String> = countries[..=ASSIGNMENT_RULES_MAX]
            .iter()
            .map(|(code, ..)| format!("{code} . ."))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        check_flaws(&texts, &[(ASSIGNMENT_RULES_MAX, Unreachable)]);
    }
}
