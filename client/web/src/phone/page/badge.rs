//! The badge, for the scanner at the door. It needs no network.

use client_core::view::phone::badge::{Badge, badge};
use client_core::words::small;
use protocol::Presence;
use yew::prelude::*;

use crate::phone::part::BadgeCard;
use crate::phone::qr;
use crate::phone::wake::use_lit_screen;
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Icon, IconSize, Skeleton, SkeletonShape};

/// The badge, lit as long as it is shown.
#[component]
pub fn BadgePage() -> Html {
    let say = use_speech();
    let is_lit = use_lit_screen();
    let parts = Changes::STATE.and(Changes::CARDS);
    let badge = use_live(parts, (), |glance, ()| badge(glance.model));
    let code = badge.as_ref().as_ref().and_then(|badge| badge.code.clone());
    let drawing = use_memo(code, |code| code.as_deref().and_then(qr::draw));
    let Some(badge) = &*badge else {
        return html! {
            <div aria-busy="true"><Skeleton shape={SkeletonShape::Block} /></div>
        };
    };
    let (Some(code), Some(drawing)) = (&badge.code, &*drawing) else {
        return html! {
            <EmptyState
                icon={Glyph::Badge}
                title={say.t("phone-no-badge")}
                text={say.t("phone-no-badge-text")}
            />
        };
    };
    let (glyph, presence) = presence(&say, badge);
    html! {
        <>
            <h1 class="sr-only">{ say.t("phone-way-badge") }</h1>
            <BadgeCard
                label={say.t("phone-your-badge")}
                code_label={say.t("phone-badge-code")}
                drawing={drawing.clone()}
                name={badge.who.name.clone()}
                company={company(badge)}
                code={qr::in_groups(code)}
            />
            <p class="row soft"><Icon {glyph} size={IconSize::Small} />{ presence }</p>
            <p class="row muted">
                <Icon glyph={Glyph::Sun} size={IconSize::Small} />
                { say.t(if is_lit { "phone-badge-lit" } else { "phone-badge-offline" }) }
            </p>
            <p><a class="btn" href="/my?to=profile">{ say.t("phone-profile") }</a></p>
        </>
    }
}

fn company(badge: &Badge) -> String {
    if badge.who.company.is_empty() {
        badge.who.detail.clone()
    } else {
        badge.who.company.clone()
    }
}

/// What the doors last saw.
fn presence(say: &Speech, badge: &Badge) -> (Glyph, AttrValue) {
    let word = say.t(small::presence(badge.presence));
    let glyph = match badge.presence {
        Presence::Expected => Glyph::Absent,
        Presence::Present => Glyph::Present,
        Presence::Gone => Glyph::Exit,
    };
    let said = match badge.since {
        Some(at) if badge.room.is_empty() => {
            let args = [("presence", word.into()), ("time", say.time(at).into())];
            say.tr("phone-presence-since", args)
        }
        Some(at) => {
            let args = [
                ("presence", word.into()),
                ("room", (&badge.room).into()),
                ("time", say.time(at).into()),
            ];
            say.tr("phone-presence-room", args)
        }
        None => word,
    };
    (glyph, said)
}
