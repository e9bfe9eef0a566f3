//! What can go wrong with the world, as opposed to a refusal of the rules.

use std::error::Error;

use protocol::id::EventId;

/// A fault of the world: worth another try, or not.
///
/// The outcome of a commit that ends in a fault is unknown. Asking for the answers of its command
/// ids in a new transaction tells.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The same may succeed a moment later: busy, connection lost, server restarting.
    #[error("{attempt}")]
    Retry {
        /// What was being done.
        attempt: &'static str,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Trying again will not help. After a failed commit, memory must be loaded anew.
    #[error("{attempt}")]
    Fail {
        /// What was being done.
        attempt: &'static str,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A unique index refused; the transaction is lost.
    #[error("{attempt}: {conflict}")]
    Conflict {
        /// What was being done.
        attempt: &'static str,
        /// What the index guards.
        conflict: Conflict,
        /// What the engine said.
        source: Box<dyn Error + Send + Sync>,
    },
    /// What should be edited is not what the edit was decided on; nothing was written.
    #[error("{attempt}: it was edited meanwhile")]
    Stale {
        /// What was being done.
        attempt: &'static str,
    },
    /// There is no such event.
    #[error("event {0} does not exist")]
    UnknownEvent(EventId),
    /// A stored value is not one that this version can read.
    #[error("stored value cannot be read: {what}")]
    Corrupt {
        /// Table, column, entry: where it stands.
        what: String,
    },
}

impl Fault {
    /// Whether the same may succeed later.
    #[must_use]
    pub const fn is_retry(&self) -> bool {
        matches!(self, Self::Retry { .. })
    }

    /// Whether something was edited since it was read.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        matches!(self, Self::Stale { .. })
    }

    /// The guarded fact, when a unique index refused.
    #[must_use]
    pub const fn conflict(&self) -> Option<Conflict> {
        match self {
            Self::Conflict { conflict, .. } => Some(*conflict),
            Self::Retry { .. }
            | Self::Fail { .. }
            | Self::Stale { .. }
            | Self::UnknownEvent(_)
            | Self::Corrupt { .. } => None,
        }
    }

    /// Turns what the engine said into a fault that says what was attempted.
    pub(crate) fn during(attempt: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |error| {
            if let Some(conflict) = error.as_database_error().and_then(Conflict::of) {
                return Self::Conflict {
                    attempt,
                    conflict,
                    source: error.into(),
                };
            }
            if is_passing(&error) {
                Self::Retry {
                    attempt,
                    source: error.into(),
                }
            } else {
                Self::Fail {
                    attempt,
                    source: error.into(),
                }
            }
        }
    }
}

macro_rules! conflicts {
    ($( $(#[$meta:meta])* $Variant:ident: $constraint:literal = $table:literal ($($column:literal),+), $says:literal; )*) => {
        /// What a unique index guards, from one table of constraints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Conflict { $( $(#[$meta])* $Variant, )* }

        impl Conflict {
            /// Every conflict with the name of its constraint (PostgreSQL) and the columns that
            /// SQLite names instead.
            pub(crate) const TABLE: &'static [(Self, &'static str, &'static str)] = &[
                $( (Self::$Variant, $constraint, columns!($table, $($column),+)), )*
            ];
        }

        impl std::fmt::Display for Conflict {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $( Self::$Variant => $says, )* })
            }
        }
    };
}

macro_rules! columns {
    ($table:literal, $first:literal $(, $column:literal)*) => {
        concat!($table, ".", $first $(, ", ", $table, ".", $column)*)
    };
}

