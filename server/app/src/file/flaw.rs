//! What can be wrong with a file.

/// Why a file is not taken; a page says it in words at the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileFlaw {
    /// Its name is of no kind that is taken.
    UnknownKind,
    /// Its name hides another kind.
    DoubleName,
    /// It holds nothing.
    Empty,
    /// It is longer than so many bytes.
    TooLarge(usize),
    /// It is not what its name says.
    NotWhatItSays,
    /// It ends too early, or cannot be read.
    Broken,
    /// It has more pixels than can be shown.
    TooManyPixels,
    /// It has more pages than so many.
    TooManyPages(usize),
    /// It cannot be looked into without a password.
    Locked,
    /// It would run something when it is opened.
    Active,
    /// The scanner found something in it.
    Harmful,
    /// The scanner could not be asked.
    NotScanned,
    /// There are as many files as there may be.
    TooMany(usize),
    /// The event's files take all the room that there is.
    NoRoom,
}

impl FileFlaw {
    /// How metrics call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown_kind",
            Self::DoubleName => "double_name",
            Self::Empty => "empty",
            Self::TooLarge(_) => "too_large",
            Self::NotWhatItSays => "not_what_it_says",
            Self::Broken => "broken",
            Self::TooManyPixels => "too_many_pixels",
            Self::TooManyPages(_) => "too_many_pages",
            Self::Locked => "locked",
            Self::Active => "active",
            Self::Harmful => "harmful",
            Self::NotScanned => "not_scanned",
            Self::TooMany(_) => "too_many",
            Self::NoRoom => "no_room",
        }
    }
}
