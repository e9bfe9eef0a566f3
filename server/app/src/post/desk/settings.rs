//! How an event writes letters: in whose name, where answers go, who gets copies, which colour
//! (REG-10, COM-12, COM-14).

use protocol::List;
use protocol::post::{PostSettingFlaw, PostSettings, PostSettingsOutcome, PostSettingsPage};
use store::{JournalAction, JournalNote, PostSetup};

use super::super::layout;
use super::{PostDesk, PostError, authorise};
use crate::account::Standing;
use crate::live::Event;
use crate::port::mailer::Unfit;
use crate::port::{Address, HeaderText};

impl PostDesk {
    /// The settings as they count today.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn settings(
        &self,
        event: &Event,
        standing: &Standing,
    ) -> Result<PostSettingsPage, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let scene = self.scene(event).await?;
        // An address that the event was once given wins over the installation's.
        let own = Address::parse(&scene.setup.sender_address).ok();
        let sender = self.deliver.sender_address();
        let sender = sender.map(|of_the_house| own.as_ref().unwrap_or(of_the_house).to_string());
        Ok(PostSettingsPage {
            settings: shown(&scene.setup),
            event: scene.title().to_owned(),
            sender: sender.unwrap_or_default(),
            colour: scene.colour_unless_set().to_owned(),
        })
    }

    /// Changes the settings, from the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn save_settings(
        &self,
        event: &Event,
        standing: &Standing,
        wish: &PostSettings,
    ) -> Result<PostSettingsOutcome, PostError> {
        authorise(&event.view().state, standing.actor())?;
        let wish = trimmed(wish);
        if let Err(flaw) = check(&wish) {
            return Ok(PostSettingsOutcome::Flawed(flaw));
        }
        let store = self.registry.store();
        let seen = store.post_setup(event.id()).await?;
        let next = PostSetup {
            revision: wish.revision + 1,
            is_announcing: wish.is_announcing,
            sender_name: wish.sender_name,
            reply_to: wish.reply_to,
            copies: wish.copies.into_vec(),
            colour: wish.colour,
            ..seen.clone()
        };
        let action = JournalAction::LetterSettingsSaved;
        let note = JournalNote::of_console(event.now(), standing.actor(), action);
        // The store compares revisions as well, for who is faster between the two.
        if seen.revision == wish.revision
            && store.put_post_setup(event.id(), &next, Some(&note)).await?
        {
            return Ok(PostSettingsOutcome::Saved(shown(&next)));
        }
        let now = store.post_setup(event.id()).await?;
        Ok(PostSettingsOutcome::Stale(shown(&now)))
    }
}

fn shown(setup: &PostSetup) -> PostSettings {
    // A row from before there was a bound may have more.
    let copies = setup.copies.iter().cloned();
    let copies = copies.take(protocol::limits::LETTER_COPIES_MAX).collect();
    PostSettings {
        revision: setup.revision,
        is_announcing: setup.is_announcing,
        sender_name: setup.sender_name.clone(),
        reply_to: setup.reply_to.clone(),
        copies: List::new(copies).expect("cut to the bound"),
        colour: setup.colour.clone(),
    }
}

/// Without blanks around, and without copies to nobody.
fn trimmed(wish: &PostSettings) -> PostSettings {
    let copies = wish.copies.iter().map(|copy| copy.trim().to_owned());
    let copies = copies.filter(|copy| !copy.is_empty()).collect();
    PostSettings {
        revision: wish.revision,
        is_announcing: wish.is_announcing,
        sender_name: wish.sender_name.trim().to_owned(),
        reply_to: wish.reply_to.trim().to_owned(),
        copies: List::new(copies).expect("no more than there were"),
        colour: wish.colour.trim().to_ascii_lowercase(),
    }
}

