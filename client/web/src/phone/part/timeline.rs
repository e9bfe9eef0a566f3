//! The day as a line of times.

use yew::prelude::*;

use crate::ui::{Skeleton, SkeletonWidth, flag};

/// Where a moment of the day lies, seen from now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Over.
    Past,
    /// Under way.
    Now,
    /// The first to come.
    Next,
    /// Later.
    #[default]
    Later,
}

/// The moments of a day.
#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    /// The moments: each a [`Moment`].
    pub children: Html,
    /// Which day.
    pub label: AttrValue,
}

/// The day as a line of times.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    html! {
        <ol class="timeline" aria-label={props.label.clone()}>{ props.children.clone() }</ol>
    }
}

/// One moment.
#[derive(Properties, PartialEq)]
pub struct MomentProps {
    /// When it begins: "11:00".
    pub at: AttrValue,
    /// When it ends.
    #[prop_or_default]
    pub until: Option<AttrValue>,
    /// Where it lies, seen from now.
    #[prop_or_default]
    pub when: When,
    /// What it holds: an engagement or a [`Gap`].
    pub children: Html,
    /// Its handle in the page.
    #[prop_or_default]
    pub node: NodeRef,
}

/// One moment: its time, and what happens then.
#[component]
pub fn Moment(props: &MomentProps) -> Html {
    let is = |when: When| flag(props.when == when);
    html! {
        <li
            ref={props.node.clone()}
            data-past={is(When::Past)}
            data-now={is(When::Now)}
            data-next={is(When::Next)}
        >
            <span class="at">
                { &props.at }
                if let Some(until) = &props.until {
                    <small>{ until }</small>
                }
            </span>
            { props.children.clone() }
        </li>
    }
}

/// What a pause says.
#[derive(Properties, PartialEq)]
pub struct GapProps {
    /// "Free for 40 min".
    pub label: AttrValue,
}

/// Time without an engagement.
#[component]
pub fn Gap(props: &GapProps) -> Html {
    html! { <p class="gap">{ &props.label }</p> }
}

/// The place of a day that is still on its way.
#[component]
pub fn TimelineSkeleton() -> Html {
    html! {
        <ol class="timeline" aria-busy="true">
            { for (0..4).map(|row| html! {
                <li key={row}>
                    <span class="at"><Skeleton width={SkeletonWidth::Middle} /></span>
                    <div class="engagement">
                        <Skeleton width={SkeletonWidth::Middle} />
                        <span />
                        <Skeleton width={SkeletonWidth::Long} />
                    </div>
                </li>
            }) }
        </ol>
    }
}
