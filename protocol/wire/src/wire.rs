//! How each type of ours stands on the wire: its fields in order of declaration, its variants by
//! name. One declaration of a type gives both this and what `serde` makes of it; tests hold that
//! both mean the same, byte for byte (`tests/golden/`).

use serde_bytes::ByteBuf;
use uuid::Uuid;

use crate::list::List;
use crate::read::Reader;
use crate::write::Writer;

/// A value that can be read and written.
pub trait Wire: Sized {
    /// Reads what stands next. Of a reader that has failed, or fails here, some value.
    fn read(from: &mut Reader<'_>) -> Self;
    /// Writes the same bytes as `rmp-serde`.
    fn write(&self, to: &mut Writer);
}

/// The variants of an enum as declared, and whether each has content.
pub(crate) type Names = &'static [(&'static str, bool)];

/// How the names of variants are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// As in `two_sided`.
    Snake,
    /// As declared.
    Declared,
}

impl Case {
    /// A declared name as it is written.
    pub(crate) fn name(self, declared: &str) -> String {
        let mut name = String::with_capacity(declared.len() + 4);
        for letter in declared.bytes() {
            let is_inner_capital = letter.is_ascii_uppercase() && !name.is_empty();
            if self == Self::Snake && is_inner_capital {
                name.push('_');
            }
            name.push(char::from(match self {
                Self::Snake => letter.to_ascii_lowercase(),
                Self::Declared => letter,
            }));
        }
        name
    }

    /// Whether a written name is a declared one.
    pub(crate) fn is_name(self, written: &str, declared: &str) -> bool {
        self.name(declared) == written
    }
}

/// Fields of a struct, in order of declaration.
macro_rules! fields {
    ($Name:ident { $($field:ident)* }) => {
        impl $crate::wire::Wire for $Name {
            fn read(from: &mut $crate::read::Reader<'_>) -> Self {
                let outside = from.open();
                let value = Self { $( $field: $crate::wire::Wire::read(from.field()), )* };
                from.close(outside);
                value
            }
            fn write(&self, to: &mut $crate::write::Writer) {
                #[allow(unused_imports, reason = "a struct may say it itself")]
                use $crate::wire::NothingLeftOut as _;
                #[allow(unused_mut, reason = "a struct may have no field")]
                let mut n_left = count!($($field)*) - self.n_left_out();
                to.array(n_left);
                $(
                    if n_left > 0 {
                        n_left -= 1;
                        self.$field.write(to);
                    }
                )*
                debug_assert_eq!(n_left, 0, "what is counted is written");
            }
        }
    };
}

/// Structs are written whole, unless they say otherwise by a method of that name of their own:
/// a field that was appended later is left out where it says what its absence says.
pub(crate) trait NothingLeftOut {
    /// Fields at the end that are not written.
    fn n_left_out(&self) -> usize {
        0
    }
}
impl<T> NothingLeftOut for T {}

macro_rules! count {
    ($($name:ident)*) => {{
        const NAMES: &[&str] = &[$( stringify!($name) ),*];
        NAMES.len()
    }};
}

