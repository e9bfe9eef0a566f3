//! The body of a text: the editor once its module is here, its HTML where one wants to see it or
//! where the module cannot be had.

mod element;
mod module;

use protocol::limits::SITE_BODY_BYTES_MAX;
use protocol::site::Language;
use yew::prelude::*;

use self::element::{Heard, run, use_element};
use self::module::{Stage, use_module};
use super::insert::{InsertDialog, Insertion};
use super::link::LinkDialog;
use super::tools::{Standing, Tools};
use crate::shell::use_speech;
use crate::ui::{
    Banner, Button, ButtonSize, Field, Glyph, Segment, Segmented, Skeleton, SkeletonShape,
    TextArea, Tone,
};

/// The id of what the toolbar works on.
const AREA: &str = "site-body-area";

#[derive(Properties, PartialEq)]
pub(super) struct RichTextProps {
    pub(super) html: String,
    pub(super) pages: Vec<(String, String)>,
    pub(super) language: Language,
    pub(super) error: Option<AttrValue>,
    pub(super) onchange: Callback<String>,
}

/// The body, as it will look or as HTML.
#[component]
pub(super) fn RichText(props: &RichTextProps) -> Html {
    let say = use_speech();
    let (stage, onretry) = use_module();
    let is_source = use_state_eq(|| false);
    let is_area = *is_source || stage == Stage::Failed;
    let onmode = {
        let is_source = is_source.setter();
        Callback::from(move |key: AttrValue| is_source.set(key == "source"))
    };
    let segments = ["seen", "source"].map(|key| Segment {
        key: AttrValue::Static(key),
        label: say.t(&format!("console-site-mode-{key}")),
        icon: None,
    });
    let left = SITE_BODY_BYTES_MAX.saturating_sub(props.html.len());
    let left = say.tr(
        "console-site-bytes-left",
        [("count", left.into()), ("max", SITE_BODY_BYTES_MAX.into())],
    );
    let retry = onretry.reform(|_: MouseEvent| ());
    let tosource = is_source.setter();
    html! {
        <div class="stack" data-gap="tight">
            <div class="site-body-head">
                <span class="strong">{ say.t("console-site-body") }</span>
                if stage != Stage::Failed {
                    <Segmented
                        label={say.t("console-site-mode")}
                        segments={segments.to_vec()}
                        chosen={if *is_source { "source" } else { "seen" }}
                        onchoose={onmode}
                        size={ButtonSize::Small}
                    />
                }
            </div>
            if stage == Stage::Failed {
                <Banner icon={Glyph::Offline} tone={Tone::Warn} is_boxed=true action={html! {
                    <Button size={ButtonSize::Small} icon={Glyph::Sync} onclick={retry}>{ say.t("console-retry") }</Button>
                }}>
                    { say.t("console-site-no-editor") }
                </Banner>
            }
            if is_area {
                <Field id="site-source" label={say.t("console-site-source")} help={left} error={props.error.clone()}>
                    <TextArea id="site-source" value={props.html.clone()} is_invalid={props.error.is_some()} oninput={props.onchange.clone()} />
                </Field>
            } else if stage == Stage::Waiting {
                <div aria-busy="true"><Skeleton shape={SkeletonShape::Block} /></div>
            } else {
                <Seen
                    html={props.html.clone()}
                    pages={props.pages.clone()}
                    language={props.language}
                    onchange={props.onchange.clone()}
                    onsource={Callback::from(move |()| tosource.set(true))}
                />
                <p class="help" id="site-body-help">{ left }{ " · " }{ say.t("console-site-keys") }</p>
                if let Some(error) = &props.error {
                    <p class="error" role="alert">{ error }</p>
                }
            }
        </div>
    }
}

/// What is asked before a tool does its work.
#[derive(Clone, PartialEq)]
struct Linking {
    address: String,
    has_words: bool,
}

#[derive(Properties, PartialEq)]
struct SeenProps {
    html: String,
    pages: Vec<(String, String)>,
    language: Language,
    onchange: Callback<String>,
    onsource: Callback<()>,
}

/// The editor with its toolbar.
#[component]
fn Seen(props: &SeenProps) -> Html {
    let say = use_speech();
    let node = use_node_ref();
    let bar = use_node_ref();
    let standing = use_state_eq(Standing::default);
    let lost = use_state_eq(String::new);
    let linking = use_state_eq(|| None::<Linking>);
    let asklink = {
        let (node, linking) = (node.clone(), linking.setter());
        Callback::from(move |()| {
            let (address, words) = element::link(&node);
            linking.set(Some(Linking {
                address,
                has_words: !words.trim().is_empty(),
            }));
        })
    };
    let onheard = {
        let (standing, lost, bar) = (standing.setter(), lost.setter(), bar.clone());
        let (onchange, asklink) = (props.onchange.clone(), asklink.clone());
        Callback::from(move |heard: Heard| match heard {
            Heard::Text(html) => onchange.emit(html),
            Heard::Standing(told) => standing.set(Standing::read(&told)),
            Heard::Opened(tags) => lost.set(tags),
            Heard::Toolbar => element::focus_stop(&bar),
            Heard::Link => asklink.emit(()),
        })
    };
    use_element(&node, &props.html, onheard);
    let is_inserting = use_state_eq(|| false);
    let onpress = {
        let (node, inserting) = (node.clone(), is_inserting.setter());
        Callback::from(move |tool: &'static str| match tool {
            "link" => asklink.emit(()),
            "file" => inserting.set(true),
            _ => run(&node, tool, &[]),
        })
    };
    let stay = {
        let is_inserting = is_inserting.setter();
        Callback::from(move |()| is_inserting.set(false))
    };
    let oninsert = {
        let (node, stay) = (node.clone(), stay.clone());
        Callback::from(move |(tool, given): Insertion| {
            stay.emit(());
            element::soon(&node, tool, &given);
        })
    };
    let close = {
        let linking = linking.setter();
        Callback::from(move |()| linking.set(None))
    };
    let onset = {
        let (node, close) = (node.clone(), close.clone());
        Callback::from(move |(address, words): (String, String)| {
            close.emit(());
            element::soon(&node, "link", &[address, words]);
        })
    };
    let onremove = {
        let (node, close) = (node.clone(), close.clone());
        Callback::from(move |()| {
            close.emit(());
            element::soon(&node, "unlink", &[]);
        })
    };
    let tosource = props.onsource.reform(|_: MouseEvent| ());
    html! {
        <>
            if !lost.is_empty() {
                <Banner icon={Glyph::Warning} tone={Tone::Warn} is_boxed=true action={html! {
                    <Button size={ButtonSize::Small} onclick={tosource}>{ say.t("console-site-mode-source") }</Button>
                }}>
                    { say.tr("console-site-lost", [("tags", lost.as_str().into())]) }
                </Banner>
            }
            <div class="site-editor">
                <Tools controls={AREA} standing={(*standing).clone()} {onpress} node={bar} />
                <@{"rich-text"}
                    ref={node}
                    id={AREA}
                    label={say.t("console-site-body")}
                    describedby="site-body-help"
                />
            </div>
            if let Some(now) = &*linking {
                <LinkDialog
                    address={now.address.clone()}
                    has_words={now.has_words}
                    pages={props.pages.clone()}
                    {onset}
                    {onremove}
                    onclose={close}
                />
            }
            if *is_inserting {
                <InsertDialog language={props.language} {oninsert} onclose={stay} />
            }
        </>
    }
}
