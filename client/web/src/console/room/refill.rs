//! One freed slot with its ranked candidates.

use client_core::view::console::vacancies::{CandidateRow, VacancyRow, candidate_rows};
use protocol::command::{DismissVacancy, FillVacancy, OfferVacancy, WithdrawOffer};
use protocol::id::{MeetingId, OfferId, PersonId};
use protocol::message::Focused;
use protocol::query::{RankedCandidates, VacancyCandidates};
use protocol::{Answer, Function};
use yew::prelude::*;

use crate::console::parts::{firm_or_expert, parts_of, reasons};
use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{
    Button, ButtonKind, ButtonSize, Chip, Glyph, Icon, IconButton, Skeleton, Tone, flag,
};

/// Candidates shown.
const N_SHOWN_MAX: usize = 3;
/// A slot that begins sooner than this is urgent.
const URGENT: i64 = 45 * 60_000_000;

#[derive(Properties, PartialEq)]
pub(in crate::console) struct RefillProps {
    pub(in crate::console) row: VacancyRow,
    /// Whether the planner is asked at once.
    pub(in crate::console) is_open_first: bool,
}

/// How far the question has come.
#[derive(Clone, PartialEq)]
enum Asked {
    No,
    Waiting,
    Failed,
    Ranked(RankedCandidates),
}

