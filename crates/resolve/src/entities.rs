//! From clusters of mentions to the entities of the cast: kind, names, country, sectors, place.

use crate::across::Stage;
use crate::groups;
use crate::pronouns::pronoun;
use crate::view::{Function, View};
use crate::words::{is_small, is_unseen};
use parallax_model::{
    Entity, EntityId, EntityKind, Location, MentionForm, MentionRef, Merge, NameKind, Number, ReportId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The entities in order of first mention, and `[report][mention]` → the entities it speaks of.
pub fn build(stage: &Stage) -> (Vec<Entity>, Vec<Vec<Vec<EntityId>>>) {
    let participants = participants(stage);
    let mut id_of: BTreeMap<usize, EntityId> = BTreeMap::new();
    let mut entities: Vec<Entity> = Vec::new();
    let mut merges: BTreeMap<usize, Vec<Merge>> = BTreeMap::new();
    for link in stage.clusters.links() {
        let merge =
            Merge { a: reference(stage, link.a), b: reference(stage, link.b), rule: link.rule, score: link.score };
        merges.entry(stage.clusters.of(link.a)).or_default().push(merge);
    }
    for cluster in stage.clusters.all() {
        if !is_entity(stage, cluster, &participants) {
            continue;
        }
        id_of.insert(cluster, EntityId(entities.len()));
        entities.push(entity(stage, cluster, merges.remove(&cluster).unwrap_or_default()));
    }
    let of_mention = stage
        .scenes
        .iter()
        .enumerate()
        .map(|(r, scene)| {
            let of = |i: usize| {
                let number = stage.number(r, i);
                let members = groups::members(stage, number);
                let whole = [number];
                let spoken_of = if members.is_empty() { &whole[..] } else { &members };
                groups::distinct(spoken_of.iter().filter_map(|&n| id_of.get(&stage.clusters.of(n)).copied()))
            };
            (0..scene.views.len()).map(of).collect()
        })
        .collect();
    (entities, of_mention)
}

fn reference(stage: &Stage, number: usize) -> MentionRef {
    let (report, index) = stage.place(number);
    MentionRef { report: ReportId(report), index }
}

/// Mentions that take part in a statement, are a source or a place.
fn participants(stage: &Stage) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for (r, scene) in stage.scenes.iter().enumerate() {
        let account = scene.account;
        for s in &account.statements {
            out.extend(s.actors.iter().chain(&s.recipients).map(|&m| stage.number(r, m)));
        }
        out.extend(account.attributions.iter().filter_map(|a| a.source).map(|m| stage.number(r, m)));
        out.extend(
            (0..scene.views.len())
                .filter(|&i| scene.grounds.places.get(i).is_some_and(Option::is_some))
                .map(|i| stage.number(r, i)),
        );
    }
    out
}

/// Whether a cluster is someone or something of the cast: named, or a description of people or bodies, or a participant;
/// never pronouns alone.
fn is_entity(stage: &Stage, cluster: usize, participants: &BTreeSet<usize>) -> bool {
    let members = stage.clusters.members(cluster);
    let view = |&m: &usize| view(stage, m);
    let described: Vec<usize> = members.iter().copied().filter(|m| !only_points(view(m))).collect();
    described
        .iter()
        .any(|m| view(m).form == MentionForm::Name || view(m).animate == Some(true) || view(m).kind.is_some())
        || !described.is_empty() && members.iter().any(|m| participants.contains(m))
}

/// Whether a mention only points at what it is of: a pronoun, or words like one ("some", "each other", "all of these").
fn only_points(view: &View) -> bool {
    view.pronoun.is_some()
        || view.form == MentionForm::Nominal
            && view.words.iter().all(|w| w == "each" || is_small(w) || pronoun(w).is_some())
}

fn view<'s>(stage: &'s Stage, number: usize) -> &'s View {
    let (r, i) = stage.place(number);
    &stage.scenes[r].views[i]
}

