-- Public sites: their settings, pages, versions of the texts, and former addresses.
--
-- A site's revision is raised by whatever visitors or the desk could see differently, in the
-- transaction that changes it: who holds pages rendered for it compares one number.

CREATE TABLE sites (
    event_id BLOB NOT NULL,
    slug TEXT NOT NULL,
    revision BIGINT NOT NULL,
    settings_revision BIGINT NOT NULL,
    settings BLOB NOT NULL,
    CONSTRAINT sites_key PRIMARY KEY (event_id),
    CONSTRAINT sites_slug_once UNIQUE (slug)
) WITHOUT ROWID;

CREATE TABLE site_pages (
    event_id BLOB NOT NULL,
    page_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    is_in_menu BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    removed_at BIGINT,
    CONSTRAINT site_pages_key PRIMARY KEY (event_id, page_id)
) WITHOUT ROWID;

-- The newest version's title stands here too: lists need it and no text.
CREATE TABLE site_texts (
    event_id BLOB NOT NULL,
    page_id BLOB NOT NULL,
    language TEXT NOT NULL,
    slug TEXT NOT NULL,
    state TEXT NOT NULL,
    latest BIGINT NOT NULL,
    published BIGINT,
    published_at BIGINT,
    title TEXT NOT NULL,
    CONSTRAINT site_texts_key PRIMARY KEY (event_id, page_id, language)
) WITHOUT ROWID;

CREATE TABLE site_versions (
    event_id BLOB NOT NULL,
    page_id BLOB NOT NULL,
    language TEXT NOT NULL,
    number BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_by_id BLOB,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT site_versions_key PRIMARY KEY (event_id, page_id, language, number)
) WITHOUT ROWID;

CREATE TABLE site_redirects (
    event_id BLOB NOT NULL,
    language TEXT NOT NULL,
    slug TEXT NOT NULL,
    page_id BLOB NOT NULL,
    CONSTRAINT site_redirects_key PRIMARY KEY (event_id, language, slug)
) WITHOUT ROWID;
