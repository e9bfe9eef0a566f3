//! Scans that were taken down without network and refused once it was back, when whoever
//! carried the badge had long gone in. Nobody saw the answer, so it waits here.

use std::collections::BTreeSet;

use client_core::view::door::scan::{Scan, ScanOutcome};
use client_core::view::label::who;
use client_core::words::{Message, scan as scan_words};
use protocol::id::CommandId;
use yew::prelude::*;

use crate::shell::{Changes, Glance, use_live, use_speech};
use crate::ui::{Button, ButtonSize, Glyph, Icon, IconSize, Item, ItemList, Panel, Tone};

/// Scans that are listed at most.
const LISTED_MAX: usize = 5;
/// The age of a scan is told in whole minutes.
const MINUTE_MS: u64 = 60_000;

/// A scan that was refused.
#[derive(Clone, Debug, PartialEq)]
struct Refused {
    id: CommandId,
    name: String,
    why: Message,
    age_minutes: u64,
}

fn refused(glance: &Glance<'_>) -> Vec<Refused> {
    let scans = glance.model.scans().newest_first();
    let refused = scans.filter(|scan| is_refused(scan)).map(|scan| Refused {
        id: scan.id,
        name: scan
            .person
            .map_or_else(String::new, |id| who(glance.model, id).name),
        why: scan_words::message(scan, glance.model),
        age_minutes: glance.now.since(scan.at) / MINUTE_MS,
    });
    refused.collect()
}

const fn is_refused(scan: &Scan) -> bool {
    match &scan.outcome {
        ScanOutcome::UnknownBadge
        | ScanOutcome::Full
        | ScanOutcome::Refused(_)
        | ScanOutcome::NotSent => true,
        ScanOutcome::Waiting
        | ScanOutcome::Accepted
        | ScanOutcome::Duplicate(_)
        | ScanOutcome::NotIn => false,
    }
}

/// What the list is given.
#[derive(Properties, PartialEq)]
pub(super) struct ReviewProps {
    /// The scan whose answer stands large on the page, and so is seen.
    pub(super) shown: Option<CommandId>,
}

/// Refused scans that nobody has seen; nothing when there are none.
#[component]
pub(super) fn Review(props: &ReviewProps) -> Html {
    let say = use_speech();
    let seen = use_mut_ref(BTreeSet::<CommandId>::new);
    let draw_again = use_force_update();
    seen.borrow_mut().extend(props.shown);
    let refused = use_live(Changes::SCANS.and(Changes::CLOCK), (), |glance, ()| {
        refused(glance)
    });
    let unseen: Vec<&Refused> = {
        let seen = seen.borrow();
        refused
            .iter()
            .filter(|scan| !seen.contains(&scan.id))
            .collect()
    };
    if unseen.is_empty() {
        return Html::default();
    }
    let onclick = {
        let (seen, refused) = (seen.clone(), refused.clone());
        Callback::from(move |_: MouseEvent| {
            seen.borrow_mut().extend(refused.iter().map(|scan| scan.id));
            draw_again.force_update();
        })
    };
    let actions = html! {
        <Button size={ButtonSize::Small} icon={Glyph::Check} {onclick}>
            { say.t("door-review-done") }
        </Button>
    };
    html! {
        <Panel
            title={say.t("door-review")}
            count={unseen.len()}
            count_tone={Tone::Crit}
            {actions}
        >
            <ItemList>
                { for unseen.iter().take(LISTED_MAX).map(|scan| {
                    let minutes = i64::try_from(scan.age_minutes).unwrap_or(i64::MAX / 60_000_000);
                    html! {
                        <Item
                            key={scan.id.to_string()}
                            tone={Tone::Crit}
                            lead={html! { <Icon glyph={Glyph::Critical} size={IconSize::Small} /> }}
                            end={html! { <span class="muted">{ say.ago(minutes * 60_000_000) }</span> }}
                        >
                            <p class="title">{ say.message(&scan.why) }</p>
                            if !scan.name.is_empty() {
                                <p class="sub">{ &scan.name }</p>
                            }
                        </Item>
                    }
                }) }
            </ItemList>
        </Panel>
    }
}
