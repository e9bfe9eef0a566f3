//! The part of the player that waits and sends.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::State;
use protocol::Reject;
use tokio::time::MissedTickBehavior;

use super::Player;
use crate::demo::Act;
use crate::port::clock::Clock;

/// Where the player plays: whatever holds the event and takes its commands.
pub trait Stage: Send + Sync {
    /// The event as it stands; a copy costs nothing.
    fn state(&self) -> impl Future<Output = State> + Send;

    /// Sends a command in somebody's name and waits for the decision.
    fn submit(&self, act: Act) -> impl Future<Output = Result<(), Reject>> + Send;
}

/// How hard the player may work.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Real time between two looks at the event.
    pub look_every: Duration,
    /// Commands per look; what is left comes with the next one.
    pub acts_per_look_max: usize,
}

impl Default for Pace {
    /// Four looks a second, forty commands a second at most: less than one administrator may
    /// send, and enough for a day that passes in ten minutes.
    fn default() -> Self {
        Self {
            look_every: Duration::from_millis(250),
            acts_per_look_max: 10,
        }
    }
}

/// Why the player stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curtain {
    /// The last day is over.
    Over,
    /// It was told to.
    Stopped,
}

/// Plays until the last day is over or `stop` resolves. A command that is under way is always
/// waited for, so nothing is left half sent.
pub async fn play(
    mut player: Player,
    stage: &impl Stage,
    clock: Arc<dyn Clock>,
    pace: Pace,
    stop: impl Future<Output = ()> + Send,
) -> Curtain {
    let mut looks = tokio::time::interval(pace.look_every);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => return Curtain::Stopped,
            _ = looks.tick() => {}
        }
        let state = stage.state().await;
        if player.is_over(&state, clock.now()) {
            return Curtain::Over;
        }
        let cues = player.due(&state, clock.now());
        for cue in cues.into_iter().take(pace.acts_per_look_max) {
            match stage.submit(cue.act.clone()).await {
                // Sent again with the next look, which is when there may be room.
                Err(reject) if reject.is_temporary() => break,
                Err(reject) => {
                    let (command, reject) = (cue.act.command.name(), reject.name());
                    tracing::debug!(command, reject, "the rules refused what the player tried");
                }
                Ok(()) => {}
            }
            player.tried(&cue);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use protocol::Micros;
    use protocol::reject::Busy;

    use super::*;
    use crate::demo::player::Cast;
    use crate::demo::{Scale, Spec, generate};
    use crate::port::clock::ManualClock;

    /// A stage on which the rules decide and nothing is stored.
    struct Board {
        state: Mutex<(State, Vec<Act>)>,
        clock: ManualClock,
        refuse_first: Mutex<usize>,
        sent: tokio::sync::watch::Sender<usize>,
    }

    impl Stage for Board {
        async fn state(&self) -> State {
            self.state.lock().unwrap().0.clone()
        }

        async fn submit(&self, act: Act) -> Result<(), Reject> {
            {
                let mut refuse = self.refuse_first.lock().unwrap();
                if *refuse > 0 {
                    *refuse -= 1;
                    return Err(Busy { retry_after_ms: 1 }.into());
                }
            }
            let mut held = self.state.lock().unwrap();
            let context = domain::Context {
                actor: act.actor,
                now: self.clock.now(),
                undone: None,
            };
            let changes = domain::decide(&held.0, &context, &act.command)?;
            let head = protocol::EntryHead {
                seq: 1,
                at: self.clock.now(),
                by: act.actor,
                command: protocol::id::CommandId::example(1),
            };
            for change in &changes {
                held.0.evolve(&head, change);
            }
            held.1.push(act);
            self.sent.send_replace(held.1.len());
            Ok(())
        }
    }

    fn board(at_from_start_us: i64) -> (Board, Player) {
        let spec = Spec {
            scale: Scale::Small,
            seed: 4,
            first_day: jiff::civil::date(2026, 11, 26),
        };
        let seed = generate(&spec).unwrap();
        let clock = ManualClock::at(Micros(seed.starts_at.0 + at_from_start_us));
        let player = Player::new(4, &seed.played_by_people(), Cast::Everybody);
        let board = Board {
            state: Mutex::new((seed.state, Vec::new())),
            clock,
            refuse_first: Mutex::new(3),
            sent: tokio::sync::watch::Sender::new(0),
        };
        (board, player)
    }

    const FAST: Pace = Pace {
        look_every: Duration::from_millis(1),
        acts_per_look_max: 50,
    };

    #[tokio::test]
    async fn a_busy_stage_gets_everything_later_and_the_player_stops_when_told() {
        let (board, player) = board(20 * 60_000_000);
        let mut sent = board.sent.subscribe();
        let stop = async move {
            let reached = sent.wait_for(|n| *n >= 25).await.map(|_| ());
            reached.unwrap();
        };
        let clock = Arc::new(board.clock.clone());
        let curtain = tokio::time::timeout(
            Duration::from_secs(20),
            play(player, &board, clock, FAST, stop),
        );
        assert_eq!(curtain.await.unwrap(), Curtain::Stopped);
        assert!(board.state.lock().unwrap().1.len() >= 25);
    }

    #[tokio::test]
    async fn after_the_last_day_the_curtain_falls() {
        let (board, player) = board(24 * 3_600_000_000);
        let clock = Arc::new(board.clock.clone());
        let curtain = play(player, &board, clock, FAST, std::future::pending());
        let curtain = tokio::time::timeout(Duration::from_secs(20), curtain)
            .await
            .unwrap();
        assert_eq!(curtain, Curtain::Over);
        assert!(board.state.lock().unwrap().1.is_empty());
    }
}
