//! Bars against a capacity or a threshold.

use yew::prelude::*;

use super::measure::ratio;
use super::{Glyph, Icon, IconSize, Tone, flag};

/// How high a bar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeterSize {
    /// A line of progress.
    Small,
    /// In a table of gauges.
    #[default]
    Normal,
    /// The only gauge on a screen.
    Large,
}

impl MeterSize {
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("s"),
            Self::Normal => None,
            Self::Large => Some("l"),
        }
    }
}

/// What a bar shows.
#[derive(Properties, PartialEq)]
pub struct MeterProps {
    /// How full, where 1 is full. More than 1 is drawn full and striped.
    pub value: f64,
    /// A threshold, from 0 to 1.
    #[prop_or_default]
    pub mark: Option<f64>,
    /// Which signal.
    #[prop_or_default]
    pub tone: Tone,
    /// How high.
    #[prop_or_default]
    pub size: MeterSize,
    /// What is measured and how much it is, where no words beside it say so.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// A bar. With a label it is a meter for the ear; without, decoration beside words.
#[component]
pub fn Meter(props: &MeterProps) -> Html {
    let value = if props.value.is_finite() {
        props.value.max(0.0)
    } else {
        0.0
    };
    let mut measures = format!("--value:{}", ratio(value));
    if let Some(mark) = props.mark {
        measures.push_str(&format!(";--mark:{}", ratio(mark.clamp(0.0, 1.0))));
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 100"
    )]
    let percent = ((value.min(1.0) * 100.0).round() as u32).to_string();
    html! {
        <span
            class="meter"
            data-tone={props.tone.name()}
            data-size={props.size.name()}
            data-mark={flag(props.mark.is_some())}
            data-over={flag(value > 1.0)}
            role={props.label.as_ref().map(|_| "meter")}
            aria-label={props.label.clone()}
            aria-valuemin={props.label.as_ref().map(|_| "0")}
            aria-valuemax={props.label.as_ref().map(|_| "100")}
            aria-valuenow={props.label.as_ref().map(|_| percent)}
            aria-valuetext={props.label.clone()}
            ~style={measures}
        />
    }
}

/// One line of a table of gauges.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// Its identity among the others.
    pub key: AttrValue,
    /// What is measured.
    pub name: AttrValue,
    /// How full, where 1 is full.
    pub value: f64,
    /// A threshold, from 0 to 1.
    pub mark: Option<f64>,
    /// Which signal.
    pub tone: Tone,
    /// The shape of the signal, and what it says for the ear.
    pub sign: Option<(Glyph, AttrValue)>,
    /// A short remark before the figure.
    pub note: Option<AttrValue>,
    /// The figure: "412".
    pub figure: AttrValue,
    /// Its measure: "/ 600", "%".
    pub unit: AttrValue,
}

/// The lines of a table of gauges.
#[derive(Properties, PartialEq)]
pub struct GaugesProps {
    /// The lines.
    pub gauges: Vec<Gauge>,
    /// What they measure, where no title says it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// Names, bars and figures in line. The words carry everything; bars repeat it.
#[component]
pub fn Gauges(props: &GaugesProps) -> Html {
    html! {
        <ul class="gauges" aria-label={props.label.clone()}>
            { for props.gauges.iter().map(gauge_line) }
        </ul>
    }
}

fn gauge_line(gauge: &Gauge) -> Html {
    html! {
        <li key={gauge.key.to_string()} data-tone={gauge.tone.name()}>
            <span class="name"><span class="clip" title={gauge.name.clone()}>{ &gauge.name }</span></span>
            <Meter value={gauge.value} mark={gauge.mark} tone={gauge.tone} />
            <span class="reading">
                if let Some((glyph, label)) = &gauge.sign {
                    <Icon glyph={*glyph} size={IconSize::Small} label={label.clone()} />
                }
                if let Some(note) = &gauge.note {
                    <span class="soft">{ note }</span>
                }
                <span><b>{ &gauge.figure }</b>{ " " }<span class="muted">{ &gauge.unit }</span></span>
            </span>
        </li>
    }
}
