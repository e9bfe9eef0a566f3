//! Every bound of the product in one place. A limit that is not here does not exist;
//! each has a test at the bound where it is enforced.

/// Largest message that a client may send, in bytes.
pub const CLIENT_MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Largest message that the server sends, in bytes; longer catch-ups are split.
pub const SERVER_MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Largest entry that is told in frames, in parts where it takes several messages; a larger one
/// means a snapshot. A published plan of ten thousand meetings fits.
pub const ENTRY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Unsent bytes that the server holds for one client before it tells it to resync.
pub const OUTBOX_BYTES_MAX: usize = 256 * 1024;
/// Frames kept in memory per topic for resuming clients.
pub const TOPIC_RING_FRAMES_MAX: usize = 4_096;
/// Frames kept in memory for one person's own topic.
pub const PERSON_RING_FRAMES_MAX: usize = 64;
/// Entries that a resume may read from the log; a longer gap becomes a snapshot.
pub const RESUME_ENTRIES_MAX: usize = 2_000;
/// Commands that share one commit.
pub const BATCH_COMMANDS_MAX: usize = 256;
/// Commands that wait for an event's actor before it answers "busy".
pub const MAILBOX_COMMANDS_MAX: usize = 1_024;
/// Commands per second that one connection may send, sustained.
pub const COMMANDS_PER_SECOND_MAX: u32 = 50;
/// Commands that one connection may send in a burst.
pub const COMMANDS_BURST_MAX: u32 = 100;
/// Connections that one account may hold.
pub const CONNECTIONS_PER_ACCOUNT_MAX: usize = 16;
/// Seconds after which a connection that answers no ping is closed.
pub const PING_TIMEOUT_S: u64 = 60;
/// Seconds between pings.
pub const PING_INTERVAL_S: u64 = 25;
/// Milliseconds that an advisory lease on a slot lives without being renewed.
pub const LEASE_TTL_MS: u64 = 15_000;
/// Milliseconds between two presence broadcasts.
pub const PRESENCE_TICK_MS: u64 = 200;
/// Seconds that a long poll waits for something to happen.
pub const LONG_POLL_S: u64 = 25;

/// Slots of one event: five days of 24 hours in half-hour slots, with room to spare.
pub const SLOTS_MAX: usize = 256;
/// Places of one event.
pub const PLACES_MAX: usize = 1_000;
/// Resources of one event.
pub const RESOURCES_MAX: usize = 64;
/// Resources that one person needs.
pub const NEEDS_MAX: usize = 4;
/// Sites of one event.
pub const SITES_MAX: usize = 16;
/// Persons of one event.
pub const PERSONS_MAX: usize = 10_000;
/// Meetings of one event, cancelled ones included.
pub const MEETINGS_MAX: usize = 50_000;
/// Requests of one event, ended ones included.
pub const REQUESTS_MAX: usize = 100_000;
/// Open requests that one person may have sent.
pub const OPEN_REQUESTS_PER_PERSON_MAX: usize = 60;
/// Sessions of one event.
pub const SESSIONS_MAX: usize = 200;
/// Staff of one event.
pub const STAFF_MAX: usize = 200;
/// Thresholds of one event.
pub const THRESHOLDS_MAX: usize = 500;
/// Announcements of one event.
pub const ANNOUNCEMENTS_MAX: usize = 2_000;
/// Keywords on one side (offered or sought) of a person's profile.
pub const TAGS_MAX: usize = 16;
/// Keywords of an event, of both kinds.
pub const KEYWORDS_MAX: usize = 1_000;
/// Key figures of an event.
pub const KEY_FIGURES_MAX: usize = 16;
/// Organisations in one administrator's row scope.
pub const SCOPE_ORGANISATIONS_MAX: usize = 32;
/// Persons in one registration command.
pub const PERSONS_PER_COMMAND_MAX: usize = 10_000;
/// Meetings in one booking or publishing command.
pub const MEETINGS_PER_COMMAND_MAX: usize = 10_000;
/// Placements named, with their reasons, in the refusal of a plan.
pub const PLAN_PROBLEMS_MAX: usize = 50;
/// Entries told, newest first, of what happened since a refused proposal.
pub const PLAN_SINCE_MAX: usize = 40;
/// Changes told of each of them.
pub const PLAN_SINCE_CHANGES_MAX: usize = 8;
/// Entries looked through for them, counted back from the head.
pub const PLAN_SINCE_READ_MAX: u64 = 5_000;
/// Proposals kept of one event; the oldest gives way to a new one.
pub const PROPOSALS_KEPT_MAX: usize = 12;
/// Requests that one wish for a plan may require.
pub const PLAN_REQUIRED_MAX: usize = 200;
/// Things told of what cannot all be kept: each required request with its time, its parties and
/// what binds them, the tables of each site, and the ways.
pub const PLAN_CAUSES_MAX: usize = 2_000;
/// Longest search for a plan, in seconds.
pub const PLAN_SECONDS_MAX: u16 = 120;
/// Slots of one batch problem; a day of a participant is one machine word.
pub const BATCH_SLOTS_MAX: usize = 128;
/// Participants of one batch problem, with room above the largest event.
pub const BATCH_PARTICIPANTS_MAX: usize = 20_000;
/// Meetings of one batch problem.
pub const BATCH_MEETINGS_MAX: usize = 100_000;
/// Tables that "what if" may add.
pub const TABLES_ADDED_MAX: u16 = 200;
/// Requests in one import command.
pub const REQUESTS_PER_COMMAND_MAX: usize = 20_000;
/// Meetings that one declaration of absence may reassign.
pub const REASSIGNMENTS_MAX: usize = 256;
/// Changes in one entry.
pub const CHANGES_PER_ENTRY_MAX: usize = 60_000;
/// Candidates in one ranked answer.
pub const CANDIDATES_MAX: usize = 50;
/// Entries that stay open to undo, counted back from the head.
pub const UNDO_ENTRIES_MAX: u64 = 2_000;
/// Open requests that one expert's arbitration names.
pub const APPLICANTS_MAX: usize = 2_000;
/// Suggestions in one answer.
pub const SUGGESTIONS_MAX: usize = 20;
/// Letters in one page of the outbox.
pub const LETTERS_PER_PAGE_MAX: usize = 100;
/// Addresses that get copies of an event's letters.
pub const LETTER_COPIES_MAX: usize = 8;
/// Templates of one event: kinds of letters in every language.
pub const LETTER_TEMPLATES_MAX: usize = 128;
/// Characters in an announcement.
pub const ANNOUNCEMENT_CHARS_MAX: usize = 500;
/// Characters in a name or label.
pub const LABEL_CHARS_MAX: usize = 120;
/// Cards in one message.
pub const CARDS_PER_MESSAGE_MAX: usize = 256;
/// Cursors in one greeting.
pub const CURSORS_MAX: usize = 4;

