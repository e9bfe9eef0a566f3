//! Who supports the event: names with addresses, in the order in which visitors see them.

use protocol::limits::SITE_PARTNERS_MAX;
use protocol::site::Partner;
use yew::prelude::*;

use super::super::standing::flaw_words;
use crate::shell::use_speech;
use crate::ui::{Banner, Button, ButtonSize, Field, Glyph, IconButton, Panel, TextInput, Tone};

/// What a field or a button makes of the list.
type Alter = Box<dyn Fn(&mut Vec<Partner>, String)>;

#[derive(Properties, PartialEq)]
pub(super) struct PartnersProps {
    pub(super) partners: Vec<Partner>,
    pub(super) is_refused: bool,
    pub(super) onchange: Callback<Vec<Partner>>,
}

/// The list, in which each can be changed, moved and taken out.
#[component]
pub(super) fn Partners(props: &PartnersProps) -> Html {
    let say = use_speech();
    let alter = |alter: Alter| {
        let (partners, onchange) = (props.partners.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut partners = partners.clone();
            alter(&mut partners, text);
            onchange.emit(partners);
        })
    };
    let press = |act: Alter| alter(act).reform(|_: MouseEvent| String::new());
    let n = props.partners.len();
    let row = |(at, partner): (usize, &Partner)| {
        let (name, link) = (
            format!("site-partner-{at}"),
            format!("site-partner-{at}-link"),
        );
        let whom = partner.name.as_str();
        html! {
            <li key={at}>
                <Field id={name.clone()} label={say.t("console-site-partner-name")}>
                    <TextInput id={name} value={partner.name.clone()} oninput={alter(Box::new(move |all, text| all[at].name = text))} />
                </Field>
                <Field id={link.clone()} label={say.t("console-site-partner-link")}>
                    <TextInput id={link} kind="url" value={partner.link.clone()} placeholder="https://" oninput={alter(Box::new(move |all, text| all[at].link = text))} />
                </Field>
                <div class="row">
                    <IconButton glyph={Glyph::Up} label={say.tr("console-site-move-up", [("title", whom.into())])} is_disabled={at == 0} onclick={press(Box::new(move |all, _| all.swap(at - 1, at)))} />
                    <IconButton glyph={Glyph::Down} label={say.tr("console-site-move-down", [("title", whom.into())])} is_disabled={at + 1 == n} onclick={press(Box::new(move |all, _| all.swap(at, at + 1)))} />
                    <IconButton glyph={Glyph::Trash} label={say.tr("console-site-partner-remove", [("title", whom.into())])} onclick={press(Box::new(move |all, _| { all.remove(at); }))} />
                </div>
            </li>
        }
    };
    let add = press(Box::new(|all, _| {
        all.push(Partner::default());
    }));
    html! {
        <Panel title={say.t("console-site-partners")} count={n}>
            <div class="body stack">
                if props.is_refused {
                    <Banner icon={Glyph::Warning} tone={Tone::Crit} is_boxed=true>{ flaw_words("link", &say) }</Banner>
                }
                <ul class="site-partners">{ for props.partners.iter().enumerate().map(row) }</ul>
                <div class="row">
                    <Button size={ButtonSize::Small} icon={Glyph::Plus} is_disabled={n >= SITE_PARTNERS_MAX} onclick={add}>{ say.t("console-site-partner-add") }</Button>
                </div>
            </div>
        </Panel>
    }
}
