//! What a participant does: list, read, write, report.

use std::sync::Arc;

use domain::correspondence;
use protocol::correspondence::{
    ConversationHead, ConversationPage, Correspondent, ReportReason, Thread,
};
use protocol::id::{CommandId, MessageId, PersonId};
use protocol::limits::{CONVERSATIONS_PER_PAGE_MAX, CORRESPONDENTS_SHOWN_MAX};
use protocol::{Actor, DeskThing, Micros};
use store::{Conversation, ConversationKey, ConversationSide, CorrespondenceWrite};

use super::letter::letters_to;
use super::{
    Correspondence, CorrespondenceError, Sending, about, body_of, head, key_of, line, may_write,
    not_found, page_of, thread,
};
use crate::account::Standing;
use crate::live::{Event, View};
use crate::space::{Somebody, somebody};

impl Correspondence {
    /// A participant's conversations, the newest first, from behind one of them on.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn list(
        &self,
        event: &Event,
        me: PersonId,
        behind: Option<Correspondent>,
    ) -> Result<ConversationPage, CorrespondenceError> {
        let id = event.id();
        let behind = match behind {
            Some(with) => {
                let key = key_of(id, me, with);
                let found = self.store.conversation(id, key.id).await?;
                found.map(|found| (found.last_at, found.key.id))
            }
            None => None,
        };
        let n_max = CONVERSATIONS_PER_PAGE_MAX + 1;
        let rows = self.store.conversations_of(id, me, behind, n_max).await?;
        let view = event.view();
        let (rows, has_more) = page_of::<_, CONVERSATIONS_PER_PAGE_MAX>(rows);
        let heads = rows.iter().filter_map(|row| {
            let (with, side) = facing(row, me)?;
            let person = match with {
                Correspondent::Team(_) => None,
                Correspondent::Person(other) => Some(other),
            };
            Some(head(&view, row, side, with.to_string(), person))
        });
        Ok(ConversationPage {
            heads: page_of(heads.collect()).0,
            has_more,
            n_unread: self.store.n_unread_conversations(id, me).await?,
        })
    }

    /// How many of a participant's conversations hold something unread.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn n_unread(&self, event: &Event, me: PersonId) -> Result<u32, CorrespondenceError> {
        Ok(self.store.n_unread_conversations(event.id(), me).await?)
    }

    /// Whom a participant may write to because they meet.
    #[must_use]
    pub fn correspondents(&self, event: &Event, me: PersonId) -> Vec<Somebody> {
        let view = event.view();
        let ids = correspondence::correspondents(&view.state, me);
        let mut found: Vec<_> = ids.into_iter().map(|id| somebody(&view, id)).collect();
        found.sort_by_cached_key(|who| (protocol::fold::fold(&who.company), who.id));
        found.truncate(CORRESPONDENTS_SHOWN_MAX);
        found
    }

    /// Whether a participant may write to somebody now.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn may_write(
        &self,
        event: &Event,
        me: PersonId,
        with: Correspondent,
    ) -> Result<bool, CorrespondenceError> {
        let settings = self.store.message_settings(event.id()).await?;
        Ok(may_write(
            &event.view(),
            me,
            with,
            settings.is_catalogue_open,
        ))
    }

    /// A conversation as a participant reads it. Looking at its newest messages is reading them.
    ///
    /// # Errors
    /// Nobody to whom he wrote or may write, or a fault of the store.
    pub async fn thread(
        &self,
        event: &Event,
        me: PersonId,
        with: Correspondent,
        before: Option<u32>,
    ) -> Result<Thread, CorrespondenceError> {
        let id = event.id();
        let view = event.view();
        let is_open = self.may_write(event, me, with).await?;
        let key = key_of(id, me, with);
        let Some(found) = self.store.conversation(id, key.id).await? else {
            if !is_open {
                return Err(not_found());
            }
            let empty = empty_head(&view, &key, with, event.now());
            return Ok(thread(empty, (Vec::new(), false), (true, false)));
        };
        let (_, side) = facing(&found, me).ok_or_else(not_found)?;
        let (messages, has_older) = self.newest(id, key.id, before).await?;
        if before.is_none() && found.n_unread(side) > 0 {
            let letters = letters_to(event, &found.key, side);
            let now = event.world_now();
            self.store
                .mark_read(id, key.id, side, found.n_messages, (&letters, now))
                .await?;
        }
        let person = match with {
            Correspondent::Team(_) => None,
            Correspondent::Person(other) => Some(other),
        };
        let head = head(&view, &found, side, with.to_string(), person);
        let reader = Actor::Person(me);
        let lines = messages.into_iter().map(|one| line(&view, one, reader));
        let is_ended = found.ended.is_some();
        Ok(thread(
            head,
            (lines.collect(), has_older),
            (is_open, is_ended),
        ))
    }

    /// Writes to somebody. Sent again under the same id, it is the same message.
    ///
    /// # Errors
    /// A text that is none, somebody to whom he may not write, a bound, or a fault of the store.
    pub async fn write(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        (me, with): (PersonId, Correspondent),
        id: CommandId,
        typed: &str,
    ) -> Result<(), CorrespondenceError> {
        let body = body_of(typed)?;
        if let Some(sent) = self.sent(event.id(), id).await? {
            let is_own = sent.by == Actor::Person(me);
            return if is_own { Ok(()) } else { Err(not_found()) };
        }
        let key = key_of(event.id(), me, with);
        if !self.may_write(event, me, with).await? {
            // Whom he never wrote to does not exist for him; whom he did is merely silent now.
            let known = self.store.conversation(event.id(), key.id).await?;
            return Err(known.map_or_else(not_found, |_| CorrespondenceError::Closed));
        }
        let by = Actor::Person(me);
        let found = self.check_bounds(event, by, key).await?;
        let rings = match with {
            Correspondent::Team(_) => (DeskThing::Help, me),
            Correspondent::Person(other) => (DeskThing::Conversation, other),
        };
        let letters = self.letters(event, &key, found.as_ref(), (id, by)).await?;
        let sending = Sending {
            key,
            id,
            body,
            rings,
            letters,
        };
        self.send(event, standing, sending).await
    }

    /// Reports a message of somebody else to the team. A message is reported once.
    ///
    /// # Errors
    /// A message that he does not read or that is his own, or a fault of the store.
    pub async fn report(
        &self,
        event: &Event,
        standing: &Arc<Standing>,
        (me, message): (PersonId, MessageId),
        id: CommandId,
        reason: ReportReason,
    ) -> Result<(), CorrespondenceError> {
        let found = self.store.private_message(event.id(), message).await?;
        let found = found.ok_or_else(not_found)?;
        let around = self.store.conversation(event.id(), found.conversation);
        let around = around.await?.ok_or_else(not_found)?;
        if around.side_of(me).is_none() || found.by == Actor::Person(me) {
            return Err(not_found());
        }
        if self.store.is_reported(event.id(), message).await? {
            return Ok(());
        }
        let write = CorrespondenceWrite::Report {
            message,
            conversation: found.conversation,
            by: me,
            reason,
            at: event.now(),
        };
        self.act(event, standing, id, (DeskThing::Help, me), &[], write)
            .await
    }
}

/// With whom a participant has a conversation, and on which side of it he is.
fn facing(row: &Conversation, me: PersonId) -> Option<(Correspondent, ConversationSide)> {
    let side = row.side_of(me)?;
    let ConversationKey {
        person,
        other,
        meeting,
        ..
    } = row.key;
    let with = match (side, other) {
        (ConversationSide::Person, None) => Correspondent::Team(meeting),
        (ConversationSide::Person, Some(other)) => Correspondent::Person(other),
        (ConversationSide::Other, _) => Correspondent::Person(person),
    };
    Some((with, side))
}

/// What stands above a conversation in which nothing was written yet.
fn empty_head(
    view: &View,
    key: &ConversationKey,
    with: Correspondent,
    now: Micros,
) -> ConversationHead {
    let who = match with {
        Correspondent::Team(_) => None,
        Correspondent::Person(other) => Some(somebody(view, other)),
    };
    let (name, company) = who.map_or_else(Default::default, |who| (who.name, who.company));
    ConversationHead {
        key: with.to_string(),
        name,
        company,
        about: about(view, key),
        preview: String::new(),
        last_at: now,
        n_unread: 0,
    }
}
