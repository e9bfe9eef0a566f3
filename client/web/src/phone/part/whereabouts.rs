//! Where to go, readable while walking: "Table 14".

use yew::prelude::*;

/// Characters of a figure that the large type has room for.
const FIGURE_CHARS_MAX: usize = 4;

/// Splits a place's label into its word and its number; none when it has no short number, so
/// that it has to be written as a line of text.
#[must_use]
pub fn split_place(label: &str) -> Option<(&str, &str)> {
    let (word, figure) = label.trim().rsplit_once([' ', '\u{a0}', '\u{202f}'])?;
    let is_short = figure.chars().count() <= FIGURE_CHARS_MAX;
    let is_number = figure.chars().any(|c| c.is_ascii_digit());
    (is_short && is_number).then(|| (word.trim_end(), figure))
}

/// What the box says.
#[derive(Properties, PartialEq)]
pub struct WhereaboutsProps {
    /// The place's label: "Table 14".
    pub label: AttrValue,
}

/// A table or booth in large type. A place without a number draws nothing here.
#[component]
pub fn Whereabouts(props: &WhereaboutsProps) -> Html {
    match split_place(&props.label) {
        Some((word, figure)) => html! {
            <span class="where">
                <small>{ word }</small>
                { " " }
                <b>{ figure }</b>
            </span>
        },
        None => Html::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::split_place;

    #[test]
    fn a_numbered_place_has_a_word_and_a_figure() {
        for (label, split) in [
            ("Table 7", Some(("Table", "7"))),
            ("Table\u{a0}114", Some(("Table", "114"))),
            ("Stand B12", Some(("Stand", "B12"))),
            ("Table haute 3", Some(("Table haute", "3"))),
            ("Salle Vauban", None),
            ("Amphithéâtre", None),
            ("Salle 2026-bis", None),
            ("", None),
        ] {
            assert_eq!(split_place(label), split, "{label}");
        }
    }
}
