//! What a plan is worth, in figures, and how its meetings are shared out.

use protocol::proposal::PlanFigures;
use yew::prelude::*;

use crate::shell::Speech;

/// The figures that are shown, with the key of their name and whether less is better.
pub(super) fn shown(figures: &PlanFigures) -> [(&'static str, u32, bool); 6] {
    let n_without = figures.distribution.first().copied().unwrap_or(0);
    [
        ("console-plan-figure-placed", figures.n_placed, false),
        ("console-plan-figure-bound", figures.placed_bound, false),
        ("console-plan-figure-breaks", figures.n_breaks, true),
        ("console-plan-figure-gap", figures.fairness_gap, true),
        ("console-plan-figure-changes", figures.n_table_changes, true),
        ("console-plan-figure-without", n_without, true),
    ]
}

/// The figures of one plan.
pub(super) fn figures(say: &Speech, figures: &PlanFigures) -> Html {
    html! {
        <dl class="plan-figures">
            { for shown(figures).into_iter().map(|(key, n, _)| html! {
                <div key={key}><dt>{ say.t(key) }</dt><dd class="figures">{ say.number(n) }</dd></div>
            }) }
        </dl>
    }
}

/// Participants by their number of meetings, as bars; the same in words for who sees no bars.
pub(super) fn distribution(say: &Speech, figures: &PlanFigures) -> Html {
    let most = figures
        .distribution
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .max(1);
    html! {
        <figure class="plan-bars">
            <figcaption>{ say.t("console-plan-distribution") }</figcaption>
            <ul>
                { for figures.distribution.iter().enumerate().map(|(n, persons)| {
                    let words = say.tr("console-plan-distribution-bar", [
                        ("count", (*persons).into()),
                        ("meetings", n.into()),
                    ]);
                    let height = f64::from(*persons) / f64::from(most);
                    html! {
                        <li key={n} title={words.clone()}>
                            <span class="sr-only">{ words }</span>
                            <span class="n" aria-hidden="true">{ if *persons > 0 { say.number(*persons) } else { AttrValue::default() } }</span>
                            <span class="bar" aria-hidden="true" ~style={format!("--value:{height:.4}")} />
                            <span class="at" aria-hidden="true">{ n }</span>
                        </li>
                    }
                }) }
            </ul>
        </figure>
    }
}
