//! The key figures: name, unit and bounds.

use client_core::view::console::vocabulary::{Edit, FigureRow};
use protocol::FigureId;
use yew::prelude::*;

use super::ListProps;
use crate::console::settings::overtaken::Overtaken;
use crate::console::settings::sent::Told;
use crate::shell::{Speech, use_speech};
use crate::ui::{
    Button, ButtonKind, EmptyState, Field, Glyph, IconButton, Item, ItemList, Panel, TextInput,
};

/// A figure as it is typed.
#[derive(Clone, Default, PartialEq)]
struct Typed {
    /// As it was when the fields were opened; none for one that is new.
    seen: Option<FigureRow>,
    name: AttrValue,
    unit: AttrValue,
    min: AttrValue,
    max: AttrValue,
}

impl Typed {
    fn of(row: &FigureRow) -> Self {
        Self {
            seen: Some(row.clone()),
            name: AttrValue::from(row.name.clone()),
            unit: AttrValue::from(row.unit.clone()),
            min: AttrValue::from(row.min.to_string()),
            max: AttrValue::from(row.max.to_string()),
        }
    }

    fn id(&self) -> Option<FigureId> {
        self.seen.as_ref().map(|row| row.id)
    }

    /// None where a bound is no number.
    fn edit(&self) -> Option<Edit> {
        Some(Edit::PutFigure {
            id: self.id(),
            seen: self.seen.clone(),
            name: self.name.to_string(),
            unit: self.unit.to_string(),
            min: self.min.trim().parse().ok()?,
            max: self.max.trim().parse().ok()?,
        })
    }
}

/// Takes what was typed into one of the fields.
type Alter = fn(&mut Typed, AttrValue);

/// The list, and one that is new or altered.
#[component]
pub(super) fn FigureList(props: &ListProps) -> Html {
    let say = use_speech();
    let typed = use_state_eq(Typed::default);
    let flaw = use_state_eq(|| None::<AttrValue>);
    let is_sending = use_state_eq(|| false);
    let send = {
        let (send, flaw, is_sending) = (props.send.clone(), flaw.clone(), is_sending.clone());
        move |edit: Edit, done: Callback<()>| {
            let (flaw, is_sending) = (flaw.clone(), is_sending.clone());
            is_sending.set(true);
            let told = Callback::from(move |told: Told| {
                is_sending.set(false);
                if told.is_ok() {
                    done.emit(());
                }
                flaw.set(told.err());
            });
            send.emit((edit, told));
        }
    };
    let rows = &props.rows.figures;
    let current = rows.iter().find(|row| Some(row.id) == typed.id());
    // One's own change may come back before the answer to it.
    let is_overtaken = !*is_sending && typed.seen.as_ref() != current;
    // Saved over what stands now, which the user has before his eyes; what is gone is added anew.
    let edit = Typed {
        seen: current.cloned(),
        ..(*typed).clone()
    }
    .edit();
    let is_ready = edit.is_some() && !typed.name.trim().is_empty() && !*is_sending;
    let ontheirs = {
        let (typed, now) = (typed.clone(), current.map(Typed::of).unwrap_or_default());
        Callback::from(move |_: MouseEvent| typed.set(now.clone()))
    };
    let onkeep = {
        let (send, typed, edit) = (send.clone(), typed.clone(), edit.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(edit) = edit.clone() {
                let typed = typed.setter();
                send(edit, Callback::from(move |()| typed.set(Typed::default())));
            }
        })
    };
    let field = |key: &'static str, kind: &'static str, value: &AttrValue, alter: Alter| {
        let id = format!("vocabulary-figure-{key}");
        let typed = typed.clone();
        let oninput = Callback::from(move |text: String| {
            let mut altered = (*typed).clone();
            alter(&mut altered, AttrValue::from(text));
            typed.set(altered);
        });
        html! {
            <Field id={id.clone()} label={say.t(&format!("console-vocabulary-figure-{key}"))}>
                <TextInput {id} {kind} value={value.clone()} {oninput} />
            </Field>
        }
    };
    html! {
        <Panel title={say.t("console-vocabulary-figures")} count={props.rows.figures.len()}>
            if props.rows.figures.is_empty() {
                <EmptyState icon={Glyph::Report} title={say.t("console-vocabulary-none")} />
            } else {
                <ItemList>
                    { for props.rows.figures.iter().map(|row| {
                        let bounds = bounds(&say, row);
                        let named = [("name", (&row.name).into())];
                        let onedit = {
                            let (typed, of) = (typed.clone(), Typed::of(row));
                            Callback::from(move |_: MouseEvent| typed.set(of.clone()))
                        };
                        let onremove = {
                            let (send, id) = (send.clone(), row.id);
                            Callback::from(move |_: MouseEvent| send(Edit::RemoveFigure { id }, Callback::noop()))
                        };
                        let end = if props.may_act {
                            html! {
                                <>
                                    <IconButton glyph={Glyph::Edit} label={say.tr("console-vocabulary-rename-named", named.clone())} onclick={onedit} />
                                    <IconButton glyph={Glyph::Trash} label={say.tr("console-vocabulary-remove-named", named)} onclick={onremove} />
                                </>
                            }
                        } else {
                            Html::default()
                        };
                        html! {
                            <Item key={row.id.0} {end}>
                                <p class="title clip" title={row.name.clone()}>{ &row.name }</p>
                                <p class="sub">{ bounds }</p>
                            </Item>
                        }
                    }) }
                </ItemList>
            }
            if props.may_act {
                <div class="body stack">
                    <div class="vocabulary-figure">
                        { field("name", "text", &typed.name, |typed, text| typed.name = text) }
                        { field("unit", "text", &typed.unit, |typed, text| typed.unit = text) }
                        { field("min", "number", &typed.min, |typed, text| typed.min = text) }
                        { field("max", "number", &typed.max, |typed, text| typed.max = text) }
                    </div>
                    if is_overtaken {
                        <Overtaken {ontheirs} onmine={onkeep.clone()} is_disabled={!is_ready}>
                            { overtaken(&say, current) }
                        </Overtaken>
                    } else if let Some(words) = &*flaw {
                        <p class="error" role="alert">{ words }</p>
                    }
                    <div class="row">
                        if !is_overtaken {
                            <Button kind={ButtonKind::Primary} icon={Glyph::Check} is_disabled={!is_ready} onclick={onkeep}>
                                { say.t(if typed.seen.is_some() { "console-vocabulary-change" } else { "console-vocabulary-add-figure" }) }
                            </Button>
                        }
                        if typed.seen.is_some() {
                            <Button onclick={
                                let typed = typed.clone();
                                Callback::from(move |_: MouseEvent| typed.set(Typed::default()))
                            }>{ say.t("console-vocabulary-not-now") }</Button>
                        }
                    </div>
                </div>
            }
        </Panel>
    }
}

/// "De 0 à 500 brevets".
fn bounds(say: &Speech, row: &FigureRow) -> AttrValue {
    say.tr(
        "console-vocabulary-bounds",
        [
            ("min", say.number(row.min).into()),
            ("max", say.number(row.max).into()),
            ("unit", (&row.unit).into()),
        ],
    )
}

fn overtaken(say: &Speech, now: Option<&FigureRow>) -> AttrValue {
    match now {
        Some(row) => say.tr(
            "console-vocabulary-figure-overtaken",
            [
                ("name", (&row.name).into()),
                ("bounds", bounds(say, row).into()),
            ],
        ),
        None => say.t("console-vocabulary-figure-gone"),
    }
}
