//! Files are whole or not there, and leave nothing behind.

use std::sync::Arc;

use protocol::id::{AttachmentId, EventId, PageId};
use protocol::site::{
    Language, PageHead, PageKind, PageVersion, SiteSettings, TextHead, TextState, VersionHead,
};
use protocol::{Actor, List, Micros};

use super::world::*;
use super::{Bench, on_both_engines, rows_everywhere};
use crate::testing::{Engine, TestDatabase};
use crate::{AnyFile, Fault, LibraryFile, LibraryWrite, SiteLook, SiteWrite, Store};

on_both_engines! {
    pieces_are_read_as_they_were_written
    pieces_that_no_row_names_are_swept
    a_library_is_edited_over_what_was_seen
    a_file_that_a_text_shows_is_not_taken_out
    a_library_is_copied_with_its_bytes
}

const CANARY: &str = "Grasmuecke-Zwitschern-4711";

fn file(n: u64) -> LibraryFile {
    LibraryFile {
        id: AttachmentId::example(n),
        revision: 1,
        kind: "png".into(),
        name: format!("{n}.png"),
        alt_french: "Le quai".into(),
        alt_english: String::new(),
        width: 40,
        height: 30,
        n_bytes: 6,
        digest: [7; 32],
        created_at: Micros(i64::try_from(n).unwrap()),
    }
}

async fn keep(store: &Store, n: u64, pieces: &[&[u8]]) {
    for (position, piece) in (0..).zip(pieces) {
        store
            .put_file_chunk(
                EVENT,
                AttachmentId::example(n),
                (position, Micros(10)),
                piece.to_vec(),
            )
            .await
            .unwrap();
    }
}

async fn write(store: &Store, write: LibraryWrite) -> Result<(), Fault> {
    let world = World::load(store).await;
    let mut tx = store.begin(EVENT).await?;
    tx.write_library(&write).await?;
    tx.commit(&[], &world.state).await.map(drop)
}

pub(super) async fn site(store: &Store, body: &str) {
    let page = PageId::example(1);
    let text = TextHead {
        language: Language::French,
        slug: "acces".into(),
        state: TextState::Draft,
        latest: 1,
        published: None,
        title: "Accès".into(),
    };
    let version = PageVersion {
        head: VersionHead {
            number: 1,
            by: Actor::System,
            at: Micros(1),
            title: "Accès".into(),
        },
        description: String::new(),
        body: body.into(),
    };
    let settings = SiteSettings {
        slug: "cap".into(),
        ..SiteSettings::new("#234567", (Micros(0), Micros(9)))
    };
    let write = SiteWrite {
        seen: 0,
        settings: Some((1, settings)),
        pages: vec![PageHead {
            id: page,
            kind: PageKind::Practical,
            position: 0,
            is_in_menu: true,
            revision: 1,
            texts: List::new(vec![text]).unwrap(),
        }],
        removed: Vec::new(),
        versions: vec![(page, Language::French, version)],
        published: Vec::new(),
        redirects: Vec::new(),
    };
    let world = World::load(store).await;
    let mut tx = store.begin(EVENT).await.unwrap();
    tx.write_site(&write).await.unwrap();
    tx.commit(&[], &world.state).await.unwrap();
}

async fn pieces_are_read_as_they_were_written(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    keep(store, 1, &[b"abc", b"\0\xff"]).await;
    let id = AttachmentId::example(1);
    let read = |position| store.file_chunk(EVENT, id, position);
    assert_eq!(read(0).await.unwrap().as_deref(), Some(b"abc".as_slice()));
    assert_eq!(
        read(1).await.unwrap().as_deref(),
        Some(b"\0\xff".as_slice())
    );
    assert_eq!(read(2).await.unwrap(), None);
    let elsewhere = store.file_chunk(EventId::example(9), id, 0).await.unwrap();
    assert_eq!(elsewhere, None, "of another event");
    store.drop_file(EVENT, id).await.unwrap();
    assert_eq!(read(0).await.unwrap(), None);
}

async fn pieces_that_no_row_names_are_swept(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    site(store, "").await;
    keep(store, 1, &[b"abc"]).await;
    keep(store, 2, &[b"abc", b"def"]).await;
    write(store, LibraryWrite::Put(0, file(1))).await.unwrap();
    assert_eq!(store.sweep_files(Micros(10)).await.unwrap(), 0, "too young");
    assert_eq!(store.sweep_files(Micros(11)).await.unwrap(), 2);
    assert_eq!(rows_everywhere(store).await["file_chunks"], 1);
}

