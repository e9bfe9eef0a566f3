//! Enums whose variants travel as a stable numeric code and a separately encoded payload.
//!
//! Decoding in two steps is what keeps an old phone alive: the envelope always decodes, and a
//! payload whose code is unknown is skipped without losing the place in the stream.

use std::fmt;

use crate::read::ReadError;

/// Why a payload could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The code is not known to this version.
    UnknownKind(u16),
    /// The code is known, the payload is not a valid value of it.
    Malformed {
        /// Which code announced the payload.
        kind: u16,
        /// What the reader said; for logs, never for users.
        why: ReadError,
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind(kind) => write!(f, "unknown kind {kind}"),
            Self::Malformed { kind, why } => {
                write!(f, "malformed payload of kind {kind}: {why}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Encodes a payload as the array of its fields.
macro_rules! encoded {
    (browsers $payload:ident) => {
        $crate::write::to_vec($payload)
    };
    (servers $payload:ident) => {
        rmp_serde::to_vec($payload).expect("plain data always encodes")
    };
}

/// Declares one payload struct per variant and the enum over them, with stable codes. What
/// browsers write is written by code of ours, which is small; what servers write, by `rmp-serde`.
macro_rules! coded {
    (
        $(#[$enum_meta:meta])*
        pub enum $Enum:ident written by $writers:ident {
            $(
                $(#[$variant_meta:meta])*
                $code:literal $Variant:ident {
                    $( $(#[$field_meta:meta])* $field:ident : $ty:ty ),* $(,)?
                }
            )*
        }
    ) => {
        $(
            $(#[$variant_meta])*
            #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            #[allow(missing_docs)]
            pub struct $Variant { $( $(#[$field_meta])* pub $field: $ty, )* }

            fields! { $Variant { $($field)* } }

            impl $Variant {
                /// The stable code.
                pub const KIND: u16 = $code;
            }

            impl From<$Variant> for $Enum {
                fn from(value: $Variant) -> Self { $Enum::$Variant(value) }
            }
        )*

        $(#[$enum_meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $Enum {
            $( $(#[$variant_meta])* $Variant($Variant), )*
        }

        impl $Enum {
            /// Every code with its name, in order of declaration.
            pub const KINDS: &'static [(u16, &'static str)] = &[ $( ($code, stringify!($Variant)), )* ];

            /// The stable code of this variant.
            #[must_use]
            pub const fn kind(&self) -> u16 {
                match self { $( Self::$Variant(_) => $code, )* }
            }

            /// The stable name of this variant, for logs and metrics.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $( Self::$Variant(_) => stringify!($Variant), )* }
            }

            /// The payload, without its code.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                match self { $( Self::$Variant(payload) => encoded!($writers payload), )* }
            }

            /// Decodes a payload that was announced by `kind`.
            ///
            /// # Errors
            /// An unknown code, or a payload that is not a valid value of it.
            pub fn decode(kind: u16, payload: &[u8]) -> Result<Self, $crate::DecodeError> {
                let decoded = match kind {
                    $( $code => $crate::read::from_slice::<$Variant>(payload).map(Self::$Variant), )*
                    unknown => return Err($crate::DecodeError::UnknownKind(unknown)),
                };
                decoded.map_err(|why| $crate::DecodeError::Malformed { kind, why })
            }

            /// Writes the payload by any of `serde`'s formats. For tools and tests.
            ///
            /// # Errors
            /// What the format says.
            pub fn write_to<S: serde::Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
                match self { $( Self::$Variant(payload) => serde::Serialize::serialize(payload, format), )* }
            }

            /// Reads a payload of `kind` from any self-describing source; none for an unknown
            /// code. For tools and tests: on the wire, payloads are always MessagePack.
            pub fn read_from<'de, D: serde::Deserializer<'de>>(
                kind: u16,
                source: D,
            ) -> Option<Result<Self, D::Error>> {
                match kind {
                    $( $code => Some(<$Variant as serde::Deserialize>::deserialize(source).map(Self::$Variant)), )*
                    _ => None,
                }
            }
        }
    };
}
