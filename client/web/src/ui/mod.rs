//! The design system: the parts that every screen is put together from.
//!
//! A part is a function of its properties. It knows no text (each word arrives
//! already translated), no rule of the event, no network. Its looks live in
//! `client/web/style`; `README.md` there lists classes and parts side by side.
//!
//! To add one: draw it in the stylesheet, give it a file here that holds its
//! properties and its function, export it below, add a line to the inventory.
//!
//! Positions and measures are handed to the stylesheet as custom properties through
//! `~style`, which assigns the DOM property: the site's policy forbids the attribute.

mod asked;
mod attr;
mod avatar;
mod banner;
mod button;
mod chip;
mod connection;
#[cfg(test)]
mod contrast;
mod countdown;
mod dialog;
mod empty;
mod field;
mod glyph;
mod grid;
mod icon;
mod item;
mod measure;
mod menu;
mod meter;
mod modal;
mod nav;
mod panel;
mod roving;
mod segmented;
mod skeleton;
mod slot;
mod tabs;
mod tile;
mod toast;
mod tone;
mod toolbar;
mod virtual_rows;

pub use asked::{Asked, AskedStage};
pub use attr::{flag, truth};
pub use avatar::{Avatar, AvatarSize, Avatars, Person, hue_of, initials_of};
pub use banner::Banner;
pub use button::{Button, ButtonGroup, ButtonKind, ButtonSize, IconButton};
pub use chip::{Chip, Count, Lamp, LampState, Tally};
pub use connection::ConnectionPill;
pub use countdown::Countdown;
pub use dialog::{Dialog, Drawer, Sheet};
pub use empty::EmptyState;
pub use field::{Choice, Field, SearchInput, Select, SelectOption, TextArea, TextInput};
pub use glyph::Glyph;
pub use grid::{Drop, FloorCell, FloorGrid, FloorPlace, FloorTime, TimeMark};
pub use icon::{Brand, Icon, IconSize, SPRITE_URL};
pub use item::{Item, ItemList};
pub use menu::{Menu, MenuItem};
pub use meter::{Gauge, Gauges, Meter, MeterSize};
pub use nav::{NavBar, NavItem, NavPlace};
pub use panel::Panel;
pub use segmented::{Segment, Segmented};
pub use skeleton::{Skeleton, SkeletonShape, SkeletonWidth};
pub use slot::{Handling, Lease, SlotCard, SlotState};
pub use tabs::{Tab, TabPanel, Tabs};
pub use tile::Tile;
pub use toast::{Toast, Toasts};
pub use tone::Tone;
pub use toolbar::{Tool, Toolbar};
pub use virtual_rows::{VisibleRows, use_visible_rows, visible_rows};
