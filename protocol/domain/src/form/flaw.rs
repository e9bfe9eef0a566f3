//! What keeps a definition from being a form.

use std::collections::BTreeSet;

use protocol::limits::{
    FORM_FIELD_SECTORS_MAX, FORM_FIELDS_MAX, FORM_LABEL_CHARS_MAX, FORM_NOTICE_CHARS_MAX,
    FORM_OPTIONS_MAX, FORM_TEXT_CHARS_MAX, TAGS_MAX,
};

use super::{Choice, Condition, Field, Form, Kind, Part, Role};

/// Characters of a key or of an option's code.
const CODE_CHARS_MAX: usize = 40;

/// Something wrong with a definition; with the key of the field where it is one field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// More fields than there may be.
    TooManyFields,
    /// A key, or an option's code, is none: small letters, digits and underlines.
    BadKey,
    /// Two fields of one key, or two options of one code.
    RepeatedKey,
    /// Something must be asked and is not, or not of everybody.
    VitalMissing,
    /// Two fields are the same to the product, or one stands in the wrong part.
    WrongRole,
    /// Nothing says what is asked.
    NoLabel,
    /// A text is longer than it may be.
    TooLong,
    /// A choice has no option, or too many.
    BadOptions,
    /// A bound is none: nothing would fit.
    BadBounds,
    /// A condition leans on a field that is not there, is in another part, or has no value to be.
    BadCondition,
    /// Conditions lean on each other in a circle.
    Circle,
    /// More sectors than one field may name.
    TooManySectors,
    /// Registration would end before it begins.
    BadWindow,
}

impl Flaw {
    /// A word for catalogues and tests.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TooManyFields => "too_many_fields",
            Self::BadKey => "bad_key",
            Self::RepeatedKey => "repeated_key",
            Self::VitalMissing => "vital_missing",
            Self::WrongRole => "wrong_role",
            Self::NoLabel => "no_label",
            Self::TooLong => "too_long",
            Self::BadOptions => "bad_options",
            Self::BadBounds => "bad_bounds",
            Self::BadCondition => "bad_condition",
            Self::Circle => "circle",
            Self::TooManySectors => "too_many_sectors",
            Self::BadWindow => "bad_window",
        }
    }
}

impl Form {
    /// Everything that is wrong with the definition, with the field that it is wrong with.
    #[must_use]
    pub fn flaws(&self) -> Vec<(String, Flaw)> {
        let mut flaws = Vec::new();
        let mut whole = |flaw| flaws.push((String::new(), flaw));
        if self.fields.len() > FORM_FIELDS_MAX {
            whole(Flaw::TooManyFields);
        }
        let terms = &self.terms;
        let is_long = |text: &str| text.chars().count() > FORM_NOTICE_CHARS_MAX;
        if is_long(&terms.notice.french) || is_long(&terms.notice.english) {
            whole(Flaw::TooLong);
        }
        if let (Some(from), Some(until)) = (terms.opens_at, terms.closes_at)
            && from >= until
        {
            whole(Flaw::BadWindow);
        }
        for role in Role::ALL {
            let mut those = self.fields.iter().filter(|field| field.role == Some(role));
            let (first, second) = (those.next(), those.next());
            if second.is_some() {
                whole(Flaw::WrongRole);
            }
            let asks_everybody = |field: &Field| {
                field.is_shown
                    && field.is_required
                    && field.sectors.is_empty()
                    && field.condition.is_none()
            };
            if role.is_vital() && !first.is_some_and(asks_everybody) {
                whole(Flaw::VitalMissing);
            }
        }
        let mut keys = BTreeSet::new();
        for field in &self.fields {
            let mut found = self.flaws_of(field);
            if !keys.insert(&field.key) {
                found.push(Flaw::RepeatedKey);
            }
            flaws.extend(found.into_iter().map(|flaw| (field.key.clone(), flaw)));
        }
        flaws
    }

