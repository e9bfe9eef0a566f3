//! The product's own words for every letter, and what a letter needs to say dates and reasons.

mod en;
mod fr;

use protocol::CancelReason;
use store::TemplateWords;

use super::Language;
use super::matter::{Kind, RequestAnswer};

/// Subject and body of a letter as the product has them.
#[must_use]
pub fn product(kind: Kind, language: Language) -> TemplateWords {
    let whole = match language {
        Language::Fr => fr::words(kind),
        Language::En => en::words(kind),
    };
    // A test looks at every one of them.
    let (subject, body) = whole.split_once("\n\n").unwrap_or((whole, ""));
    TemplateWords {
        subject: subject.into(),
        body: body.trim_end().into(),
    }
}

/// Why a meeting was called off, as the other party may know it.
#[must_use]
pub const fn reason(reason: CancelReason, language: Language) -> &'static str {
    match language {
        Language::Fr => fr::reason(reason),
        Language::En => en::reason(reason),
    }
}

/// What became of a request, as a sentence.
#[must_use]
pub const fn answer(answer: RequestAnswer, language: Language) -> &'static str {
    match language {
        Language::Fr => fr::answer(answer),
        Language::En => en::answer(answer),
    }
}

/// A day and a time of it.
#[must_use]
pub fn date_and_time(date: &str, time: &str, language: Language) -> String {
    match language {
        Language::Fr => format!("{date} à {time}"),
        Language::En => format!("{date} at {time}"),
    }
}

/// Why somebody gets a letter.
#[must_use]
pub fn footer(event: &str, language: Language) -> String {
    match language {
        Language::Fr if event.is_empty() => {
            "Vous recevez ce message parce que vous avez un compte chez nous.".into()
        }
        Language::Fr => format!(
            "Vous recevez ce message parce que vous êtes inscrit\u{b7}e à l’événement {event}."
        ),
        Language::En if event.is_empty() => {
            "You receive this message because you have an account with us.".into()
        }
        Language::En => {
            format!("You receive this message because you are registered for {event}.")
        }
    }
}

/// Names of months and days, and how they are put together.
pub(super) fn date(date: jiff::civil::Date, language: Language) -> String {
    let (days, months) = match language {
        Language::Fr => (&fr::DAYS, &fr::MONTHS),
        Language::En => (&en::DAYS, &en::MONTHS),
    };
    let day = days[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let month = months[usize::try_from(date.month() - 1).unwrap_or(0)];
    let (number, year) = (date.day(), date.year());
    match language {
        Language::Fr if number == 1 => format!("{day} 1er {month} {year}"),
        Language::Fr => format!("{day} {number} {month} {year}"),
        Language::En => format!("{day} {number} {month} {year}"),
    }
}

/// A time of day.
pub(super) fn time(time: jiff::civil::Time, language: Language) -> String {
    match language {
        Language::Fr => format!("{}\u{202f}h\u{202f}{:02}", time.hour(), time.minute()),
        Language::En => format!("{:02}:{:02}", time.hour(), time.minute()),
    }
}

/// What stands where a secret link was.
pub(super) const fn hidden_link(language: Language) -> &'static str {
    match language {
        Language::Fr => "[lien personnel, masqué]",
        Language::En => "[personal link, hidden]",
    }
}

/// What stands where a name was erased, or never was.
pub(super) const fn nobody(language: Language) -> &'static str {
    match language {
        Language::Fr => "votre interlocuteur",
        Language::En => "your counterpart",
    }
}

/// Who wrote, where it was the team.
pub(super) const fn organisers(language: Language) -> &'static str {
    match language {
        Language::Fr => "l’équipe d’organisation",
        Language::En => "the organisers",
    }
}

/// Stands before the subject of a letter that an administrator sends himself to see it.
#[must_use]
pub const fn test_mark(language: Language) -> &'static str {
    match language {
        Language::Fr => "[Essai] ",
        Language::En => "[Test] ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::template;

    #[test]
    fn the_products_words_pass_the_check_that_an_organisers_must() {
        for kind in Kind::ALL {
            for language in Language::ALL {
                let words = product(kind, language);
                template::check(kind, &words.subject, &words.body)
                    .unwrap_or_else(|flaw| panic!("{kind:?} {language:?}: {flaw:?}"));
            }
        }
    }

    #[test]
    fn french_marks_keep_to_their_words() {
        for kind in Kind::ALL {
            let words = product(kind, Language::Fr);
            for text in [words.subject, words.body] {
                for mark in [" ;", " !", " ?", " »", "« ", " :"] {
                    assert!(
                        !text.contains(mark),
                        "{kind:?} has {mark:?} with a plain space"
                    );
                }
                assert!(
                    !text.contains('\''),
                    "{kind:?} has a typewriter's apostrophe"
                );
            }
        }
    }

    #[test]
    fn dates_read_as_they_are_spoken() {
        let first = jiff::civil::date(2026, 12, 1);
        assert_eq!(date(first, Language::Fr), "mardi 1er décembre 2026");
        assert_eq!(date(first, Language::En), "Tuesday 1 December 2026");
        let half = jiff::civil::time(9, 30, 0, 0);
        assert_eq!(time(half, Language::Fr), "9\u{202f}h\u{202f}30");
        assert_eq!(time(half, Language::En), "09:30");
    }
}
