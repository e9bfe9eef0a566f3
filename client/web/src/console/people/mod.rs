//! People: search, filter, and one person's agenda beside the list.

mod agenda;
mod limit;
mod list;
mod needs;

use client_core::view::console::people::PeopleFilter;
use protocol::id::PersonId;
use yew::prelude::*;

use self::agenda::AgendaPanel;
use self::list::PeopleList;
use super::arbitration::ArbitrationCall;
use super::route::Route;
use crate::shell::{go_to, use_speech};
use crate::ui::{SearchInput, Select, SelectOption};

#[derive(Properties, PartialEq)]
pub(super) struct PeoplePageProps {
    /// Whose agenda is open.
    pub(super) person: Option<PersonId>,
}

const FILTERS: [(&str, PeopleFilter); 6] = [
    ("everybody", PeopleFilter::Everybody),
    ("present", PeopleFilter::Present),
    ("expected", PeopleFilter::Expected),
    ("experts", PeopleFilter::Experts),
    ("without-meeting", PeopleFilter::WithoutMeeting),
    ("withdrawn", PeopleFilter::Withdrawn),
];

/// The people of the event.
#[component]
pub(super) fn PeoplePage(props: &PeoplePageProps) -> Html {
    let say = use_speech();
    let search = use_state_eq(AttrValue::default);
    let chosen = use_state_eq(|| AttrValue::Static("everybody"));
    let filter = FILTERS
        .into_iter()
        .find(|(key, _)| *key == chosen.as_str())
        .map_or(PeopleFilter::Everybody, |(_, filter)| filter);
    let options = FILTERS
        .map(|(key, _)| SelectOption {
            key: AttrValue::Static(key),
            label: say.t(&format!("console-people-{key}")),
        })
        .to_vec();
    let oninput = {
        let search = search.clone();
        Callback::from(move |typed: String| search.set(AttrValue::from(typed)))
    };
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |key| chosen.set(key))
    };
    let onopen = Callback::from(|person: PersonId| go_to(&Route::People(Some(person)).path()));
    let onclose = Callback::from(|()| go_to(&Route::People(None).path()));
    html! {
        <>
            <div class="stage-head">
                <h1>{ say.t("console-nav-people") }</h1>
                <SearchInput
                    label={say.t("console-people-search")}
                    placeholder={say.t("console-people-search-hint")}
                    value={(*search).clone()}
                    {oninput}
                />
                <div class="end">
                    <Select
                        id="console-people-filter"
                        label={say.t("console-people-filter")}
                        {options}
                        chosen={(*chosen).clone()}
                        {onchoose}
                    />
                </div>
            </div>
            <ArbitrationCall />
            <div class="floor">
                <PeopleList search={(*search).clone()} {filter} open={props.person} {onopen} />
                if let Some(person) = props.person {
                    <AgendaPanel key={person.to_string()} {person} {onclose} />
                }
            </div>
        </>
    }
}
