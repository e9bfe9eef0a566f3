//! What is put into a sentence.

use std::borrow::Cow;

use yew::AttrValue;

/// One value of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg<'a> {
    /// A name, or something that is formatted already.
    Text(Cow<'a, str>),
    /// A count: it is written with the language's grouping and chooses singular or plural.
    Count(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a AttrValue> for Arg<'a> {
    fn from(text: &'a AttrValue) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<AttrValue> for Arg<'_> {
    fn from(text: AttrValue) -> Self {
        Self::Text(Cow::Owned(text.to_string()))
    }
}

macro_rules! counts {
    ($($Number:ty)*) => { $(
        impl From<$Number> for Arg<'_> {
            fn from(count: $Number) -> Self { Self::Count(i64::from(count)) }
        }
    )* };
}
counts! { u8 u16 u32 i32 i64 }

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}
