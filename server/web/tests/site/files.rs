//! Files on their way in and out: who may bring which, who may see which, and as what they are
//! handed out.

use app::Holder;
use app::desk::site::Sites;
use app::port::SeededRandom;
use app::testing::{EVENT, MAIN, SCOPED};
use protocol::Actor;
use protocol::id::CommandId;
use protocol::site::{LibraryList, SiteEdit, SiteWish};
use store::{Attachment, LibraryFile, RegistrationFilter, RegistrationState};
use web::Surface;

use crate::stage::{Answer, Stage};

const KIND: &str = "multipart/form-data; boundary=cut";
const DESCRIPTION: &str = "/e/cap/fr/register/description/files";

pub(crate) async fn stage() -> Stage {
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

/// A form with fields and files.
fn form(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (name, file, bytes) in files {
        body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: text/html\r\n\r\n").bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    body
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj << /Type /Catalog {inside} >> endobj\nxref\ntrailer << >>\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// Four pixels, as any program writes them.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let tagged = [kind, data].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&tagged);
        bytes.extend(&tagged);
        bytes.extend(crc.sum().to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
    let rows = [0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 9, 9, 9];
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &rows).unwrap();
    chunk(b"IDAT", &packed.finish().unwrap());
    chunk(b"tEXt", b"Comment\0canary");
    chunk(b"IEND", b"");
    bytes
}

struct Visitor<'a> {
    stage: &'a Stage,
    cookie: String,
}

impl Visitor<'_> {
    async fn send(&mut self, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let body = form(fields, files);
        let answer = self
            .stage
            .post(DESCRIPTION, &self.cookie, KIND, &body)
            .await;
        if let Some(set) = answer.cookies.first() {
            self.cookie = set.split(';').next().unwrap().to_owned();
        }
        answer
    }
}

fn visitor(stage: &Stage) -> Visitor<'_> {
    let cookie = String::new();
    Visitor { stage, cookie }
}

async fn attached(stage: &Stage) -> Vec<Attachment> {
    let store = &stage.node.store;
    let filter = RegistrationFilter {
        state: Some(RegistrationState::Draft),
        ..RegistrationFilter::default()
    };
    let mut files = Vec::new();
    for head in store.registrations(EVENT, &filter).await.unwrap() {
        files.extend(store.attachments(EVENT, head.id).await.unwrap());
    }
    files
}

fn address(file: &Attachment) -> String {
    format!("/e/cap/files/{}.{}", file.id, file.kind)
}

async fn main(stage: &Stage) -> String {
    stage.cookie(Surface::Console, Holder::Staff(MAIN)).await
}

#[tokio::test]
async fn a_visitor_without_script_attaches_files_and_takes_them_off_again() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let text = [
        ("asked", "description.0.presentation"),
        ("description.0.presentation", "Des coques"),
        ("go", "next"),
    ];
    let brochure = pdf("");
    let files: [(&str, &str, &[u8]); 3] = [
        (
            "description.0.brochure",
            "../../Plaquette été.pdf",
            &brochure,
        ),
        ("description.0.logo", "logo.PNG", &png()),
        ("description.0.logo", "", b""),
    ];
    let answer = visitor.send(&text, &files).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), "/e/cap/fr/register/review");
    let kept = attached(&stage).await;
    let names: Vec<_> = kept
        .iter()
        .map(|file| (file.field.as_str(), file.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [("brochure", "Plaquette été.pdf"), ("logo", "logo.png")]
    );

    let page = stage
        .get("/e/cap/fr/register/review", &visitor.cookie)
        .await;
    assert!(page.text().contains("Plaquette été.pdf") && page.text().contains("Des coques"));
    let page = stage
        .get("/e/cap/fr/register/description", &visitor.cookie)
        .await;
    let remove = format!("remove-file-{}", kept[1].id);
    assert!(page.text().contains(&remove) && page.text().contains("multipart/form-data"));
    let typed = [
        ("asked", "description.0.presentation"),
        ("description.0.presentation", "Autre"),
        ("go", &*remove),
    ];
    let answer = visitor.send(&typed, &[]).await;
    assert_eq!(
        answer.header("location"),
        "/e/cap/fr/register/description#description.0.logo"
    );
    assert_eq!(attached(&stage).await.len(), 1);
    let gone = stage.get(&address(&kept[1]), &visitor.cookie).await;
    assert_eq!(gone.status, 404, "its bytes went along");
    let page = stage
        .get("/e/cap/fr/register/description", &visitor.cookie)
        .await;
    assert!(page.text().contains("Autre"), "what was typed is kept");
}

