//! A letter in its two forms: laid out, and as plain text.

use web_sys::HtmlFormElement;
use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{ButtonSize, Segment, Segmented};

/// Where the laid out form comes from. It is shown in a frame of its own, whose policy lets
/// nothing run and nothing be loaded; the console's own policy would take its colours away.
#[derive(Clone, PartialEq)]
pub(super) enum Forms {
    /// It has an address.
    At(AttrValue),
    /// It is made of words, which are posted to an address.
    Of {
        action: AttrValue,
        fields: [(&'static str, AttrValue); 4],
    },
}

#[derive(Properties, PartialEq)]
pub(super) struct LookProps {
    pub(super) id: AttrValue,
    pub(super) text: String,
    pub(super) html: Forms,
}

/// One of the forms, and the way to the other.
#[component]
pub(super) fn Look(props: &LookProps) -> Html {
    let say = use_speech();
    let is_text = use_state_eq(|| false);
    let onchoose = {
        let is_text = is_text.setter();
        Callback::from(move |key: AttrValue| is_text.set(key == "text"))
    };
    let segments = ["html", "text"].map(|key| Segment {
        key: AttrValue::Static(key),
        label: say.t(&format!("console-letters-form-{key}")),
        icon: None,
    });
    html! {
        <div class="stack letter-look">
            <Segmented
                label={say.t("console-letters-form")}
                segments={segments.to_vec()}
                chosen={if *is_text { "text" } else { "html" }}
                {onchoose}
                size={ButtonSize::Small}
            />
            if *is_text {
                <pre tabindex="0" role="region" aria-label={say.t("console-letters-form-text")}>{ &props.text }</pre>
            } else {
                { match &props.html {
                    Forms::At(src) => html! {
                        <iframe sandbox="" src={src.clone()} title={say.t("console-letters-form-html")} />
                    },
                    Forms::Of { action, fields } => html! {
                        <Posted id={props.id.clone()} action={action.clone()} fields={fields.clone()} />
                    },
                } }
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PostedProps {
    id: AttrValue,
    action: AttrValue,
    fields: [(&'static str, AttrValue); 4],
}

/// A frame whose page is the answer to a form.
#[component]
fn Posted(props: &PostedProps) -> Html {
    let say = use_speech();
    let form = use_node_ref();
    {
        let form = form.clone();
        use_effect_with(props.fields.clone(), move |_| {
            if let Some(form) = form.cast::<HtmlFormElement>() {
                // Refused only for a form that is not in the page.
                let _ = form.submit();
            }
        });
    }
    let target = format!("{}-look", props.id);
    html! {
        <>
            <form ref={form} method="post" action={props.action.clone()} target={target.clone()} hidden=true>
                { for props.fields.iter().map(|(name, value)| html! {
                    <textarea key={*name} name={*name} value={value.clone()} />
                }) }
            </form>
            <iframe sandbox="" name={target} title={say.t("console-letters-form-html")} />
        </>
    }
}
