//! Tables `sites`, `site_pages`, `site_texts`, `site_versions` and `site_redirects`.

use std::collections::BTreeMap;

use protocol::id::{EventId, PageId};
use protocol::limits::{SITE_PAGES_MAX, SITE_REDIRECTS_MAX, SITE_VERSIONS_MAX};
use protocol::site::{Language, PageHead, PageVersion, SiteSettings, TextHead, VersionHead};
use protocol::{List, Micros};
use uuid::Uuid;

use super::{PublicText, Redirect, SiteWrite, StoredSite};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

#[derive(sqlx::FromRow)]
struct SiteRow {
    revision: i64,
    settings_revision: i64,
    settings: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct PageRow {
    page_id: Uuid,
    kind: String,
    position: i64,
    is_in_menu: bool,
    revision: i64,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    page_id: Uuid,
    language: String,
    slug: String,
    state: String,
    latest: i64,
    published: Option<i64>,
    title: String,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    number: i64,
    made_at: i64,
    made_by: String,
    made_by_id: Option<Uuid>,
    title: String,
    description: String,
    body: String,
}

impl VersionRow {
    fn read(self) -> Result<PageVersion, Fault> {
        Ok(PageVersion {
            head: VersionHead {
                number: code::number("site_versions.number", self.number)?,
                by: code::actor("site_versions.made_by", &self.made_by, self.made_by_id)?,
                at: Micros(self.made_at),
                title: self.title,
            },
            description: self.description,
            body: self.body,
        })
    }
}

fn settings(bytes: &[u8]) -> Result<SiteSettings, Fault> {
    SiteSettings::decode(bytes).map_err(|_| corrupt("sites.settings"))
}

fn language(stored: &str) -> Result<Language, Fault> {
    code::word("site_texts.language", stored)
}

pub(super) async fn find(link: &mut Link<'_>, slug: &str) -> Result<Option<(EventId, u64)>, Fault> {
    const FIND: &str = "SELECT event_id, revision FROM sites WHERE slug = $1";
    let row: Option<(Uuid, i64)> = link
        .optional("finding a site", FIND, values![slug.to_owned()])
        .await?;
    row.map(|(event, revision)| {
        Ok((
            EventId::from(event),
            code::number("sites.revision", revision)?,
        ))
    })
    .transpose()
}

pub(super) async fn list(link: &mut Link<'_>) -> Result<Vec<(EventId, SiteSettings)>, Fault> {
    const LIST: &str = "SELECT event_id, settings FROM sites WHERE NOT EXISTS (SELECT 1 \
                        FROM stages WHERE stages.event_id = sites.event_id AND stages.stage = \
                        'project') ORDER BY event_id";
    let rows: Vec<(Uuid, Vec<u8>)> = link.all("listing sites", LIST, Vec::new()).await?;
    rows.into_iter()
        .map(|(event, stored)| Ok((EventId::from(event), settings(&stored)?)))
        .collect()
}

pub(super) async fn site(link: &mut Link<'_>, event: EventId) -> Result<Option<StoredSite>, Fault> {
    const SITE: &str =
        "SELECT revision, settings_revision, settings FROM sites WHERE event_id = $1";
    let row: Option<SiteRow> = link
        .optional("reading a site", SITE, values![event.uuid()])
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(StoredSite {
        revision: code::number("sites.revision", row.revision)?,
        settings_revision: code::number("sites.settings_revision", row.settings_revision)?,
        settings: settings(&row.settings)?,
        pages: pages(link, event).await?,
    }))
}

