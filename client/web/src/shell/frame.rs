//! The frame of a program: it learns which event it belongs to, connects, and gives its pages
//! their connection, their words and their voice.

use std::rc::Rc;

use client_core::sync::Program;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::announce::{Announcer, Region};
use super::doorstep::Doorstep;
use super::leave::signed_out;
use super::live::{Engine, LiveHandle, ProfileError, load_profile};
use super::surroundings::Surroundings;
use super::words::{Catalogue, Language, Library, Speech};
use crate::lean::provide;

/// What a program shows.
#[derive(Properties, PartialEq)]
pub struct ShellProps {
    /// Which program.
    pub program: Program,
    /// Its sentences.
    pub catalogue: Catalogue,
    /// What stands there until it is known which event this is: usually skeletons.
    #[prop_or_default]
    pub opening: Html,
    /// Its pages. They may use every hook of this module.
    pub children: Html,
}

/// How far the program has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Opening,
    Closed(ProfileError),
    Open(LiveHandle),
}

/// A program's frame.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let library = use_memo(props.catalogue, |catalogue| Library::new(*catalogue));
    let words = use_state_eq(|| {
        let language = Language::of_reader();
        library.at_hand(language).map(|words| (language, words))
    });
    let read = {
        let (library, words) = (Rc::clone(&library), words.setter());
        Callback::from(move |language: Language| {
            let (library, words) = (Rc::clone(&library), words.clone());
            spawn_local(async move {
                if let Some(read) = library.read(language).await {
                    words.set(Some(read));
                }
            });
        })
    };
    let stage = use_state_eq(|| Stage::Opening);
    let announcer = use_state(Announcer::default);
    {
        let read = read.clone();
        use_effect_with(*words, move |words| match words {
            Some((language, _)) => language.put_on(),
            None => read.emit(Language::of_reader()),
        });
    }
    {
        let (stage, program) = (stage.clone(), props.program);
        use_effect_with((), move |()| {
            spawn_local(async move {
                stage.set(match load_profile(program.surface).await {
                    Ok(profile) => {
                        let engine = Engine::new(program, profile);
                        engine.start();
                        Stage::Open(LiveHandle::new(engine))
                    }
                    Err(why) => {
                        if why == ProfileError::SignedOut {
                            signed_out(program.surface);
                        }
                        Stage::Closed(why)
                    }
                });
            });
        });
    }
    let zone = match &*stage {
        Stage::Open(live) => live.profile().zone.clone(),
        Stage::Opening | Stage::Closed(_) => "UTC".to_owned(),
    };
    let speech = use_memo((*words, zone), |(words, zone)| {
        words.map(|(language, words)| Speech::new(words, language, zone))
    });
    let (Some((language, _)), Some(speech)) = (*words, &*speech) else {
        // Nothing can be said before the words are here.
        return Html::default();
    };
    let (live, inside) = match &*stage {
        Stage::Opening => (None, props.opening.clone()),
        Stage::Closed(reason) => (None, html! { <Doorstep reason={*reason} /> }),
        Stage::Open(live) => (Some(live.clone()), props.children.clone()),
    };
    let surroundings = Surroundings {
        live,
        speech: speech.clone(),
        language,
        choose_language: read.reform(|chosen: Language| {
            chosen.keep();
            chosen
        }),
        announcer: (*announcer).clone(),
    };
    let inside = html! {
        <>
            { inside }
            <Region announcer={(*announcer).clone()} />
        </>
    };
    provide(surroundings, inside)
}
