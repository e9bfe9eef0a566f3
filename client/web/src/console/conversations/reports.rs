//! Reported messages: each with its reason, and what can be done about it.

use protocol::correspondence::{MessageReport, Moderation, ReportPage};
use protocol::id::MessageId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk;
use super::thread::end;
use crate::console::asked::use_asked;
use crate::console::parts::parts_of;
use crate::shell::{Speech, use_handle, use_speech};
use crate::ui::{Banner, Button, Chip, EmptyState, Glyph, Icon, Item, ItemList, Panel, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct ReportsProps {
    pub(super) is_up: bool,
    pub(super) rang: u64,
}

/// The reports, the newest first.
#[component]
pub(super) fn Reports(props: &ReportsProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    let after = use_state_eq(|| None::<MessageId>);
    let known = use_state_eq(|| None::<ReportPage>);
    let is_failed = use_state_eq(|| false);
    let mut asked = use_asked((*after, props.rang), None, desk::reports);
    {
        let known = known.setter();
        use_effect_with(asked.answer.clone(), move |answer| {
            if answer.is_some() {
                known.set(answer.clone());
            }
        });
    }
    asked.answer = asked.answer.or_else(|| (*known).clone());
    let onact = {
        let (again, is_failed) = (asked.again.clone(), is_failed.setter());
        Callback::from(move |what: Moderation| {
            let (live, again, is_failed) = (live.clone(), again.clone(), is_failed.clone());
            spawn_local(async move {
                is_failed.set(!desk::moderate(&live, what).await);
                again.emit(());
            });
        })
    };
    let body = asked.show(&say, &desk::WORDS, |page| {
        list(page, &say, &onact, props.is_up, after.setter())
    });
    html! {
        <Panel title={say.t("console-conversations-tab-reports")}>
            if *is_failed {
                <Banner icon={Glyph::Critical} tone={Tone::Crit}>{ say.t("console-conversations-not-done") }</Banner>
            }
            { body }
        </Panel>
    }
}

fn list(
    page: &ReportPage,
    say: &Speech,
    onact: &Callback<Moderation>,
    is_up: bool,
    after: UseStateSetter<Option<MessageId>>,
) -> Html {
    if page.reports.is_empty() {
        return html! {
            <EmptyState
                icon={Glyph::Check}
                title={say.t("console-conversations-no-reports")}
                text={say.t("console-conversations-no-reports-text")}
            />
        };
    }
    let last = page.reports.last().map(|report| report.message);
    let back = after.clone();
    html! {
        <>
            <ItemList>{ for page.reports.iter().map(|report| entry(report, say, onact, is_up)) }</ItemList>
            <div class="letters-pages">
                <Button onclick={Callback::from(move |_| back.set(None))}>
                    { say.t("console-conversations-newest") }
                </Button>
                <Button
                    is_disabled={!page.has_more}
                    onclick={Callback::from(move |_| after.set(last))}
                >
                    { say.t("console-conversations-older") }
                </Button>
            </div>
        </>
    }
}

fn entry(report: &MessageReport, say: &Speech, onact: &Callback<Moderation>, is_up: bool) -> Html {
    let message = report.message;
    let is_hidden = report.hidden_at.is_some();
    let standing = match (report.hidden_at, report.settled_at) {
        (Some(at), _) => done(
            say,
            "console-conversations-hidden-by",
            &report.hidden_by,
            at,
        ),
        (None, Some(at)) => done(
            say,
            "console-conversations-settled-by",
            &report.settled_by,
            at,
        ),
        (None, None) => say.t("console-conversations-to-settle"),
    };
    let is_open = !is_hidden && report.settled_at.is_none();
    let act = |what: Moderation, word: &str| {
        let onclick = onact.reform(move |_: MouseEvent| what.clone());
        html! { <Button is_disabled={!is_up} {onclick}>{ say.t(word) }</Button> }
    };
    let reason = say.t(&format!(
        "console-conversations-reason-{}",
        report.reason.word()
    ));
    let by = say.tr(
        "console-conversations-reported-by",
        [
            ("name", (&report.reporter).into()),
            ("reason", reason.into()),
        ],
    );
    html! {
        <Item
            key={message.to_string()}
            lead={html! { <Icon glyph={Glyph::Warning} /> }}
            tone={if is_open { Tone::Warn } else { Tone::Neutral }}
        >
            <p class="title">{ parts_of([AttrValue::from(report.author.clone()), AttrValue::from(report.company.clone())]) }</p>
            <p class="sub">{ parts_of([by, say.day_short(report.reported_at), say.time(report.reported_at)]) }</p>
            <blockquote class="talk-quote">{ &report.text }</blockquote>
            <p><Chip tone={if is_open { Tone::Warn } else { Tone::Neutral }}>{ standing }</Chip></p>
            <div class="row" data-wrap="">
                if is_hidden {
                    { act(Moderation::Show { message }, "console-conversations-show") }
                } else {
                    { act(Moderation::Hide { message }, "console-conversations-hide") }
                }
                if is_open {
                    { act(Moderation::Settle { message }, "console-conversations-settle") }
                }
                { end(report.conversation, report.is_ended, say, onact) }
            </div>
        </Item>
    }
}

/// Who did it and when.
fn done(say: &Speech, key: &str, by: &str, at: protocol::Micros) -> AttrValue {
    say.tr(
        key,
        [
            ("name", by.into()),
            ("day", say.day_short(at).into()),
            ("time", say.time(at).into()),
        ],
    )
}
