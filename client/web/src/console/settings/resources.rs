//! Interpreters and equipment: how many there are of each and when, added, changed and taken away
//! in place.

mod form;
mod presence;

use client_core::view::console::resources::{ResourceRow, resource_rows};
use protocol::command::WithdrawResource;
use protocol::{Function, ResourceKind};
use yew::prelude::*;

use self::form::{ResourceForm, Typed};
use crate::console::parts::{parts_of, spans_of};
use crate::shell::{Changes, Speech, use_handle, use_live, use_speech};
use crate::ui::{Button, EmptyState, Glyph, IconButton, Item, ItemList, Panel};

/// The list, and the form of one that is new or altered.
#[component]
pub(super) fn Resources() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let typed = use_state_eq(|| None::<Typed>);
    let parts = [Changes::CARDS, Changes::LINK]
        .into_iter()
        .fold(Changes::STATE, Changes::and);
    let seen = use_live(parts, (), |glance, ()| {
        let model = glance.model;
        let may_act = model.may(Function::Rooms);
        (resource_rows(model), may_act, model.link().is_up())
    });
    let (rows, may_act, is_up) = &*seen;
    let open = |of: Option<Typed>| {
        let typed = typed.clone();
        Callback::from(move |_: MouseEvent| typed.set(of.clone()))
    };
    let onclose = {
        let typed = typed.clone();
        Callback::from(move |()| typed.set(None))
    };
    let ontype = {
        let typed = typed.clone();
        Callback::from(move |now: Typed| typed.set(Some(now)))
    };
    html! {
        <Panel title={say.t("console-resources-title")} count={rows.len()}>
            if rows.is_empty() {
                <EmptyState icon={Glyph::Globe} title={say.t("console-resources-none")} text={say.t("console-resources-none-text")} />
            } else {
                <ItemList>
                    { for rows.iter().map(|row| {
                        let id = row.resource.id;
                        let named = [("name", (&row.name).into())];
                        let onremove = {
                            let live = live.clone();
                            Callback::from(move |_: MouseEvent| {
                                live.submit(WithdrawResource { resource: id });
                            })
                        };
                        let end = if *may_act {
                            html! {
                                <>
                                    <IconButton glyph={Glyph::Edit} label={say.tr("console-vocabulary-rename-named", named.clone())} onclick={open(Some(Typed::of(row)))} />
                                    <IconButton glyph={Glyph::Trash} label={say.tr("console-vocabulary-remove-named", named)} onclick={onremove} />
                                </>
                            }
                        } else {
                            Html::default()
                        };
                        html! {
                            <Item key={id.to_string()} {end}>
                                <p class="title clip" title={row.name.clone()}>{ &row.name }</p>
                                <p class="sub">{ remarks(row, &say) }</p>
                            </Item>
                        }
                    }) }
                </ItemList>
            }
            if let Some(typed) = &*typed {
                <ResourceForm key={typed.id.to_string()} typed={typed.clone()} is_up={*is_up} {ontype} {onclose} />
            } else if *may_act {
                <div class="body row">
                    <Button icon={Glyph::Plus} onclick={
                        let (live, typed) = (live.clone(), typed.clone());
                        Callback::from(move |_: MouseEvent| typed.set(Some(Typed::fresh(&live))))
                    }>
                        { say.t("console-resources-new") }
                    </Button>
                </div>
            }
        </Panel>
    }
}

/// "Interprète · 2 à la fois · 5 personnes · lun. 23 09:00–12:00".
fn remarks(row: &ResourceRow, say: &Speech) -> String {
    let count = say.tr(
        "console-resources-count",
        [("count", row.resource.capacity.into())],
    );
    let users = say.tr("console-resources-users", [("count", row.n_users.into())]);
    let times = spans_of(say, &row.times);
    parts_of([
        say.t(kind_key(row.resource.kind)).as_str(),
        count.as_str(),
        users.as_str(),
        times.as_str(),
    ])
}

/// The key of a kind's word.
const fn kind_key(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Interpreter => "console-resources-interpreter",
        ResourceKind::Equipment => "console-resources-equipment",
    }
}
