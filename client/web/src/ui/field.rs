//! Fields to fill in: label above, help and error below.

use wasm_bindgen::JsValue;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{Glyph, Icon, IconSize};

/// A field's frame.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The id of the control inside.
    pub id: AttrValue,
    /// What is asked.
    pub label: AttrValue,
    /// The control.
    pub children: Html,
    /// How to answer.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// What is wrong with the answer, and how to mend it.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Whether it stays narrow in a row of fields.
    #[prop_or_default]
    pub is_narrow: bool,
}

/// A control with its label. The control names the error and the help by id:
/// `{id}-error` and `{id}-help`.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    html! {
        <div class="field" data-width={props.is_narrow.then_some("s")}>
            <label for={props.id.clone()}>{ &props.label }</label>
            { props.children.clone() }
            if let Some(help) = &props.help {
                <p class="help" id={format!("{}-help", props.id)}>{ help }</p>
            }
            if let Some(error) = &props.error {
                <p class="error" id={format!("{}-error", props.id)}>
                    <Icon glyph={Glyph::Warning} size={IconSize::Small} />
                    { error }
                </p>
            }
        </div>
    }
}

/// A line of text.
#[derive(Properties, PartialEq)]
pub struct TextInputProps {
    /// The id that its label names.
    pub id: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Told each change.
    pub oninput: Callback<String>,
    /// The HTML type: `text`, `email`, `tel`, …
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What an answer looks like.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Whether the answer was refused.
    #[prop_or_default]
    pub is_invalid: bool,
    /// Whether it can be used.
    #[prop_or_default]
    pub is_disabled: bool,
    /// Its handle in the page.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A line of text.
#[component]
pub fn TextInput(props: &TextInputProps) -> Html {
    html! {
        <input
            ref={props.node.clone()}
            id={props.id.clone()}
            class="input"
            type={props.kind.clone()}
            value={props.value.clone()}
            placeholder={props.placeholder.clone()}
            disabled={props.is_disabled}
            aria-invalid={props.is_invalid.then_some("true")}
            aria-describedby={props.is_invalid.then(|| format!("{}-error", props.id))}
            oninput={props.oninput.reform(typed)}
        />
    }
}

/// Several lines of text.
#[derive(Properties, PartialEq)]
pub struct TextAreaProps {
    /// The id that its label names.
    pub id: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Told each change.
    pub oninput: Callback<String>,
    /// How many characters it takes.
    #[prop_or_default]
    pub n_chars_max: Option<u32>,
    /// Whether what stands in it is refused; the frame then shows why.
    #[prop_or_default]
    pub is_invalid: bool,
}

/// Several lines of text.
#[component]
pub fn TextArea(props: &TextAreaProps) -> Html {
    html! {
        <textarea
            id={props.id.clone()}
            class="input"
            value={props.value.clone()}
            maxlength={props.n_chars_max.map(|n| n.to_string())}
            aria-invalid={props.is_invalid.then_some("true")}
            aria-describedby={props.is_invalid.then(|| format!("{}-error", props.id))}
            oninput={props.oninput.reform(|event: InputEvent| {
                event.target_unchecked_into::<HtmlTextAreaElement>().value()
            })}
        />
    }
}

/// A search.
#[derive(Properties, PartialEq)]
pub struct SearchInputProps {
    /// What is searched, for the ear.
    pub label: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Told each change.
    pub oninput: Callback<String>,
    /// What can be looked for.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Its handle in the page.
    #[prop_or_default]
    pub node: NodeRef,
}

/// A search with its lens.
#[component]
pub fn SearchInput(props: &SearchInputProps) -> Html {
    html! {
        <div class="input-group" role="search">
            <Icon glyph={Glyph::Search} />
            <input
                ref={props.node.clone()}
                class="input"
                type="search"
                autocomplete="off"
                aria-label={props.label.clone()}
                placeholder={props.placeholder.clone()}
                value={props.value.clone()}
                oninput={props.oninput.reform(typed)}
            />
        </div>
    }
}

/// One line of a select.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectOption {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Its words.
    pub label: AttrValue,
}

/// One choice among many.
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// The id that its label names.
    pub id: AttrValue,
    /// The choices.
    pub options: Vec<SelectOption>,
    /// The key of the chosen one.
    pub chosen: AttrValue,
    /// Told the key of the new choice.
    pub onchoose: Callback<AttrValue>,
    /// What is chosen, where no visible label says it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// One choice among many, as the system draws it.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = props.onchoose.reform(|event: Event| chosen(&event));
    html! {
        <select id={props.id.clone()} class="input" aria-label={props.label.clone()} {onchange}>
            { for props.options.iter().map(|option| html! {
                <option
                    key={option.key.to_string()}
                    value={option.key.clone()}
                    selected={option.key == props.chosen}
                >
                    { &option.label }
                </option>
            }) }
        </select>
    }
}

/// A choice as a whole line.
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    /// The group that it belongs to.
    pub name: AttrValue,
    /// Its words.
    pub children: Html,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Told when it is chosen; where many may be, when it is chosen or let go.
    pub onchoose: Callback<()>,
    /// Whether others may be chosen beside it.
    #[prop_or_default]
    pub is_many: bool,
}

/// One of several choices, easy to hit.
#[component]
pub fn Choice(props: &ChoiceProps) -> Html {
    html! {
        <label class="choice">
            <input
                type={if props.is_many { "checkbox" } else { "radio" }}
                name={props.name.clone()}
                checked={props.is_chosen}
                onchange={props.onchoose.reform(|_: Event| ())}
            />
            <span>{ props.children.clone() }</span>
        </label>
    }
}

/// The key of the line that a select now stands on.
fn chosen(event: &Event) -> AttrValue {
    let value = event
        .target()
        .and_then(|select| js_sys::Reflect::get(&select, &JsValue::from_str("value")).ok())
        .and_then(|value| value.as_string());
    AttrValue::from(value.unwrap_or_default())
}

fn typed(event: InputEvent) -> String {
    event.target_unchecked_into::<HtmlInputElement>().value()
}
