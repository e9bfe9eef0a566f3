//! The look of an event's site in its letters (PUB-03, COM-12): its accent, and its banner as a
//! picture that travels with the letter.
//!
//! A mail program that loads pictures from elsewhere tells who read what and when, and most load
//! none. So the banner is a part of the message, named by the file that it was made of, and small:
//! scaled to twice the width of a letter, as a JPEG.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageReader, Limits};
use protocol::id::{AttachmentId, EventId};
use protocol::limits::ATTACHMENT_PIXELS_MAX;
use store::{FILE_CHUNK_BYTES, Fault, Store};

use super::Language;
use crate::desk::library::{Look, alt};
use crate::desk::site::Accent;
use crate::port::mailer::Inline;

/// Pixels across a letter.
pub(super) const LETTER_PIXELS: u32 = 600;
/// The heights that a banner of that width may have; a taller one would hide the words.
const HEIGHT_PIXELS_MAX: u32 = 260;
/// Of ours, for screens with two dots to a pixel; the second is for what stays too large.
const QUALITIES: [(u32, u8); 2] = [(2 * LETTER_PIXELS, 80), (LETTER_PIXELS, 70)];
/// A picture in a letter is no larger: letters go out by the thousand.
const PICTURE_BYTES_MAX: usize = 200 * 1024;
/// What is taken apart may be as large as what may be uploaded.
const SOURCE_BYTES_MAX: u64 = 12 * 1024 * 1024;
/// Memory that taking one apart may ask for.
const ALLOC_MAX: u64 = 320 * 1024 * 1024;
/// Pictures that are not made anew for each letter.
const KEPT_MAX: usize = 32;
/// What stands behind the file in the picture's name.
const NAME_END: &str = "@banner";

/// How an event's letters look beyond their own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dress {
    /// The site's colour, as `#rrggbb`; checked for contrast when it was chosen.
    pub(super) accent: Option<String>,
    /// The site's banner.
    pub(super) banner: Option<Banner>,
}

/// A banner in a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Banner {
    /// The part of the message.
    pub(super) inline: Inline,
    /// As it is shown.
    pub(super) size: (u32, u32),
    /// What it shows, in each language.
    alt: [String; 2],
}

impl Banner {
    pub(super) fn alt(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.alt[0],
            Language::En => &self.alt[1],
        }
    }
}

impl Dress {
    /// The look of an event's site, if it has one. A picture that cannot be made is left out: a
    /// letter never waits for its banner.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn of(store: &Store, event: EventId) -> Result<Self, Fault> {
        let Some(site) = store.site(event).await? else {
            return Ok(Self::default());
        };
        let accent = Accent::of(&site.settings.accent).map(|accent| accent.light);
        let look = Look::of(store.site_look(event).await?.as_ref());
        let id = look.banner.as_ref().and_then(|banner| banner.id());
        let banner = match id {
            Some(id) => banner(store, event, id).await?,
            None => None,
        };
        Ok(Self { accent, banner })
    }
}

async fn banner(store: &Store, event: EventId, id: AttachmentId) -> Result<Option<Banner>, Fault> {
    use protocol::site::Language::{English, French};

    let library = store.library(event).await?;
    let Some(file) = library.iter().find(|file| file.id == id) else {
        return Ok(None);
    };
    let Some(scaled) = scaled(store, event, id, file.n_bytes).await? else {
        return Ok(None);
    };
    Ok(Some(Banner {
        inline: Inline {
            name: format!("{id}{NAME_END}"),
            bytes: scaled.jpeg.clone(),
        },
        size: scaled.shown,
        alt: [French, English].map(|language| alt(file, language).to_owned()),
    }))
}

/// A picture as letters carry it.
#[derive(Debug)]
struct Scaled {
    jpeg: Arc<[u8]>,
    shown: (u32, u32),
}

/// Files never change under their id, so what was made of one stays right. A file that is deleted
/// is not asked for again.
type Kept = Mutex<HashMap<AttachmentId, Option<Arc<Scaled>>>>;

fn kept() -> &'static Kept {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    KEPT.get_or_init(Kept::default)
}

async fn scaled(
    store: &Store,
    event: EventId,
    id: AttachmentId,
    n_bytes: u64,
) -> Result<Option<Arc<Scaled>>, Fault> {
    let known = {
        let kept = kept().lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&id).cloned()
    };
    if let Some(scaled) = known {
        return Ok(scaled);
    }
    let bytes = read(store, event, id, n_bytes).await?;
    let made = tokio::task::spawn_blocking(move || scale(&bytes)).await;
    let made = made.ok().flatten().map(Arc::new);
    if made.is_none() {
        tracing::warn!(file.id = %id, "file {id} makes no banner for letters");
    }
    let mut known = kept().lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= KEPT_MAX {
        known.clear();
    }
    known.insert(id, made.clone());
    Ok(made)
}