conflicts! {
    /// The person has something else in that slot.
    PersonSlotTaken: "person_slots_once" = "person_slots" ("event_id", "person_id", "slot_id"),
        "the person is committed in that slot";
    /// The place is taken in that slot.
    PlaceSlotTaken: "place_slots_once" = "place_slots" ("event_id", "place_id", "slot_id"),
        "the place is committed in that slot";
    /// The command is in the log already.
    CommandTaken: "entries_command_once" = "entries" ("event_id", "command_id"),
        "the command is in the log already";
    /// The log has an entry of that number.
    SeqTaken: "entries_seq_once" = "entries" ("event_id", "seq"),
        "the log has an entry of that number";
    /// The public stream has an item of that offset.
    PublicOffsetTaken: "public_entries_offset_once" = "public_entries" ("event_id", "stream_offset"),
        "the public stream has an item of that offset";
    /// The person's stream has an item of that offset.
    PersonOffsetTaken: "person_entries_offset_once" = "person_entries" ("event_id", "person_id", "stream_offset"),
        "the person's stream has an item of that offset";
    /// Two persons would carry one badge code.
    BadgeCodeTaken: "badges_code_once" = "badges" ("event_id", "code"),
        "another person carries that badge code";
    /// The event exists.
    EventExists: "events_key" = "events" ("id"),
        "the event exists already";
    /// Another event's site has that address.
    SiteSlugTaken: "sites_slug_once" = "sites" ("slug"),
        "another site has that address";
    /// A registration with that secret was begun before.
    RegistrationExists: "registrations_secret_once" = "registrations" ("secret_hash"),
        "the registration was begun before";
    /// The id of the account is taken.
    AccountExists: "accounts_key" = "accounts" ("id"),
        "the account exists already";
    /// The person or member of the team has an account.
    HolderHasAccount: "accounts_holder_once" = "accounts" ("event_id", "holder", "holder_id"),
        "the holder has an account already";
    /// The token of a link was issued before.
    LinkExists: "one_time_links_key" = "one_time_links" ("token_hash"),
        "the link was issued before";
    /// The token of a sign-in was issued before.
    SignInExists: "sign_ins_key" = "sign_ins" ("token_hash"),
        "the sign-in exists already";
    /// The id of the user is taken.
    UserExists: "users_key" = "users" ("id"),
        "the user exists already";
    /// Somebody else has the address.
    EmailTaken: "users_email_once" = "users" ("email_folded"),
        "another user has that address";
    /// The token of a user's link was issued before.
    UserLinkExists: "user_links_key" = "user_links" ("token_hash"),
        "the link was issued before";
    /// The token of a user's sign-in was issued before.
    UserSignInExists: "user_sign_ins_key" = "user_sign_ins" ("token_hash"),
        "the sign-in exists already";
}

impl Conflict {
    fn of(error: &dyn sqlx::error::DatabaseError) -> Option<Self> {
        if !error.is_unique_violation() {
            return None;
        }
        // PostgreSQL names the constraint; SQLite names its columns at the end of the message.
        let message = error.message();
        Self::TABLE
            .iter()
            .find(|(_, constraint, columns)| {
                error.constraint().map_or_else(
                    || message.rsplit(": ").next() == Some(*columns),
                    |name| name == *constraint,
                )
            })
            .map(|(conflict, _, _)| *conflict)
    }
}

/// Whether the engine's answer is one that passes by itself.
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| is_passing_code(&code)),
        // Not our own enum, and open to additions: whatever is not known to pass does not.
        _ => false,
    }
}

fn is_passing_code(code: &str) -> bool {
    // SQLite reports extended result codes: the primary one is in the lowest byte.
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        const BUSY: u32 = 5;
        const LOCKED: u32 = 6;
        return matches!(number & 0xff, BUSY | LOCKED);
    }
    // PostgreSQL: connection exceptions, lack of resources, serialisation, deadlock, lock not
    // available, cancelled by a timeout, and an administrator who stops or starts the server.
    // 53100 is a full disk, which somebody has to see to.
    let is_class = |class: &str| code.starts_with(class);
    (is_class("08") || is_class("53") || is_class("57P")) && code != "53100"
        || matches!(code, "40001" | "40P01" | "55P03" | "57014" | "25P03")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_passing_codes_are_tried_again() {
        for code in [
            "5", "6", "261", "517", "08006", "40001", "40P01", "53300", "57P01", "55P03",
        ] {
            assert!(is_passing_code(code), "{code}");
        }
        // Corrupt file, full disk, read-only, failed fsync, unique violation, syntax error.
        for code in [
            "11", "13", "8", "1034", "1555", "23505", "42601", "53100", "XX001",
        ] {
            assert!(!is_passing_code(code), "{code}");
        }
    }
}