fn entity(stage: &Stage, cluster: usize, merges: Vec<Merge>) -> Entity {
    let members = stage.clusters.members(cluster);
    let mentions: Vec<MentionRef> = members.iter().map(|&m| reference(stage, m)).collect();
    let kind = kind(stage, members);
    let location = location(stage, members);
    let names = names(stage, members);
    let state = members.iter().find_map(|&m| {
        let (r, i) = stage.place(m);
        stage.scenes[r].country[i].clone()
    });
    Entity {
        name: canonical(stage, members, kind).or_else(|| names.first().cloned()).unwrap_or_default(),
        kind,
        names,
        country: state.or_else(|| country(stage, members, kind)).or_else(|| {
            location.as_ref().map(|l| l.country.clone()).filter(|c| kind == EntityKind::Place && !c.is_empty())
        }),
        sectors: sectors(stage, members),
        mentions,
        location: location.filter(|_| kind == EntityKind::Place),
        merges,
    }
}

/// The most frequent value, the earliest of equals.
fn most_frequent<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for v in values {
        match counts.iter_mut().find(|(x, _)| *x == v) {
            Some((_, n)) => *n += 1,
            None => counts.push((v, 1)),
        }
    }
    counts.sort_by_key(|c| std::cmp::Reverse(c.1));
    counts
}

fn kind(stage: &Stage, members: &[usize]) -> EntityKind {
    let of_form = |form: MentionForm| {
        members.iter().copied().filter(move |&m| view(stage, m).form == form && view(stage, m).pronoun.is_none())
    };
    let named = most_frequent(of_form(MentionForm::Name).filter_map(|m| stage.kind(m)));
    let adjective_only = of_form(MentionForm::Name).next().is_some() && members.iter().all(|&m| is_adjective(stage, m));
    if let Some((kind, _)) = named.first() {
        return match kind {
            // "Kenyans" are many.
            NameKind::Person if of_form(MentionForm::Name).all(|m| is_people(stage, m)) => EntityKind::Group,
            NameKind::Person => EntityKind::Person,
            NameKind::Organisation => EntityKind::Organisation,
            NameKind::Place => EntityKind::Place,
            NameKind::Other if adjective_only || stage_country(stage, members) => EntityKind::Place,
            NameKind::Other => EntityKind::Other,
        };
    }
    if stage_country(stage, members) {
        return EntityKind::Place;
    }
    if of_form(MentionForm::Group).next().is_some() {
        return EntityKind::Group;
    }
    let Some(m) = of_form(MentionForm::Nominal).next() else { return EntityKind::Other };
    let v = view(stage, m);
    match (v.animate, v.number, v.kind) {
        (Some(true), Number::Plural, _) => EntityKind::Group,
        (Some(true), ..) => EntityKind::Person,
        (_, Number::Plural, Some(NameKind::Organisation)) => EntityKind::Group,
        (_, _, Some(NameKind::Organisation)) => EntityKind::Organisation,
        (_, _, Some(NameKind::Place)) => EntityKind::Place,
        _ => EntityKind::Other,
    }
}

/// Whether a name is the plural of a nationality.
fn is_people(stage: &Stage, m: usize) -> bool {
    let actors = &stage.scene(m).lexicon.actors;
    view(stage, m).number == Number::Plural && actors.nationality(&stage.mention(m).name).is_some()
}

fn is_adjective(stage: &Stage, m: usize) -> bool {
    let (r, i) = stage.place(m);
    stage.scenes[r].is_adjective(i)
}

fn stage_country(stage: &Stage, members: &[usize]) -> bool {
    members.iter().any(|&m| {
        let (r, i) = stage.place(m);
        stage.scenes[r].country[i].is_some()
    })
}

/// The words of a mention with single spaces, without what nobody sees.
fn spelled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(is_unseen, "")
}