async fn read(
    store: &Store,
    event: EventId,
    id: AttachmentId,
    n_bytes: u64,
) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    if n_bytes > SOURCE_BYTES_MAX {
        return Ok(bytes);
    }
    let n_pieces = n_bytes.div_ceil(FILE_CHUNK_BYTES as u64);
    for position in 0..u32::try_from(n_pieces).unwrap_or(u32::MAX) {
        match store.file_chunk(event, id, position).await? {
            Some(piece) => bytes.extend_from_slice(&piece),
            None => break,
        }
    }
    Ok(bytes)
}

/// The picture for a letter; none of what is no picture, or stays too large.
fn scale(bytes: &[u8]) -> Option<Scaled> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_MAX);
    reader.limits(limits);
    let picture = reader.decode().ok()?;
    let (width, height) = (picture.width(), picture.height());
    let n_pixels = u64::from(width) * u64::from(height);
    if n_pixels == 0 || n_pixels > ATTACHMENT_PIXELS_MAX {
        return None;
    }
    let ground = on_white(&picture);
    for (across, quality) in QUALITIES {
        let high = HEIGHT_PIXELS_MAX * across / LETTER_PIXELS;
        let fits = width <= across && height <= high;
        let small = if fits {
            ground.clone()
        } else {
            ground.thumbnail(across, high)
        };
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, quality)
            .encode_image(&small.to_rgb8())
            .ok()?;
        if jpeg.len() <= PICTURE_BYTES_MAX {
            let shown = fitted(small.width(), small.height());
            let jpeg = jpeg.into();
            return Some(Scaled { jpeg, shown });
        }
    }
    None
}

/// What shines through shows the white of a letter.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.clone();
    }
    let mut pixels = picture.to_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for part in &mut pixel.0[..3] {
            let mixed = (u32::from(*part) * alpha + 255 * (255 - alpha)) / 255;
            *part = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        pixel.0[3] = u8::MAX;
    }
    DynamicImage::from(pixels)
}

/// The size at which it is shown: no wider than a letter, no higher than a banner.
fn fitted(width: u32, height: u32) -> (u32, u32) {
    let by_width = (LETTER_PIXELS, height * LETTER_PIXELS / width.max(1));
    if width <= LETTER_PIXELS && height <= HEIGHT_PIXELS_MAX {
        (width, height)
    } else if by_width.1 <= HEIGHT_PIXELS_MAX {
        (by_width.0, by_width.1.max(1))
    } else {
        let across = width * HEIGHT_PIXELS_MAX / height.max(1);
        (across.max(1), HEIGHT_PIXELS_MAX)
    }
}

/// A letter for who looks into the outbox: its picture inside of it, or nothing in its place where
/// the file is no more.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn embedded(store: &Store, event: EventId, html: &str) -> Result<String, Fault> {
    const BEGIN: &str = "src=\"cid:";
    let Some(start) = html.find(BEGIN) else {
        return Ok(html.to_owned());
    };
    let name = &html[start + BEGIN.len()..];
    let Some((name, _)) = name.split_once('"') else {
        return Ok(html.to_owned());
    };
    let id = name.strip_suffix(NAME_END).and_then(AttachmentId::parse);
    let banner = match id {
        Some(id) => banner(store, event, id).await?,
        None => None,
    };
    let data = banner.map_or_else(String::new, |banner| {
        let bytes = STANDARD.encode(&banner.inline.bytes);
        format!("data:image/jpeg;base64,{bytes}")
    });
    Ok(html.replacen(&format!("cid:{name}"), &data, 1))
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
        let picture = RgbaImage::from_pixel(width, height, Rgba(colour));
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_banner_is_no_larger_than_a_letter_and_keeps_its_shape() {
        for ((width, height), shown) in [
            ((2_400, 600), (600, 150)),
            ((600, 100), (600, 100)),
            ((300, 60), (300, 60)),
            ((1_000, 1_000), (260, 260)),
            ((400, 2_000), (52, 260)),
        ] {
            let scaled = scale(&png(width, height, [10, 80, 120, 255])).unwrap();
            assert_eq!(scaled.shown, shown, "{width} × {height}");
            assert!(scaled.jpeg.len() <= PICTURE_BYTES_MAX);
            assert_eq!(scaled.jpeg[..2], [0xff, 0xd8], "a JPEG");
        }
    }

    #[test]
    fn what_shines_through_is_white_and_what_is_no_picture_is_none() {
        let scaled = scale(&png(60, 20, [0, 0, 0, 0])).unwrap();
        let read = image::load_from_memory(&scaled.jpeg).unwrap().to_rgb8();
        assert!(
            read.pixels()
                .all(|pixel| pixel.0.iter().all(|part| *part > 250))
        );
        assert!(scale(b"<svg>").is_none());
        assert!(scale(&[]).is_none());
        let noise: Vec<u8> = (0..4_000_u32).map(|n| (n * 7 % 251) as u8).collect();
        assert!(scale(&noise).is_none());
    }
}
