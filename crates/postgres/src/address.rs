//! Addresses of databases, and the passwords that belong to them.

use postgres::Config;
use postgres::config::Host;
use std::path::PathBuf;

/// Whether an input or output names a database.
pub fn is_address(input: &str) -> bool {
    input.starts_with("postgres://") || input.starts_with("postgresql://")
}

/// The address without password and settings, for messages.
pub fn shown(address: &str) -> String {
    let address = address.split('?').next().unwrap_or(address);
    let Some((scheme, rest)) = address.split_once("://") else { return "the database".to_string() };
    match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or("")),
        None => format!("{scheme}://{rest}"),
    }
}

/// What the address says, with the password from `PGPASSWORD` or the password file where it says none.
pub(crate) fn config(address: &str) -> anyhow::Result<Config> {
    let mut config: Config = address.parse()?;
    config.application_name("parallax");
    if config.get_password().is_none() {
        let given = std::env::var("PGPASSWORD").ok().filter(|p| !p.is_empty());
        if let Some(password) = given.or_else(|| kept(&config)) {
            config.password(password);
        }
    }
    Ok(config)
}

/// The password that the user's password file holds for a database.
fn kept(config: &Config) -> Option<String> {
    let file = std::env::var_os("PGPASSFILE").map(PathBuf::from);
    let file = file.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pgpass")))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As PostgreSQL's own programs do: a file that others may read is none.
        if std::fs::metadata(&file).ok()?.permissions().mode() & 0o077 != 0 {
            return None;
        }
    }
    let user = config.get_user()?;
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        _ => "localhost".to_string(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let wanted = [host.as_str(), &port, config.get_dbname().unwrap_or(user), user];
    std::fs::read_to_string(file).ok()?.lines().find_map(|line| password(line, &wanted))
}

/// The password of a line `host:port:database:user:password` that fits; `*` fits anything, `\` escapes `:` and `\`.
fn password(line: &str, wanted: &[&str; 4]) -> Option<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ':' if parts.len() < 4 => parts.push(std::mem::take(&mut part)),
            '\\' => part.extend(chars.next()),
            c => part.push(c),
        }
    }
    let fits = parts.len() == 4 && parts.iter().zip(wanted).all(|(part, wanted)| part == "*" || part == wanted);
    (fits && !part.is_empty() && !line.starts_with('#')).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(shown("postgres://anna:se@cret@host:5432/news"), "postgres://anna@host:5432/news");
        assert_eq!(shown("postgres://host/news?user=anna&password=secret"), "postgres://host/news");
        assert_eq!(shown("host"), "the database");
        assert!(is_address("postgresql://host/news") && !is_address("postgres.txt"));
    }

    #[test]
    fn a_password_file_is_read_as_its_format_says() {
        let wanted = ["db", "5432", "news", "anna"];
        for (line, found) in [
            ("db:5432:news:anna:secret", Some("secret")),
            ("*:*:*:anna:s:e\\\\c\\:ret", Some("s:e\\c:ret")),
            ("db:5433:news:anna:secret", None),
            ("*:*:*:*:", None),
            ("#*:*:*:*:secret", None),
            ("db:5432", None),
        ] {
            assert_eq!(password(line, &wanted).as_deref(), found, "{line}");
        }
    }
}
