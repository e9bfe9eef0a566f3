//! The icons of the sprite, by name.

/// Declares the glyphs once: variant, name in the sprite, and the list of all.
macro_rules! glyphs {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// One symbol of `static/icons.svg`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $($(#[$doc])* $variant,)+
        }

        impl Glyph {
            /// Every glyph, in the order of the sprite.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The symbol's id in the sprite.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

glyphs! {
    /// The mark of the product.
    Mark = "mark",
    /// Control room.
    Room = "room",
    /// Floor.
    Floor = "floor",
    /// Several people.
    People = "people",
    /// One person.
    Person = "person",
    /// Programme.
    Programme = "programme",
    /// Door.
    Door = "door",
    /// Messages.
    Message = "message",
    /// Settings.
    Settings = "settings",
    /// Agenda, list.
    Agenda = "agenda",
    /// Badge.
    Badge = "badge",
    /// Figures, reports.
    Report = "report",
    /// A table.
    Table = "table",
    /// Where.
    Pin = "pin",
    /// An expert.
    Expert = "expert",
    /// Done, held.
    Check = "check",
    /// All is well.
    CheckCircle = "check-circle",
    /// Close, not held.
    Cross = "cross",
    /// Refused.
    CrossCircle = "cross-circle",
    /// Good to know.
    Info = "info",
    /// Look soon.
    Warning = "warning",
    /// Act now.
    Critical = "critical",
    /// Not allowed.
    Ban = "ban",
    /// A time.
    Clock = "clock",
    /// Running late.
    Late = "late",
    /// A hold, a time that runs out.
    Hourglass = "hourglass",
    /// Under way.
    Running = "running",
    /// Planned.
    Planned = "planned",
    /// A freed slot.
    Freed = "freed",
    /// An offer, to send.
    Offer = "offer",
    /// Closed, kept.
    Lock = "lock",
    /// Not here.
    Absent = "absent",
    /// Here.
    Present = "present",
    /// Connected.
    Online = "online",
    /// Not connected.
    Offline = "offline",
    /// Fetch again, reconnect.
    Sync = "sync",
    /// Under way on the server.
    Spinner = "spinner",
    /// Add.
    Plus = "plus",
    /// Remove, less.
    Minus = "minus",
    /// Search.
    Search = "search",
    /// Filter.
    Filter = "filter",
    /// Move.
    Move = "move",
    /// Swap.
    Swap = "swap",
    /// Undo.
    Undo = "undo",
    /// Redo, replace.
    Redo = "redo",
    /// Edit.
    Edit = "edit",
    /// Delete, cancel.
    Trash = "trash",
    /// Download.
    Download = "download",
    /// Opens elsewhere.
    LinkOut = "link-out",
    /// Look.
    Eye = "eye",
    /// Can be dragged.
    Grip = "grip",
    /// More actions.
    More = "more",
    /// Menu.
    Menu = "menu",
    /// Up.
    Up = "up",
    /// Down.
    Down = "down",
    /// Back.
    Back = "back",
    /// Forward, open.
    Next = "next",
    /// Becomes, leads to.
    Arrow = "arrow",
    /// Play.
    Play = "play",
    /// Pause.
    Pause = "pause",
    /// Skip.
    Skip = "skip",
    /// Back to now.
    Now = "now",
    /// Notification.
    Bell = "bell",
    /// Announcement, talk.
    Announce = "announce",
    /// Scan a code.
    Scan = "scan",
    /// Hand scanner.
    Scanner = "scanner",
    /// Camera.
    Camera = "camera",
    /// Keyboard.
    Keyboard = "keyboard",
    /// Language.
    Globe = "globe",
    /// Light.
    Sun = "sun",
    /// Dark.
    Moon = "moon",
    /// Light or dark as the system says.
    Half = "half",
    /// Phone.
    Phone = "phone",
    /// Mail.
    Mail = "mail",
    /// Leave, sign out.
    Exit = "exit",
    /// Break.
    Coffee = "coffee",
    /// Bold text.
    Bold = "bold",
    /// Slanted text.
    Italic = "italic",
    /// A heading.
    HeadingTwo = "heading-2",
    /// A heading below one.
    HeadingThree = "heading-3",
    /// A list.
    Bullets = "bullets",
    /// A numbered list.
    Numbers = "numbers",
    /// A quotation.
    Quote = "quote",
    /// A link.
    Link = "link",
    /// Text set at the start.
    AlignStart = "align-start",
    /// Text set in the middle.
    AlignCenter = "align-center",
    /// Text set at the end.
    AlignEnd = "align-end",
    /// A line across.
    Rule = "rule",
    /// A table of text.
    Cells = "cells",
    /// A picture.
    Picture = "picture",
    /// A document.
    Document = "document",
    /// A video.
    Video = "video",
}

#[cfg(test)]
mod tests {
    use super::Glyph;

    #[test]
    fn the_sprite_holds_these_glyphs_and_no_other() {
        let sprite = include_str!("../../static/icons.svg");
        let drawn: Vec<&str> = sprite
            .split("<symbol id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let named: Vec<&str> = Glyph::ALL.iter().map(|glyph| glyph.name()).collect();
        assert_eq!(named, drawn);
    }
}
