//! The few types of files that are taken.

/// A type of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Mp4,
    Webm,
}

/// What a file is to who looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Family {
    Picture,
    Document,
    Video,
}

impl FileKind {
    /// Every type.
    pub const ALL: [Self; 6] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Pdf,
        Self::Mp4,
        Self::Webm,
    ];

    /// What a browser's choice of files offers, of every type.
    pub const ACCEPTED: &'static str = ".jpg,.jpeg,.png,.webp,.pdf,.mp4,.webm";

    /// The same of pictures.
    pub const ACCEPTED_PICTURES: &'static str = ".jpg,.jpeg,.png,.webp";

    /// The word in the store and at the end of addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    /// The type of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The type of what stands behind a name's last dot.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        match extension.as_str() {
            "jpeg" => Some(Self::Jpeg),
            other => Self::of_word(other),
        }
    }

    /// The type as HTTP says it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
        }
    }

    /// What it is to who looks at it.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => Family::Picture,
            Self::Pdf => Family::Document,
            Self::Mp4 | Self::Webm => Family::Video,
        }
    }

    /// A name that ends as files of this type do.
    pub(super) fn named(self, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        format!("{stem}.{}", self.word())
    }
}
