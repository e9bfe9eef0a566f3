//! The event's keywords, kinds of cooperation and key figures, edited in place (CAT-09, EEN-05,
//! EEN-06).

mod figures;
mod import;
mod keywords;

use client_core::view::console::vocabulary::{
    Edit, EditFlaw, VocabularyRows, vocabulary_rows, wish,
};
use protocol::id::CommandId;
use protocol::{Function, KeywordKind};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::figures::FigureList;
use self::import::ImportList;
use self::keywords::KeywordList;
use super::sent::{self, Told};
use crate::shell::{Changes, LiveHandle, Speech, use_handle, use_live, use_speech};

/// Sends a change of the lists; told when it is done, or why it is not.
type Send = Callback<(Edit, Callback<Told>)>;

/// What every list needs.
#[derive(Clone, PartialEq, Properties)]
struct ListProps {
    rows: VocabularyRows,
    /// Whether this member of the team may change them now.
    may_act: bool,
    send: Send,
}

/// Which of the lists.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Which {
    Topics,
    Others,
    Import,
}

#[derive(Properties, PartialEq)]
pub(super) struct VocabularyProps {
    pub(super) which: Which,
}

/// One column of the lists.
#[component]
pub(super) fn Vocabulary(props: &VocabularyProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let parts = [Changes::CARDS, Changes::LINK]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let seen = use_live(parts, (), |glance, ()| {
        let model = glance.model;
        let may_act = model.may(Function::Form) && model.link().is_up();
        (vocabulary_rows(model), may_act)
    });
    let (rows, may_act) = (*seen).clone();
    let send = use_memo((live, say), |(live, say)| sender(live.clone(), say.clone()));
    let list = ListProps {
        rows,
        may_act,
        send: (*send).clone(),
    };
    match props.which {
        Which::Topics => html! { <KeywordList kind={KeywordKind::Topic} list={list} /> },
        Which::Others => html! {
            <>
                <KeywordList kind={KeywordKind::Cooperation} list={list.clone()} />
                <FigureList ..list />
            </>
        },
        Which::Import if list.may_act => html! { <ImportList ..list /> },
        Which::Import => Html::default(),
    }
}

fn sender(live: LiveHandle, say: Speech) -> Send {
    Callback::from(move |(edit, told): (Edit, Callback<Told>)| {
        let command = live.fresh(CommandId::new);
        let wished = live.glance(|glance| wish(glance.model, command, &edit));
        let wished = match wished {
            Ok(wished) => wished,
            Err(flaw) => return told.emit(Err(flaw_words(&say, flaw))),
        };
        let (live, say) = (live.clone(), say.clone());
        spawn_local(async move {
            told.emit(sent::send(&live, &say, "vocabulary", &wished.encode()).await);
        });
    })
}

fn flaw_words(say: &Speech, flaw: EditFlaw) -> AttrValue {
    match flaw {
        EditFlaw::Empty => say.t("console-vocabulary-flaw-empty"),
        EditFlaw::TooLong => say.t("console-vocabulary-flaw-too-long"),
        EditFlaw::Bounds => say.t("console-vocabulary-flaw-bounds"),
        EditFlaw::Full => say.t("console-vocabulary-flaw-full"),
        EditFlaw::Taken => say.t("console-vocabulary-flaw-taken"),
        EditFlaw::Line(n) => say.tr("console-vocabulary-flaw-line", [("line", n.into())]),
    }
}
