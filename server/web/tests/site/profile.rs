//! Profiles from outside: those they are about change them without script, organisers decide.

use app::Holder;
use app::testing::{EVENT, MAIN, person};
use protocol::CardKey;
use protocol::id::CompanyId;
use web::Surface;

use crate::stage::{Answer, Stage};

const FORM: &str = "application/x-www-form-urlencoded";

/// Who takes part, and the team, each with a browser.
struct Both<'a> {
    stage: &'a Stage,
    participant: String,
    organiser: String,
    company: CompanyId,
}

impl<'a> Both<'a> {
    async fn of(stage: &'a Stage) -> Self {
        let event = stage.node.registry.event(EVENT).await.unwrap().unwrap();
        let company = event.view().state.person(person(1)).unwrap().company;
        let one = Holder::Person(person(1));
        Self {
            stage,
            participant: stage.cookie(Surface::Phone, one).await,
            organiser: stage.cookie(Surface::Console, Holder::Staff(MAIN)).await,
            company,
        }
    }

    async fn says(&self, section: &str, body: &str) -> Answer {
        let path = format!("/my/{EVENT}/profile/{section}");
        self.stage
            .post(&path, &self.participant, FORM, body.as_bytes())
            .await
    }

    async fn reads(&self, way: &str) -> Answer {
        let path = format!("/my/{EVENT}/profile{way}");
        self.stage.get(&path, &self.participant).await
    }

    fn desk(&self, way: &str) -> String {
        format!("/desk/{EVENT}/profiles/{}{way}", self.company)
    }

    async fn decides(&self, body: &str) -> Answer {
        let path = self.desk("");
        self.stage
            .post(&path, &self.organiser, FORM, body.as_bytes())
            .await
    }

    async fn sees(&self, path: &str) -> String {
        let answer = self.stage.get(path, &self.organiser).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    async fn name(&self) -> String {
        let event = self
            .stage
            .node
            .registry
            .event(EVENT)
            .await
            .unwrap()
            .unwrap();
        let view = event.view();
        let card = view.labels.get(&CardKey::Company(self.company));
        card.unwrap().title.clone()
    }

    /// Says under "terms" of the form whether changes wait, and until when there may be any.
    async fn terms(&self, revision: u64, terms: &str) {
        let path = format!("/desk/{EVENT}/form");
        let body = format!("revision={revision}&go=terms&{terms}");
        let saved = self
            .stage
            .post(&path, &self.organiser, FORM, body.as_bytes())
            .await;
        assert_eq!(saved.status, 303, "{}", saved.text());
    }
}

/// The company's section with this city.
fn company(revision: u64, name: &str, city: &str) -> String {
    format!(
        "revision={revision}&asked=company.0.name+company.0.country+company.0.city+description.0.presentation\
         &company.0.name={name}&company.0.country=FR&company.0.city={city}\
         &description.0.presentation=Des+coques&go=save"
    )
}

#[tokio::test]
async fn a_participant_changes_his_company_and_a_stale_form_shows_both_versions() {
    let stage = Stage::new().await;
    let both = Both::of(&stage).await;
    let page = both.reads("").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.text().contains(&both.name().await));
    assert_eq!(both.reads("/company").await.status, 200);
    assert_eq!(both.reads("/nothing").await.status, 404);
    let saved = both.says("company", &company(0, "Cale+SA", "Brest")).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(both.name().await, "Cale SA");
    let shown = stage.get(saved.header("location"), &both.participant).await;
    assert!(shown.text().contains("visible dès maintenant") && shown.text().contains("Brest"));
    let stale = both.says("company", &company(0, "Cale+SA", "Vannes")).await;
    assert_eq!(stale.status, 409);
    let text = stale.text();
    assert!(
        text.contains("value=\"Vannes\"") && text.contains("Brest"),
        "{text}"
    );
    assert!(
        text.contains("name=\"revision\" value=\"1\""),
        "saving again keeps his"
    );
    let faulty = both.says("company", &company(1, "", "Auray")).await;
    assert_eq!(faulty.status, 422);
    let text = faulty.text();
    assert!(text.contains("value=\"Auray\"") && text.contains("company.0.name-error"));
}

