//! RSS and Atom as plain text.
//!
//! The reader expands nothing but single characters: a document that defines entities of its own
//! is refused whole. Markup in texts is taken out; pages write what is left as text.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use url::Url;

use super::{ADDRESS_CHARS_MAX, FeedFault, ITEMS_MAX, Item, TITLE_CHARS_MAX};

/// Elements inside each other at most; a feed needs few.
const DEPTH_MAX: usize = 64;
/// Entries looked at, of which the newest are kept.
const ENTRIES_MAX: usize = 500;
/// Bytes of a text that are looked at; what comes after is cut away anyway.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// The entries of a feed, the newest first where all have dates.
///
/// # Errors
/// [`FeedFault::NoFeed`] when it is none, or defines entities.
pub fn read(bytes: &[u8], charset: Option<&str>, base: &Url) -> Result<Vec<Item>, FeedFault> {
    let text = decoded(bytes, charset);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    // Feeds of the world have bare ampersands in their addresses.
    config.allow_dangling_amp = true;
    let mut walk = Walk::default();
    loop {
        match reader.read_event().map_err(|_| FeedFault::NoFeed)? {
            Event::DocType(_) => return Err(FeedFault::NoFeed),
            Event::Start(tag) => walk.open(&tag)?,
            Event::Empty(tag) => {
                walk.open(&tag)?;
                walk.close(base);
            }
            Event::End(_) => walk.close(base),
            Event::Text(text) => walk.add(&text.xml10_content()),
            Event::CData(text) => walk.add(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => walk.add(character.encode_utf8(&mut [0; 4])),
                _ => walk.add(resolve_html5_entity(&name.xml10_content()).unwrap_or(" ")),
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        if walk.items.len() >= ENTRIES_MAX {
            break;
        }
    }
    if !walk.is_feed || (walk.depth > 0 && walk.items.len() < ENTRIES_MAX) {
        return Err(FeedFault::NoFeed);
    }
    let mut items = walk.items;
    if items.iter().all(|item| item.at.is_some()) {
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
    }
    items.truncate(ITEMS_MAX);
    Ok(items)
}

/// The text in the encoding that a mark, the server or the document itself says; UTF-8 else.
fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let declared = || {
        let head = &bytes[..bytes.len().min(200)];
        let head = String::from_utf8_lossy(head);
        let (_, rest) = head.split_once("encoding=")?;
        let quote = rest.chars().next()?;
        let (label, _) = rest.get(1..)?.split_once(quote)?;
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    let said = charset.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let encoding = said.or_else(declared).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0.into_owned()
}

/// What an element of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    /// Stands for a title where there is none.
    Words,
    Link,
    /// When it came out.
    Published,
    /// When it changed; stands for the other.
    Updated,
}

impl Part {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "description" | "summary" | "content" => Self::Words,
            "link" => Self::Link,
            "pubDate" | "published" | "issued" | "date" => Self::Published,
            "updated" | "modified" => Self::Updated,
            _ => return None,
        })
    }
}

#[derive(Debug, Default)]
struct Entry {
    /// The depth of its element.
    depth: usize,
    prefix: String,
    title: String,
    words: String,
    link: String,
    published: String,
    updated: String,
}

