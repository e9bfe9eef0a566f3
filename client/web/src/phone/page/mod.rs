//! The pages: each reads its view data, finds the words, and hands back what was pressed.

mod agenda;
mod agenda_card;
mod answers;
mod badge;
mod conversations;
mod messages;
mod offer_card;
mod request_card;
mod suggestions;

pub use agenda::AgendaPage;
pub use answers::AnswersPage;
pub use badge::BadgePage;
pub use conversations::{Conversation, use_conversations};
pub use messages::MessagesPage;

use client_core::view::label::Who;

/// A person's company, else the name: the large line of a card.
#[must_use]
pub fn chief_line(who: &Who) -> &str {
    if who.company.is_empty() {
        &who.name
    } else {
        &who.company
    }
}

/// What the large line does not say.
#[must_use]
pub fn second_line(who: &Who) -> String {
    let name = if who.company.is_empty() {
        ""
    } else {
        &who.name
    };
    let parts = [name, &who.detail];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use client_core::view::label::Who;
    use protocol::id::PersonId;

    use super::{chief_line, second_line};

    #[test]
    fn a_person_without_a_known_company_is_named_once() {
        let who = |company: &str| Who {
            id: PersonId::from_bytes([1; 16]),
            name: "Hugo Castelnau".into(),
            detail: "gérant".into(),
            company: company.into(),
        };
        let check = |company, lines: (&str, &str)| {
            let who = who(company);
            assert_eq!((chief_line(&who), &*second_line(&who)), lines);
        };
        check("Oléa Process", ("Oléa Process", "Hugo Castelnau · gérant"));
        check("", ("Hugo Castelnau", "gérant"));
    }
}