#[tokio::test]
async fn products_are_added_and_removed_without_script_before_they_are_saved() {
    let stage = Stage::new().await;
    let both = Both::of(&stage).await;
    let added = both.says("products", "revision=0&go=add-product").await;
    assert_eq!(added.status, 200, "{}", added.text());
    assert!(added.text().contains("name=\"product.0.title\""));
    let asked = "asked=product.0.kind+product.0.title+product.0.text";
    let typed = format!(
        "revision=0&{asked}&product.0.kind=sought&product.0.title=Soudure&product.0.text=&go=save"
    );
    let saved = both.says("products", &typed).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert!(both.reads("").await.text().contains("Soudure"));
    let removed = format!("{}&go=remove-product-0", typed.replace("&go=save", ""));
    let removed = both
        .says("products", &removed.replace("revision=0", "revision=1"))
        .await;
    assert!(!removed.text().contains("value=\"Soudure\""));
    assert!(
        both.reads("").await.text().contains("Soudure"),
        "not saved yet"
    );
    let emptied = both.says("products", "revision=1&go=save").await;
    assert_eq!(emptied.status, 303);
}

#[tokio::test]
async fn what_waits_is_read_at_the_desk_accepted_and_taken_back() {
    let stage = Stage::new().await;
    let both = Both::of(&stage).await;
    both.terms(0, "changes_wait=1").await;
    let before = both.name().await;
    let sent = both.says("company", &company(0, "Cale+SA", "Brest")).await;
    assert!(
        sent.header("location").contains("profile-waiting"),
        "{}",
        sent.text()
    );
    assert_eq!(both.name().await, before);
    assert!(both.reads("").await.text().contains("attendent l’accord"));
    let list = both.sees(&format!("/desk/{EVENT}/profiles?lang=fr")).await;
    assert!(
        list.contains(&format!("profiles/{}", both.company)),
        "{list}"
    );
    let empty = both
        .sees(&format!("/desk/{EVENT}/profiles?q=zzz&lang=fr"))
        .await;
    assert!(empty.contains("Rien ici."));
    let all = both
        .sees(&format!("/desk/{EVENT}/profiles?state=companies"))
        .await;
    assert!(all.contains(&before));
    let page = both.sees(&both.desk("?lang=fr")).await;
    assert!(
        page.contains("<b>Cale SA</b>") && page.contains("<b>Brest</b>"),
        "{page}"
    );
    let pick = page.split("name=\"pick\" value=\"").nth(1).unwrap();
    let pick = pick.split('"').next().unwrap().replace(':', "%3A");
    assert_eq!(
        both.decides("go=accept").await.status,
        422,
        "nothing ticked"
    );
    let stale = format!("go=accept&pick={}", pick.replace("%3A1", "%3A9"));
    assert_eq!(both.decides(&stale).await.status, 409);
    let accepted = both.decides(&format!("go=accept&pick={pick}")).await;
    assert_eq!(accepted.status, 303, "{}", accepted.text());
    assert_eq!(both.name().await, "Cale SA");
    let page = both.sees(&both.desk("?lang=fr")).await;
    let undo = page.split("value=\"undo-").nth(1).unwrap();
    let undo = undo.split('"').next().unwrap();
    let undone = both.decides(&format!("go=undo-{undo}")).await;
    assert_eq!(undone.status, 303, "{}", undone.text());
    assert_eq!(both.name().await, before);
}

#[tokio::test]
async fn after_the_last_day_a_profile_is_read_only_and_says_so() {
    let stage = Stage::new().await;
    let both = Both::of(&stage).await;
    both.terms(0, "profile_closes_at=2020-01-01T00%3A00").await;
    let page = both.reads("").await.text();
    assert!(page.contains("ne se modifient plus") && !page.contains("/profile/company"));
    assert_eq!(both.reads("/company").await.status, 403);
    let refused = both.says("company", &company(0, "Cale", "Brest")).await;
    assert_eq!(refused.status, 403);
    // The organisers go on.
    let path = both.desk("/company");
    let body = company(0, "Cale", "Brest");
    let saved = stage
        .post(&path, &both.organiser, FORM, body.as_bytes())
        .await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    assert_eq!(both.name().await, "Cale");
}

#[tokio::test]
async fn rights_are_given_at_the_desk_and_never_to_nobody() {
    let stage = Stage::new().await;
    let both = Both::of(&stage).await;
    let nobody = both.decides("go=rights&revision=0").await;
    assert_eq!(nobody.status, 422);
    let given = format!("go=rights&revision=0&editor={}", person(1));
    assert_eq!(both.decides(&given).await.status, 303);
    let stranger = format!("go=rights&revision=0&editor={}", person(2));
    assert_eq!(both.decides(&stranger).await.status, 404);
}
