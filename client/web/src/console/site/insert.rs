//! A file of the library on its way into a text: a picture, a video, or a link to a document.

use protocol::site::{FileFamily, Language, LibraryLine, LibraryList};
use yew::prelude::*;

use super::desk;
use crate::console::asked::use_asked;
use crate::shell::{use_handle, use_speech};
use crate::ui::{Button, Dialog, Field, Glyph, Icon, IconSize, TextInput};

/// What a file is to the editor: the tool, and what it is given.
pub(super) type Insertion = (&'static str, Vec<String>);

#[derive(Properties, PartialEq)]
pub(super) struct InsertDialogProps {
    pub(super) language: Language,
    pub(super) oninsert: Callback<Insertion>,
    pub(super) onclose: Callback<()>,
}

/// The question.
#[component]
pub(super) fn InsertDialog(props: &InsertDialogProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let asked = use_asked((), None, desk::files);
    let sought = use_state_eq(String::new);
    let onsought = {
        let sought = sought.setter();
        Callback::from(move |typed: String| sought.set(typed))
    };
    let library = format!("/desk/{}/library", live.profile().event);
    let again = asked.again.reform(|_: MouseEvent| ());
    let row = |file: &LibraryLine| {
        let insertion = insertion(file, props.language);
        let oninsert = props
            .oninsert
            .reform(move |_: MouseEvent| insertion.clone());
        html! {
            <li key={file.address.clone()}>
                if file.family == FileFamily::Picture {
                    <img src={file.address.clone()} alt="" loading="lazy" />
                } else {
                    <Icon glyph={Glyph::Report} size={IconSize::Large} />
                }
                <span>{ &file.name }</span>
                <Button onclick={oninsert}>{ say.t("console-site-insert") }</Button>
            </li>
        }
    };
    let list = |list: &LibraryList| {
        let wanted = protocol::fold::fold(&sought);
        let mut rows = list
            .files
            .iter()
            .filter(|file| protocol::fold::fold(&file.name).contains(&*wanted))
            .map(row)
            .peekable();
        if rows.peek().is_none() {
            return html! { <p class="muted">{ say.t("console-site-insert-none") }</p> };
        }
        html! { <ul class="site-files">{ for rows }</ul> }
    };
    html! {
        <Dialog
            id="site-insert"
            title={say.t("console-site-tool-file")}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            footer={html! {
                <>
                    <Button icon={Glyph::Sync} onclick={again}>{ say.t("console-site-insert-again") }</Button>
                    <a class="btn" href={library} target="_blank" rel="noopener">{ say.t("console-site-library") }</a>
                </>
            }}
        >
            <div class="stack">
                <Field id="site-insert-sought" label={say.t("console-site-insert-sought")}>
                    <TextInput id="site-insert-sought" value={(*sought).clone()} oninput={onsought} />
                </Field>
                { asked.show(&say, &desk::WORDS, list) }
            </div>
        </Dialog>
    }
}

fn insertion(file: &LibraryLine, language: Language) -> Insertion {
    let address = file.address.clone();
    match file.family {
        FileFamily::Picture => {
            let alt = match file.alt.get(language) {
                "" => file.alt.french.clone(),
                alt => alt.to_owned(),
            };
            let size = [file.width, file.height].map(|side| side.to_string());
            ("picture", [vec![address, alt], size.to_vec()].concat())
        }
        FileFamily::Video => ("video", vec![address]),
        FileFamily::Document => ("link", vec![address, file.name.clone()]),
    }
}