async fn a_library_is_edited_over_what_was_seen(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    site(store, "").await;
    keep(store, 1, &[b"abcdef"]).await;
    write(store, LibraryWrite::Put(0, file(1))).await.unwrap();
    let revision = store.site(EVENT).await.unwrap().unwrap().revision;
    assert_eq!(revision, 2, "pages are rendered anew");
    assert_eq!(store.file_bytes(EVENT).await.unwrap(), 6);
    let renamed = LibraryFile {
        revision: 2,
        name: "quai.png".into(),
        ..file(1)
    };
    write(store, LibraryWrite::Put(1, renamed.clone()))
        .await
        .unwrap();
    let stale = write(store, LibraryWrite::Put(1, file(1))).await;
    assert!(stale.unwrap_err().is_stale());
    let library = store.library(EVENT).await.unwrap();
    assert_eq!(library, std::slice::from_ref(&renamed));
    let found = store.find_file(EVENT, renamed.id).await.unwrap();
    assert_eq!(found, Some(AnyFile::Library(renamed.clone())));

    let look = SiteLook {
        revision: 1,
        definition: "{}".into(),
    };
    write(store, LibraryWrite::Look(0, look.clone(), None))
        .await
        .unwrap();
    let stale = write(store, LibraryWrite::Look(0, look.clone(), None)).await;
    assert!(stale.unwrap_err().is_stale());
    let public = store.public_site(EVENT).await.unwrap().unwrap();
    assert_eq!((public.look, public.library), (Some(look), vec![renamed]));

    write(store, LibraryWrite::Remove(AttachmentId::example(1)))
        .await
        .unwrap();
    let rows = rows_everywhere(store).await;
    assert_eq!((rows["library_files"], rows["file_chunks"]), (0, 0));
}

async fn a_file_that_a_text_shows_is_not_taken_out(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let id = AttachmentId::example(1);
    site(store, &format!("<img src=\"/e/cap/files/{id}.png\">")).await;
    keep(store, 1, &[b"abc"]).await;
    write(store, LibraryWrite::Put(0, file(1))).await.unwrap();
    let named = store.texts_naming(EVENT, &id.to_string()).await.unwrap();
    assert_eq!(
        named,
        [(PageId::example(1), Language::French, "Accès".to_owned())]
    );
    assert!(
        write(store, LibraryWrite::Remove(id))
            .await
            .unwrap_err()
            .is_stale()
    );
    assert_eq!(store.library(EVENT).await.unwrap().len(), 1);
}

async fn a_library_is_copied_with_its_bytes(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    site(store, "").await;
    keep(store, 1, &[b"abc", b"def"]).await;
    write(store, LibraryWrite::Put(0, file(1))).await.unwrap();
    let other = EventId::example(9);
    let ids = [(AttachmentId::example(1), AttachmentId::example(2))];
    store
        .copy_library(EVENT, other, &ids, Micros(20))
        .await
        .unwrap();
    let copied = store.library(other).await.unwrap();
    assert_eq!((copied[0].id, copied[0].n_bytes), (ids[0].1, 6));
    let second = store.file_chunk(other, ids[0].1, 1).await.unwrap();
    assert_eq!(second.as_deref(), Some(b"def".as_slice()));
    assert_eq!(store.sweep_files(Micros(99)).await.unwrap(), 0);
}

#[tokio::test]
async fn bytes_that_were_deleted_are_in_no_file_of_sqlite() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    World::furnish(&store).await;
    let folder = database.folder().unwrap();
    let occurrences = || {
        let needle = CANARY.as_bytes();
        let files = std::fs::read_dir(folder).unwrap();
        let bytes = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        bytes
            .map(|bytes| bytes.windows(needle.len()).filter(|w| *w == needle).count())
            .sum::<usize>()
    };
    let piece = CANARY.repeat(5_000).into_bytes();
    keep(&store, 1, &[&piece, &piece]).await;
    store.scrub().await.unwrap();
    assert!(occurrences() > 9_000, "the search finds what is there");
    store
        .drop_file(EVENT, AttachmentId::example(1))
        .await
        .unwrap();
    store.scrub_files().await.unwrap();
    assert_eq!(occurrences(), 0);
    store.close().await;
}
