//! Mails (`.eml`, RFC 5322): newsletters and agency copy; the text part, or the page.

use super::{Give, Place};
use crate::{Meta, html};
use mail_parser::MessageParser;

pub(super) fn message(at: Place, bytes: &[u8], give: Give) -> Result<(), String> {
    let mail = MessageParser::default().parse(bytes).ok_or("it is no mail")?;
    let html = mail.body_html(0).filter(|_| mail.text_body_count() == 0).map(|page| html::fragment(&page));
    let body = html.or_else(|| mail.body_text(0).map(|t| t.into_owned())).ok_or("it holds no text")?;
    let from = mail.from().and_then(|f| f.first());
    let outlet = from.and_then(|a| a.name().or(a.address())).map(str::to_string);
    let published = mail.date().map(mail_parser::DateTime::to_rfc3339);
    let meta = Meta::of(mail.subject().map(str::to_string), outlet, None, published);
    give(Ok(at.record(at.name.to_string(), body.into_bytes(), at.meta.clone().or(meta))));
    Ok(())
}
