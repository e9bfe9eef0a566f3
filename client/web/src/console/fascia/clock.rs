//! The venue's clock, the one figure that everybody shares.

use yew::prelude::*;

use crate::shell::{Changes, use_live, use_speech};
use crate::ui::Tally;

const SECOND: i64 = 1_000_000;

/// The event's time, and how much faster it runs in a rehearsal or demo.
#[component]
pub(super) fn VenueClock() -> Html {
    let say = use_speech();
    let parts = Changes::CLOCK.and(Changes::LINK);
    let shown = use_live(parts, (), |glance, ()| {
        let clock = glance.model.clock()?;
        let now = glance.event_now();
        let second = protocol::Micros(now.0.div_euclid(SECOND) * SECOND);
        Some((second, clock.speed_permille()))
    });
    let Some((now, speed_permille)) = *shown else {
        return Html::default();
    };
    let whole = say.time_with_seconds(now);
    let (minutes, seconds) = whole
        .rsplit_once(':')
        .map_or((whole.as_str(), ""), |(minutes, seconds)| {
            (minutes, seconds)
        });
    let is_real = speed_permille == 1_000;
    html! {
        <div class="clock">
            <Tally label={say.t("console-clock-live")} />
            <time datetime={whole.clone()}>{ minutes }<small>{ ":" }{ seconds }</small></time>
            if !is_real {
                <span class="chip" title={say.t("console-clock-speed-hint")}>
                    { speed(speed_permille) }
                </span>
            }
        </div>
    }
}

fn speed(permille: u32) -> String {
    if permille.is_multiple_of(1_000) {
        format!("×{}", permille / 1_000)
    } else {
        format!("×{}.{}", permille / 1_000, permille % 1_000 / 100)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_speed_is_written_as_short_as_it_is_true() {
        assert_eq!(super::speed(12_000), "×12");
        assert_eq!(super::speed(1_500), "×1.5");
    }
}
