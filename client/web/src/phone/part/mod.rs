//! The parts that the phone's pages are put together from. Like the design system they know no
//! word of any language and no rule: each word arrives said.

mod ask;
mod badge_card;
mod engagement;
mod frame;
mod note;
mod timeline;
mod whereabouts;

pub use ask::Ask;
pub use badge_card::BadgeCard;
pub use engagement::{Engagement, EngagementState, Foot};
pub use frame::{Fascia, Frame};
pub use note::{Note, Notes};
pub use timeline::{Gap, Moment, Timeline, TimelineSkeleton, When};
pub use whereabouts::{Whereabouts, split_place};
