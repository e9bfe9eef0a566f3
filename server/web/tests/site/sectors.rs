//! The page of sectors: every press saves, what is named stays, and nobody overwrites a colleague.

use app::Holder;
use app::testing::{EVENT, MAIN};
use store::Sector;
use web::Surface;

use crate::stage::Stage;

const FORM: &str = "application/x-www-form-urlencoded";

async fn sectors(stage: &Stage) -> Vec<Sector> {
    stage.node.store.sectors(EVENT).await.unwrap()
}

fn french(sectors: &[Sector]) -> Vec<&str> {
    sectors.iter().map(|one| one.french.as_str()).collect()
}

#[tokio::test]
async fn sectors_are_added_renamed_and_sorted_and_a_stale_press_keeps_what_was_typed() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let path = format!("/desk/{EVENT}/sectors");
    let press = async |body: &str| stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(stage.get(&path, &cookie).await.status, 200);
    let added = press("revision=0&go=add&new_fr=Naval&new_en=Shipping").await;
    assert_eq!(added.status, 303, "{}", added.text());
    let added = press("revision=1&go=add&new_fr=%C3%89nergies&new_en=").await;
    assert_eq!(added.status, 303, "{}", added.text());
    assert_eq!(french(&sectors(&stage).await), ["Naval", "Énergies"]);
    let body = "revision=2&code=naval&fr-naval=La+mer&en-naval=The+sea&go=down-naval";
    assert_eq!(press(body).await.status, 303);
    let now = sectors(&stage).await;
    assert_eq!(french(&now), ["Énergies", "La mer"]);
    assert_eq!(
        (now[1].code.as_str(), now[1].english.as_str()),
        ("naval", "The sea")
    );

    let stale = press("revision=2&go=add&new_fr=Trop+tard&new_en=").await;
    assert_eq!(stale.status, 409);
    assert!(
        stale.text().contains("value=\"Trop tard\""),
        "what was typed is kept"
    );
    let twice = press("revision=3&go=add&new_fr=ENERGIES&new_en=").await;
    assert_eq!(twice.status, 422);
    assert_eq!(sectors(&stage).await, now);
    // The form's own revision is the sectors', so the form cannot be saved over them either.
    let form = format!("/desk/{EVENT}/form");
    let answer = stage
        .post(&form, &cookie, FORM, b"revision=2&go=hide-city")
        .await;
    assert_eq!(answer.status, 409);
    assert_eq!(press("revision=3&go=remove-energies").await.status, 303);
    assert_eq!(french(&sectors(&stage).await), ["La mer"]);
}

#[tokio::test]
async fn a_sector_that_a_field_is_restricted_to_stays() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let path = format!("/desk/{EVENT}/sectors");
    let press = async |body: &str| stage.post(&path, &cookie, FORM, body.as_bytes()).await;
    assert_eq!(
        press("revision=0&go=add&new_fr=Naval&new_en=").await.status,
        303
    );
    let form = format!("/desk/{EVENT}/form");
    let restrict = "revision=1&part=company&go=field&label_fr=Tirant&label_en=Draught\
                    &kind=text&chars_max=50&is_shown=on&sector=naval";
    let done = stage.post(&form, &cookie, FORM, restrict.as_bytes()).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let kept = press("revision=2&go=remove-naval").await;
    assert_eq!(kept.status, 422);
    assert!(kept.text().contains("cité une fois"), "{}", kept.text());
    assert_eq!(sectors(&stage).await.len(), 1);
}
