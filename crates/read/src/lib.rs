//! Turns bytes of any kind into reports, keeping where every character came from.
//!
//! Inputs (paths, folders, globs, `-`) in, [`Report`]s and [`Notice`]s out. This is the one stage that touches the
//! disk; [`report`] is the pure part, from bytes to one report. A file that cannot be read becomes a notice, and the rest goes on.
//!
//! ```
//! let meta = parallax_read::Meta::default();
//! let report = parallax_read::report("a.txt", "Police arrested two men.".as_bytes(), &meta).unwrap();
//! assert_eq!(report.text, "Police arrested two men.");
//! ```
#![warn(missing_docs)]

mod bytes;
mod files;
mod html;
mod meta;
mod stream;
mod words;

pub use files::{Options, Reports, reports};
pub use meta::Meta;
pub use stream::{Fetched, Fetcher, LONGEST_RECORD, is_address, lines, stream};

use parallax_model::{Notice, Report, ReportId, Span};

/// Bytes of one text that are analysed; what lies beyond stays in the report but is not read.
///
/// A news report has 2 to 40 kB. The bound keeps memory and time in hand when somebody gives a dump instead of a report.
pub const ANALYSED_BYTES: usize = 200_000;

/// Least letters for a guess of the language to be trusted.
const LANGUAGE_LETTERS: usize = 120;

/// One report from the bytes of its file: text, or an HTML page, whose main text then is the report's text.
///
/// # Errors
/// A notice that says why these bytes are no report: empty, or not text.
pub fn report(path: &str, bytes: &[u8], meta: &Meta) -> Result<Report, Notice> {
    let (text, guessed) = bytes::decode(bytes).map_err(|why| Notice { subject: path.to_string(), ..why })?;
    let page = html::is_page(&text);
    let (text, (own, start)) = if page {
        let (main, own) = html::page(&text);
        (main, (own, 0))
    } else {
        let own = meta::front_matter(&text);
        (text, own)
    };
    let mut notices = own.notices(path);
    let meta = meta.clone().or(own);
    notices.extend(meta.notices(path));
    notices.sort();
    notices.dedup();
    if let Some(encoding) = guessed {
        notices.push(notice(
            "P004",
            path,
            format!("is not UTF-8; read as {encoding}"),
            Some("save it as UTF-8 if letters look wrong"),
        ));
    }
    let mut body = Span::new(start, text.len());
    if !text[start..].chars().any(char::is_alphanumeric) {
        let help = "nothing to read; check that the text was saved";
        return Err(notice("P002", path, "holds no words".to_string(), Some(help)));
    }
    if body.len() > ANALYSED_BYTES {
        body.end = (start..=start + ANALYSED_BYTES).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(start);
        let message =
            format!("is {} kB long; only the first {} kB were analysed", text.len() / 1000, ANALYSED_BYTES / 1000);
        notices.push(notice("P005", path, message, Some("give one report a file, or split it")));
    }
    if let Some(language) = foreign(body.of(&text)) {
        body.end = body.start;
        let message = format!("seems to be in {language}; it is kept, not analysed");
        notices.push(notice("P006", path, message, Some("give an English text or a translation")));
    }
    Ok(Report {
        id: ReportId(0),
        path: path.to_string(),
        outlet: meta.outlet,
        title: meta.title,
        url: meta.url,
        published: meta.published,
        text,
        body,
        notices,
    })
}

/// The name of the language when the text is surely not English.
fn foreign(text: &str) -> Option<&'static str> {
    let sample = &text[..(0..=text.len().min(20_000)).rev().find(|&i| text.is_char_boundary(i))?];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let latin = sample.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    let info = whatlang::detect(sample)?;
    let sure = letters >= LANGUAGE_LETTERS && info.is_reliable() || letters >= 20 && latin * 2 < letters;
    (sure && info.lang() != whatlang::Lang::Eng).then(|| info.lang().eng_name())
}

pub(crate) fn notice(code: &'static str, subject: &str, message: String, help: Option<&str>) -> Notice {
    Notice { code, subject: subject.to_string(), message, help: help.map(str::to_string) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Report, Notice> {
        report("x.txt", bytes, &Meta::default())
    }
    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        read(bytes).map_or_else(|n| vec![n.code], |r| r.notices.iter().map(|n| n.code).collect())
    }

    #[test]
    fn odd_bytes_get_a_notice() {
        assert_eq!(codes(b""), ["P002"]);
        assert_eq!(codes(b" \n\t ... !!! \n"), ["P002"]);
        assert_eq!(codes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0"), ["P003"]);
        // Files of other kinds are known by how they begin, whatever they are called and however much of them is text.
        assert_eq!(codes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"), ["P003"]);
        assert_eq!(codes(b"{\\rtf1\\ansi Two men were arrested.}"), ["P003"]);
        assert_eq!(codes(b"Two men were arrested\0 on Monday."), [""; 0], "a stray NUL is text");
        assert_eq!(
            codes("Caf\u{e9}s were shut in Orl\u{e9}ans.".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice()),
            ["P004"]
        );
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Two men.".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(read(&utf16).unwrap().text, "Two men.");
        assert_eq!(codes("Полиция задержала двух человек в понедельник вечером.".as_bytes()), ["P006"]);
        assert_eq!(codes("word ".repeat(100_000).as_bytes()), ["P005"]);
    }

    #[test]
    fn front_matter_is_metadata_and_not_text() {
        let r =
            read(b"---\noutlet: Harbour Post\ndate: 2025-03-04\ntitle: \"Two held\"\n---\nTwo men were held.").unwrap();
        assert_eq!((r.outlet.as_deref(), r.title.as_deref()), (Some("Harbour Post"), Some("Two held")));
        assert_eq!(r.published.map(|d| d.to_string()).as_deref(), Some("2025-03-04"));
        assert_eq!(r.body.of(&r.text), "Two men were held.");
    }

    #[test]
    fn a_wrong_date_is_said_and_left_out() {
        let r = read(b"---\npublished: yesterday\n---\nTwo men were held.").unwrap();
        assert_eq!((r.published, r.notices[0].code), (None, "P009"));
    }

    proptest! {
        #[test]
        fn any_bytes_survive(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(r) = read(&bytes) {
                prop_assert!(r.text.get(r.body.start..r.body.end).is_some());
            }
        }
    }
}
