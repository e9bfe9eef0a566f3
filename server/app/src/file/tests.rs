//! Files that mean harm, made here; and such as people really send.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::{FileFlaw, FileKind, document, picture, video};

/// A picture of small squares, so that nothing compresses to nothing.
fn painted(width: u32, height: u32) -> DynamicImage {
    let pixels = RgbaImage::from_fn(width, height, |x, y| {
        let [a, b, c] = [x * 7 + y, x ^ y, x + y * 3].map(|v| (v % 251) as u8);
        Rgba([a, b, c, 255])
    });
    DynamicImage::from(pixels)
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let flat = DynamicImage::from(picture.to_rgb8());
    let shown = if format == ImageFormat::Jpeg {
        &flat
    } else {
        picture
    };
    shown
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// A segment of camera data as cameras write it: the picture is turned, and a position is told.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    // Orientation (0x0112), short, one value: 6, turned by a quarter.
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    tiff.extend([0, 0, 0, 0]);
    tiff.extend(b"GPS 48.8566 N, 2.3522 E, canary");
    let mut segment = vec![0xff, 0xe1];
    let length = u16::try_from(tiff.len() + 8).unwrap();
    segment.extend(length.to_be_bytes());
    segment.extend(b"Exif\0\0");
    segment.extend(&tiff);
    [&jpeg[..2], &segment, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[test]
fn a_picture_is_written_anew_without_what_it_carried() {
    let jpeg = with_exif(&encoded(&painted(60, 40), ImageFormat::Jpeg));
    assert!(holds(&jpeg, b"canary"));
    let kept = picture::read(FileKind::Jpeg, &jpeg).unwrap();
    assert!(!holds(&kept.bytes, b"canary") && !holds(&kept.bytes, b"Exif"));
    assert_eq!(kept.size, (40, 60), "turned as it was held");

    let script = b"<script>alert(1)</script><?php system($_GET[0]); ?>";
    for (kind, format) in [
        (FileKind::Jpeg, ImageFormat::Jpeg),
        (FileKind::Png, ImageFormat::Png),
        (FileKind::Webp, ImageFormat::WebP),
    ] {
        // A polyglot: a good picture with another file behind it.
        let mut bytes = encoded(&painted(31, 17), format);
        bytes.extend(script);
        bytes.extend(b"PK\x03\x04 archive");
        let kept = picture::read(kind, &bytes).unwrap();
        assert!(!holds(&kept.bytes, b"<script") && !holds(&kept.bytes, b"PK\x03\x04"));
        assert_eq!(kept.size, (31, 17));
        let again = picture::read(kept.kind, &kept.bytes).unwrap();
        assert_eq!(again.size, (31, 17), "what is kept is a picture");
    }
}

#[test]
fn what_shines_through_stays_so() {
    let mut pixels = painted(8, 8).to_rgba8();
    pixels.put_pixel(3, 3, Rgba([1, 2, 3, 0]));
    let bytes = encoded(&DynamicImage::from(pixels), ImageFormat::WebP);
    let kept = picture::read(FileKind::Webp, &bytes).unwrap();
    assert_eq!(kept.kind, FileKind::Png);
    let again = image::load_from_memory(&kept.bytes).unwrap().to_rgba8();
    assert_eq!(again.get_pixel(3, 3).0[3], 0);
}

#[test]
fn a_large_picture_is_made_smaller() {
    let bytes = encoded(&painted(3_000, 30), ImageFormat::Png);
    let kept = picture::read(FileKind::Png, &bytes).unwrap();
    assert_eq!(kept.size.0, 2_560);
}

#[test]
fn a_picture_that_would_unpack_to_gigabytes_is_told_by_its_head() {
    let mut bytes = encoded(&painted(4, 4), ImageFormat::Png);
    // Width and height of the head, with its checksum.
    bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let flaw = picture::read(FileKind::Png, &bytes).err().unwrap();
    assert!(
        matches!(flaw, FileFlaw::TooManyPixels | FileFlaw::Broken),
        "{flaw:?}"
    );
}

#[test]
fn a_picture_is_what_its_name_says_and_whole() {
    let png = encoded(&painted(20, 20), ImageFormat::Png);
    let jpeg = encoded(&painted(200, 200), ImageFormat::Jpeg);
    for (kind, bytes, flaw) in [
        (FileKind::Jpeg, png.clone(), FileFlaw::NotWhatItSays),
        (FileKind::Png, jpeg.clone(), FileFlaw::NotWhatItSays),
        (
            FileKind::Png,
            b"GIF89a....".to_vec(),
            FileFlaw::NotWhatItSays,
        ),
        (
            FileKind::Png,
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            FileFlaw::NotWhatItSays,
        ),
        (
            FileKind::Jpeg,
            b"MZ\x90\0".to_vec(),
            FileFlaw::NotWhatItSays,
        ),
        (
            FileKind::Jpeg,
            jpeg[..jpeg.len() / 2].to_vec(),
            FileFlaw::Broken,
        ),
        (
            FileKind::Png,
            png[..png.len() / 2].to_vec(),
            FileFlaw::Broken,
        ),
        (FileKind::Jpeg, Vec::new(), FileFlaw::NotWhatItSays),
    ] {
        assert_eq!(picture::read(kind, &bytes).err(), Some(flaw), "{kind:?}");
    }
    // The end of a thumbnail inside does not make the whole of a part.
    let thumbnail = encoded(&painted(4, 4), ImageFormat::Jpeg);
    let mut segment = vec![0xff, 0xe1];
    segment.extend(u16::try_from(thumbnail.len() + 2).unwrap().to_be_bytes());
    segment.extend(&thumbnail);
    let cut = [&jpeg[..2], &segment, &jpeg[2..jpeg.len() - 400]].concat();
    assert_eq!(
        picture::read(FileKind::Jpeg, &cut).err(),
        Some(FileFlaw::Broken)
    );
}

/// A document of so many pages, with these objects besides.
fn pdf(n_pages: usize, objects: &str) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
    for _ in 0..n_pages {
        text.push_str("3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n");
    }
    text.push_str(objects);
    text.push_str("\nxref\n0 1\ntrailer\n<< /Size 1 >>\nstartxref\n9\n%%EOF\n");
    text.into_bytes()
}

#[test]
fn a_plain_document_is_taken() {
    assert_eq!(document::check(&pdf(3, "")), Ok(()));
    let linked = "<< /Type /Annot /A << /S /URI /URI (https://example.org) >> >>";
    assert_eq!(document::check(&pdf(1, linked)), Ok(()));
}

#[test]
fn a_document_that_does_something_or_hides_something_is_not() {
    use std::io::Write;
    let packed = |objects: &str| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(objects.as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        let plain = pdf(1, "");
        let (head, tail) = plain.split_at(9);
        let stream = [
            b"5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n".as_slice(),
            &packed,
            b"\nendstream\nendobj\n",
        ]
        .concat();
        [head, &stream, tail].concat()
    };
    for (bytes, flaw) in [
        (
            pdf(1, "<< /S /JavaScript /JS (app.alert(1)) >>"),
            FileFlaw::Active,
        ),
        (pdf(1, "<</S/J#61va#53cript/JS(x)>>"), FileFlaw::Active),
        (pdf(1, "<< /S /Launch /F (cmd.exe) >>"), FileFlaw::Active),
        (
            pdf(1, "<< /Names << /EmbeddedFiles 7 0 R >> >>"),
            FileFlaw::Active,
        ),
        (packed("<< /S /JavaScript /JS (x) >>"), FileFlaw::Active),
        (pdf(1, "<< /Encrypt 8 0 R >>"), FileFlaw::Locked),
        (pdf(501, ""), FileFlaw::TooManyPages(500)),
        (b"%PDF-1.7 and no more".to_vec(), FileFlaw::Broken),
        (
            [b"GIF89a ".as_slice(), &pdf(1, "")].concat(),
            FileFlaw::NotWhatItSays,
        ),
        (
            [pdf(1, "").as_slice(), b"PK\x03\x04"].concat(),
            FileFlaw::NotWhatItSays,
        ),
        (
            [pdf(1, "").as_slice(), b"<script>alert(1)</script>"].concat(),
            FileFlaw::NotWhatItSays,
        ),
        (
            b"<html><script>alert(1)</script>".to_vec(),
            FileFlaw::NotWhatItSays,
        ),
    ] {
        let shown = String::from_utf8_lossy(&bytes)
            .chars()
            .take(120)
            .collect::<String>();
        assert_eq!(document::check(&bytes), Err(flaw), "{shown}");
    }
    assert_eq!(document::check(&packed("<< /Type /Font >>")), Ok(()));
}

#[test]
fn a_document_that_unpacks_without_end_is_left_alone() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..70 {
        encoder.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 200_000);
    let plain = pdf(1, "");
    let (head, tail) = plain.split_at(9);
    let stream = b"5 0 obj << /Type /ObjStm >>\nstream\n";
    let bytes = [head, stream, &bomb, b"\nendstream\n", tail].concat();
    assert_eq!(document::check(&bytes), Err(FileFlaw::NotWhatItSays));
}

#[test]
fn a_video_is_known_by_its_container() {
    let mp4 = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42";
    let webm = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm";
    assert_eq!(video::check(FileKind::Mp4, mp4), Ok(()));
    assert_eq!(video::check(FileKind::Webm, webm), Ok(()));
    for (kind, head) in [
        (FileKind::Mp4, webm.as_slice()),
        (FileKind::Webm, mp4.as_slice()),
        (FileKind::Mp4, b"\0\0\0\x18ftypheic\0\0\0\0".as_slice()),
        (FileKind::Mp4, b"<html>ftypmp42".as_slice()),
        (
            FileKind::Webm,
            b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska".as_slice(),
        ),
        (FileKind::Mp4, b"".as_slice()),
    ] {
        assert_eq!(video::check(kind, head), Err(FileFlaw::NotWhatItSays));
    }
}
