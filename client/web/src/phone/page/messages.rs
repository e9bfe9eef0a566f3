//! Messages of the organiser, and what others changed in the own agenda.

use client_core::Model;
use client_core::view::phone::messages::{MessageWhat, messages};
use client_core::words::{Message, feed};
use protocol::Micros;
use protocol::correspondence::ConversationPage;
use yew::prelude::*;

use super::conversations::Conversations;
use crate::phone::part::{Note, Notes, TimelineSkeleton};
use crate::shell::{Changes, Speech, use_live, use_speech};
use crate::ui::{EmptyState, Glyph, Tone};

/// Notes that are shown at most.
const NOTES_SHOWN_MAX: usize = 100;

/// One note.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    at: Micros,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    /// Of the organiser.
    Word {
        title: String,
        text: String,
        is_personal: bool,
    },
    /// In the own agenda.
    Change(Message),
}

fn lines(model: &Model) -> Vec<Line> {
    let lines = messages(model, Micros(0)).into_iter().map(|message| Line {
        at: message.at,
        what: match message.what {
            MessageWhat::Announcement {
                title,
                text,
                is_personal,
                ..
            } => What::Word {
                title,
                text,
                is_personal,
            },
            MessageWhat::Agenda(what) => What::Change(feed::message(&what, model)),
        },
    });
    lines.take(NOTES_SHOWN_MAX).collect()
}

/// What the page is given.
#[derive(Properties, PartialEq)]
pub struct MessagesPageProps {
    /// Up to when the user has read.
    pub read_until: Micros,
    /// Told up to when the user has read now.
    pub onread: Callback<Micros>,
    /// Private messages.
    pub conversations: Option<ConversationPage>,
}

/// The messages, newest first.
#[component]
pub fn MessagesPage(props: &MessagesPageProps) -> Html {
    let say = use_speech();
    // What was new when the page was opened stays marked until it is left.
    let was_read_until = use_state(|| props.read_until);
    let parts = [Changes::CARDS, Changes::FEED]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let view = use_live(parts, (), |glance, ()| {
        glance.model.is_loaded().then(|| lines(glance.model))
    });
    let newest = view
        .as_ref()
        .as_ref()
        .and_then(|lines| lines.first())
        .map(|line| line.at);
    {
        let onread = props.onread.clone();
        use_effect_with(newest, move |newest| {
            if let Some(newest) = newest {
                onread.emit(*newest);
            }
        });
    }
    let body = match &*view {
        None => html! { <TimelineSkeleton /> },
        Some(lines) if lines.is_empty() => html! {
            <EmptyState
                icon={Glyph::Message}
                title={say.t("phone-no-messages")}
                text={say.t("phone-no-messages-text")}
            />
        },
        Some(lines) => html! {
            <Notes label={say.t("phone-way-messages")}>
                { for lines.iter().map(|line| note(&say, line, *was_read_until)) }
            </Notes>
        },
    };
    html! {
        <>
            <h1>{ say.t("phone-way-messages") }</h1>
            <Conversations page={props.conversations.clone()} />
            { body }
        </>
    }
}

fn note(say: &Speech, line: &Line, read_until: Micros) -> Html {
    let unread = (line.at > read_until).then(|| say.t("phone-new"));
    let at = say.time(line.at);
    match &line.what {
        What::Word {
            title,
            text,
            is_personal,
        } => {
            let key = if *is_personal {
                "phone-from-organiser-to-you"
            } else {
                "phone-from-organiser"
            };
            html! {
                <Note
                    icon={Glyph::Announce}
                    tone={if unread.is_some() { Tone::Warn } else { Tone::Neutral }}
                    from={say.t(key)}
                    {at}
                    title={title.clone()}
                    text={text.clone()}
                    {unread}
                />
            }
        }
        What::Change(message) => html! {
            <Note
                icon={Glyph::Agenda}
                tone={Tone::Accent}
                from={say.t("phone-from-agenda")}
                {at}
                title={say.message(message)}
                {unread}
            />
        },
    }
}
