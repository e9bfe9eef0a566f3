//! The wish to change the event's lists, with the words that belong to them: words are cards and
//! no part of a command, so that the wish travels to the desk and becomes both, in one commit.

use crate::card::CardUpdate;
use crate::id::CommandId;
use crate::limits::{KEY_FIGURES_MAX, KEYWORDS_MAX};
use crate::list::List;
use crate::model::{Figures, Vocabulary};

records! {
    /// Other keywords and key figures. Sent again with the same id, they are changed once.
    #[allow(missing_docs)]
    pub struct VocabularyWish {
        pub command: CommandId,
        /// The lists as the sender saw them.
        pub before: Vocabulary,
        pub after: Vocabulary,
        /// Words that are new or different; of a figure the unit in `detail`.
        pub labels: List<CardUpdate, { KEYWORDS_MAX + KEY_FIGURES_MAX }>,
        /// The same words as the sender saw them; none of what is new.
        pub seen: List<CardUpdate, { KEYWORDS_MAX + KEY_FIGURES_MAX }>,
    }
}

/// Values that are bodies, or that the store keeps as they travel.
macro_rules! kept {
    ($($Name:ident)*) => { $(
        impl $Name {
            /// The bytes of the value.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                crate::write::to_vec(self)
            }

            /// Reads what [`Self::encode`] wrote.
            ///
            /// # Errors
            /// When the bytes are none, or pass a bound.
            pub fn decode(bytes: &[u8]) -> Result<Self, String> {
                crate::read::from_slice(bytes).map_err(|why| why.to_string())
            }
        }
    )* };
}
kept! { Vocabulary Figures VocabularyWish }
