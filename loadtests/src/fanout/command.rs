//! One of the team, who gives commands at a steady rate.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hdrhistogram::Histogram;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::SETTLE_MAX;
use crate::gate::say;
use crate::line::{Answered, Line};
use crate::wish::Wishes;
use crate::world::World;

/// What the sender of the commands learnt.
pub(super) struct Sent {
    pub(super) n_announced: usize,
    pub(super) n_availabilities: usize,
    pub(super) n_refused: usize,
    pub(super) answer_micros: Histogram<u64>,
}

/// Sends commands at a steady rate and waits for all answers.
pub(super) async fn command(
    mut line: Line,
    wishes: Wishes,
    world: &World,
    n: u32,
    rate: u32,
) -> Result<Sent> {
    let mut ticks = interval(Duration::from_secs(1) / rate.max(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut waiting = HashMap::new();
    let mut sent = Sent {
        n_announced: 0,
        n_availabilities: 0,
        n_refused: 0,
        answer_micros: Histogram::new(3)?,
    };
    let mut n_sent = 0;
    let give_up_at = Instant::now() + Duration::from_secs(u64::from(n / rate.max(1))) + SETTLE_MAX;
    while n_sent < n || !waiting.is_empty() {
        tokio::select! {
            _ = ticks.tick(), if n_sent < n => {
                let person = world.phones[n_sent as usize % world.phones.len()].person;
                let person = person.context("phones belong to persons")?;
                let is_announcement = n_sent % 20 == 19;
                let command =
                    if is_announcement { wishes.announcement() } else { wishes.availability(person) };
                let id = wishes.id();
                waiting.insert(id, (Instant::now(), is_announcement));
                line.send(id, &command).await?;
                n_sent += 1;
            }
            message = line.receive() => {
                let mut answers = Vec::new();
                line.take(&message?, |answer| answers.push(answer))?;
                for answer in answers {
                    match answer {
                        Answered::Committed(id, _) => {
                            if let Some((sent_at, is_announcement)) = waiting.remove(&id) {
                                let micros = u64::try_from(sent_at.elapsed().as_micros())?;
                                sent.answer_micros.record(micros)?;
                                sent.n_announced += usize::from(is_announcement);
                                sent.n_availabilities += usize::from(!is_announcement);
                            }
                        }
                        Answered::Refused(id, reject) => {
                            say(format!("a command was refused: {}", reject.name()));
                            waiting.remove(&id);
                            sent.n_refused += 1;
                        }
                    }
                }
            }
            () = tokio::time::sleep_until(give_up_at) => bail!("{} commands got no answer", waiting.len()),
        }
    }
    Ok(sent)
}