/// Declares structs that travel as arrays of their fields.
macro_rules! records {
    ($(
        $(#[$meta:meta])*
        pub struct $Name:ident { $( $(#[$field_meta:meta])* pub $field:ident : $ty:ty ),* $(,)? }
    )*) => { $(
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        pub struct $Name { $( $(#[$field_meta])* pub $field: $ty, )* }
        fields! { $Name { $($field)* } }
    )* };
}

/// Declares enums whose variants travel by name. The case is that of `serde`'s attribute.
macro_rules! choices {
    ($case:ident: $(
        $(#[$meta:meta])*
        pub enum $Name:ident { $(
            $(#[$variant_meta:meta])*
            $Variant:ident $( = $number:literal )? $( ($Held:ty) )?
            $( { $( $(#[$field_meta:meta])* $field:ident : $ty:ty ),* $(,)? } )?
        ),* $(,)? }
    )*) => { $(
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        $(#[$meta])*
        pub enum $Name { $(
            $(#[$variant_meta])*
            $Variant $( = $number )? $( ($Held) )?
            $( { $( $(#[$field_meta])* $field : $ty, )* } )?,
        )* }

        const _: () = {
            const NAMES: $crate::wire::Names = &[$(
                (stringify!($Variant), is_there!($( ($Held) )? $( { $($field)* } )?)),
            )*];
            const CASE: $crate::wire::Case = $crate::wire::Case::$case;
            enum Nth { $( $Variant, )* }

            impl $crate::wire::Wire for $Name {
                fn read(from: &mut $crate::read::Reader<'_>) -> Self {
                    let nth = from.variant(NAMES, CASE);
                    $( if nth == Nth::$Variant as usize {
                        return content!(from, $Name $Variant $( ($Held) )? $( { $($field)* } )?);
                    } )*
                    unreachable!("a variant is one of its names")
                }
                fn write(&self, to: &mut $crate::write::Writer) {
                    match self { $(
                        Self::$Variant $( (first!(held $Held)) )? $( { $($field),* } )? => {
                            to.variant(NAMES, Nth::$Variant as usize, CASE);
                            $( <$Held as $crate::wire::Wire>::write(held, to); )?
                            $(
                                to.array(count!($($field)*));
                                $( $field.write(to); )*
                            )?
                        }
                    )* }
                }
            }
        };
    )* };
}

macro_rules! is_there {
    () => {
        false
    };
    ($($content:tt)+) => {
        true
    };
}

macro_rules! first {
    ($first:ident $second:ty) => {
        $first
    };
}

macro_rules! content {
    ($from:ident, $Name:ident $Variant:ident) => {
        $Name::$Variant
    };
    ($from:ident, $Name:ident $Variant:ident ($Held:ty)) => {
        $Name::$Variant(<$Held as $crate::wire::Wire>::read($from))
    };
    ($from:ident, $Name:ident $Variant:ident { $($field:ident)* }) => {{
        let outside = $from.open();
        let value = $Name::$Variant { $( $field: $crate::wire::Wire::read($from.field()), )* };
        $from.close(outside);
        value
    }};
}

/// A value that travels as the one inside it.
macro_rules! transparent {
    ($($Name:ident)*) => { $(
        impl $crate::wire::Wire for $Name {
            fn read(from: &mut $crate::read::Reader<'_>) -> Self {
                Self($crate::wire::Wire::read(from))
            }
            fn write(&self, to: &mut $crate::write::Writer) {
                self.0.write(to);
            }
        }
    )* };
}

macro_rules! unsigned {
    ($($Number:ty)*) => { $(
        impl Wire for $Number {
            fn read(from: &mut Reader<'_>) -> Self {
                // The bound was held by the reader.
                Self::try_from(from.unsigned(Self::MAX.into())).unwrap_or(0)
            }
            fn write(&self, to: &mut Writer) {
                to.unsigned((*self).into());
            }
        }
    )* };
}
unsigned! { u8 u16 u32 u64 }

macro_rules! signed {
    ($($Number:ty)*) => { $(
        impl Wire for $Number {
            fn read(from: &mut Reader<'_>) -> Self {
                Self::try_from(from.signed(Self::MAX.into())).unwrap_or(0)
            }
            fn write(&self, to: &mut Writer) {
                to.signed((*self).into());
            }
        }
    )* };
}
signed! { i32 i64 }

/// Sixteen bytes, as ids are.
impl Wire for [u8; 16] {
    fn read(from: &mut Reader<'_>) -> Self {
        from.sixteen()
    }
    fn write(&self, to: &mut Writer) {
        to.bytes(self);
    }
}

impl Wire for Uuid {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::from_bytes(from.sixteen())
    }
    fn write(&self, to: &mut Writer) {
        to.bytes(self.as_bytes());
    }
}

impl Wire for bool {
    fn read(from: &mut Reader<'_>) -> Self {
        // A flag that an older writer did not know is down.
        !from.is_left_out() && from.bool()
    }
    fn write(&self, to: &mut Writer) {
        to.bool(*self);
    }
}

impl Wire for String {
    fn read(from: &mut Reader<'_>) -> Self {
        from.text().to_owned()
    }
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }
}

impl Wire for ByteBuf {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::from(from.bytes().to_vec())
    }
    fn write(&self, to: &mut Writer) {
        to.bytes(self);
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(from: &mut Reader<'_>) -> Self {
        (!from.nothing()).then(|| T::read(from))
    }
    fn write(&self, to: &mut Writer) {
        match self {
            Some(value) => value.write(to),
            None => to.nothing(),
        }
    }
}

/// Items that a reader may take before the bytes have shown that there are so many.
const ITEMS_TRUSTED_MAX: usize = 64;

fn read_items<T: Wire>(from: &mut Reader<'_>, n_items_max: usize) -> Vec<T> {
    let n_items = from.array(n_items_max);
    let mut items = Vec::with_capacity(n_items.min(ITEMS_TRUSTED_MAX));
    while items.len() < n_items && !from.has_failed() {
        items.push(T::read(from));
    }
    items
}

fn write_items<T: Wire>(items: &[T], to: &mut Writer) {
    to.array(items.len());
    for item in items {
        item.write(to);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(from: &mut Reader<'_>) -> Self {
        read_items(from, usize::MAX)
    }
    fn write(&self, to: &mut Writer) {
        write_items(self, to);
    }
}

impl<T: Wire, const MAX: usize> Wire for List<T, MAX> {
    fn read(from: &mut Reader<'_>) -> Self {
        Self::new(read_items(from, MAX)).unwrap_or_default()
    }
    fn write(&self, to: &mut Writer) {
        write_items(self, to);
    }
}

macro_rules! tuples {
    ($( ($($T:ident)*) )*) => { $(
        #[allow(non_snake_case, reason = "the types name their values")]
        impl<$($T: Wire),*> Wire for ($($T,)*) {
            fn read(from: &mut Reader<'_>) -> Self {
                from.exactly(count!($($T)*));
                ($($T::read(from),)*)
            }
            fn write(&self, to: &mut Writer) {
                let ($($T,)*) = self;
                to.array(count!($($T)*));
                $( $T.write(to); )*
            }
        }
    )* };
}
tuples! { (A B) (A B C) (A B C D E) (A B C D E F) }
