//! Registration from outside: a visitor without script, and who decides.

use app::Holder;
use app::desk::site::Sites;
use app::port::SeededRandom;
use app::testing::{EVENT, MAIN};
use protocol::id::CommandId;
use protocol::post::OutboxPage;
use protocol::site::{SiteEdit, SiteWish};
use protocol::{Actor, CardKey, Person};
use store::{Registration, RegistrationFilter, RegistrationState};
use web::Surface;

use crate::stage::{Answer, Stage};

const FORM: &str = "application/x-www-form-urlencoded";
const COMPANY: &str = "asked=company.0.name+company.0.country+company.0.city+company.0.vat\
    &company.0.name=Oc%C3%A9a+%3Cb%3EMarine%3C%2Fb%3E&company.0.country=FR&company.0.city=Brest\
    &company.0.vat=FR+32+123+456+789";
const PEOPLE: &str = "asked=person.0.first_name+person.0.last_name+person.0.email+person.0.availability\
    &person.0.first_name=Ada&person.0.last_name=Morel&person.0.email=ada%40example.org\
    &asked=person.1.first_name+person.1.last_name+person.1.email\
    &person.1.first_name=Ben&person.1.last_name=Ruiz&person.1.email=ben%40example.org";
const DESCRIPTION: &str = "asked=description.0.presentation+description.0.employees\
    &description.0.presentation=Des+coques+et+des+quilles.&description.0.employees=1+200\
    &asked=product.0.kind+product.0.title&product.0.kind=offered&product.0.title=Coque";

/// A visitor's browser, which keeps the one cookie that it was given.
struct Visitor<'a> {
    stage: &'a Stage,
    cookie: String,
}

impl Visitor<'_> {
    async fn look(&self, step: &str) -> Answer {
        let path = format!("/e/cap/fr/register/{step}");
        self.stage.get(&path, &self.cookie).await
    }

    async fn send(&mut self, step: &str, body: &str) -> Answer {
        let path = format!("/e/cap/fr/register/{step}");
        let answer = self
            .stage
            .post(&path, &self.cookie, FORM, body.as_bytes())
            .await;
        if let Some(set) = answer.cookies.first() {
            assert!(
                set.contains("HttpOnly") && set.contains("SameSite=Lax"),
                "{set}"
            );
            self.cookie = set.split(';').next().unwrap().to_owned();
        }
        answer
    }

    /// Fills in everything and stands before the last press.
    async fn fill_in(&mut self) {
        for (step, body, next) in [
            ("company", COMPANY, "people"),
            ("people", PEOPLE, "description"),
            ("description", DESCRIPTION, "review"),
        ] {
            let answer = self.send(step, body).await;
            assert_eq!(answer.status, 303, "{step}: {}", answer.text());
            let to = format!("/e/cap/fr/register/{next}");
            assert_eq!(answer.header("location"), to);
        }
    }

    async fn register(&mut self) {
        self.fill_in().await;
        let sent = self.send("review", "noted=on&news=on&go=submit").await;
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, "/e/cap/fr/register/done")
        );
    }
}

async fn stage() -> Stage {
    let stage = Stage::new().await;
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let settings = crate::public::settings();
    let wish = SiteWish {
        command: CommandId::example(801),
        edit: SiteEdit::Open { settings },
    };
    Sites::new(stage.node.store.clone())
        .edit_as(&event, Actor::Staff(MAIN), &SeededRandom::new(1), wish)
        .await
        .unwrap();
    stage
}

fn visitor(stage: &Stage) -> Visitor<'_> {
    let cookie = String::new();
    Visitor { stage, cookie }
}

async fn registrations(stage: &Stage) -> Vec<Registration> {
    let store = &stage.node.store;
    let filter = RegistrationFilter::default();
    let mut found = Vec::new();
    for head in store.registrations(EVENT, &filter).await.unwrap() {
        let one = store.registration(EVENT, head.id).await.unwrap().unwrap();
        found.push(one.0);
    }
    found
}

async fn persons(stage: &Stage, first_name: &str) -> Vec<Person> {
    let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let is_named = |person: &&Person| {
        let card = view.labels.get(&CardKey::Person(person.id));
        card.is_some_and(|card| card.title.starts_with(first_name))
    };
    view.state.persons().filter(is_named).cloned().collect()
}

