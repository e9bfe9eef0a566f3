//! The wish to add a resource or to change one, with its name: names are cards and no part of a
//! command, so that the wish travels to the desk and becomes both, in one commit.

use crate::id::CommandId;
use crate::model::Resource;

records! {
    /// A resource that is new or another. Sent again with the same id, it is changed once.
    #[allow(missing_docs)]
    pub struct ResourceWish {
        pub command: CommandId,
        /// The resource as the sender saw it; none for one that is new.
        pub before: Option<Resource>,
        pub after: Resource,
        pub name: String,
        /// The name as the sender saw it; empty for one that is new.
        pub name_before: String,
    }
}

impl ResourceWish {
    /// The bytes of the wish.
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