async fn pages(link: &mut Link<'_>, event: EventId) -> Result<Vec<PageHead>, Fault> {
    const PAGES: &str = "SELECT page_id, kind, position, is_in_menu, revision FROM site_pages \
                         WHERE event_id = $1 AND removed_at IS NULL ORDER BY position, page_id";
    const TEXTS: &str = "SELECT page_id, language, slug, state, latest, published, title \
                         FROM site_texts WHERE event_id = $1 ORDER BY page_id, language";
    let texts: Vec<TextRow> = link
        .all("reading a site's texts", TEXTS, values![event.uuid()])
        .await?;
    let mut by_page: BTreeMap<Uuid, Vec<TextHead>> = BTreeMap::new();
    for text in texts {
        let published = text
            .published
            .map(|number| code::number("site_texts.published", number));
        by_page.entry(text.page_id).or_default().push(TextHead {
            language: language(&text.language)?,
            slug: text.slug,
            state: code::word("site_texts.state", &text.state)?,
            latest: code::number("site_texts.latest", text.latest)?,
            published: published.transpose()?,
            title: text.title,
        });
    }
    let rows: Vec<PageRow> = link
        .all("reading a site's pages", PAGES, values![event.uuid()])
        .await?;
    rows.into_iter()
        .map(|row| {
            let mut texts = by_page.remove(&row.page_id).unwrap_or_default();
            texts.sort_by_key(|text| text.language);
            Ok(PageHead {
                id: PageId::from(row.page_id),
                kind: code::word("site_pages.kind", &row.kind)?,
                position: code::number("site_pages.position", row.position)?,
                is_in_menu: row.is_in_menu,
                revision: code::number("site_pages.revision", row.revision)?,
                texts: List::new(texts).ok_or_else(|| corrupt("site_texts"))?,
            })
        })
        .collect()
}

