//! What the words of a noun phrase themselves tell of country, sector, kind and gender.
//!
//! The order of trust follows the CAMEO actor rules (Schrodt 2012, ch. 4): a nationality before the noun, then a
//! possessor, then what follows in "of", "in" or "from"; sectors come from the role noun, the longest expression first.

use crate::phrase::core;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_model::{Gender, Name, NameKind, Sector, Upos};

/// What is known of a phrase from its words alone.
#[derive(Default)]
pub(crate) struct Known {
    pub countries: Vec<String>,
    pub sectors: Vec<Sector>,
    pub kind: Option<NameKind>,
    pub gender: Option<Gender>,
}

/// Reads the phrase `words` with head `head`; `names` are the names of its sentence.
pub(crate) fn of_phrase(tree: &Tree, head: usize, words: &[usize], names: &[&Name], lexicon: &Lexicon) -> Known {
    let core = core(tree, head);
    let mut known = Known::default();
    let own = own_words(tree, core, words);
    of_head(tree, core, &own, names, lexicon, &mut known);
    if known.countries.is_empty() || own.iter().any(|&w| tree.lemma(w) == "ethnic") {
        known.countries = countries(tree, core, &own, lexicon);
    }
    known
}

/// The words that stand before the core and its own, without "of"-complements.
fn own_words(tree: &Tree, core: usize, words: &[usize]) -> Vec<usize> {
    let inside = tree.below(core, |k| {
        matches!(tree.rel(k), "compound" | "flat" | "amod" | "nmod:desc" | "fixed" | "goeswith")
            || tree.deprel(k) == "nmod:desc"
            || (tree.rel(k) == "conj"
                && tree.head(k).is_some_and(|h| h != core && matches!(tree.rel(h), "amod" | "compound")))
    });
    inside.into_iter().filter(|w| words.contains(w) || *w == core).collect()
}

/// The name that holds `word`.
pub(crate) fn name_at<'n>(names: &[&'n Name], word: usize) -> Option<&'n Name> {
    names.iter().copied().find(|n| n.tokens.0 <= word && word < n.tokens.1)
}

fn text_of(tree: &Tree, from: usize, to: usize) -> String {
    (from..to.min(tree.len())).map(|i| tree.form(i)).collect::<Vec<_>>().join(" ")
}

fn of_head(tree: &Tree, core: usize, own: &[usize], names: &[&Name], lexicon: &Lexicon, known: &mut Known) {
    let actors = &lexicon.actors;
    // Names first: countries, seats of power, lasting organisations.
    let (from, to) = name_at(names, core).map_or_else(|| proper_run(tree, core), |n| n.tokens);
    if from < to && tree.upos(core) != Upos::Pron {
        let whole = tree.cover(&[from, to - 1]).of(tree.text).to_string();
        let tries =
            [whole.clone(), text_of(tree, from, to), tree.form(core).to_string(), tree.token(core).lemma.clone()];
        // "NATO-member Norway": of a longer run that is no known name, the head alone may be a country.
        let bare_place = name_at(names, core).is_none_or(|n| n.kind == NameKind::Place);
        let country_alone = bare_place.then(|| actors.country(tree.form(core))).flatten();
        for name in tries.iter().take(if to - from > 1 { 2 } else { 4 }) {
            if let Some(country) = actors.country(name) {
                known.countries = vec![country.code.clone()];
                known.kind = Some(NameKind::Place);
                return;
            }
            if let Some((code, sector)) = actors.seat_of_power(name) {
                known.countries = vec![code.to_string()];
                known.sectors = vec![sector];
                known.kind = Some(NameKind::Place);
                return;
            }
            if let Some((_, code, sectors)) = actors.organisation(name) {
                if !code.is_empty() {
                    known.countries = vec![code.to_string()];
                }
                known.sectors = sectors.to_vec();
                known.kind = actors.organisation_kind(name);
                return;
            }
            if let Some(code) = actors.nationality(name) {
                known.countries = vec![code.to_string()];
                if tree.token(core).has("Number=Plur") {
                    known.kind = Some(NameKind::Person);
                }
                return;
            }
        }
        if let Some(country) = country_alone {
            known.countries = vec![country.code.clone()];
            known.kind = Some(NameKind::Place);
            return;
        }
        if let Some(name) = name_at(names, core) {
            known.kind = Some(name.kind);
        }
        if known.kind == Some(NameKind::Person) || known.kind.is_none() {
            known.gender = actors.given_name(tree.form(from));
        }
    }
    if let Some(code) = actors.nationality(tree.form(core)).filter(|_| tree.form(core).starts_with(char::is_uppercase))
    {
        known.countries = vec![code.to_string()];
    }
    if name_at(names, core).is_some_and(|n| n.kind == NameKind::Place) {
        return;
    }
    // Roles: the longest run of words that ends at a noun of the phrase.
    let mut best: Option<(usize, &parallax_lexicon::actors::Role)> = None;
    for (i, &w) in own.iter().enumerate() {
        if !matches!(tree.upos(w), Upos::Noun | Upos::Propn | Upos::Adj) {
            continue;
        }
        for start in i.saturating_sub(2)..=i {
            let run: Vec<String> = own[start..=i]
                .iter()
                .enumerate()
                .map(|(n, &x)| if start + n == i { tree.lemma(x).to_string() } else { tree.low(x) })
                .collect();
            // "secretary-general" stands in the text as three words, "secretary of state" has its noun behind.
            let written = tree.cover(&[own[start], w]).of(tree.text).to_lowercase();
            let behind = tree
                .kids_in(w, &["nmod"])
                .find(|&k| tree.case(k) == "of")
                .map(|k| format!("{} of {}", tree.lemma(w), tree.low(k)));
            let role = behind
                .and_then(|b| actors.role(&b))
                .or_else(|| actors.role(&run.join(" ")))
                .or_else(|| actors.role(&written));
            if let Some(role) = role {
                // The head noun says more than a word before it; longer runs say more than shorter ones.
                let weight = (i + 1 - start) * 2 + usize::from(w == core);
                if best.is_none_or(|(b, _)| weight > b) {
                    best = Some((weight, role));
                }
            }
        }
    }
    if let Some((_, role)) = best {
        known.sectors = role.sectors.clone();
        if known.kind.is_none() || known.kind == Some(NameKind::Other) {
            known.kind = Some(role.kind);
        }
        if known.gender.is_none_or(|g| g == Gender::Unknown) {
            known.gender = Some(role.gender);
        }
    }
}

