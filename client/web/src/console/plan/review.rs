//! One proposal: what it is worth, who gets what, who gets nothing and why.

use client_core::Model;
use client_core::view::console::plan::{
    UnplacedRow, empty_agendas, placement_rows, planned_days, unplaced_rows, why_key,
};
use client_core::view::label::who;
use protocol::id::RequestId;
use protocol::proposal::{Demands, ProposalAnswer, Required, Why};
use yew::prelude::*;

use super::compare::{pair, spot};
use super::conflict::Conflict;
use super::figures::{distribution, figures};
use super::list::title;
use super::publish::PublishBar;
use crate::console::parts::firm;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{
    Button, ButtonSize, EmptyState, Glyph, Panel, SearchInput, Tab, TabPanel, Tabs,
    use_visible_rows,
};

#[derive(Properties, PartialEq)]
pub(super) struct ReviewProps {
    pub(super) answer: ProposalAnswer,
    pub(super) seq: u64,
    pub(super) onchange: Callback<()>,
    pub(super) is_up: bool,
    /// What the next plan is asked for.
    pub(super) required: Vec<RequestId>,
    pub(super) onrequire: Callback<RequestId>,
}

/// A line: who, and when or why.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    key: String,
    who: String,
    what: AttrValue,
    /// The request that may be required next time.
    request: Option<RequestId>,
}