/// Finds the first thing that is wrong with settings.
fn check(wish: &PostSettings) -> Result<(), PostSettingFlaw> {
    let flaw = |field: &str, nth: usize, what: &str| PostSettingFlaw {
        field: field.into(),
        nth: u32::try_from(nth + 1).unwrap_or(u32::MAX),
        what: what.into(),
    };
    HeaderText::parse(&wish.sender_name).map_err(|why| flaw("sender_name", 0, word(why)))?;
    if !wish.reply_to.is_empty() {
        Address::parse(&wish.reply_to).map_err(|_| flaw("reply_to", 0, "address"))?;
    }
    let mut before: Vec<String> = Vec::new();
    for (nth, copy) in wish.copies.iter().enumerate() {
        Address::parse(copy).map_err(|_| flaw("copies", nth, "address"))?;
        let folded = copy.to_lowercase();
        if before.contains(&folded) {
            return Err(flaw("copies", nth, "twice"));
        }
        before.push(folded);
    }
    if !wish.colour.is_empty() && layout::colour(&wish.colour).is_none() {
        return Err(flaw("colour", 0, "colour"));
    }
    Ok(())
}

const fn word(why: Unfit) -> &'static str {
    match why {
        Unfit::Control | Unfit::Encoded | Unfit::NotAnAddress => "control",
        Unfit::TooLong => "too_long",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> PostSettings {
        PostSettings {
            revision: 0,
            is_announcing: false,
            sender_name: "Cap Littoral".into(),
            reply_to: "contact@mail.test".into(),
            copies: List::new(vec!["a@mail.test".into(), "b@mail.test".into()]).unwrap(),
            colour: "#0a5c36".into(),
        }
    }

    fn found(wish: PostSettings) -> (String, u32, String) {
        let flaw = check(&trimmed(&wish)).unwrap_err();
        (flaw.field, flaw.nth, flaw.what)
    }

    fn is(field: &str, nth: u32, what: &str) -> (String, u32, String) {
        (field.into(), nth, what.into())
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(check(&settings()), Ok(()));
        let named = |sender_name: String| PostSettings {
            sender_name,
            ..settings()
        };
        let injected = named("Cap\r\nBcc: all@mail.test".into());
        assert_eq!(found(injected), is("sender_name", 1, "control"));
        assert_eq!(
            found(named("x".repeat(2_000))),
            is("sender_name", 1, "too_long")
        );
        let answered = |reply_to: &str| PostSettings {
            reply_to: reply_to.into(),
            ..settings()
        };
        assert_eq!(found(answered("nobody")), is("reply_to", 1, "address"));
        let copied = |copies: &[&str]| PostSettings {
            copies: List::new(copies.iter().map(|c| (*c).to_owned()).collect()).unwrap(),
            ..settings()
        };
        assert_eq!(
            found(copied(&["a@mail.test", "b@"])),
            is("copies", 2, "address")
        );
        assert_eq!(
            found(copied(&["a@mail.test", "A@mail.test"])),
            is("copies", 2, "twice")
        );
        let painted = |colour: &str| PostSettings {
            colour: colour.into(),
            ..settings()
        };
        assert_eq!(found(painted("red")), is("colour", 1, "colour"));
        assert_eq!(found(painted("#12345g")), is("colour", 1, "colour"));
    }

    #[test]
    fn blanks_and_empty_lines_are_nothing_and_everything_may_be_empty() {
        let wish = PostSettings {
            copies: List::new(vec![" ".into(), " a@mail.test ".into()]).unwrap(),
            colour: " #ABCDEF ".into(),
            ..settings()
        };
        let kept = trimmed(&wish);
        assert_eq!(kept.copies.iter().collect::<Vec<_>>(), ["a@mail.test"]);
        assert_eq!(kept.colour, "#abcdef");
        let nothing = PostSettings {
            sender_name: String::new(),
            reply_to: String::new(),
            copies: List::default(),
            colour: String::new(),
            ..settings()
        };
        assert_eq!(check(&nothing), Ok(()));
    }
}
