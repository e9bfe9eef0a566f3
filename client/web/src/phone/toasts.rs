//! What became of the user's wishes, for as long as it matters.

use std::rc::Rc;

use client_core::toast::ToastKind;
use client_core::words::{Message, toast};
use yew::prelude::*;

use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{Glyph, Toast, Toasts, Tone};

/// A key of a notice, told apart from a toast's.
const NOTICE: &str = "n";

/// The stack at the bottom of the screen.
#[component]
pub fn Answers() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let told = use_live(Changes::TOASTS, (), |glance, ()| {
        let toasts = glance.model.toasts().iter();
        toasts
            .map(|t| (t.id, tone(&t.kind), toast::message(&t.kind, glance.model)))
            .collect::<Vec<_>>()
    });
    // Wishes that were not even taken are no part of the model.
    let notices = {
        let live = live.clone();
        use_live(Changes::TOASTS, live, |glance, live| {
            let notices = live.notices().into_iter();
            notices
                .map(|n| (n.id, toast::not_taken(&n.why, &n.command, glance.model)))
                .collect::<Vec<_>>()
        })
    };
    let toasts = stack(&say, &told, &notices);
    let onclose = Callback::from(move |key: AttrValue| {
        let (is_notice, id) = match key.strip_prefix(NOTICE) {
            Some(id) => (true, id),
            None => (false, key.as_str()),
        };
        if let Ok(id) = id.parse() {
            if is_notice {
                live.dismiss_notice(id);
            } else {
                live.dismiss_toast(id);
            }
        }
    });
    html! {
        <Toasts {toasts} close_label={say.t("phone-close")} onaction={onclose.clone()} {onclose} />
    }
}

fn stack(
    say: &Speech,
    told: &Rc<Vec<(u64, Tone, Message)>>,
    notices: &Rc<Vec<(u64, Message)>>,
) -> Vec<Toast> {
    let toast = |key: String, tone: Tone, message: &Message| Toast {
        key: key.into(),
        tone,
        icon: match tone {
            Tone::Crit => Glyph::Ban,
            Tone::Warn => Glyph::Warning,
            Tone::Neutral | Tone::Accent | Tone::Live | Tone::Pledge => Glyph::CheckCircle,
        },
        title: say.message(message),
        detail: None,
        action: None,
    };
    let told = told
        .iter()
        .map(|(id, tone, message)| toast(id.to_string(), *tone, message));
    let notices = notices
        .iter()
        .map(|(id, message)| toast(format!("{NOTICE}{id}"), Tone::Crit, message));
    told.chain(notices).collect()
}

const fn tone(kind: &ToastKind) -> Tone {
    match kind {
        ToastKind::Done { .. } | ToastKind::DoneAfterAll { .. } => Tone::Live,
        ToastKind::Refused { .. } => Tone::Crit,
        ToastKind::NotSent { .. } | ToastKind::Unanswered { .. } => Tone::Warn,
    }
}