/// All names and descriptions, most used first: for names the name alone and with its title, and the title ("Kenyan
/// President"); adjectives are left out where there is a noun.
fn names(stage: &Stage, members: &[usize]) -> Vec<String> {
    let text = |m: usize| stage.scene(m).report.text.as_str();
    let nouns = members.iter().any(|&m| !is_adjective(stage, m) && view(stage, m).form == MentionForm::Name);
    let mut all: Vec<String> = Vec::new();
    for &m in members {
        let (v, mention) = (view(stage, m), stage.mention(m));
        if only_points(v) || nouns && is_adjective(stage, m) {
            continue;
        }
        match v.form {
            MentionForm::Name if !mention.name.is_empty() => all.push(spelled(&mention.name)),
            _ => all.push(spelled(mention.span.of(text(m)))),
        }
    }
    let mut titled: Vec<String> = Vec::new();
    for &m in members {
        let (v, mention) = (view(stage, m), stage.mention(m));
        if v.form == MentionForm::Name
            && let Some(title) = mention.title
        {
            let words = spelled(title.of(text(m)));
            let last = words.rsplit(' ').next().unwrap_or("").to_lowercase();
            let actors = &stage.scene(m).lexicon.actors;
            if actors.is_title(&words.to_lowercase()) || actors.is_title(&last) || actors.is_person_noun(&last) {
                titled.push(spelled(title.cover(mention.span).of(text(m))));
                if words.contains(' ') {
                    titled.push(words);
                }
            }
        }
    }
    let named = most_frequent(all.into_iter()).into_iter().map(|(n, _)| n);
    let mut out: Vec<String> = Vec::new();
    for name in named.chain(most_frequent(titled.into_iter()).into_iter().map(|(n, _)| n)) {
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// How often a body's short name is used for each use of a longer one before the longer is left aside.
const RARE: usize = 5;

/// The name to call it by: for a country its usual name; the name with most words, then the most used, then the latest;
/// without any name the longest of the most used descriptions.
fn canonical(stage: &Stage, members: &[usize], kind: EntityKind) -> Option<String> {
    let named = members
        .iter()
        .copied()
        .filter(|&m| view(stage, m).form == MentionForm::Name && view(stage, m).pronoun.is_none());
    let code = members.iter().find_map(|&m| {
        let (r, i) = stage.place(m);
        stage.scenes[r].country[i].clone()
    });
    if let Some(code) = code {
        let actors = &stage.scenes.first()?.lexicon.actors;
        let own = most_frequent(
            named
                .filter(|&m| actors.country(&stage.mention(m).name).is_some())
                .map(|m| spelled(&stage.mention(m).name)),
        );
        return own.first().map(|(n, _)| n.clone()).or_else(|| actors.country_by_code(&code).map(|c| c.name.clone()));
    }
    let counted = most_frequent(named.map(|m| spelled(&stage.mention(m).name)).filter(|n| !n.is_empty()));
    // The fullest of the names that are used often enough not to be a slip: a person's of two to four words.
    let words = |n: &str| n.split_whitespace().count();
    let plausible = |n: &str| {
        words(n) > 1 && (kind != EntityKind::Person || words(n) <= 4) && !counted.iter().any(|(m, _)| credits(n, m))
    };
    let most = counted.iter().filter(|(n, _)| plausible(n)).map(|(_, c)| *c).max().unwrap_or(0);
    // A long name heard once may be of a part of what a short one names all the time ("Acme", "Acme Mobile Services").
    let usual = if kind == EntityKind::Person { 0 } else { counted.first().map_or(0, |(_, c)| *c) };
    let full = counted.iter().enumerate().filter(|(_, (n, c))| plausible(n) && *c * 3 >= most && *c * RARE >= usual);
    let longest = full.max_by_key(|(i, (n, c))| (words(n), *c, *i));
    if let Some((_, (name, _))) = longest.or_else(|| counted.iter().enumerate().next()) {
        return Some(name.clone());
    }
    // What is said of it in passing ("is often the butt of jokes") is no name for it where it is called something.
    let described = || members.iter().copied().filter(|&m| !only_points(view(stage, m)));
    let copula = |m: usize| {
        let (r, _) = stage.place(m);
        let v = view(stage, m);
        stage.scenes[r].document.sentences.get(v.sentence).is_some_and(|s| s.child(v.head, "cop").is_some())
    };
    let told_of = |m: &usize| view(stage, *m).function == Function::Predicate || copula(*m);
    let called: Vec<usize> = described().filter(|m| !told_of(m)).collect();
    let called = if called.is_empty() { described().collect() } else { called };
    let wording = |m: &usize| lower_first(&spelled(stage.mention(*m).span.of(&stage.scene(*m).report.text)));
    let counted = most_frequent(called.iter().map(wording).filter(|n| !n.is_empty()));
    counted.iter().max_by_key(|(n, count)| (*count, n.chars().count().min(60))).map(|(n, _)| n.clone())
}

/// Whether a name is another with the agency before it whose picture or text it is ("EPA Anna Berg" beside "Anna Berg").
fn credits(long: &str, short: &str) -> bool {
    let before = long.strip_suffix(short).filter(|b| b.ends_with(' ')).map(str::trim_end);
    short.contains(' ')
        && before.is_some_and(|b| b.len() > 1 && b.chars().all(|c| c.is_ascii_uppercase()) && !b.contains(' '))
}

/// A description as it reads within a sentence: "The bridge" as "the bridge".
fn lower_first(description: &str) -> String {
    let first = description.split(' ').next().unwrap_or("");
    let lower = first.to_lowercase();
    if is_small(&lower) { lower + &description[first.len()..] } else { description.to_string() }
}

fn country(stage: &Stage, members: &[usize], kind: EntityKind) -> Option<String> {
    let given = members.iter().flat_map(|&m| stage.mention(m).countries.iter().cloned());
    let counts = most_frequent(given);
    let known = || {
        members
            .iter()
            .filter(|&&m| kind == EntityKind::Organisation && view(stage, m).form == MentionForm::Name)
            .find_map(|&m| {
                let actors = &stage.scene(m).lexicon.actors;
                actors
                    .organisation(&stage.mention(m).name)
                    .map(|(_, code, _)| code.to_string())
                    .filter(|c| actors.country_by_code(c).is_some())
            })
    };
    counts.first().map(|(c, _)| c.clone()).or_else(known)
}

fn sectors(stage: &Stage, members: &[usize]) -> Vec<parallax_model::Sector> {
    let mut out: Vec<parallax_model::Sector> = Vec::new();
    for &m in members {
        for sector in &stage.mention(m).sectors {
            if !out.contains(sector) {
                out.push(sector.clone());
            }
        }
    }
    out
}

fn location(stage: &Stage, members: &[usize]) -> Option<Location> {
    let found: Vec<&Location> = members
        .iter()
        .filter_map(|&m| {
            let (r, i) = stage.place(m);
            stage.scenes[r].grounds.places.get(i)?.as_ref()
        })
        .collect();
    let counts = most_frequent(found.iter().map(|l| (l.geonames_id, l.name.clone())));
    let (best, _) = counts.first()?;
    found.into_iter().find(|l| l.geonames_id == best.0 && l.name == best.1).cloned()
}

/// Puts places that the gazetteer does not know where the words beside one of their names say they lie.
pub fn surround(entities: &mut [Entity], of_mention: &[Vec<Vec<EntityId>>], located: &[Vec<Option<Location>>]) {
    let mentions = of_mention.iter().zip(located).flat_map(|(entities, places)| entities.iter().zip(places));
    for (entity, location) in mentions {
        let (Some(entity), Some(location)) = (entity.first(), location) else { continue };
        if let Some(entity) = entities.get_mut(entity.0)
            && entity.kind == EntityKind::Place
            && entity.location.is_none()
        {
            entity.location = Some(location.clone());
        }
    }
}
