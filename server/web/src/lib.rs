//! HTTP: the live socket and its fallback, sign-in, the pages that the server renders itself,
//! and the packed programs of the browser.
//!
//! | address | what |
//! |---|---|
//! | `GET /live/{event}/socket` | the live conversation, sub-protocol `regie.v1.msgpack` |
//! | `POST /live/{event}/poll` | the same by long poll: a hello in, frames out, when there are any |
//! | `POST /live/{event}/messages` | frames in, their answers out |
//! | `GET /live/{event}/snapshot` | a gzip-compressed snapshot for the caller |
//! | `GET /live/{event}/me` | who the caller is, and the event's name and zone, as JSON |
//! | `POST /live/{event}/announcements` | an announcement with its text, as JSON |
//! | `GET /live/{event}/badge.svg` | the caller's own badge as a QR code |
//! | `GET, POST /sign-in` | address and password; or the page behind a one-time link, of which only the button signs in |
//! | `/sign-in/link`, `/sign-in/code` | a link to one's own address; the second factor |
//! | `/password/forgotten`, `/password/new` | a link to choose a password by |
//! | `/account`, below it | the caller's own events, sign-ins, password, second factor, address, language |
//! | `/my/{event}`, below it | a participant's space as pages: agenda, requests, availability, badge |
//! | `/desk/{event}/team` | who may do what, on whose rows; for main administrators |
//! | `GET /desk/{event}/connections` | who signed in, for main administrators |
//! | `/desk/{event}/site`, below it | the desk of the public site |
//! | `GET /e/{slug}/…` | the public site of an event |
//! | `/e/{slug}/{language}/register/{step}` | the registration form |
//! | `/e/{slug}/files/{name}` | a file of a registration or of the organisers' library |
//! | `/desk/{event}/library`, `/desk/{event}/look` | the library; banner, organisers, logos |
//! | `/desk/{event}/form` | the editor of the registration form |
//! | `/desk/{event}/registrations`, below it | the queue of registrations |
//! | `GET /sitemap.xml`, `/robots.txt` | for search engines |
//! | `POST /sign-out` | ends the caller's sign-in |
//! | `GET, POST /demo` | choose a role of the demo event (demo mode only) |
//! | `GET /console/`, `/phone/`, `/door/`, `/screen/` | the programs, once signed in |
//! | `GET /health/live`, `/health/ready`, `/metrics` | for those who run it |
//!
//! One browser may be signed in on several surfaces at once, each with a cookie of its own;
//! live addresses take `?surface=console|phone|door|screen` to say which one is meant.
//!
//! Every address stands in one table, [`ROUTES`], from which the router is made; a test asks each of
//! them as everybody, and fails for one that it does not know.
//!
//! This package must not know: rules, SQL, or what a command means.

mod arrival;
mod assets;
mod caller;
mod cookie;
mod desk;
mod error;
mod headers;
mod identity;
mod language;
mod live;
mod origin;
mod pages;
mod probe;
mod refusal;
mod registration;
mod router;
mod routes;
mod sentence;
mod serve;
mod settings;
mod site;
mod surface;
mod throttle;
mod upload;
mod way_back;
mod wire;

pub use origin::Origins;
pub use router::{Offices, Site, router};
pub use routes::{Gate, ROUTES, Route, When};
pub use serve::{Limits, serve};
pub use settings::{DemoAccount, DemoKind, Settings};
pub use surface::Surface;