#[tokio::test]
async fn what_is_not_taken_is_said_at_its_field_and_everything_typed_stays() {
    let stage = stage().await;
    let good = pdf("");
    let bad_pdf = pdf("/OpenAction << /S /JavaScript /JS (x) >>");
    let mut turned = png();
    turned[1] = b'Q';
    let long = vec![b'%'; 11 * 1024 * 1024];
    for (name, bytes, said) in [
        (
            "x.svg",
            b"<svg onload='alert(1)'/>".as_slice(),
            "type de fichier",
        ),
        ("x.html.pdf", &good, "autre type"),
        ("x.pdf.exe", &good, "type de fichier"),
        ("x.pdf", b"MZ", "ne correspond pas"),
        ("x.png", &turned, "ne correspond pas"),
        ("x.jpg", &png(), "ne correspond pas"),
        ("x.mp4", &good, "ne correspond pas"),
        ("x.pdf", &bad_pdf, "contient un programme"),
        ("x.pdf", b"", "est vide"),
        ("x.pdf", &long, "10\u{a0}Mo au plus"),
    ] {
        let mut visitor = visitor(&stage);
        let typed = [
            ("asked", "description.0.presentation"),
            ("description.0.presentation", "Des <b>coques</b>"),
        ];
        let files: [(&str, &str, &[u8]); 2] = [
            ("description.0.brochure", name, bytes),
            ("description.0.logo", "bon.png", &png()),
        ];
        let answer = visitor.send(&typed, &files).await;
        assert_eq!(answer.status, 422, "{name}");
        let page = answer.text();
        assert!(page.contains(said), "{name}: {said}\n{page}");
        assert!(page.contains("description.0.brochure-error") && page.contains("bon.png"));
        assert!(page.contains("Des &#60;b&#62;coques"), "{page}");
    }
    let kept = attached(&stage).await;
    assert!(kept.iter().all(|file| file.name == "bon.png") && kept.len() == 10);
}

#[tokio::test]
async fn a_field_and_a_registration_take_so_many_files_and_no_more() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let bytes = png();
    let five: Vec<(&str, &str, &[u8])> = vec![("description.0.logo", "a.png", &bytes); 5];
    let answer = visitor.send(&[], &five).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("4 fichiers au plus"));
    assert_eq!(attached(&stage).await.len(), 4);
    // An input that no page of ours has.
    let forged: [(&str, &str, &[u8]); 2] = [
        ("description.0.presentation", "a.png", &bytes),
        ("company.0.name", "a.png", &bytes),
    ];
    visitor.send(&[("go", "save")], &forged).await;
    assert_eq!(attached(&stage).await.len(), 4);
}