    fn flaws_of(&self, field: &Field) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        if !is_code(&field.key) {
            flaws.push(Flaw::BadKey);
        }
        if field.label.is_empty() {
            flaws.push(Flaw::NoLabel);
        }
        let texts = [
            &field.label.french,
            &field.label.english,
            &field.help.french,
            &field.help.english,
        ];
        if texts
            .iter()
            .any(|text| text.chars().count() > FORM_LABEL_CHARS_MAX)
        {
            flaws.push(Flaw::TooLong);
        }
        if field.sectors.len() > FORM_FIELD_SECTORS_MAX {
            flaws.push(Flaw::TooManySectors);
        }
        if let Some(role) = field.role
            && (role.part() != field.part || !fits(role, &field.kind))
        {
            flaws.push(Flaw::WrongRole);
        }
        flaws.extend(flaw_of_kind(&field.kind));
        if let Some(condition) = &field.condition {
            flaws.extend(self.flaw_of_condition(field, condition));
        }
        flaws
    }

    fn flaw_of_condition(&self, field: &Field, condition: &Condition) -> Option<Flaw> {
        let other = self.field(&condition.field);
        let can_lean = |other: &Field| {
            (other.part == field.part || other.part == Part::Company)
                && !matches!(other.kind, Kind::File)
        };
        if condition.value.is_empty() || !other.is_some_and(can_lean) {
            return Some(Flaw::BadCondition);
        }
        let mut next = other;
        // Whoever walks further than there are fields walks in a circle.
        for _ in 0..=self.fields.len() {
            match next {
                Some(at) if at.key == field.key => return Some(Flaw::Circle),
                Some(at) => match &at.condition {
                    Some(condition) => next = self.field(&condition.field),
                    None => return None,
                },
                None => return None,
            }
        }
        Some(Flaw::Circle)
    }
}

/// Whether a field of this kind can be that to the product.
const fn fits(role: Role, kind: &Kind) -> bool {
    match role {
        Role::CompanyName
        | Role::FirstName
        | Role::LastName
        | Role::Function
        | Role::ProductName => matches!(kind, Kind::Text { .. }),
        Role::Country => matches!(kind, Kind::Country),
        Role::Sector => matches!(kind, Kind::Sector),
        Role::Vat => matches!(kind, Kind::Vat),
        Role::Email => matches!(kind, Kind::Email),
        Role::Phone => matches!(kind, Kind::Phone),
        Role::Availability => matches!(kind, Kind::Availability),
        Role::Offered | Role::Sought => matches!(kind, Kind::Keywords { .. }),
        Role::ProductKind => matches!(kind, Kind::Choice { .. }),
    }
}

fn flaw_of_kind(kind: &Kind) -> Option<Flaw> {
    match kind {
        Kind::Text { chars_max } | Kind::LongText { chars_max } => {
            let is_good = (1..=FORM_TEXT_CHARS_MAX).contains(chars_max);
            (!is_good).then_some(Flaw::BadBounds)
        }
        Kind::Choice { options } => flaw_of_options(options),
        Kind::MultiChoice { options, n_max } => {
            let bounds = (*n_max == 0).then_some(Flaw::BadBounds);
            flaw_of_options(options).or(bounds)
        }
        Kind::KeyFigure { unit, min, max } => {
            if unit.chars().count() > FORM_LABEL_CHARS_MAX {
                return Some(Flaw::TooLong);
            }
            (min > max).then_some(Flaw::BadBounds)
        }
        Kind::Keywords { n_max } | Kind::Cooperations { n_max } => {
            let is_good = usize::try_from(*n_max).is_ok_and(|n| (1..=TAGS_MAX).contains(&n));
            (!is_good).then_some(Flaw::BadBounds)
        }
        Kind::File
        | Kind::Country
        | Kind::Vat
        | Kind::Email
        | Kind::Phone
        | Kind::Link
        | Kind::Availability
        | Kind::Sector => None,
    }
}

fn flaw_of_options(options: &[Choice]) -> Option<Flaw> {
    if options.is_empty() || options.len() > FORM_OPTIONS_MAX {
        return Some(Flaw::BadOptions);
    }
    let mut codes = BTreeSet::new();
    for option in options {
        let is_long = |text: &String| text.chars().count() > FORM_LABEL_CHARS_MAX;
        if !is_code(&option.code) {
            return Some(Flaw::BadKey);
        }
        if !codes.insert(&option.code) {
            return Some(Flaw::RepeatedKey);
        }
        if option.label.is_empty() {
            return Some(Flaw::NoLabel);
        }
        if is_long(&option.label.french) || is_long(&option.label.english) {
            return Some(Flaw::TooLong);
        }
    }
    None
}

/// Small letters, digits and underlines, beginning with a letter or digit.
#[must_use]
pub(super) fn is_code(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty()
        && text.len() <= CODE_CHARS_MAX
        && !text.starts_with('_')
        && text.chars().all(is_plain)
}
