//! The program: its frame, its pages, and what lies above them.

use client_core::sync::Program;
use client_core::view::phone::inbox::n_to_answer;
use client_core::view::phone::messages::n_new;
use gloo::utils::{document, window};
use protocol::{CardKey, Micros, Minutes};
use yew::prelude::*;

use super::line::ConnectionLine;
use super::page::{
    AgendaPage, AnswersPage, BadgePage, Conversation, MessagesPage, use_conversations,
};
use super::part::{Fascia, Frame, TimelineSkeleton};
use super::sheet::{OpenSheet, SheetKind};
use super::toasts::Answers;
use super::way::Way;
use crate::shell::{
    Catalogue, Changes, Shell, Speech, StageBanner, go_to, read_choice, use_hash, use_live,
    use_speech, use_theme, words, write_choice,
};
use crate::ui::{Glyph, NavItem, Tone};

/// The phone's words.
pub(super) const WORDS: Catalogue = words!("phone");

/// Where the phone keeps up to when messages were read.
const READ_UNTIL: &str = "read-until";

/// The phone.
#[component]
pub fn Phone() -> Html {
    html! {
        <Shell program={Program::PHONE} catalogue={WORDS} opening={html! { <Opening /> }}>
            <Pages />
        </Shell>
    }
}

/// What stands there until it is known whose phone this is.
#[component]
fn Opening() -> Html {
    let say = use_speech();
    html! {
        <div class="phone" aria-busy="true">
            <header class="fascia" />
            <main>
                <h1>{ say.t("phone-your-day") }</h1>
                <TimelineSkeleton />
            </main>
        </div>
    }
}

#[component]
fn Pages() -> Html {
    let say = use_speech();
    // Puts the chosen theme on; the settings change it.
    let _theme = use_theme();
    let hash = use_hash();
    let way = Way::of_path(&hash);
    let sheet = use_state_eq(|| None::<SheetKind>);
    let read_until = use_state_eq(|| {
        let kept = read_choice(READ_UNTIL).and_then(|at| at.parse().ok());
        Micros(kept.unwrap_or(0))
    });
    let onread = {
        let read_until = read_until.clone();
        Callback::from(move |at: Micros| {
            if at > *read_until {
                write_choice(READ_UNTIL, &at.0.to_string());
                read_until.set(at);
            }
        })
    };
    let onsheet = {
        let sheet = sheet.clone();
        Callback::from(move |kind: Option<SheetKind>| sheet.set(kind))
    };
    let open = onsheet.reform(Some);
    let fascia = use_fascia(&say);
    let seen = use_state_eq(|| 0_u32);
    let conversations = use_conversations(*seen);
    let n_unread = conversations.as_ref().map_or(0, |page| page.n_unread);
    let ways = use_ways(&say, *read_until, n_unread);
    let onseen = {
        let (now, seen) = (*seen, seen.setter());
        use_callback(now, move |(), now| seen.set(now.wrapping_add(1)))
    };
    use_top_of_page(way);
    use_title(say.tr("phone-title", [("page", say.t(way.word()).into())]));
    let page = match way {
        Way::Agenda => html! { <AgendaPage onsheet={open.clone()} /> },
        Way::Answers => html! { <AnswersPage /> },
        Way::Badge => html! { <BadgePage /> },
        Way::Messages => match Way::conversation(&hash) {
            Some(with) => {
                let with = AttrValue::from(with.to_owned());
                html! { <Conversation key={hash.to_string()} {with} {onseen} /> }
            }
            None => html! {
                <MessagesPage read_until={*read_until} {onread} {conversations} />
            },
        },
    };
    html! {
        <Frame
            {fascia}
            banner={html! { <><ConnectionLine /><StageBanner /></> }}
            is_centred={way == Way::Badge}
            skip_label={say.t("phone-skip")}
            nav_label={say.t("phone-ways")}
            {ways}
            current={way.path()}
            ongo={Callback::from(|path: AttrValue| go_to(&path))}
            onsettings={open.reform(|_: MouseEvent| SheetKind::Settings)}
            above={html! {
                <>
                    if let Some(kind) = *sheet {
                        <OpenSheet {kind} {onsheet} />
                    }
                    <Answers />
                </>
            }}
        >
            { page }
        </Frame>
    }
}

/// The event and the time.
#[hook]
fn use_fascia(say: &Speech) -> Fascia {
    let parts = Changes::CLOCK.and(Changes::CARDS);
    let view = use_live(parts, (), |glance, ()| {
        let minute = Minutes(1).micros();
        let minutes = glance.event_now().0.div_euclid(minute);
        let event = glance.model.cards().title(CardKey::Event).to_owned();
        (
            event,
            Micros(minutes * minute),
            glance.model.clock().is_some(),
        )
    });
    let (event, now, is_known) = &*view;
    Fascia {
        event: event.clone().into(),
        time: is_known.then(|| say.time(*now)).unwrap_or_default(),
        settings_label: say.t("phone-settings"),
    }
}

/// The ways below, with what waits there.
#[hook]
fn use_ways(say: &Speech, read_until: Micros, n_unread: u32) -> Vec<NavItem> {
    let parts = [Changes::FEED, Changes::CARDS]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let waiting = use_live(parts, read_until, |glance, read_until| {
        (n_to_answer(glance.model), n_new(glance.model, *read_until))
    });
    let (n_answers, n_messages) = *waiting;
    let n_messages = n_messages + usize::try_from(n_unread).unwrap_or_default();
    let item = |way: Way| {
        let (icon, waiting) = match way {
            Way::Agenda => (Glyph::Agenda, None),
            Way::Answers => {
                let label = say.tr("phone-n-to-answer", [("count", n_answers.into())]);
                (Glyph::Offer, Some((n_answers, Tone::Pledge, label)))
            }
            Way::Badge => (Glyph::Badge, None),
            Way::Messages => {
                let label = say.tr("phone-n-unread", [("count", n_messages.into())]);
                (Glyph::Message, Some((n_messages, Tone::Accent, label)))
            }
        };
        NavItem {
            key: way.path().into(),
            label: say.t(way.word()),
            icon,
            href: format!("#{}", way.path()).into(),
            waiting,
            is_last: false,
        }
    };
    Way::ALL.map(item).to_vec()
}

/// Another page begins at its top; the day goes to what runs by itself.
#[hook]
fn use_top_of_page(way: Way) {
    use_effect_with(way, |way| {
        if *way != Way::Agenda {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
}

#[hook]
fn use_title(title: AttrValue) {
    use_effect_with(title, |title| document().set_title(title));
}
