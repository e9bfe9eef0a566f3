//! Pictures: taken apart and written anew, so that nothing but what is seen is kept: no position,
//! no thumbnail of what was cut off, no second file behind the first.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use protocol::limits::ATTACHMENT_PIXELS_MAX;

use super::{FileFlaw, FileKind};

/// Longest side of what is kept.
const SIDE_MAX: u32 = 2_560;
/// Of ours; high enough that nobody sees it.
const JPEG_QUALITY: u8 = 85;
/// Memory that taking one apart may ask for.
const ALLOC_MAX: u64 = 320 * 1024 * 1024;

pub(super) struct Picture {
    pub(super) kind: FileKind,
    pub(super) bytes: Vec<u8>,
    pub(super) size: (u32, u32),
}

/// A picture as it is kept.
pub(super) fn read(kind: FileKind, sent: &[u8]) -> Result<Picture, FileFlaw> {
    let format = match kind {
        FileKind::Jpeg => ImageFormat::Jpeg,
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        FileKind::Pdf | FileKind::Mp4 | FileKind::Webm => return Err(FileFlaw::NotWhatItSays),
    };
    if image::guess_format(sent).ok() != Some(format) {
        return Err(FileFlaw::NotWhatItSays);
    }
    if kind == FileKind::Jpeg && !is_whole_jpeg(sent) {
        return Err(FileFlaw::Broken);
    }
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(ALLOC_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| FileFlaw::Broken)?;
    // What the head says, before anything is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > ATTACHMENT_PIXELS_MAX {
        return Err(FileFlaw::TooManyPixels);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| FileFlaw::Broken)?;
    picture.apply_orientation(turned);
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    written(kind, &picture)
}

/// Without loss where it came without loss, or where something shines through.
fn written(kind: FileKind, picture: &DynamicImage) -> Result<Picture, FileFlaw> {
    let size = (picture.width(), picture.height());
    let mut bytes = Vec::new();
    let is_png = match kind {
        FileKind::Png => true,
        FileKind::Webp => picture.color().has_alpha(),
        _ => false,
    };
    let written = if is_png {
        let eight = if picture.color().has_alpha() {
            DynamicImage::from(picture.to_rgba8())
        } else {
            DynamicImage::from(picture.to_rgb8())
        };
        eight.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
    } else {
        JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&picture.to_rgb8())
    };
    written.map_err(|_| FileFlaw::Broken)?;
    let kind = if is_png {
        FileKind::Png
    } else {
        FileKind::Jpeg
    };
    Ok(Picture { kind, bytes, size })
}

/// Whether the picture's own end is there; that of a thumbnail inside does not count. ITU-T T.81,
/// annex B: segments with lengths, then coded data until a mark that is neither stuffed nor a
/// restart.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, mark]) = bytes.get(at..at + 2) {
        match mark {
            0xd9 => return true,
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else {
                    return false;
                };
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
                if mark == 0xda {
                    let rest = bytes.get(at..).unwrap_or_default();
                    let end = rest
                        .windows(2)
                        .position(|two| two[0] == 0xff && !matches!(two[1], 0 | 0xd0..=0xd7));
                    match end {
                        Some(end) => at += end,
                        None => return false,
                    }
                }
            }
        }
    }
    false
}
