//! `robots.txt`: which paths of a site programs may fetch (RFC 9309).

/// Longest path or pattern that is compared; a longer pattern is left out of the rules, and a longer path cut.
const LONGEST: usize = 8192;

/// The rules of a site that hold for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

impl Robots {
    /// The rules for the program of that name (lower case): those of all groups that name it, else those for `*`.
    pub(crate) fn parse(text: &str, name: &str) -> Robots {
        let (mut own, mut any) = (None, Vec::new());
        // Whom the group at hand is for; user-agent lines that follow one another begin one group.
        let (mut us, mut all, mut begun) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or("");
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if begun {
                        (us, all, begun) = (false, false, false);
                    }
                    // A name ends where its letters do: "Parallax/1.0" names us too.
                    let token: String =
                        value.chars().take_while(|c| c.is_ascii_alphabetic() || "_-".contains(*c)).collect();
                    us |= token.eq_ignore_ascii_case(name);
                    all |= value == "*";
                    if us {
                        own.get_or_insert_with(Vec::new);
                    }
                }
                key @ ("allow" | "disallow") => {
                    begun = true;
                    // An empty pattern rules nothing.
                    if value.is_empty() || value.len() > LONGEST {
                        continue;
                    }
                    let rule = Rule { allow: key == "allow", pattern: encoded(value) };
                    if all {
                        any.push(rule.clone());
                    }
                    if let (true, Some(own)) = (us, own.as_mut()) {
                        own.push(rule);
                    }
                }
                _ => {}
            }
        }
        Robots { rules: own.unwrap_or(any) }
    }

    /// Whether a path (with its query) may be fetched: the longest pattern that fits decides, and among equals the one that allows.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let path = encoded(path);
        let path = &path[..path.len().min(LONGEST)];
        if path == b"/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|r| fits(&r.pattern, path));
        fitting.max_by_key(|r| (r.pattern.len(), r.allow)).is_none_or(|r| r.allow)
    }
}

/// The bytes of a path in one form (section 2.2.2): beyond ASCII escaped, escapes in capitals, and none for letters and digits.
fn encoded(path: &str) -> Vec<u8> {
    let (bytes, mut out) = (path.as_bytes(), Vec::with_capacity(path.len()));
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| u8::from_str_radix(path.get(at + 1..at + 3)?, 16).ok()).flatten();
        let byte = escaped.unwrap_or(bytes[at]);
        at += if escaped.is_some() { 3 } else { 1 };
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (escaped.is_none() && byte.is_ascii_graphic()) {
            out.push(byte);
        } else {
            out.extend(format!("%{byte:02X}").bytes());
        }
    }
    out
}

/// Whether a pattern fits a path from its start: `*` stands for anything, `$` at the end for the path's end. Each star is
/// taken back to once more than needed, so that the time is bounded by the product of the lengths.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, whole) = pattern.strip_suffix(b"$").map_or((pattern, false), |p| (p, true));
    let (mut p, mut at) = (0, 0);
    // Where the last star stood, and how much of the path it has taken.
    let mut star: Option<(usize, usize)> = None;
    loop {
        if p == pattern.len() && (!whole || at == path.len()) {
            return true;
        }
        if pattern.get(p) == Some(&b'*') {
            star = Some((p, at));
            p += 1;
        } else if at < path.len() && pattern.get(p) == Some(&path[at]) {
            p += 1;
            at += 1;
        } else if let Some((from, taken)) = star.filter(|&(_, taken)| taken < path.len()) {
            star = Some((from, taken + 1));
            (p, at) = (from + 1, taken + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file, and paths with whether they may be fetched.
    #[test]
    fn rules_are_read_as_the_standard_says() {
        let cases: [(&str, &[(&str, bool)]); 11] = [
            ("", &[("/", true)]),
            ("User-agent: *\nDisallow: /", &[("/", false), ("/a", false), ("/robots.txt", true)]),
            ("User-agent: *\nDisallow:", &[("/a", true)]),
            ("User-agent: *\nDisallow: /a\nAllow: /a/b # no more\n", &[("/a", false), ("/a/b/c", true), ("/b", true)]),
            ("User-agent: *\nDisallow: /\n\nUser-agent: PARALLAX/2.0\nDisallow: /x", &[("/a", true), ("/x", false)]),
            // Groups of one program are one; a program named has no part in the rules for all.
            (
                "user-agent: other\nuser-agent: parallax\ndisallow: /a\nuser-agent: *\ndisallow: /c\nuser-agent: parallax\ndisallow: /b",
                &[("/a", false), ("/b", false), ("/c", true)],
            ),
            ("User-agent: parallax\nUser-agent: other\n\nUser-agent: *\nDisallow: /", &[("/", false)]),
            ("User-agent: parallaxbot\nDisallow: /", &[("/", true)]),
            (
                "User-agent: *\r\nDisallow: /*.pdf$\r\nDisallow: /*?print=",
                &[("/a.pdf", false), ("/a.pdf?x", true), ("/a?print=1", false)],
            ),
            (
                "User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /%61b",
                &[("/café", false), ("/caf%C3%A9s", false), ("/ab", false)],
            ),
            ("Disallow: /\nSitemap: x", &[("/", true)]),
        ];
        for (text, paths) in cases {
            let robots = Robots::parse(text, "parallax");
            for (path, allowed) in paths {
                assert_eq!(robots.allow(path), *allowed, "{path} under\n{text}");
            }
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_time() {
        let robots = Robots::parse(&format!("User-agent: *\nDisallow: /{}b", "*a".repeat(2000)), "parallax");
        assert!(robots.allow(&format!("/{}", "a".repeat(20_000))));
    }
}