pub(super) async fn published(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<PublicText>, Fault> {
    const PUBLISHED: &str = "SELECT t.page_id, t.language, t.slug, t.published_at \
         FROM site_texts t JOIN site_pages p ON p.event_id = t.event_id \
         AND p.page_id = t.page_id AND p.removed_at IS NULL \
         WHERE t.event_id = $1 AND t.published IS NOT NULL ORDER BY t.page_id, t.language";
    const VERSIONS: &str = "SELECT v.number, v.made_at, v.made_by, v.made_by_id, v.title, \
         v.description, v.body FROM site_texts t JOIN site_pages p ON p.event_id = t.event_id \
         AND p.page_id = t.page_id AND p.removed_at IS NULL \
         JOIN site_versions v ON v.event_id = t.event_id AND v.page_id = t.page_id \
         AND v.language = t.language AND v.number = t.published \
         WHERE t.event_id = $1 AND t.published IS NOT NULL ORDER BY t.page_id, t.language";
    let texts: Vec<(Uuid, String, String, Option<i64>)> = link
        .all("reading published texts", PUBLISHED, values![event.uuid()])
        .await?;
    let versions: Vec<VersionRow> = link
        .all(
            "reading published versions",
            VERSIONS,
            values![event.uuid()],
        )
        .await?;
    if texts.len() != versions.len() {
        return Err(corrupt("site_texts.published"));
    }
    texts
        .into_iter()
        .zip(versions)
        .map(|((page, tag, slug, published_at), version)| {
            Ok(PublicText {
                page: PageId::from(page),
                language: language(&tag)?,
                slug,
                published_at: Micros(
                    published_at.ok_or_else(|| corrupt("site_texts.published_at"))?,
                ),
                version: version.read()?,
            })
        })
        .collect()
}

pub(super) async fn redirects(link: &mut Link<'_>, event: EventId) -> Result<Vec<Redirect>, Fault> {
    const LIST: &str = "SELECT r.language, r.slug, r.page_id FROM site_redirects r \
         JOIN site_pages p ON p.event_id = r.event_id AND p.page_id = r.page_id \
         AND p.removed_at IS NULL WHERE r.event_id = $1 ORDER BY r.language, r.slug LIMIT $2";
    let values = values![event.uuid(), code::limit(SITE_REDIRECTS_MAX)];
    let rows: Vec<(String, String, Uuid)> =
        link.all("reading former addresses", LIST, values).await?;
    rows.into_iter()
        .map(|(tag, slug, page)| {
            Ok(Redirect {
                language: language(&tag)?,
                slug,
                page: PageId::from(page),
            })
        })
        .collect()
}

pub(super) async fn gone(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(Language, String)>, Fault> {
    const LIST: &str = "SELECT t.language, t.slug FROM site_texts t \
         JOIN site_pages p ON p.event_id = t.event_id AND p.page_id = t.page_id \
         WHERE t.event_id = $1 AND p.removed_at IS NOT NULL \
         UNION SELECT r.language, r.slug FROM site_redirects r \
         JOIN site_pages p ON p.event_id = r.event_id AND p.page_id = r.page_id \
         WHERE r.event_id = $1 AND p.removed_at IS NOT NULL";
    let rows: Vec<(String, String)> = link
        .all("reading removed pages", LIST, values![event.uuid()])
        .await?;
    rows.into_iter()
        .map(|(tag, slug)| Ok((language(&tag)?, slug)))
        .collect()
}

pub(super) async fn history(
    link: &mut Link<'_>,
    event: EventId,
    page: PageId,
    language: Language,
) -> Result<Vec<VersionHead>, Fault> {
    const LIST: &str = "SELECT number, made_at, made_by, made_by_id, title, '' AS description, \
         '' AS body FROM site_versions WHERE event_id = $1 AND page_id = $2 AND language = $3 \
         ORDER BY number DESC LIMIT $4";
    let values = values![
        event.uuid(),
        page.uuid(),
        code::Word::word(language),
        i64::from(SITE_VERSIONS_MAX),
    ];
    let rows: Vec<VersionRow> = link.all("reading a page's history", LIST, values).await?;
    rows.into_iter()
        .map(|row| row.read().map(|version| version.head))
        .collect()
}

pub(super) async fn version(
    link: &mut Link<'_>,
    event: EventId,
    page: PageId,
    language: Language,
    number: u32,
) -> Result<Option<PageVersion>, Fault> {
    const FIND: &str = "SELECT number, made_at, made_by, made_by_id, title, description, body \
         FROM site_versions WHERE event_id = $1 AND page_id = $2 AND language = $3 \
         AND number = $4";
    let values = values![
        event.uuid(),
        page.uuid(),
        code::Word::word(language),
        i64::from(number),
    ];
    let row: Option<VersionRow> = link.optional("reading a version", FIND, values).await?;
    row.map(VersionRow::read).transpose()
}

pub(super) async fn write(
    link: &mut Link<'_>,
    event: EventId,
    write: &SiteWrite,
) -> Result<(), Fault> {
    raise(link, event, write).await?;
    for page in &write.pages {
        put_page(link, event, page).await?;
    }
    for (page, at) in &write.removed {
        const REMOVE: &str =
            "UPDATE site_pages SET removed_at = $3 WHERE event_id = $1 AND page_id = $2";
        let values = values![event.uuid(), page.uuid(), at.0];
        link.execute("removing a page", REMOVE, values).await?;
    }
    for (page, language, version) in &write.versions {
        insert_version(link, event, *page, *language, version).await?;
    }
    for (page, language, at) in &write.published {
        const STAMP: &str = "UPDATE site_texts SET published_at = $4 \
                             WHERE event_id = $1 AND page_id = $2 AND language = $3";
        let values = values![event.uuid(), page.uuid(), code::Word::word(*language), at.0];
        link.execute("dating a page", STAMP, values).await?;
    }
    for redirect in &write.redirects {
        const PUT: &str = "INSERT INTO site_redirects (event_id, language, slug, page_id) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (event_id, language, slug) \
             DO UPDATE SET page_id = excluded.page_id";
        let values = values![
            event.uuid(),
            code::Word::word(redirect.language),
            redirect.slug.clone(),
            redirect.page.uuid(),
        ];
        link.execute("keeping a former address", PUT, values)
            .await?;
    }
    Ok(())
}

/// Raises the site's revision: what was rendered of it is rendered anew.
pub(crate) async fn touch(link: &mut Link<'_>, event: EventId) -> Result<(), Fault> {
    const TOUCH: &str = "UPDATE sites SET revision = revision + 1 WHERE event_id = $1";
    link.execute("touching a site", TOUCH, values![event.uuid()])
        .await
        .map(drop)
}

/// The texts of pages that are there whose newest or published version names something.
pub(crate) async fn naming(
    link: &mut Link<'_>,
    event: EventId,
    what: &str,
) -> Result<Vec<(PageId, Language, String)>, Fault> {
    const LIST: &str = "SELECT DISTINCT t.page_id, t.language, t.title FROM site_texts t \
         JOIN site_pages p ON p.event_id = t.event_id AND p.page_id = t.page_id \
         JOIN site_versions v ON v.event_id = t.event_id AND v.page_id = t.page_id \
         AND v.language = t.language AND (v.number = t.latest OR v.number = t.published) \
         WHERE t.event_id = $1 AND p.removed_at IS NULL AND v.body LIKE $2 \
         ORDER BY t.page_id, t.language LIMIT $3";
    let values = values![
        event.uuid(),
        format!("%{what}%"),
        code::limit(SITE_PAGES_MAX),
    ];
    let rows: Vec<(Uuid, String, String)> = link
        .all("looking for what names something", LIST, values)
        .await?;
    rows.into_iter()
        .map(|(page, tag, title)| Ok((page.into(), language(&tag)?, title)))
        .collect()
}

/// Raises the site's revision, if it is the one that the edit was decided on.
async fn raise(link: &mut Link<'_>, event: EventId, write: &SiteWrite) -> Result<(), Fault> {
    const MAKE: &str = "INSERT INTO sites (event_id, slug, revision, settings_revision, settings) \
         VALUES ($1, $2, 1, $3, $4) ON CONFLICT (event_id) DO NOTHING";
    const CONFIGURE: &str = "UPDATE sites SET slug = $3, settings_revision = $4, settings = $5, \
         revision = revision + 1 WHERE event_id = $1 AND revision = $2";
    const TOUCH: &str =
        "UPDATE sites SET revision = revision + 1 WHERE event_id = $1 AND revision = $2";
    let seen = code::position(write.seen);
    let n_rows = match &write.settings {
        Some((revision, settings)) if write.seen == 0 => {
            let values = values![
                event.uuid(),
                settings.slug.clone(),
                code::position(*revision),
                settings.encode(),
            ];
            link.execute("making a site", MAKE, values).await?
        }
        Some((revision, settings)) => {
            let values = values![
                event.uuid(),
                seen,
                settings.slug.clone(),
                code::position(*revision),
                settings.encode(),
            ];
            link.execute("configuring a site", CONFIGURE, values)
                .await?
        }
        None => {
            link.execute("editing a site", TOUCH, values![event.uuid(), seen])
                .await?
        }
    };
    if n_rows == 1 {
        Ok(())
    } else {
        Err(Fault::Stale {
            attempt: "editing a site",
        })
    }
}

async fn put_page(link: &mut Link<'_>, event: EventId, page: &PageHead) -> Result<(), Fault> {
    const PAGE: &str = "INSERT INTO site_pages (event_id, page_id, kind, position, is_in_menu, \
         revision, removed_at) VALUES ($1, $2, $3, $4, $5, $6, NULL) \
         ON CONFLICT (event_id, page_id) DO UPDATE SET position = excluded.position, \
         is_in_menu = excluded.is_in_menu, revision = excluded.revision";
    const TEXT: &str = "INSERT INTO site_texts (event_id, page_id, language, slug, state, latest, \
         published, published_at, title) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8) \
         ON CONFLICT (event_id, page_id, language) DO UPDATE SET slug = excluded.slug, \
         state = excluded.state, latest = excluded.latest, published = excluded.published, \
         title = excluded.title";
    let values = values![
        event.uuid(),
        page.id.uuid(),
        code::Word::word(page.kind),
        i64::from(page.position),
        page.is_in_menu,
        code::position(page.revision),
    ];
    link.execute("writing a page", PAGE, values).await?;
    for text in &page.texts {
        let values = values![
            event.uuid(),
            page.id.uuid(),
            code::Word::word(text.language),
            text.slug.clone(),
            code::Word::word(text.state),
            i64::from(text.latest),
            text.published.map(i64::from),
            text.title.clone(),
        ];
        link.execute("writing a page's text", TEXT, values).await?;
    }
    Ok(())
}

async fn insert_version(
    link: &mut Link<'_>,
    event: EventId,
    page: PageId,
    language: Language,
    version: &PageVersion,
) -> Result<(), Fault> {
    // A version never changes; the site's revision already stands against a second writer.
    const INSERT: &str = "INSERT INTO site_versions (event_id, page_id, language, number, \
         made_at, made_by, made_by_id, title, description, body) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (event_id, page_id, language, number) DO NOTHING";
    let (by, by_id) = code::actor_columns(version.head.by);
    let values = values![
        event.uuid(),
        page.uuid(),
        code::Word::word(language),
        i64::from(version.head.number),
        version.head.at.0,
        by,
        by_id,
        version.head.title.clone(),
        version.description.clone(),
        version.body.clone(),
    ];
    link.execute("keeping a version", INSERT, values)
        .await
        .map(drop)
}
