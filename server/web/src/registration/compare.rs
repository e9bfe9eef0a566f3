//! Two versions of the same answers, side by side.

use app::desk::registration::Around;
use app::desk::registration::form::{Answers, Form, Part};

use super::{Attached, Look, Shown};

/// An answer that differs.
pub(crate) struct Diff {
    /// Which of several, as an ordinal; zero where there is one only.
    pub(crate) nth: usize,
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

fn look<'a>(
    (form, around): (&'a Form, &'a Around),
    answers: &'a Answers,
    is_french: bool,
) -> Look<'a> {
    Look {
        form,
        around,
        answers,
        faults: &[],
        attached: Attached::default(),
        is_french,
    }
}

/// What is there now where it differs from what was typed.
pub(crate) fn theirs(
    with: (&Form, &Around),
    now: &Answers,
    typed: &Answers,
    parts: &[Part],
    is_french: bool,
) -> Vec<Shown> {
    let (theirs, mine) = (look(with, now, is_french), look(with, typed, is_french));
    let mut found = Vec::new();
    for part in parts {
        for nth in 0..now.groups(*part).len() {
            let typed = mine.shown(*part, nth);
            let is_other = |shown: &Shown| {
                let twin = typed.iter().find(|one| one.label == shown.label);
                twin.is_none_or(|one| one.values != shown.values)
            };
            found.extend(theirs.shown(*part, nth).into_iter().filter(is_other));
        }
    }
    found
}

/// Every answer that differs, before and after.
pub(crate) fn differences(
    with: (&Form, &Around),
    (before, after): (&Answers, &Answers),
    parts: &[Part],
    is_french: bool,
) -> Vec<Diff> {
    let (old, new) = (look(with, before, is_french), look(with, after, is_french));
    let mut found = Vec::new();
    for part in parts {
        let n = before.groups(*part).len().max(after.groups(*part).len());
        let shown = |look: &Look<'_>, nth| {
            if nth < look.answers.groups(*part).len() {
                look.shown(*part, nth)
            } else {
                Vec::new()
            }
        };
        for nth in 0..n {
            let (old, new) = (shown(&old, nth), shown(&new, nth));
            let say = |of: &[Shown], label: &str| {
                let one = of.iter().find(|one| one.label == label);
                one.map_or(String::new(), |one| one.values.join(", "))
            };
            let added = new
                .iter()
                .filter(|one| !old.iter().any(|known| known.label == one.label));
            for one in old.iter().chain(added) {
                let (before, after) = (say(&old, &one.label), say(&new, &one.label));
                if before != after {
                    found.push(Diff {
                        nth: if *part == Part::Product { nth + 1 } else { 0 },
                        label: one.label.clone(),
                        before,
                        after,
                    });
                }
            }
        }
    }
    found
}