/// A freed slot, its candidates, and the two ways to fill it.
#[component]
pub(in crate::console) fn Refill(props: &RefillProps) -> Html {
    let say = use_speech();
    let live = use_handle();
    let row = &props.row;
    let id = row.id;
    let asked = use_state_eq(|| Asked::No);
    let ask = {
        let (live, asked) = (live.clone(), asked.clone());
        Callback::from(move |()| {
            asked.set(Asked::Waiting);
            let set = asked.setter();
            let taken = live.ask(VacancyCandidates { vacancy: id }, move |answered| {
                set.set(match answered.answer {
                    Ok(Answer::RankedCandidates(ranked)) => Asked::Ranked(ranked),
                    Ok(_) | Err(_) => Asked::Failed,
                });
            });
            if !taken {
                asked.set(Asked::Failed);
            }
        })
    };
    {
        let (ask, wants) = (ask.clone(), props.is_open_first && row.offer.is_none());
        use_effect_with(wants, move |wants| {
            if *wants {
                ask.emit(());
            }
        });
    }
    let ranked = match &*asked {
        Asked::Ranked(ranked) => Some(ranked.clone()),
        Asked::No | Asked::Waiting | Asked::Failed => None,
    };
    let candidates = use_live(
        Changes::STATE.and(Changes::CARDS),
        (id, ranked),
        |glance, (id, ranked)| {
            let vacancy = glance.model.state().vacancy(*id)?;
            let mut rows = candidate_rows(glance.model, vacancy, ranked.as_ref()?, glance.now);
            rows.retain(|row| row.still_fits);
            rows.truncate(N_SHOWN_MAX);
            Some(rows)
        },
    );
    let may_act = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.may(Function::Meetings)
    });
    let chip = match &row.offer {
        Some(offer) => {
            let left = say.countdown(
                i64::try_from(offer.left_ms)
                    .unwrap_or(0)
                    .saturating_mul(1_000),
            );
            html! {
                <Chip tone={Tone::Pledge} icon={Glyph::Hourglass}>
                    { say.tr("console-freed-offered", [("left", left.into())]) }
                </Chip>
            }
        }
        None if row.begins_in < URGENT => html! {
            <Chip tone={Tone::Warn} icon={Glyph::Clock}>{ say.until(row.begins_in) }</Chip>
        },
        None => html! { <Chip>{ say.until(row.begins_in) }</Chip> },
    };
    let why = match &row.offer {
        Some(offer) => say.tr(
            "console-freed-offered-to",
            [
                ("name", firm_or_expert(&live, &offer.to).into()),
                ("time", say.time(offer.expires_at).into()),
            ],
        ),
        None => say.tr(
            "console-freed-by",
            [
                ("name", firm_or_expert(&live, &row.gone).into()),
                ("age", say.ago(row.age).into()),
            ],
        ),
    };
    let focus = {
        let live = live.clone();
        Callback::from(move |on: bool| live.focus(on.then_some(Focused::Vacancy(id))))
    };
    let onfocusin = focus.reform(|_: FocusEvent| true);
    let onfocusout = focus.reform(|_: FocusEvent| false);
    html! {
        <li class="refill" aria-busy={row.is_pending.then_some("true")} {onfocusin} {onfocusout}>
            <div class="head">
                <time>{ say.time(row.at.starts_at) }</time>
                <span class="strong clip">{ parts_of([AttrValue::from(row.at.place.clone()), firm_or_expert(&live, &row.host)]) }</span>
                <span class="push">{ chip }</span>
            </div>
            <p class="why">
                { why }
                if let Some(name) = &row.focused_by {
                    { " · " }{ say.tr("console-freed-worked-on", [("name", name.into())]) }
                }
            </p>
            if let Some(offer) = row.offer.as_ref().filter(|_| may_act) {
                <div class="row">
                    <Button
                        size={ButtonSize::Small}
                        icon={Glyph::Undo}
                        is_busy={row.is_pending}
                        onclick={{
                            let (live, offer) = (live.clone(), offer.id);
                            Callback::from(move |_: MouseEvent| { live.submit(WithdrawOffer { offer }); })
                        }}
                    >
                        { say.t("console-freed-withdraw") }
                    </Button>
                </div>
            } else if may_act {
                { match (&*asked, &*candidates) {
                    (Asked::No, _) => html! {
                        <div class="row">
                            <Button size={ButtonSize::Small} icon={Glyph::Search} onclick={ask.reform(|_: MouseEvent| ())}>
                                { say.t("console-freed-ask") }
                            </Button>
                        </div>
                    },
                    (Asked::Waiting, _) => html! {
                        <div class="stack" data-gap="tight" aria-busy="true"><Skeleton /><Skeleton /></div>
                    },
                    (Asked::Failed, _) | (Asked::Ranked(_), None) => html! {
                        <div class="row">
                            <span class="why">{ say.t("console-freed-failed") }</span>
                            <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={ask.reform(|_: MouseEvent| ())}>
                                { say.t("console-retry") }
                            </Button>
                        </div>
                    },
                    (Asked::Ranked(_), Some(rows)) if rows.is_empty() => html! {
                        <div class="row">
                            <span class="why grow">{ say.t("console-freed-nobody") }</span>
                            <Button
                                size={ButtonSize::Small}
                                kind={ButtonKind::Quiet}
                                is_busy={row.is_pending}
                                onclick={{
                                    let live = live.clone();
                                    Callback::from(move |_: MouseEvent| { live.submit(DismissVacancy { vacancy: id }); })
                                }}
                            >
                                { say.t("console-freed-dismiss") }
                            </Button>
                        </div>
                    },
                    (Asked::Ranked(_), Some(rows)) => html! {
                        <ul class="candidates">
                            { for rows.iter().enumerate().map(|(index, candidate)| html! {
                                <Candidate
                                    key={candidate.who.id.to_string()}
                                    {index}
                                    row={candidate.clone()}
                                    is_busy={row.is_pending}
                                    onoffer={{
                                        let live = live.clone();
                                        Callback::from(move |to: PersonId| {
                                            let offer = live.fresh(OfferId::new);
                                            live.submit(OfferVacancy { vacancy: id, offer, to });
                                        })
                                    }}
                                    onassign={{
                                        let live = live.clone();
                                        Callback::from(move |guest: PersonId| {
                                            let meeting = live.fresh(MeetingId::new);
                                            live.submit(FillVacancy { vacancy: id, meeting, guest });
                                        })
                                    }}
                                />
                            }) }
                        </ul>
                    },
                } }
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct CandidateProps {
    index: usize,
    row: CandidateRow,
    is_busy: bool,
    onoffer: Callback<PersonId>,
    onassign: Callback<PersonId>,
}

/// Somebody who could fill the slot; the best one with both ways at hand.
#[component]
fn Candidate(props: &CandidateProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let name = firm_or_expert(&use_handle(), &row.who);
    let is_best = props.index == 0;
    let id = row.who.id;
    let offer = props.onoffer.reform(move |_: MouseEvent| id);
    let assign = props.onassign.reform(move |_: MouseEvent| id);
    let offer_label = say.tr("console-freed-offer-to", [("name", (&name).into())]);
    let assign_label = say.tr("console-freed-assign-to", [("name", (&name).into())]);
    html! {
        <li data-best={flag(is_best)}>
            <span class="rank">{ props.index + 1 }</span>
            <span class="who">
                <span class="strong" title={row.who.name.clone()}>{ name }</span>
                <span class="why">{ reasons(&say, &row.reasons) }</span>
            </span>
            <span class="row" data-gap="tight">
                if is_best {
                    <Button size={ButtonSize::Small} icon={Glyph::Offer} title={offer_label} onclick={offer} is_disabled={props.is_busy}>
                        { say.t("console-freed-offer") }
                    </Button>
                    <Button size={ButtonSize::Small} kind={ButtonKind::Primary} title={assign_label} onclick={assign} is_busy={props.is_busy}>
                        { say.t("console-freed-assign") }
                    </Button>
                } else {
                    <IconButton size={ButtonSize::Small} glyph={Glyph::Offer} label={offer_label} onclick={offer} is_disabled={props.is_busy} />
                    <IconButton size={ButtonSize::Small} glyph={Glyph::Check} label={assign_label} onclick={assign} is_disabled={props.is_busy} />
                }
            </span>
            if row.is_present {
                <span class="sr-only"><Icon glyph={Glyph::Present} />{ say.t("presence-present") }</span>
            }
        </li>
    }
}