#[tokio::test]
async fn a_file_of_a_draft_is_its_visitors_and_the_teams() {
    let stage = stage().await;
    let mut visitor = visitor(&stage);
    let brochure = pdf("");
    visitor
        .send(&[], &[("description.0.brochure", "Été.pdf", &brochure)])
        .await;
    let file = attached(&stage).await.remove(0);
    let path = address(&file);
    let own = stage.get(&path, &visitor.cookie).await;
    assert_eq!((own.status, &own.body), (200, &brochure));
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-cache"),
        ("accept-ranges", "bytes"),
        (
            "content-disposition",
            "attachment; filename=\"_t_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9.pdf",
        ),
    ] {
        assert_eq!(own.header(name), value, "{name}");
    }
    assert!(
        own.header("content-security-policy")
            .starts_with("sandbox;")
    );
    let team = stage.get(&path, &main(&stage).await).await;
    assert_eq!(team.status, 200);
    let scoped = stage.cookie(Surface::Console, Holder::Staff(SCOPED)).await;
    let other = {
        let mut other = visitor_of(&stage);
        other
            .send(
                &[("go", "save")],
                &[("description.0.logo", "a.png", &png())],
            )
            .await;
        other.cookie
    };
    for cookie in ["", &scoped, &other] {
        assert_eq!(stage.get(&path, cookie).await.status, 404, "{cookie}");
    }
    for wrong in [
        path.replace(".pdf", ".png"),
        path.replace("cap", "autre"),
        path.to_uppercase(),
    ] {
        assert_eq!(
            stage.get(&wrong, &visitor.cookie).await.status,
            404,
            "{wrong}"
        );
    }

    // Parts, and what is known already.
    let tag = own.header("etag").to_owned();
    let ask = async |headers: &[(&str, &str)]| {
        let all = [&[("cookie", &*visitor.cookie)], headers].concat();
        stage.request("GET", &path, &all, b"").await
    };
    let part = ask(&[("range", "bytes=5-8")]).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &brochure[5..9]));
    assert_eq!(
        part.header("content-range"),
        format!("bytes 5-8/{}", brochure.len())
    );
    assert_eq!(ask(&[("range", "bytes=99999-")]).await.status, 416);
    assert_eq!(ask(&[("if-none-match", &tag)]).await.status, 304);
    assert_eq!(
        ask(&[("range", "bytes=5-8"), ("if-range", "\"x\"")])
            .await
            .status,
        200
    );
}

fn visitor_of(stage: &Stage) -> Visitor<'_> {
    visitor(stage)
}

async fn library(stage: &Stage) -> Vec<LibraryFile> {
    stage.node.store.library(EVENT).await.unwrap()
}

/// Gives the site a banner, as its organiser does; the file's name in addresses.
pub(crate) async fn give_banner(stage: &Stage, cookie: &str) -> String {
    let words = [
        ("name", "Le quai"),
        ("alt_fr", "Un quai à l’aube"),
        ("alt_en", "A quay at dawn"),
    ];
    let body = form(&words, &[("file", "quai.png", &png())]);
    let desk = format!("/desk/{EVENT}/library");
    let added = stage.post(&desk, cookie, KIND, &body).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let id = library(stage).await.remove(0).id.to_string();
    let look = format!("revision=0&banner={id}&go=save");
    let kind = "application/x-www-form-urlencoded";
    let path = format!("/desk/{EVENT}/look");
    let saved = stage.post(&path, cookie, kind, look.as_bytes()).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    id
}

