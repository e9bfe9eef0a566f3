//! Everything that waits for an answer: freed slots, requests received, requests to confirm; and
//! what waits for others.

use client_core::view::phone::inbox::{Inbox, inbox};
use client_core::view::phone::offers::{OfferCard as Offer, offers};
use client_core::words::small;
use protocol::{Micros, RequestStatus};
use yew::prelude::*;

use super::offer_card::OfferCard;
use super::request_card::{RequestCard, WaitingRow};
use super::suggestions::Suggestions;
use super::{chief_line, second_line};
use crate::phone::line::use_is_up;
use crate::phone::part::TimelineSkeleton;
use crate::shell::{Changes, Glance, Speech, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Icon, IconSize, Item, ItemList, Panel, Tone};

/// Ended requests that are still shown.
const ENDED_SHOWN_MAX: usize = 10;

#[derive(Clone, Debug, PartialEq)]
struct AnswersView {
    is_loaded: bool,
    now: Micros,
    /// Each with the share of its time that is left, in thousandths.
    offers: Vec<(Offer, u32)>,
    inbox: Inbox,
}

fn view(glance: &Glance<'_>) -> AnswersView {
    let model = glance.model;
    let now = Micros(glance.event_now().0 / 1_000_000 * 1_000_000);
    let whole = model
        .state()
        .setup()
        .map_or(1, |setup| setup.offer_minutes.micros().max(1));
    let with_share = |offer: Offer| {
        let left = offer.expires_at.since(now).clamp(0, whole);
        let share = u32::try_from(left.saturating_mul(1_000) / whole).unwrap_or(1_000);
        let left_ms = offer.left_ms / 1_000 * 1_000;
        (Offer { left_ms, ..offer }, share)
    };
    AnswersView {
        is_loaded: model.is_loaded(),
        now,
        offers: offers(model, glance.now)
            .into_iter()
            .map(with_share)
            .collect(),
        inbox: inbox(model),
    }
}

/// Offers and requests.
#[component]
pub fn AnswersPage() -> Html {
    let say = use_speech();
    let parts = [Changes::STATE, Changes::CARDS, Changes::CLOCK]
        .into_iter()
        .fold(Changes::PENDING, Changes::and);
    let view = use_live(parts, (), |glance, ()| view(glance));
    let is_up = use_is_up();
    let inbox = &view.inbox;
    let is_empty =
        view.offers.is_empty() && inbox.to_answer.is_empty() && inbox.to_confirm.is_empty();
    let asked = inbox.to_confirm.iter().chain(&inbox.to_answer);
    html! {
        <>
            <h1>{ say.t("phone-way-answers") }</h1>
            if !view.is_loaded {
                <TimelineSkeleton />
            } else if is_empty {
                <EmptyState
                    icon={Glyph::CheckCircle}
                    tone={Tone::Live}
                    title={say.t("phone-all-answered")}
                    text={say.t("phone-all-answered-text")}
                />
            }
            { for view.offers.iter().map(|(offer, share)| html! {
                <OfferCard
                    key={offer.id.to_string()}
                    offer={offer.clone()}
                    left_permille={*share}
                    now={view.now}
                    {is_up}
                />
            }) }
            { for asked.map(|request| html! {
                <RequestCard
                    key={request.id.to_string()}
                    request={request.clone()}
                    now={view.now}
                    {is_up}
                />
            }) }
            if !inbox.waiting.is_empty() {
                <Panel title={say.t("phone-waiting")} count={inbox.waiting.len()}>
                    <ItemList>
                        { for inbox.waiting.iter().map(|request| html! {
                            <WaitingRow key={request.id.to_string()} request={request.clone()} {is_up} />
                        }) }
                    </ItemList>
                </Panel>
            }
            if view.is_loaded {
                <Suggestions {is_up} />
            }
            { ended(&say, inbox) }
        </>
    }
}

fn ended(say: &Speech, inbox: &Inbox) -> Html {
    if inbox.ended.is_empty() {
        return Html::default();
    }
    html! {
        <Panel title={say.t("phone-ended")}>
            <ItemList>
                { for inbox.ended.iter().take(ENDED_SHOWN_MAX).map(|request| {
                    let is_good = matches!(request.status, RequestStatus::Confirmed { .. });
                    let glyph = if is_good { Glyph::Check } else { Glyph::Cross };
                    html! {
                        <Item
                            key={request.id.to_string()}
                            lead={html! { <Icon {glyph} size={IconSize::Small} /> }}
                            end={html! { <span class="muted">{ say.t(small::request_status(&request.status)) }</span> }}
                        >
                            <p class="title">{ chief_line(&request.with) }</p>
                            <p class="sub">{ second_line(&request.with) }</p>
                        </Item>
                    }
                }) }
            </ItemList>
        </Panel>
    }
}
