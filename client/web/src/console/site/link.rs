//! The address that words lead to: a page of the site, another site, a letter, a call.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, Dialog, Field, Glyph, Select, SelectOption, TextInput};

#[derive(Properties, PartialEq)]
pub(super) struct LinkDialogProps {
    /// The address that is there; empty where there is none.
    pub(super) address: String,
    /// Whether words are chosen; else they are asked for.
    pub(super) has_words: bool,
    pub(super) pages: Vec<(String, String)>,
    /// Told the address, and the words where they were asked for.
    pub(super) onset: Callback<(String, String)>,
    pub(super) onremove: Callback<()>,
    pub(super) onclose: Callback<()>,
}

/// The question.
#[component]
pub(super) fn LinkDialog(props: &LinkDialogProps) -> Html {
    let say = use_speech();
    let address = use_state_eq(|| props.address.clone());
    let words = use_state_eq(String::new);
    let is_refused = use_state_eq(|| false);
    let is_new = props.address.is_empty();
    let needs_words = is_new && !props.has_words;
    let set = {
        let (address, words) = (address.clone(), words.clone());
        let (is_refused, onset) = (is_refused.setter(), props.onset.clone());
        Callback::from(move |()| match completed(&address) {
            Some(whole) => {
                let words = if needs_words && words.trim().is_empty() {
                    whole.clone()
                } else {
                    words.trim().to_owned()
                };
                onset.emit((whole, words));
            }
            None => is_refused.set(true),
        })
    };
    let options: Vec<SelectOption> = std::iter::once(SelectOption {
        key: AttrValue::default(),
        label: say.t("console-site-link-page-none"),
    })
    .chain(props.pages.iter().map(|(address, title)| SelectOption {
        key: AttrValue::from(address.clone()),
        label: AttrValue::from(title.clone()),
    }))
    .collect();
    let onpage = {
        let address = address.setter();
        Callback::from(move |key: AttrValue| address.set(key.to_string()))
    };
    let onaddress = {
        let (address, is_refused) = (address.setter(), is_refused.setter());
        Callback::from(move |typed: String| {
            is_refused.set(false);
            address.set(typed);
        })
    };
    let onwords = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(typed))
    };
    let onkeydown = {
        let set = set.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                set.emit(());
            }
        })
    };
    let error = is_refused.then(|| say.t("console-site-link-refused"));
    html! {
        <Dialog
            id="site-link"
            title={say.t("console-site-tool-link")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            footer={html! {
                <>
                    if !is_new {
                        <Button icon={Glyph::Trash} onclick={props.onremove.reform(|_: MouseEvent| ())}>{ say.t("console-site-link-remove") }</Button>
                    }
                    <Button kind={ButtonKind::Primary} onclick={set.reform(|_: MouseEvent| ())}>{ say.t("console-site-link-set") }</Button>
                </>
            }}
        >
            <div class="stack">
                <div {onkeydown}>
                    <Field id="site-link-address" label={say.t("console-site-link-address")} help={say.t("console-site-link-help")} error={error.clone()}>
                        <TextInput id="site-link-address" value={(*address).clone()} is_invalid={error.is_some()} oninput={onaddress} />
                    </Field>
                </div>
                <Field id="site-link-page" label={say.t("console-site-link-page")}>
                    <Select id="site-link-page" {options} chosen={AttrValue::from((*address).clone())} onchoose={onpage} />
                </Field>
                if needs_words {
                    <Field id="site-link-words" label={say.t("console-site-link-words")}>
                        <TextInput id="site-link-words" value={(*words).clone()} oninput={onwords} />
                    </Field>
                }
            </div>
        </Dialog>
    }
}

/// An address as a page may hold it, with what people leave out; none where it leads nowhere or
/// would run something.
fn completed(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let has_gap = typed.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    if typed.is_empty() || typed.starts_with("//") || has_gap {
        return None;
    }
    if let Some((scheme, rest)) = typed.split_once(':')
        && !scheme.contains(['/', '.', '#', '?', '@'])
    {
        let scheme = scheme.to_ascii_lowercase();
        let is_known = matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel");
        return (is_known && !rest.trim_matches('/').is_empty())
            .then(|| format!("{scheme}:{rest}"));
    }
    if typed.starts_with(['/', '#', '?']) {
        return Some(typed.to_owned());
    }
    if typed.contains('@') && !typed.contains('/') {
        return Some(format!("mailto:{typed}"));
    }
    let digits = typed.trim_start_matches('+');
    if digits.len() >= 6 && digits.chars().all(|c| c.is_ascii_digit()) {
        return Some(format!("tel:{typed}"));
    }
    let host = typed.split(['/', '?', '#']).next().unwrap_or_default();
    (host.contains('.') && !host.ends_with('.')).then(|| format!("https://{typed}"))
}

#[cfg(test)]
mod tests {
    use super::completed;

    #[test]
    fn what_people_leave_out_is_put_in() {
        for (typed, whole) in [
            ("example.org", "https://example.org"),
            ("example.org:8080/a?b", "https://example.org:8080/a?b"),
            (" HTTP://example.org ", "http://example.org"),
            ("contact@salon.test", "mailto:contact@salon.test"),
            ("+33298000000", "tel:+33298000000"),
            ("/e/salon/fr/programme", "/e/salon/fr/programme"),
            ("#haut", "#haut"),
        ] {
            assert_eq!(completed(typed).as_deref(), Some(whole), "{typed}");
        }
    }

    #[test]
    fn what_runs_or_leads_nowhere_is_refused() {
        for typed in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//example.org",
            "\\\\example.org",
            "https://",
            "mailto:",
            "deux mots",
            "mot",
        ] {
            assert_eq!(completed(typed), None, "{typed}");
        }
    }
}
