//! Bytes → text: byte-order marks, UTF-8, UTF-16, and a guess for the rest.

use parallax_model::Notice;

/// Share of control characters above which bytes are taken for a binary file.
const CONTROL_SHARE: f64 = 0.02;

/// How files begin that hold no plain text whatever they are called, what they are, and how their text is had.
const OTHER: [(&[u8], &str, &str); 8] = [
    (b"%PDF-", "a PDF", "take its text out first: pdftotext FILE.pdf - | parallax compare - OTHER.txt"),
    (b"PK\x03\x04", "an office document or a ZIP archive", "save it as plain text or HTML, one report a file"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text or HTML"),
    (b"{\\rtf", "rich text (RTF)", "save it as plain text or HTML"),
    (b"\x89PNG", "a picture", "give its text, read by an OCR program"),
    (b"\xff\xd8\xff", "a picture", "give its text, read by an OCR program"),
    (b"GIF8", "a picture", "give its text, read by an OCR program"),
    (b"SQLite format 3\0", "a database", "give reports, or the name of a story kept"),
];

/// The text, and the name of its encoding where that had to be guessed. The text keeps every character of the file,
/// a byte-order mark included, so that offsets count as other programs count them.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), Notice> {
    if let Some((_, what, help)) = OTHER.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Err(crate::notice("P003", "", format!("is {what}, not text"), Some(help)));
    }
    let (text, guessed) = match bytes {
        [0xff, 0xfe, ..] => (encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes[2..]).0.into_owned(), None),
        [0xfe, 0xff, ..] => (encoding_rs::UTF_16BE.decode_without_bom_handling(&bytes[2..]).0.into_owned(), None),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_string(), None),
            Err(_) if is_binary(bytes.iter().take(8192).map(|&b| char::from(if b < 0x80 { b } else { b'x' }))) => {
                return Err(binary());
            }
            Err(error) => stated(bytes).unwrap_or_else(|| guess(bytes, error.valid_up_to())),
        },
    };
    if is_binary(text.chars().take(65_536)) {
        return Err(binary());
    }
    Ok((text, guessed))
}

/// A page says its encoding in a `meta` element near its start (HTML Standard, "prescan a byte stream").
fn stated(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let start: String = bytes.iter().take(2048).map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let (_, value) = start.split_once("<meta")?.1.split_once("charset=")?;
    let label: String = value
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).filter(|e| *e != encoding_rs::UTF_8)?;
    Some((encoding.decode_without_bom_handling(bytes).0.into_owned(), None))
}

/// Not UTF-8: either UTF-8 with a few broken bytes, or an older encoding.
fn guess(bytes: &[u8], valid: usize) -> (String, Option<&'static str>) {
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let foreign = bytes[..valid].iter().any(|b| !b.is_ascii());
    if foreign && broken * 50 < lossy.chars().count() {
        return (lossy.into_owned(), Some("UTF-8 with broken characters"));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), Some(encoding.name()))
}

fn is_binary(text: impl Iterator<Item = char>) -> bool {
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}')) || c == char::REPLACEMENT_CHARACTER
    };
    let (control, all) = text.fold((0, 0), |(n, all), c| (n + usize::from(odd(c)), all + 1));
    // A few stray control characters are dirt, not a binary file.
    control > 4 && control as f64 > CONTROL_SHARE * all as f64
}

fn binary() -> Notice {
    let help = "save it as plain text; for a PDF: pdftotext FILE.pdf - | parallax compare - OTHER.txt";
    crate::notice("P003", "", "is not text (it looks like a binary file)".to_string(), Some(help))
}