/// Longest hold or offer, in minutes.
pub const HOLD_MINUTES_MAX: u16 = 7 * 24 * 60;
/// Longest delay that a party may announce, in minutes.
pub const LATE_MINUTES_MAX: u16 = 120;

/// Pages of one public site.
pub const SITE_PAGES_MAX: usize = 64;
/// Languages of one public site.
pub const SITE_LANGUAGES_MAX: usize = 2;
/// Versions kept of one page in one language; a page at the bound takes no more edits.
pub const SITE_VERSIONS_MAX: u32 = 1_000;
/// Former addresses of the pages of one site.
pub const SITE_REDIRECTS_MAX: usize = 1_000;
/// Partners shown on a site.
pub const SITE_PARTNERS_MAX: usize = 24;
/// Bytes of a page's text; an edit must fit into one message.
pub const SITE_BODY_BYTES_MAX: usize = 48 * 1024;
/// Characters of an address part: of a site, of a page.
pub const SITE_SLUG_CHARS_MAX: usize = 60;
/// Characters of a page's title.
pub const SITE_TITLE_CHARS_MAX: usize = 70;
/// Characters of what a search engine is told of a page.
pub const SITE_DESCRIPTION_CHARS_MAX: usize = 200;

/// Sectors of one event.
pub const SECTORS_MAX: usize = 200;
/// Rules of an event by which persons are assigned to co-organisers (EEN-18).
pub const ASSIGNMENT_RULES_MAX: usize = 200;
/// Beginnings of postcodes that one of them names.
pub const ASSIGNMENT_POSTCODES_MAX: usize = 30;
/// Fields of one registration form.
pub const FORM_FIELDS_MAX: usize = 120;
/// Options of one choice of a form.
pub const FORM_OPTIONS_MAX: usize = 200;
/// Sectors that one field may be restricted to.
pub const FORM_FIELD_SECTORS_MAX: usize = 50;
/// Characters of a field's label or help.
pub const FORM_LABEL_CHARS_MAX: usize = 300;
/// Characters of the notice below a form.
pub const FORM_NOTICE_CHARS_MAX: usize = 8_000;
/// Characters that one text field may take at most, whatever the form says.
pub const FORM_TEXT_CHARS_MAX: u32 = 10_000;
/// Representatives in one registration.
pub const REGISTRATION_PEOPLE_MAX: usize = 12;
/// Products and services in one registration.
pub const REGISTRATION_PRODUCTS_MAX: usize = 20;
/// Values that one registration keeps as they were typed, in bytes.
pub const REGISTRATION_BYTES_MAX: usize = 128 * 1024;
/// Registrations of one event, drafts included.
pub const REGISTRATIONS_MAX: u32 = 20_000;
/// Registrations in one page of the queue.
pub const REGISTRATIONS_PER_PAGE_MAX: usize = 50;
/// Consents to prospecting in one page of their list.
pub const CONSENTS_PER_PAGE_MAX: usize = 50;
/// Characters of the reason for which a registration is refused.
pub const REGISTRATION_REASON_CHARS_MAX: usize = 500;
/// Changes of one company's profile that are kept once they are decided.
pub const PROFILE_CHANGES_KEPT_MAX: usize = 100;
/// Changes of an event's profiles that lists look at.
pub const PROFILE_CHANGES_LISTED_MAX: usize = 5_000;
/// Changes, or companies, in one page of a list.
pub const PROFILES_PER_PAGE_MAX: usize = 50;
/// Files attached to one registration.
pub const ATTACHMENTS_MAX: usize = 8;
/// Files of one field of a registration.
pub const ATTACHMENTS_PER_FIELD_MAX: usize = 4;
/// Bytes of an attached image or document.
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Pixels of an attached image.
pub const ATTACHMENT_PIXELS_MAX: u64 = 40_000_000;
/// Bytes of a video; an installation may allow less.
pub const VIDEO_BYTES_MAX: usize = 100 * 1024 * 1024;
/// Pages of a document.
pub const DOCUMENT_PAGES_MAX: usize = 500;
/// Characters of a file's name.
pub const FILE_NAME_CHARS_MAX: usize = 120;
/// Characters of what a picture shows, in words.
pub const FILE_ALT_CHARS_MAX: usize = 300;
/// Bytes of all files of one event.
pub const EVENT_FILES_BYTES_MAX: u64 = 8 * 1024 * 1024 * 1024;
/// Files of one event's library.
pub const LIBRARY_FILES_MAX: usize = 400;
/// Organisers that a site shows.
pub const SITE_ORGANISERS_MAX: usize = 24;
/// Characters of what an organiser says of itself on a site.
pub const SITE_ORGANISER_CHARS_MAX: usize = 600;
/// Files that arrive at one node at a time.
pub const UPLOADS_MAX: usize = 24;
/// Days that an unfinished registration is kept after it was last saved.
pub const REGISTRATION_DRAFT_DAYS: i64 = 30;

