//! How nodes learn at once that another node committed. Only a hint: the log is the truth, and
//! whoever hears nothing for a while looks there.

use std::time::Duration;

use protocol::id::EventId;
use sqlx::postgres::PgListener;
use uuid::Uuid;

use crate::account::AccountId;
use crate::fault::Fault;
use crate::link::{Link, Pools};
use crate::open::Store;

const CHANNEL: &str = "regie";
/// Pause after a failed attempt to listen again.
const RETRY_PAUSE: Duration = Duration::from_millis(500);

/// Rings when another node, or this one, committed.
pub struct Doorbell(Source);

enum Source {
    /// One process holds the file: nobody else commits.
    Silent,
    Postgres(Box<PgListener>),
}

/// What the doorbell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// An event's log reached this number.
    Entry {
        /// Which event.
        event: EventId,
        /// Its last entry at that time.
        seq: u64,
    },
    /// Labels of an event changed.
    Cards {
        /// Which event.
        event: EventId,
    },
    /// Sign-ins of an account ended.
    SignIns {
        /// Whose.
        account: AccountId,
    },
    /// The connection was lost for a while, or something unintelligible was heard: anything may
    /// have happened, look at every log.
    Lost,
}

impl Store {
    /// A doorbell. On SQLite it never rings.
    ///
    /// # Errors
    /// When PostgreSQL cannot be listened to.
    pub async fn doorbell(&self) -> Result<Doorbell, Fault> {
        const ATTEMPT: &str = "listening at the doorbell";
        match &self.pools {
            Pools::Sqlite { .. } => Ok(Doorbell(Source::Silent)),
            Pools::Postgres(pool) => {
                let mut listener = PgListener::connect_with(pool)
                    .await
                    .map_err(Fault::during(ATTEMPT))?;
                listener
                    .listen(CHANNEL)
                    .await
                    .map_err(Fault::during(ATTEMPT))?;
                Ok(Doorbell(Source::Postgres(Box::new(listener))))
            }
        }
    }
}

impl Doorbell {
    /// Waits until it rings.
    pub async fn next(&mut self) -> Ring {
        match &mut self.0 {
            Source::Silent => std::future::pending().await,
            Source::Postgres(listener) => match listener.try_recv().await {
                Ok(Some(heard)) => parse(heard.payload()).unwrap_or(Ring::Lost),
                Ok(None) => Ring::Lost,
                Err(error) => {
                    tracing::warn!(error = %error, "the doorbell is out of order: {error}");
                    tokio::time::sleep(RETRY_PAUSE).await;
                    Ring::Lost
                }
            },
        }
    }
}

fn parse(payload: &str) -> Option<Ring> {
    let mut words = payload.split(' ');
    let (kind, id) = (words.next()?, words.next()?);
    let ring = match kind {
        "entry" => Ring::Entry {
            event: EventId::parse(id)?,
            seq: words.next()?.parse().ok()?,
        },
        "cards" => Ring::Cards {
            event: EventId::parse(id)?,
        },
        "sign-ins" => Ring::SignIns {
            account: Uuid::try_parse(id).ok()?.into(),
        },
        _ => return None,
    };
    words.next().is_none().then_some(ring)
}

pub(crate) async fn ring_entry(link: &mut Link<'_>, event: EventId, seq: u64) -> Result<(), Fault> {
    notify(link, format!("entry {event} {seq}")).await
}

pub(crate) async fn ring_cards(link: &mut Link<'_>, event: EventId) -> Result<(), Fault> {
    notify(link, format!("cards {event}")).await
}

pub(crate) async fn ring_sign_ins(link: &mut Link<'_>, account: AccountId) -> Result<(), Fault> {
    notify(link, format!("sign-ins {account}")).await
}

/// Rings when the transaction commits, and not at all when it does not.
async fn notify(link: &mut Link<'_>, payload: String) -> Result<(), Fault> {
    match link {
        Link::Sqlite(_) => Ok(()),
        Link::Postgres(connection) => sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(payload)
            .execute(&mut **connection)
            .await
            .map(drop)
            .map_err(Fault::during("ringing the doorbell")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_rung_is_understood() {
        let event = EventId::example(1);
        assert_eq!(
            parse(&format!("entry {event} 12")),
            Some(Ring::Entry { event, seq: 12 })
        );
        assert_eq!(
            parse(&format!("cards {event}")),
            Some(Ring::Cards { event })
        );
        let account = AccountId::from(event.uuid());
        assert_eq!(
            parse(&format!("sign-ins {account}")),
            Some(Ring::SignIns { account })
        );
        for noise in [
            "",
            "entry",
            "entry 1 2",
            &format!("entry {event}"),
            &format!("entry {event} -1"),
            &format!("cards {event} 1"),
            &format!("door {event}"),
            "sign-ins",
            "sign-ins 7",
            &format!("sign-ins {account} 1"),
        ] {
            assert_eq!(parse(noise), None, "{noise}");
        }
    }
}
