//! Attributes that HTML writes in its own way.

/// An attribute that is either there or not: `data-past={flag(is_past)}`.
#[must_use]
pub const fn flag(is_there: bool) -> Option<&'static str> {
    if is_there { Some("") } else { None }
}

/// An ARIA state, which needs its value spelled out: `aria-selected={truth(is_selected)}`.
#[must_use]
pub const fn truth(is_true: bool) -> &'static str {
    if is_true { "true" } else { "false" }
}
