//! GraphML: who acts on whom. Nodes are actors, edges are reported acts, one per pair and PLOVER type.

use parallax_model::{EntityId, Story};
use parallax_tell::words::printable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Xml};
use std::collections::{BTreeMap, BTreeSet};

/// Key, of what, name, type.
const KEYS: [(&str, &str, &str, &str); 9] = [
    ("label", "node", "label", "string"),
    ("kind", "node", "kind", "string"),
    ("country", "node", "country", "string"),
    ("mentions", "node", "mentions", "int"),
    ("type", "edge", "type", "string"),
    ("events", "edge", "events", "int"),
    ("weight", "edge", "weight", "double"),
    ("first", "edge", "first", "string"),
    ("last", "edge", "last", "string"),
];

#[derive(Default)]
struct Edge {
    events: usize,
    origins: BTreeSet<usize>,
    days: BTreeSet<jiff::civil::Date>,
}

/// The story's network. The weight of an edge is the number of origins that tell of it: copies do not count twice.
pub fn graphml(story: &Story) -> String {
    let mut edges: BTreeMap<(EntityId, EntityId, &str), Edge> = BTreeMap::new();
    for event in &story.events {
        let kind = event.code.as_ref().and_then(|c| c.plover).map_or("other", |p| p.name());
        for &from in &event.actors {
            for &to in event.recipients.iter().filter(|&&to| to != from) {
                let edge = edges.entry((from, to, kind)).or_default();
                edge.events += 1;
                edge.origins.extend(event.statements.iter().filter_map(|s| story.origins.get(s.report.0)));
                edge.days.extend(event.when.map(|w| w.start));
            }
        }
    }
    // Writing to memory cannot fail.
    write(story, &edges).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn write(story: &Story, edges: &BTreeMap<(EntityId, EntityId, &str), Edge>) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Xml::Start(
        BytesStart::new("graphml").with_attributes([("xmlns", "http://graphml.graphdrawing.org/xmlns")]),
    ))?;
    for (id, of, name, kind) in KEYS {
        let attributes = [("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)];
        xml.write_event(Xml::Empty(BytesStart::new("key").with_attributes(attributes)))?;
    }
    let graph = BytesStart::new("graph").with_attributes([("id", "story"), ("edgedefault", "directed")]);
    xml.write_event(Xml::Start(graph))?;
    let nodes: BTreeSet<EntityId> = edges.keys().flat_map(|(from, to, _)| [*from, *to]).collect();
    for id in nodes {
        let Some(entity) = story.cast.entities.get(id.0) else { continue };
        xml.write_event(Xml::Start(BytesStart::new("node").with_attributes([("id", node(id).as_str())])))?;
        data(&mut xml, "label", &entity.name)?;
        data(&mut xml, "kind", entity.kind.name())?;
        if let Some(country) = &entity.country {
            data(&mut xml, "country", country)?;
        }
        data(&mut xml, "mentions", &entity.mentions.len().to_string())?;
        xml.write_event(Xml::End(BytesEnd::new("node")))?;
    }
    for (i, ((from, to, kind), edge)) in edges.iter().enumerate() {
        let ends = [("id", format!("edge{}", i + 1)), ("source", node(*from)), ("target", node(*to))];
        let ends = ends.iter().map(|(k, v)| (*k, v.as_str()));
        xml.write_event(Xml::Start(BytesStart::new("edge").with_attributes(ends)))?;
        data(&mut xml, "type", kind)?;
        data(&mut xml, "events", &edge.events.to_string())?;
        data(&mut xml, "weight", &edge.origins.len().to_string())?;
        for (key, day) in [("first", edge.days.first()), ("last", edge.days.last())] {
            if let Some(day) = day {
                data(&mut xml, key, &day.to_string())?;
            }
        }
        xml.write_event(Xml::End(BytesEnd::new("edge")))?;
    }
    xml.write_event(Xml::End(BytesEnd::new("graph")))?;
    xml.write_event(Xml::End(BytesEnd::new("graphml")))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn node(id: EntityId) -> String {
    format!("n{}", id.0 + 1)
}

fn data(xml: &mut Writer<Vec<u8>>, key: &str, text: &str) -> std::io::Result<()> {
    xml.write_event(Xml::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    xml.write_event(Xml::Text(BytesText::new(&printable(text))))?;
    xml.write_event(Xml::End(BytesEnd::new("data")))
}
