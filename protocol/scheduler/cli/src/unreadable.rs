//! Why a file cannot be read, with a stable code and the line.

use scheduler::batch::Malformed;

/// A file that says something else than a problem or a schedule.
#[derive(Debug, thiserror::Error)]
#[error("{code}, line {line}: {fault}", code = fault.code())]
pub(crate) struct Unreadable {
    line: usize,
    fault: Fault,
}

impl Unreadable {
    pub(crate) fn at(line: usize, fault: Fault) -> Self {
        Self { line, fault }
    }
}

/// What is wrong.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("{0} is given twice")]
    Repeated(String),
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} has another kind of value")]
    Kind(&'static str),
    #[error("{0} is out of range")]
    Range(i64),
    #[error("{name} has {n_given} elements, not {n_wanted}")]
    Length {
        name: &'static str,
        n_given: usize,
        n_wanted: usize,
    },
    #[error("a row of {0} numbers, not 3")]
    RowLength(usize),
    #[error("{0}")]
    Malformed(Malformed),
    #[error("{0}")]
    Json(serde_json::Error),
}

impl Fault {
    fn code(&self) -> &'static str {
        match self {
            Self::Expected(_) => "syntax",
            Self::Repeated(_) => "repeated-field",
            Self::Missing(_) => "missing-field",
            Self::Kind(_) => "wrong-kind",
            Self::Range(_) => "out-of-range",
            Self::Length { .. } | Self::RowLength(_) => "wrong-length",
            Self::Malformed(_) => "malformed-problem",
            Self::Json(_) => "json",
        }
    }
}