#[derive(Debug, Default)]
struct Walk {
    depth: usize,
    is_feed: bool,
    entry: Option<Entry>,
    /// The part that is being read, with its depth.
    part: Option<(Part, usize)>,
    text: String,
    items: Vec<Item>,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), FeedFault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(FeedFault::NoFeed);
        }
        let name = tag.name();
        let name: &str = name.as_ref();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        if self.depth == 1 {
            self.is_feed = matches!(local, "rss" | "RDF" | "feed");
            return if self.is_feed {
                Ok(())
            } else {
                Err(FeedFault::NoFeed)
            };
        }
        match &mut self.entry {
            None if matches!(local, "item" | "entry") => {
                self.entry = Some(Entry {
                    depth: self.depth,
                    prefix: prefix.to_owned(),
                    ..Entry::default()
                });
            }
            Some(entry) if self.part.is_none() && self.depth == entry.depth + 1 => {
                // Elements of other vocabularies have the same names; only the date is welcome.
                let is_own = prefix == entry.prefix || (prefix == "dc" && local == "date");
                let part = Part::of(local).filter(|_| is_own);
                if part == Some(Part::Link)
                    && let Some(link) = referred(tag)
                {
                    if entry.link.is_empty() {
                        entry.link = link;
                    }
                } else if let Some(part) = part {
                    self.part = Some((part, self.depth));
                    self.text.clear();
                }
            }
            // Markup inside a text parts words.
            Some(_) if self.part.is_some() => self.add(" "),
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if self.part.is_some() && self.text.len() < TEXT_BYTES_MAX {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, base: &Url) {
        if let (Some((part, depth)), Some(entry)) = (self.part, &mut self.entry)
            && depth == self.depth
        {
            let place = match part {
                Part::Title => &mut entry.title,
                Part::Words => &mut entry.words,
                Part::Link => &mut entry.link,
                Part::Published => &mut entry.published,
                Part::Updated => &mut entry.updated,
            };
            if place.is_empty() {
                *place = std::mem::take(&mut self.text);
            }
            self.part = None;
        }
        if self
            .entry
            .as_ref()
            .is_some_and(|entry| entry.depth == self.depth)
        {
            let item = self.entry.take().map(|entry| entry.item(base));
            self.items
                .extend(item.filter(|item| !item.title.is_empty()));
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Where Atom's link leads, if it is the one to the entry itself.
fn referred(tag: &BytesStart<'_>) -> Option<String> {
    let value = |name| {
        let found = tag.try_get_attribute(name).ok()??;
        let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some(value.into_owned())
    };
    let is_itself = value("rel").is_none_or(|rel| rel == "alternate");
    value("href").filter(|_| is_itself)
}

impl Entry {
    fn item(self, base: &Url) -> Item {
        let title = plain(&self.title);
        let title = if title.is_empty() {
            plain(&self.words)
        } else {
            title
        };
        let at = date(&self.published).or_else(|| date(&self.updated));
        Item {
            title,
            link: link(self.link.trim(), base),
            at: at.map(Timestamp::as_microsecond),
        }
    }
}

fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let mail = DateTimeParser::new().relaxed_weekday(true);
    let at = text
        .parse()
        .ok()
        .or_else(|| mail.parse_timestamp(text).ok())?;
    // Years of four digits, as pages show them.
    let years = Timestamp::UNIX_EPOCH..Timestamp::from_second(32_503_680_000).ok()?;
    years.contains(&at).then_some(at)
}

fn link(text: &str, base: &Url) -> String {
    let url = base.join(text).ok().filter(|url| {
        url.scheme() == "https"
            && url.host_str().is_some_and(|host| host.contains('.'))
            && url.username().is_empty()
            && url.password().is_none()
            && url.as_str().chars().count() <= ADDRESS_CHARS_MAX
    });
    url.filter(|_| !text.is_empty())
        .map(String::from)
        .unwrap_or_default()
}

/// A text without markup, on one line, no longer than it may be.
fn plain(text: &str) -> String {
    let bare = without_markup(text);
    // What stands for a character is resolved once; what that gives is text.
    let bare = unescape_with(&bare, resolve_html5_entity)
        .map(std::borrow::Cow::into_owned)
        .unwrap_or(bare);
    let bare: String = bare
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .collect();
    let line = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TITLE_CHARS_MAX {
        return line;
    }
    let cut: String = line.chars().take(TITLE_CHARS_MAX - 1).collect();
    format!("{}…", cut.trim_end())
}

/// What turns the direction of everything after it, or hides between letters.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

fn without_markup(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        bare.push_str(before);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        match tag.find('>') {
            Some(end) if is_tag => {
                bare.push(' ');
                rest = &tag[end + 1..];
            }
            // A tag that is cut off ends the text.
            None if is_tag => return bare,
            _ => {
                bare.push('<');
                rest = &tag[1..];
            }
        }
    }
    bare.push_str(rest);
    bare
}

#[cfg(test)]
mod tests;
