//! All elements of the pages on one page, to be looked at in light, dark, print and forced colours.

use maud::{Markup, html};

/// The pattern page.
pub(crate) fn patterns() -> Markup {
    html! {
        h2 { "States" }
        p {
            @for (class, sign, words) in [("corroborated", "●", "told by several"), ("single", "◐", "only one account"), ("contradicted", "✕", "accounts differ"), ("unclear", "?", "unclear"), ("field compatible", "≈", "number: one range holds the other")] {
                span class={ "state " (class) } { span.sign { (sign) } " " (words) } " "
            }
            span.tag { "alleged" } " " span.tag { "concluded" }
        }
        h2 { "Quotation, letters, numbers" }
        p { a.chip href="#" { "A" } " " a.chip href="#" { "B" } " " a.quote href="#" { q { "At least nine dockers were detained" } } " " a.no href="#" { "7" } " " a.no.shared href="#" { "8" } }
        details.sentence open { summary { "sentence" } blockquote { "Police said " mark { "at least nine dockers" } " were detained on Tuesday." } }
        h2 { "Marks in a text" }
        p { @for k in ["conflict-deeds", "conflict-words", "peace-deeds", "peace-words", "other", "said"] { span class={ "k " (k) } { (k) } " " } mark { "marked" } }
        h2 { "Table" }
        table.grid {
            thead { tr { th scope="col" { "field" } th scope="col" { "A" } th scope="col" { "B" } } }
            tbody {
                tr.differs { th scope="row" { "how many" } td { "12" } td { "9" } }
                tr.varies { th scope="row" { "where" } td { "Varnholm" } td { span.dim { "— not said" } } }
            }
        }
        h2 { "Notice, form" }
        p.notice { "One account. Nothing to compare yet." }
        form.filter { label { "Words " input name="q"; } button type="button" { "Find" } }
    }
}
