//! The frame of a program: it learns which event it belongs to, connects, and gives its pages
//! their connection, their words and their voice.

use client_core::sync::Program;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::announce::{Announcer, Region};
use super::doorstep::Doorstep;
use super::leave::signed_out;
use super::live::{Engine, LiveHandle, Profile, ProfileError, load_profile};
use super::words::{Catalogue, Language, LanguageChoice, Speech};
use crate::erased::provide;

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
    let language = use_state_eq(Language::of_reader);
    let stage = use_state_eq(|| Stage::Opening);
    let announcer = use_state(Announcer::default);
    use_effect_with(*language, |language| language.put_on());
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
    let speech = use_memo(
        (*language, zone, props.catalogue),
        |(language, zone, catalogue)| Speech::new(catalogue, *language, zone),
    );
    let choice = LanguageChoice {
        language: *language,
        choose: {
            let language = language.clone();
            Callback::from(move |chosen: Language| {
                chosen.keep();
                language.set(chosen);
            })
        },
    };
    let inside = match &*stage {
        Stage::Opening => props.opening.clone(),
        Stage::Closed(reason) => html! { <Doorstep reason={*reason} /> },
        Stage::Open(live) => provide(live.clone(), props.children.clone()),
    };
    let announcer = (*announcer).clone();
    let inside = html! {
        <>
            { inside }
            <Region announcer={announcer.clone()} />
        </>
    };
    provide(
        choice,
        provide((*speech).clone(), provide(announcer, inside)),
    )
}

/// The connection of the page.
#[hook]
pub fn use_handle() -> LiveHandle {
    use_context::<LiveHandle>().expect("every page stands inside an open shell")
}

/// The event and its zone.
#[hook]
pub fn use_profile() -> Profile {
    use_handle().profile().clone()
}
