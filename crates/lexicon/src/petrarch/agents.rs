//! The agents file: `NAME {PLURAL} [~CODE]`, and `!MACRO! = ONE, OTHER`.

use super::{AgentName, Bad, Dictionaries, lines};
use std::collections::BTreeMap;

pub(super) fn read(text: &str, own: &mut Dictionaries, bad: &mut Vec<Bad>) {
    let mut macros: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (line, row) in lines::of(text) {
        if let Some((name, list)) = row.split_once('=').filter(|(name, _)| name.trim().starts_with('!')) {
            macros.insert(name.trim().to_uppercase(), list.split(',').map(|w| w.trim().to_string()).collect());
            continue;
        }
        let name = lines::before_brackets(&row);
        let cells = lines::bracketed(&row);
        let (Some(code), false) = (cells.first(), name.is_empty()) else {
            bad.push(Bad { file: "agents", line, why: "want a name and a code in brackets" });
            continue;
        };
        let first = code.ends_with('~');
        let code = code.trim_matches('~').trim().to_uppercase();
        if code.is_empty() || super::is_null(&code) {
            continue;
        }
        // Names with a macro list all their forms, so no plural is made of them.
        let mut forms = expanded(name, &macros);
        if forms.len() == 1 {
            match lines::braced(&row) {
                Some(given) => forms.extend(given.split_whitespace().map(str::to_string)),
                None => forms.extend(regular(name)),
            }
        }
        for form in forms {
            let words = lines::words(&form);
            if let Some(head) = words.first().cloned() {
                own.agents.entry(head).or_default().push(AgentName { words, code: code.clone(), first });
            }
        }
    }
}

/// Every reading of a name in which `!MACRO!` stands for several words.
fn expanded(name: &str, macros: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut parts = name.splitn(3, '!');
    let (Some(before), Some(inside), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
        return vec![name.to_string()];
    };
    let words = macros.get(&format!("!{}!", inside.to_uppercase()));
    words.into_iter().flatten().map(|word| format!("{before}{word}{after}")).collect()
}

/// The regular plural of the last word.
fn regular(name: &str) -> Option<String> {
    let mut words = lines::words(name);
    let last = words.pop()?;
    words.push(lines::plural(&last));
    Some(words.join(" "))
}
