//! What is being computed, and the proposals that there are.

use client_core::Model;
use protocol::CardKey;
use protocol::id::{ProposalId, StaffId};
use protocol::proposal::{PlanRunning, ProposalHead, ProposalsPage};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use crate::console::parts::parts_of;
use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{
    Banner, Button, ButtonSize, Chip, EmptyState, Glyph, IconButton, ItemList, Meter, Panel, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct RunningProps {
    pub(super) running: PlanRunning,
    pub(super) onchange: Callback<()>,
}

/// The computation under way.
#[component]
pub(super) fn Running(props: &RunningProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let is_asked = use_state_eq(|| false);
    let (id, permille) = (props.running.id, props.running.progress_permille);
    let percent = i64::from(permille / 10);
    let onclick = {
        let (onchange, is_asked) = (props.onchange.clone(), is_asked.clone());
        Callback::from(move |_: MouseEvent| {
            is_asked.set(true);
            let (live, onchange) = (live.clone(), onchange.clone());
            spawn_local(async move {
                // Gone already is as good as cancelled.
                let _ = desk::cancel(&live, id).await;
                onchange.emit(());
            });
        })
    };
    html! {
        <Panel title={say.t("console-plan-running")} is_busy=true>
            <div class="body stack">
                <Meter
                    value={f64::from(permille) / 1_000.0}
                    label={say.tr("console-plan-progress", [("percent", say.percent(percent).into())])}
                />
                <div class="spread">
                    <span class="muted figures">{ say.percent(percent) }</span>
                    <Button size={ButtonSize::Small} icon={Glyph::Cross} is_busy={*is_asked} {onclick}>
                        { say.t("console-plan-cancel") }
                    </Button>
                </div>
            </div>
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ProposalsProps {
    pub(super) page: ProposalsPage,
    pub(super) chosen: Vec<ProposalId>,
    pub(super) onchoose: Callback<Vec<ProposalId>>,
    pub(super) onchange: Callback<()>,
}

/// The proposals, newest first: one can be looked at, two can be compared.
#[component]
pub(super) fn Proposals(props: &ProposalsProps) -> Html {
    let say = use_speech();
    let proposals = &props.page.proposals;
    html! {
        <Panel title={say.t("console-plan-proposals")} count={proposals.len()}>
            if props.page.has_failed {
                <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>{ say.t("console-plan-failed") }</Banner>
            }
            if proposals.is_empty() {
                <EmptyState icon={Glyph::Programme} title={say.t("console-plan-none")} text={say.t("console-plan-none-text")} />
            } else {
                <ItemList>
                    { for proposals.iter().map(|head| html! {
                        <ProposalItem
                            key={head.id.to_string()}
                            head={head.clone()}
                            seq={props.page.seq}
                            chosen={props.chosen.clone()}
                            onchoose={props.onchoose.clone()}
                            onchange={props.onchange.clone()}
                        />
                    }) }
                </ItemList>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct ProposalItemProps {
    head: ProposalHead,
    seq: u64,
    chosen: Vec<ProposalId>,
    onchoose: Callback<Vec<ProposalId>>,
    onchange: Callback<()>,
}

#[component]
fn ProposalItem(props: &ProposalItemProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let head = &props.head;
    let id = head.id;
    let by = use_live(Changes::CARDS, head.made_by, |glance, by| {
        staff_name(glance.model, *by)
    });
    let is_open = props.chosen == [id];
    let is_compared = props.chosen.len() == 2 && props.chosen.contains(&id);
    let can_compare = props.chosen.len() == 1 && !is_open;
    let open = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |_: MouseEvent| onchoose.emit(if is_open { vec![] } else { vec![id] }))
    };
    let compare = {
        let (onchoose, chosen) = (props.onchoose.clone(), props.chosen.clone());
        Callback::from(move |_: MouseEvent| {
            let mut chosen = chosen.clone();
            chosen.retain(|other| *other != id);
            if !is_compared {
                chosen.push(id);
            }
            onchoose.emit(chosen);
        })
    };
    let discard = {
        let (onchange, onchoose, chosen) = (
            props.onchange.clone(),
            props.onchoose.clone(),
            props.chosen.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            let (live, onchange) = (live.clone(), onchange.clone());
            onchoose.emit(
                chosen
                    .iter()
                    .copied()
                    .filter(|other| *other != id)
                    .collect(),
            );
            spawn_local(async move {
                // Gone already is as good as discarded.
                let _ = desk::discard(&live, id).await;
                onchange.emit(());
            });
        })
    };
    let when = format!("{} {}", say.day_short(head.made_at), say.time(head.made_at));
    let name = title(&say, head);
    html! {
        <li>
            <div class="item plan-item" data-tone={(is_open || is_compared).then_some("accent")}>
                <div>
                    <p class="title">{ name.clone() }</p>
                    <p class="sub">{ parts_of([AttrValue::from(when), AttrValue::from((*by).clone())]) }</p>
                    <p class="row" data-wrap="" data-gap="tight">
                        if let Some(seq) = head.published {
                            <Chip tone={Tone::Live} icon={Glyph::CheckCircle}>{ say.tr("console-plan-published-in", [("seq", AttrValue::from(seq.to_string()).into())]) }</Chip>
                        } else if !head.wish.suppose.is_nothing() {
                            <Chip icon={Glyph::Info}>{ say.t("console-plan-supposed") }</Chip>
                        } else if props.seq > head.based_on {
                            <Chip tone={Tone::Warn} icon={Glyph::Clock}>{ say.tr("console-plan-entries-since", [("count", i64::try_from(props.seq - head.based_on).unwrap_or(i64::MAX).into())]) }</Chip>
                        }
                    </p>
                </div>
                <span class="end">
                    <Button size={ButtonSize::Small} pressed={is_open} onclick={open} title={say.tr("console-plan-open-named", [("name", (&name).into())])}>
                        { say.t("console-plan-open") }
                    </Button>
                    <Button size={ButtonSize::Small} pressed={is_compared} is_disabled={!can_compare && !is_compared} onclick={compare} title={say.tr("console-plan-compare-named", [("name", (&name).into())])}>
                        { say.t("console-plan-compare") }
                    </Button>
                    <IconButton glyph={Glyph::Trash} label={say.tr("console-plan-discard-named", [("name", (&name).into())])} onclick={discard} />
                </span>
            </div>
        </li>
    }
}

/// What a proposal is called: what it places.
pub(super) fn title(say: &Speech, head: &ProposalHead) -> AttrValue {
    say.tr(
        "console-plan-title",
        [
            ("placed", head.figures.n_placed.into()),
            ("of", head.figures.n_plannable.into()),
        ],
    )
}

fn staff_name(model: &Model, id: StaffId) -> String {
    model.cards().title(CardKey::Staff(id)).to_owned()
}
