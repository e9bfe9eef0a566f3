//! Public sites from outside: without a cookie, without a script.

use app::Holder;
use app::live::Outcome;
use app::testing::{EVENT, MAIN, SCOPED};
use protocol::command::ChangeStage;
use protocol::id::CommandId;
use protocol::site::*;
use protocol::{Actor, EventStage, List, Micros};
use web::Surface;

use crate::stage::{Answer, Stage};

pub(crate) fn settings() -> SiteSettings {
    SiteSettings {
        slug: "cap".into(),
        languages: List::new(Language::ALL.to_vec()).unwrap(),
        name: Bilingual {
            french: "Cap <Littoral> & mer".into(),
            english: "Cap Littoral".into(),
        },
        tagline: Bilingual::default(),
        accent: "#0b4f6c".into(),
        opens_at: Micros(1),
        closes_at: Micros(i64::MAX),
        is_listed: true,
        shows_companies: true,
        organiser: "CCI".into(),
        email: "contact@example.org".into(),
        phone: String::new(),
        address: String::new(),
        partners: List::default(),
    }
}

/// A stage whose event has a public site, at `/e/cap`.
pub(crate) async fn with_site() -> Stage {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    desk.stage
}

/// The same on a stage that is there already.
pub(crate) async fn site_on(stage: Stage) -> Stage {
    let mut desk = Desk::on(stage).await;
    desk.open(settings()).await;
    desk.stage
}

struct Desk {
    stage: Stage,
    cookie: String,
    n_commands: u64,
}

impl Desk {
    async fn new() -> Self {
        Self::on(Stage::new().await).await
    }

    async fn on(stage: Stage) -> Self {
        let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
        Self {
            stage,
            cookie,
            n_commands: 0,
        }
    }

    async fn edit(&mut self, edit: SiteEdit) -> Answer {
        self.n_commands += 1;
        let command = CommandId::example(700 + self.n_commands);
        let body = SiteWish { command, edit }.encode();
        let origin = self.stage.origin();
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("origin", origin.as_str()),
            ("content-type", "application/vnd.msgpack"),
        ];
        let path = format!("/desk/{EVENT}/site");
        self.stage.request("POST", &path, &headers, &body).await
    }

    async fn open(&mut self, settings: SiteSettings) -> SiteDesk {
        let answer = self.edit(SiteEdit::Open { settings }).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        SiteDesk::decode(&answer.body).unwrap()
    }

    /// The event comes to another stage.
    async fn go(&mut self, before: EventStage, after: EventStage) {
        self.n_commands += 1;
        let event = self.stage.node.registry.event(EVENT).await;
        let command = CommandId::example(700 + self.n_commands);
        let wish = ChangeStage { before, after };
        let outcome = event
            .unwrap()
            .unwrap()
            .command_as(Actor::Staff(MAIN), command, wish.into())
            .await;
        assert!(matches!(outcome, Outcome::Committed { .. }), "{outcome:?}");
    }

    async fn visit(&self, path: &str) -> Answer {
        self.stage.request("GET", path, &[], &[]).await
    }
}

fn of_kind(desk: &SiteDesk, kind: PageKind) -> PageHead {
    let found = desk.pages.iter().find(|page| page.kind == kind);
    found.unwrap().clone()
}