/// Companies and experts on one page of the public catalogue.
pub const CATALOGUE_PAGE_MAX: usize = 24;
/// Characters of a search in the catalogue that are read.
pub const CATALOGUE_SEARCH_CHARS_MAX: usize = 100;
/// Words of a search that count.
pub const CATALOGUE_SEARCH_WORDS_MAX: usize = 8;
/// Different words of one company or expert that can be searched.
pub const CATALOGUE_WORDS_PER_LISTING_MAX: usize = 600;
/// Countries, sectors or keywords that one search may be narrowed to, each.
pub const CATALOGUE_CHOICES_MAX: usize = 16;
/// Catalogues kept in memory: an event's in one language each.
pub const CATALOGUES_KEPT_MAX: usize = 64;

/// Characters of a private message.
pub const PRIVATE_MESSAGE_CHARS_MAX: usize = 2_000;
/// Private messages that one person writes within a minute.
pub const PRIVATE_MESSAGES_PER_MINUTE_MAX: u32 = 10;
/// Private messages that one person writes within a day.
pub const PRIVATE_MESSAGES_PER_DAY_MAX: u32 = 200;
/// Private messages of one conversation.
pub const PRIVATE_MESSAGES_PER_CONVERSATION_MAX: u32 = 2_000;
/// Conversations that one person is a part of.
pub const CONVERSATIONS_PER_PERSON_MAX: u32 = 200;
/// Conversations, or reports, in one page of a list.
pub const CONVERSATIONS_PER_PAGE_MAX: usize = 30;
/// Private messages in one page of a conversation.
pub const PRIVATE_MESSAGES_PER_PAGE_MAX: usize = 50;
/// Characters of a message that a list shows.
pub const PRIVATE_MESSAGE_PREVIEW_CHARS_MAX: usize = 90;
/// Persons whom a participant is shown as somebody he may write to.
pub const CORRESPONDENTS_SHOWN_MAX: usize = 100;
/// Minutes after which a letter tells of an unread message, at most.
pub const MESSAGE_LETTER_MINUTES_MAX: u16 = 7 * 24 * 60;
