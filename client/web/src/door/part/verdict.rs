//! The answer to a scan, readable at arm's length: a shape, a word, a name, a colour.

use yew::prelude::*;

use crate::ui::{Glyph, Icon, Tone};

/// Which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerdictKind {
    /// Nothing was scanned yet.
    #[default]
    Waiting,
    /// The server is asked.
    Checking,
    /// In, or out.
    Ok,
    /// Taken down here; it goes out when the network is back.
    Kept,
    /// In already.
    Duplicate,
    /// Not here, not now.
    Refused,
}

impl VerdictKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Waiting | Self::Checking => "waiting",
            Self::Ok | Self::Kept => "ok",
            Self::Duplicate => "duplicate",
            Self::Refused => "unknown",
        }
    }

    /// Which signal it carries.
    #[must_use]
    pub const fn tone(self) -> Tone {
        match self {
            Self::Waiting | Self::Checking => Tone::Neutral,
            Self::Ok => Tone::Live,
            Self::Kept => Tone::Pledge,
            Self::Duplicate => Tone::Warn,
            Self::Refused => Tone::Crit,
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Waiting => Glyph::Scan,
            Self::Checking => Glyph::Spinner,
            Self::Ok => Glyph::CheckCircle,
            Self::Kept => Glyph::Hourglass,
            Self::Duplicate => Glyph::Warning,
            Self::Refused => Glyph::Critical,
        }
    }
}

/// What the answer says.
#[derive(Properties, PartialEq)]
pub struct VerdictProps {
    /// Which answer.
    pub kind: VerdictKind,
    /// What happened: "checked in".
    #[prop_or_default]
    pub word: AttrValue,
    /// Who, or what is wrong.
    pub name: AttrValue,
    /// For whom, or why.
    #[prop_or_default]
    pub sub: AttrValue,
    /// Something to look at besides, with its shape: where to go, a full room.
    #[prop_or_default]
    pub remark: Option<(Glyph, AttrValue)>,
    /// What can be done about it.
    #[prop_or_default]
    pub actions: Html,
    /// The same as one sentence, for the ear.
    pub spoken: AttrValue,
    /// Another one for each answer, so that two equal ones behind each other are both spoken.
    pub spoken_key: AttrValue,
}

/// The answer. What it says is spoken at once when it stops somebody, and in turn when it does
/// not.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let stops = matches!(props.kind, VerdictKind::Duplicate | VerdictKind::Refused);
    // A region that stays while its content is replaced is announced; one of each urgency, so
    // that a change of urgency does not depend on how a reader treats a changed attribute.
    let spoken = |is_said: bool| {
        let key = props.spoken_key.to_string();
        is_said.then(|| html! { <span {key}>{ &props.spoken }</span> })
    };
    html! {
        <section
            class="verdict"
            data-result={props.kind.name()}
            data-tone={props.kind.tone().name()}
        >
            <span class="sr-only" role="status" aria-live="polite">{ for spoken(!stops) }</span>
            <span class="sr-only" role="alert" aria-live="assertive">{ for spoken(stops) }</span>
            <span class="sign" aria-hidden="true"><Icon glyph={props.kind.glyph()} /></span>
            <p class="word" aria-hidden="true">{ &props.word }</p>
            <p class="name" aria-hidden="true">{ &props.name }</p>
            <p class="sub" aria-hidden="true">{ &props.sub }</p>
            if let Some((glyph, remark)) = &props.remark {
                <p class="where-next" aria-hidden="true"><Icon glyph={*glyph} />{ remark }</p>
            }
            { props.actions.clone() }
        </section>
    }
}