#[tokio::test]
async fn every_page_of_a_new_site_can_be_read_in_both_languages() {
    let mut desk = Desk::new().await;
    let made = desk.open(settings()).await;
    for page in &made.pages {
        for text in &page.texts {
            let tag = text.language.tag();
            let path = match text.slug.as_str() {
                "" => format!("/e/cap/{tag}"),
                slug => format!("/e/cap/{tag}/{slug}"),
            };
            let answer = desk.visit(&path).await;
            let html = answer.text();
            assert_eq!(answer.status, 200, "{path}: {html}");
            for part in [
                format!("<html lang=\"{tag}\">"),
                format!(
                    "<link rel=\"canonical\" href=\"{}{path}\">",
                    desk.stage.origin()
                ),
                "hreflang=\"fr\"".into(),
                "hreflang=\"en\"".into(),
                "<meta name=\"description\"".into(),
                "og:title".into(),
                "application/ld+json".into(),
                "<main id=\"main\"".into(),
            ] {
                assert!(html.contains(&part), "{path} has no {part}: {html}");
            }
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            assert!(!html.contains("<Littoral>"), "{path}");
            assert!(
                !html.contains(" style=") && !html.contains(" onclick"),
                "{path}"
            );
        }
    }
    for path in ["/e/cap/fr/plan-du-site", "/e/cap/en/site-map"] {
        assert_eq!(desk.visit(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_browser_that_has_the_page_is_told_so_until_it_changes() {
    let mut desk = Desk::new().await;
    let made = desk.open(settings()).await;
    let page = of_kind(&made, PageKind::Contact).id;
    let first = desk.visit("/e/cap/fr/contact").await;
    let tag = first.header("etag").to_owned();
    let again = async |desk: &Desk| {
        let headers = [("if-none-match", tag.as_str())];
        let path = "/e/cap/fr/contact";
        desk.stage.request("GET", path, &headers, &[]).await.status
    };
    assert_eq!(again(&desk).await, 304);
    let language = Language::French;
    let draft = PageDraft {
        title: "Nous écrire".into(),
        description: String::new(),
        body: "<p>Autrement</p>".into(),
    };
    for edit in [
        SiteEdit::WritePage {
            page,
            seen: 1,
            language,
            draft,
        },
        SiteEdit::Validate {
            page,
            seen: 2,
            language,
        },
        SiteEdit::Publish {
            page,
            seen: 3,
            language,
        },
    ] {
        let answer = desk.edit(edit).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(again(&desk).await, 200);
    let html = desk.visit("/e/cap/fr/contact").await.text();
    assert!(html.contains("<p>Autrement</p>") && html.contains("Nous écrire"));
    // The other language has not been touched.
    assert!(
        desk.visit("/e/cap/en/contact")
            .await
            .text()
            .contains("The team will answer")
    );
}

#[tokio::test]
async fn a_renamed_page_moves_for_good_and_unknown_ones_say_so() {
    let mut desk = Desk::new().await;
    let made = desk.open(settings()).await;
    let page = of_kind(&made, PageKind::Practical).id;
    let rename = SiteEdit::RenamePage {
        page,
        seen: 1,
        language: Language::French,
        slug: "venir".into(),
    };
    assert_eq!(desk.edit(rename).await.status, 200);
    let moved = desk.visit("/e/cap/fr/infos-pratiques").await;
    assert_eq!(moved.status, 301);
    assert_eq!(moved.header("location"), "/e/cap/fr/venir");
    for (path, status) in [
        ("/e/cap/fr/venir", 200),
        ("/e/cap/fr/rien", 404),
        ("/e/cap/de", 404),
        ("/e/nowhere/fr", 404),
    ] {
        assert_eq!(desk.visit(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn whoever_finds_nothing_gets_a_page_in_his_language() {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    let french = "fr-FR,fr;q=0.9";
    for (path, language, tag, word) in [
        ("/e/nowhere", french, "fr", "Page introuvable"),
        ("/e/nowhere/en/page", french, "en", "Page not found"),
        ("/e/nowhere/de", "en", "en", "Page not found"),
        ("/e/cap/de", "en", "en", "Page not found"),
        ("/e/cap/en/nothing", french, "en", "Page not found"),
        (
            "/e/cap/fr/participants/a/b",
            french,
            "fr",
            "Page introuvable",
        ),
        ("/nothing/at-all", "en", "en", "Page not found"),
    ] {
        let headers = [("accept", "text/html,*/*"), ("accept-language", language)];
        let answer = desk.stage.request("GET", path, &headers, &[]).await;
        let html = answer.text();
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            html.contains(&format!("<html lang=\"{tag}\">")),
            "{path}: {html}"
        );
        assert!(
            html.contains(word) && html.contains("noindex"),
            "{path}: {html}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
    }
    // Programs are told so in their own way.
    let answer = desk.visit("/nothing").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn pages_travel_packed() {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    let headers = [("accept-encoding", "gzip")];
    let packed = desk.stage.request("GET", "/e/cap/fr", &headers, &[]).await;
    let plain = desk.visit("/e/cap/fr").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(packed.header("vary"), "accept-encoding");
    assert!(packed.body.len() * 2 < plain.body.len());
    assert_eq!(packed.header("etag"), plain.header("etag"));
}

#[tokio::test]
async fn outside_of_its_window_a_site_shows_one_clear_page() {
    for (opens_at, closes_at, status, word) in [
        (i64::MAX - 1, i64::MAX, 404, "n’est pas encore ouvert"),
        (1, 2, 410, "est fermé"),
    ] {
        let mut desk = Desk::new().await;
        let settings = SiteSettings {
            opens_at: Micros(opens_at),
            closes_at: Micros(closes_at),
            ..settings()
        };
        desk.open(settings).await;
        for path in ["/e/cap/fr", "/e/cap/fr/contact"] {
            let answer = desk.visit(path).await;
            assert_eq!(answer.status, status, "{path}");
            let html = answer.text();
            assert!(html.contains(word) && html.contains("noindex"), "{html}");
            assert!(!html.contains("contact@example.org"), "{html}");
        }
    }
}

#[tokio::test]
async fn search_engines_find_the_pages_and_only_these() {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    let map = desk.visit("/sitemap.xml").await.text();
    let origin = desk.stage.origin();
    // Nine pages, ten companies and two experts, in two languages.
    assert_eq!(map.matches("<url>").count(), 2 * (9 + 10 + 2), "{map}");
    assert!(map.contains(&format!("<loc>{origin}/e/cap/fr/programme</loc>")));
    let robots = desk.visit("/robots.txt").await.text();
    assert!(robots.contains(&format!("Sitemap: {origin}/sitemap.xml")));
    let look = desk.visit("/e/cap/look.css").await;
    assert!(look.text().contains("#0b4f6c"));
    assert_eq!(look.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test]
async fn visitors_search_the_catalogue_and_read_of_a_company() {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    let all = desk.visit("/e/cap/fr/participants").await.text();
    assert!(all.contains("12\u{a0}participants"), "{all}");
    assert!(all.contains("Company 3") && all.contains("Person 12"));
    // A representative is no expert: his name is not for visitors, and finds nobody.
    assert!(!all.contains("Person 1<"), "{all}");
    for (query, n, has) in [
        ("q=company+7", "1\u{a0}participant", "Company 7"),
        ("q=CoMpqny+7", "1\u{a0}participant", "Company 7"),
        (
            "q=%22Person+3%22",
            "Aucun résultat",
            "Voir tout le catalogue",
        ),
        ("kind=expert", "2\u{a0}experts", "Person 11"),
        ("order=country", "12\u{a0}participants", "Non précisé"),
        (
            "country=XX&page=9999999999999999999999",
            "Aucun résultat",
            "Tout effacer",
        ),
        (
            "q=%3Cscript%3Ealert(1)%3C/script%3E",
            "Aucun résultat",
            "&#60;script&#62;",
        ),
        ("q=%FF%FE&min-1=%00&order[]=x", "", "<h1"),
    ] {
        let answer = desk.visit(&format!("/e/cap/fr/participants?{query}")).await;
        let html = answer.text();
        assert_eq!(answer.status, 200, "{query}");
        assert!(html.contains(n) && html.contains(has), "{query}: {html}");
        assert!(!html.contains("<script>alert"), "{query}");
        assert!(html.contains("noindex") || query.contains("FF"), "{query}");
    }
    let from = all.find("/e/cap/fr/participants/company-3-").unwrap();
    let href = all[from..].split('"').next().unwrap().to_owned();
    let page = desk.visit(&href).await;
    let html = page.text();
    assert_eq!(page.status, 200, "{html}");
    for part in [
        "<h1>Company 3</h1>",
        "\"@type\":\"Organization\"",
        "réservées aux participants inscrits",
        "href=\"/e/cap/fr/inscription\"",
        "hreflang=\"en\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("Person 3"), "{html}");
    let token = href.rsplit('-').next().unwrap();
    let former = desk
        .visit(&format!("/e/cap/fr/participants/old-name-{token}"))
        .await;
    assert_eq!(
        (former.status, former.header("location")),
        (301, href.as_str())
    );
    for path in [
        "/e/cap/fr/participants/nobody-0000000000".to_owned(),
        format!("/e/cap/fr/contact/company-3-{token}"),
    ] {
        assert_eq!(desk.visit(&path).await.status, 404, "{path}");
    }
    // In English the page has another name, and the company the same.
    let english = html.split("hreflang=\"en\" href=\"").nth(1).unwrap();
    let english = english
        .split('"')
        .next()
        .unwrap()
        .replace(&desk.stage.origin(), "");
    assert!(
        desk.visit(&english)
            .await
            .text()
            .contains("Ask for a meeting")
    );
}

#[tokio::test]
async fn a_site_that_lists_no_companies_tells_of_none() {
    let mut desk = Desk::new().await;
    let settings = SiteSettings {
        shows_companies: false,
        ..settings()
    };
    desk.open(settings).await;
    for path in ["/e/cap/fr/participants", "/e/cap/fr/participants?q=company"] {
        let html = desk.visit(path).await.text();
        assert!(!html.contains("Company 3"), "{path}: {html}");
    }
    let map = desk.visit("/sitemap.xml").await.text();
    assert!(map.contains("person-11-") && !map.contains("company-3-"));
}

#[tokio::test]
async fn the_desk_is_for_those_who_may_change_settings_for_everybody() {
    let mut desk = Desk::new().await;
    let made = desk.open(settings()).await;
    let page = of_kind(&made, PageKind::Contact).id;
    let scoped = desk
        .stage
        .cookie(Surface::Console, Holder::Staff(SCOPED))
        .await;
    for path in [
        format!("/desk/{EVENT}/site"),
        format!("/desk/{EVENT}/site/pages/{page}/fr"),
        format!("/desk/{EVENT}/site/pages/{page}/fr/1"),
        format!("/desk/{EVENT}/site/pages/{page}/fr/1/preview"),
    ] {
        for (cookie, status) in [("", 401), (&*scoped, 403), (&*desk.cookie, 200)] {
            let answer = desk.stage.get(&path, cookie).await;
            assert_eq!(answer.status, status, "{path}");
        }
    }
    let preview = format!("/desk/{EVENT}/site/pages/{page}/fr/1/preview");
    let answer = desk.stage.get(&preview, &desk.cookie).await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"),
        "{policy}"
    );
    assert!(!policy.contains("script-src"), "nothing runs: {policy}");
    let stale = SiteEdit::Validate {
        page,
        seen: 9,
        language: Language::French,
    };
    let answer = desk.edit(stale).await;
    assert_eq!(answer.status, 409);
    let told = SiteStale::decode(&answer.body).unwrap();
    assert_eq!(of_kind(&told.desk, PageKind::Contact).revision, 1);
    let flawed = SiteEdit::RenamePage {
        page,
        seen: 1,
        language: Language::French,
        slug: "É".into(),
    };
    let answer = desk.edit(flawed).await;
    assert_eq!((answer.status, answer.text().as_str()), (422, "slug"));
}

#[tokio::test]
async fn a_project_is_nobodys_business_and_what_is_called_off_says_so_everywhere() {
    let mut desk = Desk::new().await;
    desk.open(settings()).await;
    let register = "/e/cap/fr/register/company";
    let open = desk.visit(register).await;
    assert!(open.status < 400, "{}", open.text());
    desk.go(EventStage::Planned, EventStage::Project).await;
    for path in ["/e/cap/fr", "/e/cap/fr/programme", register] {
        let answer = desk.visit(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("Littoral"), "{path}");
    }
    let map = desk.visit("/sitemap.xml").await.text();
    assert_eq!(map.matches("<url>").count(), 0, "{map}");
    desk.go(EventStage::Project, EventStage::CalledOff).await;
    for (path, word) in [
        ("/e/cap/fr", "Cet événement est annulé."),
        ("/e/cap/en/programme", "This event is called off."),
    ] {
        let answer = desk.visit(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains(word), "{path}");
    }
    let welcome = desk.visit("/e/cap/fr").await.text();
    assert!(welcome.contains("https://schema.org/EventCancelled"));
    let closed = desk.visit(register).await;
    assert!(closed.text().contains("Les inscriptions sont closes"));
    desk.go(EventStage::CalledOff, EventStage::Planned).await;
    let welcome = desk.visit("/e/cap/fr").await.text();
    assert!(welcome.contains("EventScheduled") && !welcome.contains("annulé"));
    assert_eq!(desk.visit(register).await.status, open.status);
}
