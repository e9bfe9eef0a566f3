//! Which fields somebody sees: by sector, by what else was answered.

use super::{Answers, Field, Form, Part};

/// Who looks at a form: the answers so far, in one group of one part.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) form: &'a Form,
    pub(super) answers: &'a Answers,
    pub(super) part: Part,
    pub(super) nth: usize,
    pub(super) sector: &'a str,
}

impl Sight<'_> {
    /// Whether a field is seen here.
    pub(super) fn sees(&self, field: &Field) -> bool {
        // A chain of conditions is as long as there are fields, or it is a circle.
        self.sees_within(field, self.form.fields.len())
    }

    fn sees_within(&self, field: &Field, n_left: usize) -> bool {
        if !field.is_shown || (field.part != self.part && field.part != Part::Company) {
            return false;
        }
        if !field.sectors.is_empty() && !field.sectors.iter().any(|code| code == self.sector) {
            return false;
        }
        let Some(condition) = &field.condition else {
            return true;
        };
        let (Some(other), Some(n_left)) =
            (self.form.field(&condition.field), n_left.checked_sub(1))
        else {
            return false;
        };
        if !self.sees_within(other, n_left) {
            return false;
        }
        let nth = if other.part == self.part { self.nth } else { 0 };
        let group = self.answers.groups(other.part).get(nth);
        group.is_some_and(|group| {
            let values = group.all(&other.key);
            values.iter().any(|value| value.trim() == condition.value)
        })
    }
}