#[tokio::test]
async fn organisers_keep_a_library_whose_files_are_public_once_they_are_shown() {
    let stage = stage().await;
    let cookie = main(&stage).await;
    let desk = format!("/desk/{EVENT}/library");
    let send = async |fields: &[(&str, &str)], file: (&str, &str, &[u8])| {
        stage
            .post(&desk, &cookie, KIND, &form(fields, &[file]))
            .await
    };
    let bytes = png();
    let none = send(&[("name", "Quai")], ("file", "", b"")).await;
    assert!(none.status == 422 && none.text().contains("Choisissez un fichier"));
    let mute = send(&[("name", "Quai")], ("file", "quai.png", &bytes)).await;
    assert!(mute.status == 422 && mute.text().contains("Décrivez") && mute.text().contains("Quai"));
    let svg = send(&[("alt_fr", "x")], ("file", "quai.svg", b"<svg/>")).await;
    assert!(svg.status == 422 && svg.text().contains("Ce type de fichier"));
    assert!(library(&stage).await.is_empty());
    let words = [
        ("name", "Le quai"),
        ("alt_fr", "Un quai à l’aube"),
        ("alt_en", "A quay at dawn"),
    ];
    let added = send(&words, ("file", "quai.png", &bytes)).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let file = library(&stage).await.remove(0);
    assert_eq!(
        (file.name.as_str(), file.width, file.height),
        ("Le quai", 2, 2)
    );

    let path = format!("/e/cap/files/{}.png", file.id);
    assert_eq!(stage.get(&path, "").await.status, 404, "shown by nothing");
    let own = stage.get(&path, &cookie).await;
    assert_eq!(own.status, 200);
    assert!(own.header("content-disposition").starts_with("inline"));
    let canary = own.body.windows(6).any(|part| part == b"canary");
    assert!(!canary, "written anew");
    let listed = stage
        .get(&format!("/desk/{EVENT}/site/files"), &cookie)
        .await;
    let listed = LibraryList::decode(&listed.body).unwrap().files;
    assert_eq!(listed[0].address, path);
    assert_eq!(listed[0].alt.english, "A quay at dawn");

    let look = format!("/desk/{EVENT}/look");
    let form = "application/x-www-form-urlencoded";
    let add = format!("revision=0&banner={}&go=add&new_name=Chambre", file.id);
    let saved = stage.post(&look, &cookie, form, add.as_bytes()).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let words = format!(
        "revision=1&banner={0}&organiser=0&name-0=Chambre&role_fr-0=Chef+de+file&words_fr-0=Bienvenue&link-0=https%3A%2F%2Fexample.org&logo-0={0}&go=save",
        file.id
    );
    assert_eq!(
        stage
            .post(&look, &cookie, form, words.as_bytes())
            .await
            .status,
        303
    );
    let stale = stage.post(&look, &cookie, form, words.as_bytes()).await;
    assert!(stale.status == 409 && stale.text().contains("Chef de file"));
    let bad = words
        .replace("revision=1", "revision=2")
        .replace("https%3A%2F%2F", "javascript%3A");
    assert_eq!(
        stage
            .post(&look, &cookie, form, bad.as_bytes())
            .await
            .status,
        422
    );

    let welcome = stage.get("/e/cap/fr", "").await;
    for word in [
        "Un quai à l’aube",
        "Chef de file",
        "Bienvenue",
        "https://example.org",
        &*path,
    ] {
        assert!(welcome.text().contains(word), "{word}\n{}", welcome.text());
    }
    assert!(
        stage
            .get("/e/cap/en", "")
            .await
            .text()
            .contains("A quay at dawn")
    );
    assert_eq!(stage.get(&path, "").await.status, 200, "shown now");

    let edit = format!("{desk}/{}", file.id);
    let remove = stage
        .post(&edit, &cookie, form, b"revision=1&go=remove")
        .await;
    assert!(remove.status == 422 && remove.text().contains("la bannière et les logos"));
    assert_eq!(
        stage
            .post(&look, &cookie, form, b"revision=2&go=save")
            .await
            .status,
        303
    );
    let renamed = "revision=1&name=Quai+deux&alt_fr=Un+quai&alt_en=&go=save";
    assert_eq!(
        stage
            .post(&edit, &cookie, form, renamed.as_bytes())
            .await
            .status,
        303
    );
    let stale = stage.post(&edit, &cookie, form, renamed.as_bytes()).await;
    assert!(stale.status == 409 && stale.text().contains("Quai deux"));
    assert_eq!(
        stage
            .post(&edit, &cookie, form, b"revision=2&go=remove")
            .await
            .status,
        303
    );
    assert_eq!(stage.get(&path, &cookie).await.status, 404);
}

#[tokio::test]
async fn forms_that_bring_files_are_bounded_in_every_direction() {
    let stage = stage().await;
    let text = "x".repeat(140 * 1024);
    let answer = visitor(&stage)
        .send(&[("description.0.presentation", &text)], &[])
        .await;
    assert_eq!(answer.status, 413);
    let many: Vec<(&str, &str)> = vec![("a", "b"); 1_100];
    let answer = visitor(&stage).send(&many, &[]).await;
    assert_eq!(answer.status, 400);
    let broken = stage
        .post(DESCRIPTION, "", KIND, b"--cut\r\nContent-Disp")
        .await;
    assert_eq!(broken.status, 400);
    let other = stage.post(DESCRIPTION, "", "text/plain", b"x").await;
    assert!((400..500).contains(&other.status));
    // What brings no files is as short as before.
    let long = "x".repeat(70 * 1024);
    let plain = stage
        .post(
            "/e/cap/fr/register/description",
            "",
            "application/x-www-form-urlencoded",
            long.as_bytes(),
        )
        .await;
    assert_eq!(plain.status, 413);
}