async fn letters(stage: &Stage, cookie: &str) -> Vec<String> {
    let answer = stage
        .get(&format!("/desk/{EVENT}/letters?only="), cookie)
        .await;
    let page = OutboxPage::decode(&answer.body).unwrap();
    let mut matters: Vec<_> = page
        .letters
        .iter()
        .map(|line| line.matter.clone())
        .collect();
    matters.sort();
    matters
}

#[tokio::test]
async fn a_visitor_registers_step_by_step_and_is_bookable_once_validated() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let page = visitor.look("company").await;
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("name=\"company.0.name\""),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("<script"), "works without script");
    visitor.fill_in().await;
    let review = visitor.look("review").await.text();
    assert!(
        review.contains("Océa &#60;b&#62;Marine") && review.contains("1 200"),
        "{review}"
    );
    assert!(
        review.contains("contact@example.org") && review.contains("CNIL"),
        "the notice"
    );
    assert!(
        registrations(&stage).await.is_empty(),
        "nothing is handed in yet"
    );

    let refused = visitor.send("review", "go=submit").await;
    assert_eq!(refused.status, 422, "the notice was not taken note of");
    let sent = visitor.send("review", "noted=on&news=on&go=submit").await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, "/e/cap/fr/register/done")
    );
    let again = visitor.send("review", "noted=on&go=submit").await;
    assert_eq!(
        (again.status, again.header("location")),
        (303, "/e/cap/fr/register/done")
    );
    let all = registrations(&stage).await;
    assert_eq!(all.len(), 1);
    let one = &all[0];
    assert_eq!(one.head.state, RegistrationState::Submitted);
    assert!(one.wants_news && one.consented_at.is_some() && one.notice_version == 1);
    assert_eq!(
        (&*one.vat, &*one.head.email),
        ("FR32123456789", "ada@example.org")
    );

    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    assert_eq!(letters(&stage, &cookie).await, ["registration_received"]);
    let queue = stage
        .get(&format!("/desk/{EVENT}/registrations"), &cookie)
        .await;
    assert!(queue.text().contains("ada@example.org"), "{}", queue.text());
    let path = format!("/desk/{EVENT}/registrations/{}", one.head.id);
    let detail = stage.get(&path, &cookie).await.text();
    assert!(
        detail.contains("Ben Ruiz") && !detail.contains("<b>Marine"),
        "{detail}"
    );

    // Ada and the product now, Ben not.
    let body = format!("revision={}&person=0&product=0", one.head.revision);
    let accepted = stage
        .post(&format!("{path}/accept"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    let ada = persons(&stage, "Ada").await;
    assert_eq!(ada.len(), 1);
    assert_eq!(ada[0].availability.iter().count(), 16, "all of the event");
    assert!(persons(&stage, "Ben").await.is_empty());
    assert_eq!(
        letters(&stage, &cookie).await,
        ["registration_received", "registration_validated"]
    );
    let store = &stage.node.store;
    let profile = store.profile(EVENT, ada[0].company).await.unwrap().unwrap();
    assert_eq!(profile.country, "FR");
    assert!(
        profile.published.contains("\"employees\":1200"),
        "{}",
        profile.published
    );
    assert!(
        !profile.published.contains("example.org"),
        "no person is published"
    );
    let user = store.find_user_by_email("ada@example.org").await.unwrap();
    let (user, phc) = user.unwrap();
    assert_eq!(phc, None);
    assert_eq!(store.holdings(user.id).await.unwrap().len(), 1);

    // The same decision once more was decided on something older.
    let stale = stage
        .post(&format!("{path}/accept"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(stale.status, 409);
    // Ben later.
    let body = format!("revision={}&person=1&product=0", one.head.revision + 1);
    let accepted = stage
        .post(&format!("{path}/accept"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    let ben = persons(&stage, "Ben").await;
    assert_eq!(ben[0].company, ada[0].company);
    assert_eq!(persons(&stage, "Ada").await.len(), 1, "nobody twice");
    let done = visitor.look("done").await.text();
    assert!(done.contains("est validée"), "{done}");
}

#[tokio::test]
async fn who_agreed_to_be_written_to_is_listed_and_nobody_else() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    visitor.fill_in().await;
    visitor.send("review", "noted=on&news=on&go=submit").await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let list = format!("/desk/{EVENT}/consents");
    let waiting = stage.get(&list, &cookie).await.text();
    assert!(waiting.contains("Personne n’a donné"), "nobody is in yet");
    let head = registrations(&stage).await.remove(0).head;
    let path = format!("/desk/{EVENT}/registrations/{}/accept", head.id);
    let body = format!("revision={}&person=0&person=1", head.revision);
    stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    let page = stage.get(&list, &cookie).await.text();
    // Ada filled the form in; Ben was not asked.
    assert!(
        page.contains("ada@example.org") && !page.contains("Ben"),
        "{page}"
    );
    let sheet = stage.get(&format!("{list}.csv"), &cookie).await;
    assert!(sheet.header("content-type").starts_with("text/csv"));
    let text = sheet.text();
    let mut lines = text.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("\u{feff}\"Nom\";\"Entreprise\";")
    );
    assert!(
        lines.next().unwrap().ends_with(";\"1\""),
        "to version 1: {text}"
    );
    assert_eq!(lines.next(), None);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let body = "asked=company.0.name+company.0.country+company.0.vat+company.0.website\
        &company.0.name=%22%3E%3Cscript%3E&company.0.country=FR&company.0.vat=DE1\
        &company.0.website=javascript%3Aalert(1)";
    let refused = visitor.send("company", body).await;
    assert_eq!(refused.status, 422);
    let page = refused.text();
    assert!(
        !page.contains("<script>") && page.contains("value=\"&#34;&#62;&#60;script&#62;\""),
        "{page}"
    );
    assert!(page.contains("value=\"DE1\""), "kept");
    assert!(page.contains("href=\"#company.0.vat\""), "named above");
    assert!(
        page.contains("aria-describedby=\"company.0.vat-error"),
        "{page}"
    );
    let faults = page.matches("aria-invalid=\"true\"").count();
    assert_eq!(faults, 2, "VAT number and web address");
    // It is a draft all the same, wherever its visitor goes on.
    let page = visitor.look("company").await.text();
    assert!(page.contains("value=\"DE1\""));
    assert!(registrations(&stage).await.is_empty());
    let early = visitor.send("review", "noted=on&go=submit").await;
    assert_eq!(early.status, 422);
    assert!(
        early.text().contains("/e/cap/fr/register/people#"),
        "{}",
        early.text()
    );
    assert!(registrations(&stage).await.is_empty());
}

#[tokio::test]
async fn pressing_twice_at_once_hands_in_once() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    visitor.fill_in().await;
    let path = "/e/cap/fr/register/review";
    let press = || stage.post(path, &visitor.cookie, FORM, b"noted=on&go=submit");
    let (a, b, c) = tokio::join!(press(), press(), press());
    for answer in [a, b, c] {
        assert_eq!(answer.status, 303, "{}", answer.text());
    }
    assert_eq!(registrations(&stage).await.len(), 1);
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    assert_eq!(letters(&stage, &cookie).await, ["registration_received"]);
}

#[tokio::test]
async fn representatives_and_products_are_added_and_removed() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let body = format!("{PEOPLE}&go=add-person");
    let added = visitor.send("people", &body).await;
    assert_eq!(
        added.header("location"),
        "/e/cap/fr/register/people#person-2"
    );
    let page = visitor.look("people").await.text();
    assert!(page.contains("name=\"person.2.email\"") && page.contains("value=\"Ben\""));
    let removed = visitor.send("people", "go=remove-person-0").await;
    assert_eq!(removed.status, 303);
    let page = visitor.look("people").await.text();
    assert!(!page.contains("value=\"Ada\"") && page.contains("value=\"Ben\""));
    // Nobody adds without end.
    for _ in 0..20 {
        visitor.send("people", "go=add-person").await;
    }
    let page = visitor.look("people").await.text();
    assert!(page.contains("person.11.email") && !page.contains("person.12.email"));
}

#[tokio::test]
async fn a_twin_is_shown_to_the_validator_and_never_to_the_visitor() {
    let stage = stage().await;
    visitor(&stage).register().await;
    let mut second = visitor(&stage);
    second.register().await;
    let done = second.look("done").await.text();
    assert!(!done.contains("déjà"), "{done}");
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let all = registrations(&stage).await;
    let path = format!("/desk/{EVENT}/registrations/{}", all[1].head.id);
    let detail = stage.get(&path, &cookie).await.text();
    assert!(detail.contains(&all[0].head.id.to_string()), "{detail}");
    // Those with a twin are not validated in passing.
    let body = all
        .iter()
        .map(|one| format!("pick={}%3A{}", one.head.id, one.head.revision))
        .collect::<Vec<_>>()
        .join("&");
    let path = format!("/desk/{EVENT}/registrations/accept");
    let answer = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert!(answer.header("location").contains("done=nothing"));
    assert!(persons(&stage, "Ada").await.is_empty());
}

#[tokio::test]
async fn who_is_refused_learns_why_and_who_was_validated_can_be_taken_back() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    visitor.register().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let one = registrations(&stage).await.remove(0);
    let path = format!("/desk/{EVENT}/registrations/{}", one.head.id);
    let revision = one.head.revision;
    let body = format!("revision={revision}&person=0&person=1");
    let accepted = stage
        .post(&format!("{path}/accept"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    let unsure = format!("revision={}", revision + 1);
    let asked = stage
        .post(
            &format!("{path}/take-back"),
            &cookie,
            FORM,
            unsure.as_bytes(),
        )
        .await;
    assert_eq!(asked.status, 422, "it asks first");
    let sure = format!("{unsure}&sure=1");
    let back = stage
        .post(&format!("{path}/take-back"), &cookie, FORM, sure.as_bytes())
        .await;
    assert_eq!(back.status, 303, "{}", back.text());
    assert!(
        persons(&stage, "Ada")
            .await
            .iter()
            .all(|person| person.is_withdrawn)
    );
    let body = format!("revision={}&reason=Hors+sujet+%3Cb%3E", revision + 2);
    let refused = stage
        .post(&format!("{path}/refuse"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(refused.status, 303, "{}", refused.text());
    let done = visitor.look("done").await.text();
    assert!(done.contains("Hors sujet &#60;b&#62;"), "{done}");
    // Refused ones may still be accepted, with persons of their own.
    let body = format!("revision={}&person=0", revision + 3);
    let accepted = stage
        .post(&format!("{path}/accept"), &cookie, FORM, body.as_bytes())
        .await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    let here = persons(&stage, "Ada").await;
    assert_eq!(here.iter().filter(|person| !person.is_withdrawn).count(), 1);
}

#[tokio::test]
async fn answers_are_corrected_and_a_stale_correction_shows_both() {
    let stage = stage().await;
    visitor(&stage).register().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let one = registrations(&stage).await.remove(0);
    let path = format!("/desk/{EVENT}/registrations/{}/edit", one.head.id);
    let seen = one.head.revision;
    let body = format!("revision={seen}&asked=company.0.city&company.0.city=Lorient");
    let saved = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let body = format!("revision={seen}&asked=company.0.city&company.0.city=Vannes");
    let stale = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(stale.status, 409);
    let page = stale.text();
    assert!(
        page.contains("Lorient") && page.contains("value=\"Vannes\""),
        "{page}"
    );
    let body = format!(
        "revision={}&asked=person.0.email&person.0.email=x",
        seen + 1
    );
    let faulty = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(faulty.status, 422);
    assert!(faulty.text().contains("value=\"x\""));
}

#[tokio::test]
async fn somebody_is_registered_at_the_door_in_one_step() {
    let stage = stage().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let path = format!("/desk/{EVENT}/registrations/on-site");
    let page = stage.get(&path, &cookie).await.text();
    assert!(
        page.contains("person.0.last_name") && !page.contains("presentation"),
        "{page}"
    );
    let body = "asked=company.0.name+company.0.country+person.0.last_name+person.0.email\
        &company.0.name=Embruns&company.0.country=FR&person.0.last_name=Diaz";
    let refused = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"Embruns\""));
    let body = format!("{body}&person.0.email=diaz%40example.org");
    let done = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(persons(&stage, "Diaz").await.len(), 1);
    assert_eq!(letters(&stage, &cookie).await, ["registration_validated"]);
}

#[tokio::test]
async fn a_saved_draft_is_opened_by_its_link_in_another_browser_and_opening_alone_changes_nothing()
{
    let stage = stage().await;
    let mut first = visitor(&stage);
    let body = format!("{PEOPLE}&go=save");
    let saved = first.send("people", &body).await;
    assert_eq!(
        saved.header("location"),
        "/e/cap/fr/register/people?saved=2"
    );
    first.send("people", &body).await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let written = letters(&stage, &cookie).await;
    assert_eq!(written, ["registration_draft"], "to one address once a day");
    let token = first.cookie.split_once('=').unwrap().1.to_owned();

    let mut other = visitor(&stage);
    let path = format!("resume?token={token}");
    let page = other.look(&path).await;
    assert_eq!(page.status, 200);
    assert!(
        page.cookies.is_empty(),
        "a scanner of mail opens it and nothing happens"
    );
    let wrong = other.send("resume", "token=AAAA").await;
    assert!(wrong.status == 303 && wrong.cookies.is_empty());
    let opened = other.send("resume", &format!("token={token}")).await;
    assert_eq!(opened.status, 303);
    let page = other.look("people").await.text();
    assert!(page.contains("value=\"Ada\""), "{page}");
}

#[tokio::test]
async fn the_form_is_changed_at_the_desk_and_visitors_see_it_at_once() {
    let stage = stage().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let path = format!("/desk/{EVENT}/form");
    let page = stage.get(&path, &cookie).await;
    assert!(
        page.text().contains("Chiffre d’affaires"),
        "{}",
        page.text()
    );
    let added = "revision=0&go=field&part=company&label_fr=Num%C3%A9ro+de+stand&label_en=Booth\
        &kind=text&chars_max=5&is_shown=on&is_required=on";
    let done = stage.post(&path, &cookie, FORM, added.as_bytes()).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let hidden = stage
        .post(&path, &cookie, FORM, b"revision=1&go=hide-city")
        .await;
    assert_eq!(hidden.status, 303, "{}", hidden.text());
    let stale = stage
        .post(&path, &cookie, FORM, b"revision=1&go=hide-website")
        .await;
    assert_eq!(stale.status, 409);
    let flawed = stage
        .post(&path, &cookie, FORM, b"revision=2&go=hide-name")
        .await;
    assert_eq!(flawed.status, 422, "nothing works without a name");
    let mut visitor = visitor(&stage);
    let page = visitor.look("company").await.text();
    assert!(page.contains("company.0.numero_de_stand") && !page.contains("company.0.city"));
    let refused = visitor.send("company", COMPANY).await;
    assert_eq!(refused.status, 422, "the new field is needed");
    assert!(
        refused.text().contains("Numéro de stand"),
        "{}",
        refused.text()
    );
    // The window closes registration, with a page that says so.
    let closed = b"revision=2&go=terms&closes_at=2020-01-01T08%3A00";
    assert_eq!(stage.post(&path, &cookie, FORM, closed).await.status, 303);
    let page = visitor.look("company").await;
    assert!(
        page.status == 200 && page.text().contains("closes"),
        "{}",
        page.text()
    );
    assert_eq!(visitor.send("company", COMPANY).await.status, 403);
}

#[tokio::test]
async fn the_catalogue_follows_decisions_and_the_form_at_once() {
    let stage = stage().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let found = async |words: &str| {
        let path = format!("/e/cap/fr/participants?q={words}");
        !stage.get(&path, "").await.text().contains("Aucun résultat")
    };
    let mut visitor = visitor(&stage);
    assert!(!found("ocea").await);
    visitor.register().await;
    assert!(!found("ocea").await, "nobody decided yet");
    let one = &registrations(&stage).await[0];
    let path = format!("/desk/{EVENT}/registrations/{}/accept", one.head.id);
    let body = format!("revision={}&person=0", one.head.revision);
    let accepted = stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    assert!(found("ocea").await && found("brest").await);
    // What the form does not publish any more is gone, though no person changed.
    let form = format!("/desk/{EVENT}/form");
    let hidden = stage
        .post(&form, &cookie, FORM, b"revision=0&go=hide-city")
        .await;
    assert_eq!(hidden.status, 303, "{}", hidden.text());
    assert!(found("ocea").await);
    assert!(!found("brest").await);
}
