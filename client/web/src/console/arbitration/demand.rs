//! The experts whose applicants should be looked at.

use client_core::view::console::arbitration::{DemandRow, demand};
use protocol::id::PersonId;
use yew::prelude::*;

use crate::console::parts::{disc, parts_of};
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{
    Avatar, Button, ButtonSize, Chip, Drawer, EmptyState, Glyph, ItemList, Skeleton, Tone,
};

#[derive(Properties, PartialEq)]
pub(super) struct DemandDrawerProps {
    pub(super) onexpert: Callback<PersonId>,
    pub(super) onclose: Callback<()>,
}

/// The over-subscribed experts, the most wanted first.
#[component]
pub(super) fn DemandDrawer(props: &DemandDrawerProps) -> Html {
    let say = use_speech();
    let parts = [Changes::CARDS, Changes::CLOCK]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let seen = use_live(parts, (), |glance, ()| {
        let is_loaded = glance.model.is_loaded();
        (is_loaded, demand(glance.model, glance.now))
    });
    let (is_loaded, rows) = &*seen;
    let body = if !is_loaded {
        html! { <div class="stack" aria-busy="true"><Skeleton /><Skeleton /><Skeleton /></div> }
    } else if rows.is_empty() {
        html! {
            <EmptyState
                icon={Glyph::CheckCircle}
                tone={Tone::Live}
                title={say.t("console-arbitration-none")}
                text={say.t("console-arbitration-none-text")}
            />
        }
    } else {
        html! {
            <ItemList>
                { for rows.iter().map(|row| html! {
                    <DemandItem key={row.expert.id.to_string()} row={row.clone()} onexpert={props.onexpert.clone()} />
                }) }
            </ItemList>
        }
    };
    html! {
        <Drawer
            id="arbitration-demand"
            title={say.t("console-arbitration-title")}
            lede={say.t("console-arbitration-lede")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
        >
            { body }
        </Drawer>
    }
}

#[derive(Properties, PartialEq)]
struct DemandItemProps {
    row: DemandRow,
    onexpert: Callback<PersonId>,
}

#[component]
fn DemandItem(props: &DemandItemProps) -> Html {
    let say = use_speech();
    let row = &props.row;
    let id = row.expert.id;
    let is_over = row.n_applicants > row.n_free;
    let waiting = if row.n_waiting > 0 {
        say.tr(
            "console-arbitration-waiting",
            [("count", row.n_waiting.into())],
        )
    } else {
        AttrValue::default()
    };
    let demand = say.tr(
        "console-arbitration-demand",
        [
            ("applicants", row.n_applicants.into()),
            ("free", row.n_free.into()),
        ],
    );
    html! {
        <li>
            <div class="item">
                <span class="lead"><Avatar person={disc(&row.expert)} is_decoration=true /></span>
                <div>
                    <p class="title clip">{ &row.expert.name }</p>
                    <p class="sub clip">{ parts_of([demand, waiting]) }</p>
                </div>
                <span class="end">
                    if is_over {
                        <Chip tone={Tone::Warn} icon={Glyph::Warning}>
                            { say.tr("console-arbitration-excess", [("count", (row.n_applicants - row.n_free).into())]) }
                        </Chip>
                    } else {
                        <Chip tone={Tone::Live} icon={Glyph::CheckCircle}>{ say.t("console-arbitration-room-again") }</Chip>
                    }
                    <Button
                        size={ButtonSize::Small}
                        title={say.tr("console-arbitration-choose-for", [("name", (&row.expert.name).into())])}
                        onclick={props.onexpert.reform(move |_: MouseEvent| id)}
                    >
                        { say.t("console-arbitration-choose") }
                    </Button>
                </span>
            </div>
        </li>
    }
}