/// The review.
#[component]
pub(super) fn Review(props: &ReviewProps) -> Html {
    let say = use_speech();
    let search = use_state_eq(AttrValue::default);
    let tab = use_state_eq(|| AttrValue::Static("placed"));
    let parts = Changes::STATE.and(Changes::CARDS);
    let deps = (props.answer.clone(), (*search).clone(), say.clone());
    let lists = use_live(parts, deps, |glance, (answer, search, say)| {
        lines(glance.model, answer, search, say)
    });
    let [placed, unplaced, empty] = &*lists;
    let figures_of = &props.answer.head.figures;
    let tabs = vec![
        counted("placed", say.t("console-plan-tab-placed"), placed.len()),
        counted(
            "unplaced",
            say.t("console-plan-tab-unplaced"),
            unplaced.len(),
        ),
        counted("empty", say.t("console-plan-tab-empty"), empty.len()),
    ];
    let (rows, nothing) = match tab.as_str() {
        "unplaced" => (unplaced, "console-plan-all-placed"),
        "empty" => (empty, "console-plan-nobody-empty"),
        _ => (placed, "console-plan-nobody-found"),
    };
    let onopen = {
        let tab = tab.clone();
        Callback::from(move |key: AttrValue| tab.set(key))
    };
    let oninput = {
        let search = search.clone();
        Callback::from(move |typed: String| search.set(AttrValue::from(typed)))
    };
    html! {
        <>
            <Panel title={title(&say, &props.answer.head)}>
                <div class="body stack">
                    <PublishBar
                        answer={props.answer.clone()}
                        seq={props.seq}
                        onchange={props.onchange.clone()}
                        is_up={props.is_up}
                    />
                    <Conflict
                        answer={props.answer.clone()}
                        required={props.required.clone()}
                        onrelease={props.onrequire.clone()}
                    />
                    { figures(&say, figures_of) }
                    <Making answer={props.answer.clone()} />
                    if figures_of.n_held > 0 {
                        <p class="muted">{ say.tr("console-plan-held", [("count", figures_of.n_held.into())]) }</p>
                    }
                    if figures_of.n_displaced > 0 {
                        <p class="strong">{ say.tr("console-plan-displaced", [("count", figures_of.n_displaced.into())]) }</p>
                    }
                    { distribution(&say, figures_of) }
                </div>
            </Panel>
            <Panel title={say.t("console-plan-detail")}>
                <div class="body stack">
                    <SearchInput label={say.t("console-plan-search")} placeholder={say.t("console-plan-search")} value={(*search).clone()} {oninput} />
                    <Tabs id="plan-detail" label={say.t("console-plan-detail")} {tabs} open={(*tab).clone()} {onopen} />
                </div>
                <TabPanel id="plan-detail" open={(*tab).clone()}>
                    if rows.is_empty() {
                        <EmptyState icon={Glyph::People} title={say.t(nothing)} />
                    } else {
                        <Lines
                            key={tab.to_string()}
                            label={say.t("console-plan-detail")}
                            lines={rows.clone()}
                            required={props.required.clone()}
                            onrequire={props.onrequire.clone()}
                        />
                    }
                </TabPanel>
            </Panel>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct MakingProps {
    answer: ProposalAnswer,
}

/// How the plan came about, where that is not plain.
#[component]
fn Making(props: &MakingProps) -> Html {
    let say = use_speech();
    let demands = props.answer.head.wish.demands.clone().unwrap_or_default();
    let days = use_live(Changes::STATE, demands, |glance, demands| {
        planned_days(glance.model, demands)
    });
    let days: Vec<String> = days.iter().map(|at| say.day(*at).to_string()).collect();
    let making = props.answer.head.figures.making;
    html! {
        <>
            if !days.is_empty() {
                <p class="muted">{ say.tr("console-plan-days-planned", [("days", days.join(", ").into())]) }</p>
            }
            if let Some(making) = making {
                if making.n_windows > 1 {
                    <p class="muted">{ say.tr("console-plan-windows", [("count", making.n_windows.into())]) }</p>
                }
                if making.n_required > 0 {
                    <p class={if making.n_required_kept < making.n_required { "strong" } else { "muted" }}>
                        { say.tr("console-plan-required-kept", [
                            ("count", making.n_required_kept.into()),
                            ("of", making.n_required.into()),
                        ]) }
                    </p>
                }
            }
        </>
    }
}

fn counted(key: &'static str, label: AttrValue, n: usize) -> Tab {
    Tab {
        key: AttrValue::Static(key),
        label,
        count: Some(n),
    }
}

fn lines(model: &Model, answer: &ProposalAnswer, search: &str, say: &Speech) -> [Vec<Line>; 3] {
    let placed = placement_rows(model, &answer.proposal, search);
    let placed = placed.into_iter().map(|row| Line {
        key: row.request.to_string(),
        who: pair(&row.from, &row.to),
        what: spot(say, Some(&row.at)),
        request: None,
    });
    let demands = answer.head.wish.demands.clone().unwrap_or_default();
    let unplaced = unplaced_rows(model, &answer.proposal, search);
    let unplaced = unplaced.into_iter().map(|row| Line {
        key: row.request.to_string(),
        who: pair(&row.from, &row.to),
        what: told_why(model, &row, &demands, say),
        request: Some(row.request),
    });
    let empty = empty_agendas(model, &answer.proposal).into_iter();
    let empty = empty.map(|person| Line {
        key: person.id.to_string(),
        who: person.name.clone(),
        what: firm(&person),
        request: None,
    });
    [placed.collect(), unplaced.collect(), empty.collect()]
}

fn told_why(model: &Model, row: &UnplacedRow, demands: &Demands, say: &Speech) -> AttrValue {
    let why = why(model, row, say);
    let is_required = |required: &Required| required.request == row.request;
    if demands.required.iter().any(is_required) {
        say.tr("console-plan-required-mark", [("why", why.into())])
    } else {
        why
    }
}

fn why(model: &Model, row: &UnplacedRow, say: &Speech) -> AttrValue {
    let (key, person) = why_key(&row.why);
    let name = person.map(|id| firm(&who(model, id))).unwrap_or_default();
    let (count, max) = match row.why {
        Why::ExpertFull { meetings_max, .. } => (meetings_max, 0),
        Why::TooManyRequests {
            n_requests,
            n_slots,
            ..
        } => (n_requests, n_slots),
        Why::MayNotMeet
        | Why::AlreadyMeeting
        | Why::NoCommonAvailability
        | Why::Engaged
        | Why::TooFar
        | Why::NoTable
        | Why::NoResource { .. }
        | Why::GaveWay => (0, 0),
    };
    let resource = match row.why {
        Why::NoResource { resource } => model.cards().resource(resource),
        Why::MayNotMeet
        | Why::AlreadyMeeting
        | Why::NoCommonAvailability
        | Why::Engaged
        | Why::ExpertFull { .. }
        | Why::TooManyRequests { .. }
        | Why::TooFar
        | Why::NoTable
        | Why::GaveWay => "",
    };
    say.tr(
        &format!("console-plan-why-{key}"),
        [
            ("person", (&name).into()),
            ("count", count.into()),
            ("slots", max.into()),
            ("resource", resource.into()),
        ],
    )
}

#[derive(Properties, PartialEq)]
struct LinesProps {
    label: AttrValue,
    lines: Vec<Line>,
    required: Vec<RequestId>,
    onrequire: Callback<RequestId>,
}

/// Lines of a list that may be long: only those in sight are drawn.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let say = use_speech();
    let scroller = use_node_ref();
    let visible = use_visible_rows(scroller.clone(), props.lines.len());
    let range = visible.range.clone();
    html! {
        <div class="plan-rows" ref={scroller} tabindex="0" role="region" aria-label={props.label.clone()}>
            <ul ref={visible.body} ~style={format!("--rows:{}", props.lines.len())}>
                { for props.lines.iter().enumerate().skip(range.start).take(range.len()).map(|(n, line)| html! {
                    <li key={line.key.clone()} ~style={format!("--row:{n}")}>
                        <span class="clip" title={line.who.clone()}>{ &line.who }</span>
                        <span class="soft figures clip" title={line.what.clone()}>{ &line.what }</span>
                        if let Some(request) = line.request {
                            <Button
                                size={ButtonSize::Small}
                                pressed={props.required.contains(&request)}
                                title={say.tr("console-plan-require-named", [("name", (&line.who).into())])}
                                onclick={props.onrequire.reform(move |_: MouseEvent| request)}
                            >
                                { say.t("console-plan-require") }
                            </Button>
                        }
                    </li>
                }) }
            </ul>
        </div>
    }
}
