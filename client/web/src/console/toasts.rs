//! What the user's own actions led to, and wishes that were not taken.

use client_core::toast::{Toast as CoreToast, ToastKind};
use client_core::words::{Message, reject, toast};
use protocol::command::UndoEntry;
use yew::prelude::*;

use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{Glyph, Toast, Toasts, Tone};

/// A toast with its words still in no language.
#[derive(Clone, PartialEq)]
struct Line {
    id: u64,
    tone: Tone,
    icon: Glyph,
    title: Message,
    detail: Option<Message>,
    undo: Option<u64>,
}

/// The toasts. Each offers an undo where there is something to take back.
#[component]
pub(super) fn ConsoleToasts() -> Html {
    let say = use_speech();
    let live = use_handle();
    let lines = use_live(Changes::TOASTS, (), |glance, ()| {
        glance
            .model
            .toasts()
            .iter()
            .map(|toast| line(toast, glance.model))
            .collect::<Vec<_>>()
    });
    let notices = {
        let reader = live.clone();
        use_live(Changes::TOASTS, (), move |glance, ()| {
            let shown = reader.notices();
            let said = shown.into_iter().map(|notice| {
                let words = toast::not_taken(&notice.why, &notice.command, glance.model);
                (notice.id, words)
            });
            said.collect::<Vec<_>>()
        })
    };
    let toasts = lines
        .iter()
        .map(|line| shown(line, &say))
        .chain(notices.iter().map(|(id, words)| Toast {
            key: AttrValue::from(format!("n{id}")),
            tone: Tone::Crit,
            icon: Glyph::Ban,
            title: say.message(words),
            detail: None,
            action: None,
        }))
        .collect::<Vec<_>>();
    let onaction = {
        let (live, lines) = (live.clone(), lines.clone());
        Callback::from(move |key: AttrValue| {
            let acted = lines.iter().find(|line| key_of(line.id) == key);
            if let Some((line, seq)) = acted.and_then(|line| Some((line, line.undo?))) {
                live.dismiss_toast(line.id);
                live.submit(UndoEntry { seq });
            }
        })
    };
    let onclose = Callback::from(move |key: AttrValue| {
        let number = |prefix: char| key.strip_prefix(prefix)?.parse::<u64>().ok();
        if let Some(id) = number('t') {
            live.dismiss_toast(id);
        } else if let Some(id) = number('n') {
            live.dismiss_notice(id);
        }
    });
    html! { <Toasts {toasts} close_label={say.t("console-close")} {onaction} {onclose} /> }
}

fn key_of(id: u64) -> AttrValue {
    AttrValue::from(format!("t{id}"))
}

fn line(shown: &CoreToast, model: &client_core::Model) -> Line {
    let (tone, icon, undo) = match &shown.kind {
        ToastKind::Done { seq, .. } => (Tone::Live, Glyph::CheckCircle, Some(*seq)),
        ToastKind::DoneAfterAll { seq, .. } => (Tone::Warn, Glyph::Info, Some(*seq)),
        ToastKind::Refused { .. } => (Tone::Crit, Glyph::Ban, None),
        ToastKind::NotSent { .. } | ToastKind::Unanswered { .. } => {
            (Tone::Warn, Glyph::Offline, None)
        }
    };
    let detail = match &shown.kind {
        ToastKind::Refused { reject, .. } => reject::by_whom(reject, model),
        ToastKind::Done { .. }
        | ToastKind::DoneAfterAll { .. }
        | ToastKind::NotSent { .. }
        | ToastKind::Unanswered { .. } => None,
    };
    Line {
        id: shown.id,
        tone,
        icon,
        title: toast::message(&shown.kind, model),
        detail,
        undo,
    }
}

fn shown(line: &Line, say: &Speech) -> Toast {
    Toast {
        key: key_of(line.id),
        tone: line.tone,
        icon: line.icon,
        title: say.message(&line.title),
        detail: line.detail.as_ref().map(|detail| say.message(detail)),
        action: line.undo.map(|_| (Glyph::Undo, say.t("console-undo"))),
    }
}
