//! The place of what is still on its way.

use yew::prelude::*;

/// What stands here later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// A line of text.
    #[default]
    Line,
    /// A large figure.
    Figure,
    /// A picture, a card.
    Block,
    /// A person.
    Disc,
}

/// How much of the width a line takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonWidth {
    /// A third.
    Short,
    /// Half.
    Middle,
    /// Nearly all.
    #[default]
    Long,
}

/// What is on its way.
#[derive(Properties, PartialEq)]
pub struct SkeletonProps {
    /// What stands here later.
    #[prop_or_default]
    pub shape: SkeletonShape,
    /// How much of the width a line takes.
    #[prop_or_default]
    pub width: SkeletonWidth,
}

/// A grey place holder. Silent: the region around it carries `aria-busy`.
#[component]
pub fn Skeleton(props: &SkeletonProps) -> Html {
    let (shape, width) = match props.shape {
        SkeletonShape::Line => (
            None,
            Some(match props.width {
                SkeletonWidth::Short => "s",
                SkeletonWidth::Middle => "m",
                SkeletonWidth::Long => "l",
            }),
        ),
        SkeletonShape::Figure => (Some("figure"), None),
        SkeletonShape::Block => (Some("block"), None),
        SkeletonShape::Disc => (Some("disc"), None),
    };
    html! {
        <span class="skeleton" data-shape={shape} data-width={width} aria-hidden="true" />
    }
}