/// The run of proper nouns around `core`.
fn proper_run(tree: &Tree, core: usize) -> (usize, usize) {
    if tree.upos(core) != Upos::Propn {
        return (core, core);
    }
    let joined = |k: usize| matches!(tree.rel(k), "flat" | "compound" | "amod" | "fixed" | "goeswith");
    let part = |i: usize| tree.upos(i) == Upos::Propn && (i == core || (joined(i) && tree.above(i).contains(&core)));
    let mut from = core;
    while from > 0 && part(from - 1) {
        from -= 1;
    }
    let mut to = core + 1;
    while to < tree.len() && part(to) {
        to += 1;
    }
    (from, to)
}

/// The countries that the words beside the core give.
fn countries(tree: &Tree, core: usize, own: &[usize], lexicon: &Lexicon) -> Vec<String> {
    let actors = &lexicon.actors;
    let complements = |test: &dyn Fn(usize) -> bool| -> Vec<String> {
        let mut codes = Vec::new();
        for k in
            own.iter().chain([&core]).flat_map(|&o| tree.kids(o)).copied().filter(|&k| tree.rel(k) == "nmod" && test(k))
        {
            for w in tree.conjuncts(k) {
                let inside = tree.below(w, |x| matches!(tree.rel(x), "compound" | "flat" | "amod" | "nmod"));
                if let Some(code) = inside.iter().find_map(|&x| country_of_word(tree, x, &inside, lexicon))
                    && !codes.contains(&code)
                {
                    codes.push(code);
                }
            }
        }
        codes
    };
    // "ethnic Albanians in southern Serbia": a people is coded where it lives.
    if own.iter().any(|&w| tree.lemma(w) == "ethnic") {
        let home = complements(&|k| matches!(tree.case(k).as_str(), "of" | "in" | "from"));
        if !home.is_empty() {
            return home;
        }
    }
    let mut found = Vec::new();
    for &w in own.iter().filter(|&&w| w != core) {
        if let Some(code) = country_of_word(tree, w, own, lexicon)
            && !found.contains(&code)
        {
            found.push(code);
        }
    }
    if found.is_empty() {
        found.extend(actors.nationality(tree.form(core)).map(str::to_string));
    }
    if !found.is_empty() {
        return found;
    }
    let possessed = complements(&|k| tree.deprel(k) == "nmod:poss");
    if !possessed.is_empty() {
        return possessed;
    }
    complements(&|k| {
        tree.deprel(k) != "nmod:poss" && {
            matches!(
                tree.case(k).as_str(),
                "of" | "in"
                    | "from"
                    | "for"
                    | "with"
                    | "within"
                    | "by"
                    | "at"
                    | "near"
                    | "throughout"
                    | "across"
                    | "inside"
                    | "outside"
                    | "against"
                    | "on"
                    | "to"
            )
        }
    })
}

/// The country that one word of a phrase gives, as nationality, country or capital; multiword names by their run.
fn country_of_word(tree: &Tree, word: usize, within: &[usize], lexicon: &Lexicon) -> Option<String> {
    let actors = &lexicon.actors;
    let form = tree.form(word);
    if !form.starts_with(char::is_uppercase) {
        return None;
    }
    let (mut from, mut to) = (word, word + 1);
    while from > 0 && within.contains(&(from - 1)) && tree.form(from - 1).starts_with(char::is_uppercase) {
        from -= 1;
    }
    while to < tree.len() && within.contains(&to) && tree.form(to).starts_with(char::is_uppercase) {
        to += 1;
    }
    for (a, b) in
        [(from, to), (word.saturating_sub(1).max(from), word + 1), (word, (word + 2).min(to)), (word, word + 1)]
    {
        let name = text_of(tree, a, b);
        if let Some(code) = actors.nationality(&name) {
            return Some(code.to_string());
        }
        if let Some(country) = actors.country(&name) {
            return Some(country.code.clone());
        }
        if let Some((code, _)) = actors.seat_of_power(&name) {
            return Some(code.to_string());
        }
        // One ordinary capitalised word is too little to be an organisation ("Total"); an acronym is enough.
        let telling = b - a > 1 || name.chars().filter(|c| c.is_uppercase()).count() > 1;
        if let Some((_, code, _)) = actors.organisation(&name).filter(|(_, code, _)| telling && !code.is_empty()) {
            return Some(code.to_string());
        }
    }
    None
}
