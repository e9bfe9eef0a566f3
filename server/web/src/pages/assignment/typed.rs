//! The rules as a form without script sends them: numbered fields, an order that is typed, and
//! lines without an organisation, which are none.

use app::desk::assignment::{Edit, Rule, RuleFlaw, Rules};
use protocol::id::OrganisationId;
use protocol::limits::ASSIGNMENT_RULES_MAX;

use crate::pages::desk::Sent;
use crate::pages::page::Page;

/// What was typed, in the order that was typed.
pub(super) fn edit_of(sent: &Sent<'_>) -> Edit {
    // One line more than there may be rules, so that one too many is told and not dropped.
    let lines = (0..=ASSIGNMENT_RULES_MAX).filter_map(|nth| {
        let field = |name: &str| sent.value(&format!("{name}-{nth}")).trim();
        let organisation = OrganisationId::parse(field("organisation"))?;
        let postcodes = field("postcodes").split([',', ';', ' ']);
        let postcodes = postcodes.map(str::trim).filter(|begin| !begin.is_empty());
        let rule = Rule {
            country: field("country").to_owned(),
            postcodes: postcodes.map(str::to_owned).collect(),
            sector: field("sector").to_owned(),
            organisation,
        };
        let order: i64 = field("order").parse().unwrap_or(i64::MAX);
        Some((order, rule))
    });
    let mut lines: Vec<(i64, Rule)> = lines.collect();
    lines.sort_by_key(|(order, _)| *order);
    Edit {
        rules: Rules {
            rules: lines.into_iter().map(|(_, rule)| rule).collect(),
            keeper: OrganisationId::parse(sent.value("keeper").trim()),
        },
        newcomer: sent.value("newcomer").trim().to_owned(),
    }
}

/// What is wrong with a line.
pub(super) fn flaw_text(page: &Page, (nth, flaw): (usize, RuleFlaw)) -> String {
    let what = match flaw {
        RuleFlaw::Country => page.say("ce pays n’existe pas", "there is no such country"),
        RuleFlaw::Sector => page.say(
            "ce secteur n’est pas dans l’événement",
            "this sector is not in the event",
        ),
        RuleFlaw::Postcodes => page.say(
            "un code postal commence par des lettres et des chiffres, trente débuts au plus",
            "a postcode begins with letters and digits, thirty beginnings at most",
        ),
        RuleFlaw::Organisation => page.say(
            "cet organisme n’est pas dans l’événement",
            "this organisation is not in the event",
        ),
        RuleFlaw::Unreachable => page.say(
            "une règle placée avant elle prend déjà tous les siens",
            "a rule before it takes all of its persons already",
        ),
    };
    let line = nth + 1;
    if page.language.is_french() {
        format!("Règle {line}\u{a0}: {what}.")
    } else {
        format!("Rule {line}: {what}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = fields.iter();
        owned
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn rules_stand_in_the_order_that_was_typed_and_lines_without_an_organisation_are_none() {
        let [a, b] = [1, 2].map(|n| OrganisationId::example(n).to_string());
        let fields = typed(&[
            ("order-0", "2"),
            ("country-0", "FR"),
            ("organisation-0", &a),
            ("order-1", "1"),
            ("postcodes-1", "22, 35;  56"),
            ("organisation-1", &b),
            ("country-2", "DE"),
            ("organisation-2", ""),
            ("keeper", &a),
            ("newcomer", " CCI du Finistère "),
        ]);
        let edit = edit_of(&Sent(&fields));
        let rules = &edit.rules.rules;
        assert_eq!(rules.len(), 2);
        assert_eq!(rules[0].postcodes, ["22", "35", "56"]);
        assert_eq!(rules[1].country, "FR");
        assert_eq!(edit.rules.keeper, Some(OrganisationId::example(1)));
        assert_eq!(edit.newcomer, "CCI du Finistère");
    }
}
