//! The sign-in cookies: opaque, out of reach of scripts; the user's own, and one per surface.

use app::account::Token;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use crate::surface::Surface;
use crate::way_back::WayBack;

/// How cookies are named and protected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cookies {
    is_https: bool,
}

impl Cookies {
    pub(crate) const fn new(is_https: bool) -> Self {
        Self { is_https }
    }

    /// With https the prefix makes browsers insist on `Secure`, no domain and path `/`.
    fn name(self, surface: Surface) -> String {
        let prefix = if self.is_https { "__Host-" } else { "" };
        format!("{prefix}regie-{}", surface.name())
    }

    pub(crate) fn read(self, jar: &CookieJar, surface: Surface) -> Option<Token> {
        Token::parse(jar.get(&self.name(surface))?.value())
    }

    /// A cookie that carries a sign-in.
    pub(crate) fn issue(self, surface: Surface, token: &Token) -> Cookie<'static> {
        let mut cookie = self.bare(surface);
        cookie.set_value(token.to_text());
        // The server decides when a sign-in is over; the browser only has to outlive it.
        cookie.make_permanent();
        cookie
    }

    /// A cookie that removes the one that was issued.
    pub(crate) fn remove(self, surface: Surface) -> Cookie<'static> {
        let mut cookie = self.bare(surface);
        cookie.make_removal();
        cookie
    }

    /// The user's own sign-in, which opens those of the surfaces.
    pub(crate) fn read_user(self, jar: &CookieJar) -> Option<Token> {
        Token::parse(jar.get(&self.user_name())?.value())
    }

    /// A cookie that carries the user's own sign-in.
    pub(crate) fn issue_user(self, token: &Token) -> Cookie<'static> {
        let mut cookie = self.named(self.user_name());
        cookie.set_value(token.to_text());
        cookie.make_permanent();
        cookie
    }

    /// A cookie that removes the user's own.
    pub(crate) fn remove_user(self) -> Cookie<'static> {
        let mut cookie = self.named(self.user_name());
        cookie.make_removal();
        cookie
    }

    /// The page that asked for a sign-in, until somebody is signed in.
    pub(crate) fn read_way_back(self, jar: &CookieJar) -> Option<WayBack> {
        WayBack::parse(jar.get(&self.way_back_name())?.value())
    }

    /// A cookie that carries it, for as long as the browser stays open.
    pub(crate) fn issue_way_back(self, way: &WayBack) -> Cookie<'static> {
        let mut cookie = self.named(self.way_back_name());
        cookie.set_value(way.as_text().to_owned());
        cookie
    }

    /// A cookie that removes it.
    pub(crate) fn remove_way_back(self) -> Cookie<'static> {
        let mut cookie = self.named(self.way_back_name());
        cookie.make_removal();
        cookie
    }

    fn way_back_name(self) -> String {
        let prefix = if self.is_https { "__Host-" } else { "" };
        format!("{prefix}regie-way-back")
    }

    /// The secret of a registration that a visitor of a site goes on with.
    pub(crate) fn read_draft(self, jar: &CookieJar, slug: &str) -> Option<Token> {
        Token::parse(jar.get(&self.draft_name(slug))?.value())
    }

    /// A cookie that carries such a secret, for as long as drafts are kept.
    pub(crate) fn issue_draft(self, slug: &str, token: &Token) -> Cookie<'static> {
        let mut cookie = self.named(self.draft_name(slug));
        cookie.set_value(token.to_text());
        cookie.make_permanent();
        cookie
    }

    /// A cookie that removes it.
    pub(crate) fn remove_draft(self, slug: &str) -> Cookie<'static> {
        let mut cookie = self.named(self.draft_name(slug));
        cookie.make_removal();
        cookie
    }

    fn draft_name(self, slug: &str) -> String {
        let prefix = if self.is_https { "__Host-" } else { "" };
        format!("{prefix}regie-registration-{slug}")
    }

    fn user_name(self) -> String {
        let prefix = if self.is_https { "__Host-" } else { "" };
        format!("{prefix}regie-user")
    }

    fn bare(self, surface: Surface) -> Cookie<'static> {
        self.named(self.name(surface))
    }

    fn named(self, name: String) -> Cookie<'static> {
        Cookie::build((name, ""))
            .path("/")
            .http_only(true)
            .secure(self.is_https)
            .same_site(SameSite::Lax)
            .build()
    }
}

#[cfg(test)]
mod tests {
    use app::port::SeededRandom;

    use super::*;

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let token = Token::random(&SeededRandom::new(1));
        let plain = Cookies::new(false)
            .issue(Surface::Phone, &token)
            .to_string();
        assert!(
            plain.starts_with("regie-phone=") && plain.contains("HttpOnly"),
            "{plain}"
        );
        assert!(
            plain.contains("SameSite=Lax") && !plain.contains("Secure"),
            "{plain}"
        );
        let https = Cookies::new(true)
            .issue(Surface::Console, &token)
            .to_string();
        assert!(https.starts_with("__Host-regie-console="), "{https}");
        assert!(https.contains("Secure") && https.contains("Path=/") && !https.contains("Domain"));
    }
}
