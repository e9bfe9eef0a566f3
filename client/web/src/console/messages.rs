//! Messages to everybody, to the experts or to the team, and those that went out.

use client_core::view::console::messages::{AnnouncementRow, announcement_rows};
use protocol::id::{AnnouncementId, CommandId};
use protocol::limits::ANNOUNCEMENT_CHARS_MAX;
use protocol::{Audience, Function};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::parts::parts_of;
use crate::shell::{Changes, Speech, use_announcer, use_handle, use_live, use_speech};
use crate::ui::{
    Banner, Button, ButtonKind, EmptyState, Field, Glyph, Icon, IconSize, Item, ItemList, Panel,
    Select, SelectOption, TextArea, Tone,
};

const AUDIENCES: [(&str, Audience); 3] = [
    ("everybody", Audience::Everybody),
    ("experts", Audience::Experts),
    ("staff", Audience::Staff),
];

/// How the last sending stands.
#[derive(Clone, Copy, PartialEq)]
enum Sending {
    No,
    UnderWay,
    Failed,
}

/// Writing a message, and the messages that went out.
#[component]
pub(super) fn MessagesPage() -> Html {
    let say = use_speech();
    let parts = Changes::STATE.and(Changes::CARDS);
    let rows = use_live(parts, (), |glance, ()| announcement_rows(glance.model));
    let may_see_letters = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.may(Function::Announcements)
    });
    html! {
        <>
            <div class="stage-head">
                <h1>{ say.t("console-nav-messages") }</h1>
                if may_see_letters {
                    <a class="btn end" href="#/conversations">
                        <Icon glyph={Glyph::Message} size={IconSize::Small} />
                        { say.t("console-nav-conversations") }
                    </a>
                    <a class="btn" href="#/letters">
                        <Icon glyph={Glyph::Mail} size={IconSize::Small} />
                        { say.t("console-nav-letters") }
                    </a>
                }
            </div>
            <div class="room">
                <div class="col"><Compose /></div>
                <div class="col">
                    <Panel title={say.t("console-messages-sent")} count={rows.len()}>
                        if rows.is_empty() {
                            <EmptyState icon={Glyph::Message} title={say.t("console-messages-none")} text={say.t("console-messages-none-text")} />
                        } else {
                            <ItemList>{ for rows.iter().map(|row| sent(row, &say)) }</ItemList>
                        }
                    </Panel>
                </div>
            </div>
        </>
    }
}

fn sent(row: &AnnouncementRow, say: &Speech) -> Html {
    let audience = match &row.audience {
        Audience::Everybody => say.t("console-audience-everybody"),
        Audience::Experts => say.t("console-audience-experts"),
        Audience::Staff => say.t("console-audience-staff"),
        Audience::Session(_) | Audience::Person(_) => AttrValue::from(row.audience_name.clone()),
    };
    html! {
        <Item key={row.id.to_string()} lead={html! { <Icon glyph={Glyph::Announce} /> }}>
            <p class="title">{ &row.text }</p>
            <p class="sub">{ parts_of([audience, say.day_short(row.at), say.time(row.at)]) }</p>
        </Item>
    }
}

#[component]
fn Compose() -> Html {
    let say = use_speech();
    let live = use_handle();
    let announcer = use_announcer();
    let text = use_state_eq(AttrValue::default);
    let audience = use_state_eq(|| AttrValue::Static("everybody"));
    let sending = use_state_eq(|| Sending::No);
    // The same ids as long as it is the same message: sent twice, it is announced once.
    let ids = use_state(|| (live.fresh(CommandId::new), live.fresh(AnnouncementId::new)));
    let options = AUDIENCES
        .map(|(key, _)| SelectOption {
            key: AttrValue::Static(key),
            label: say.t(&format!("console-audience-{key}")),
        })
        .to_vec();
    let n_chars = text.chars().count();
    let is_ready = !text.trim().is_empty()
        && n_chars <= ANNOUNCEMENT_CHARS_MAX
        && *sending != Sending::UnderWay;
    let onclick = {
        let (live, text, audience, sending, ids, say) = (
            live.clone(),
            text.clone(),
            audience.clone(),
            sending.clone(),
            ids.clone(),
            say.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            if !is_ready {
                return;
            }
            sending.set(Sending::UnderWay);
            let body = json(ids.0, ids.1, &audience, &text);
            let (live, text, sending, ids, say, announcer) = (
                live.clone(),
                text.clone(),
                sending.clone(),
                ids.clone(),
                say.clone(),
                announcer.clone(),
            );
            spawn_local(async move {
                let status = live.post_json("announcements", &body).await;
                if status.is_some_and(|status| (200..300).contains(&status)) {
                    text.set(AttrValue::default());
                    ids.set((live.fresh(CommandId::new), live.fresh(AnnouncementId::new)));
                    sending.set(Sending::No);
                    announcer.say(say.t("console-messages-done"));
                } else {
                    sending.set(Sending::Failed);
                }
            });
        })
    };
    let oninput = {
        let text = text.clone();
        Callback::from(move |typed: String| text.set(AttrValue::from(typed)))
    };
    let onchoose = {
        let audience = audience.clone();
        Callback::from(move |key| audience.set(key))
    };
    html! {
        <Panel title={say.t("console-messages-new")}>
            <div class="body stack">
                if *sending == Sending::Failed {
                    <Banner icon={Glyph::Critical} tone={Tone::Crit} is_boxed=true>
                        { say.t("console-messages-failed") }
                    </Banner>
                }
                <Field id="audience" label={say.t("console-messages-to")}>
                    <Select id="audience" {options} chosen={(*audience).clone()} {onchoose} />
                </Field>
                <Field
                    id="text"
                    label={say.t("console-messages-text")}
                    help={say.tr("console-messages-left", [("count", ANNOUNCEMENT_CHARS_MAX.saturating_sub(n_chars).into())])}
                >
                    <TextArea
                        id="text"
                        value={(*text).clone()}
                        {oninput}
                        n_chars_max={u32::try_from(ANNOUNCEMENT_CHARS_MAX).ok()}
                    />
                </Field>
                <div class="row">
                    <Button
                        kind={ButtonKind::Primary}
                        icon={Glyph::Offer}
                        is_disabled={!is_ready}
                        is_busy={*sending == Sending::UnderWay}
                        {onclick}
                    >
                        { say.t("console-messages-send") }
                    </Button>
                </div>
            </div>
        </Panel>
    }
}

/// The body of the request; the browser escapes the text.
fn json(command: CommandId, announcement: AnnouncementId, audience: &str, text: &str) -> String {
    let quoted = js_sys::JSON::stringify(&JsValue::from_str(text))
        .map(String::from)
        .unwrap_or_default();
    format!(
        r#"{{"command":"{command}","announcement":"{announcement}","audience":"{audience}","text":{quoted}}}"#
    )
}
