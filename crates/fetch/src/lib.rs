//! Fetches the page or feed at an address that the user gave, and nothing else.
//!
//! The one crate that reaches the network. An address is fetched only where the user wrote it; none that stands in a text
//! is followed but redirects of the server asked. Every hop is checked: `http` and `https` only, `robots.txt` asked first
//! (RFC 9309), and connections made to public addresses alone, to the very address that was checked ([`guard`]). What
//! comes is bounded in size and time.
#![warn(missing_docs)]

mod guard;
mod robots;

use robots::Robots;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::Read;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{Response, header};
use ureq::{Agent, Body};
use url::Url;

/// How Parallax names itself to servers.
const AGENT: &str = concat!("Parallax/", env!("CARGO_PKG_VERSION"));
/// What is asked for.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                      application/json, text/plain, */*;q=0.5";
/// Redirects followed for one address (RFC 9309 asks for at least five).
const HOPS: usize = 5;
/// Bytes of a `robots.txt` that are read (RFC 9309, section 2.5: at least 500 KiB).
const ROBOTS_BYTES: u64 = 512 << 10;

/// What may be fetched, and how much.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Addresses of this machine and of networks that are not public may be asked too.
    pub allow_private: bool,
    /// Most bytes, counted after unpacking.
    pub most: u64,
    /// Longest time for one address, its `robots.txt` and redirects included.
    pub patience: Duration,
}

/// What stood at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it stood in the end, after redirects.
    pub url: String,
    /// The media type, as the server says it.
    pub content_type: Option<String>,
    /// The content, unpacked where the server packed it for the way.
    pub bytes: Vec<u8>,
}

/// Why nothing was fetched, and what the user can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What happened, to be read after the address.
    pub what: String,
    /// What next.
    pub next: &'static str,
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.next)
    }
}

impl std::error::Error for Failure {}

fn failure(what: impl Into<String>, next: &'static str) -> Failure {
    Failure { what: what.into(), next }
}

const SAVE: &str = "open it in a browser, save the page, and give the file";
const CHECK: &str = "check the address and the network";
const LATER: &str = "try again later, or save the page and give the file";

/// Fetches addresses, one connection at a time; remembers each site's `robots.txt`.
pub struct Fetcher {
    agent: Agent,
    options: Options,
    sites: Mutex<BTreeMap<String, Robots>>,
}

impl Fetcher {
    /// A fetcher under these rules.
    pub fn new(options: Options) -> Fetcher {
        let config = Config::builder()
            // Redirects are followed here, hop by hop, so that each is checked.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(AGENT)
            .accept(ACCEPT)
            // A proxy would look names up itself, unseen by the guard.
            .proxy(None)
            .timeout_resolve(Some(Duration::from_secs(10)))
            .timeout_connect(Some(Duration::from_secs(15)))
            .max_idle_connections(0)
            .build();
        let agent = Agent::with_parts(
            config,
            ureq::unversioned::transport::DefaultConnector::default(),
            guard::Guarded::new(options.allow_private),
        );
        Fetcher { agent, options, sites: Mutex::default() }
    }

    /// What stands at an address.
    ///
    /// # Errors
    /// Says why nothing was fetched: the address is none, or no public one; the name is unknown, the connection or its
    /// encryption fails; the site's `robots.txt` forbids it; the server answers with an error, too slowly, or with too much.
    pub fn fetch(&self, address: &str) -> Result<Page, Failure> {
        let end = Instant::now() + self.options.patience;
        let mut url = parsed(address)?;
        for _ in 0..=HOPS {
            if !self.allowed(&url, end)? {
                return Err(failure(format!("must not be fetched by programs: so says {}", robots_of(&url)), SAVE));
            }
            let answer = self.ask(&url, end)?;
            match redirect(&url, &answer)? {
                Some(next) => url = next,
                None => return self.page(url, answer),
            }
        }
        Err(failure(format!("leads from one address to the next, more than {HOPS} times"), CHECK))
    }

    fn page(&self, url: Url, mut answer: Response<Body>) -> Result<Page, Failure> {
        match answer.status().as_u16() {
            200 => {}
            401 | 402 | 403 | 407 | 451 => {
                return Err(failure(format!("is closed to us: the server answers {}", answer.status()), SAVE));
            }
            404 | 410 => return Err(failure(format!("is not there: the server answers {}", answer.status()), CHECK)),
            _ => return Err(failure(format!("was not given: the server answers {}", answer.status()), LATER)),
        }
        let content_type = text(&answer, header::CONTENT_TYPE).map(str::to_string);
        let bytes = read(answer.body_mut(), self.options.most).map_err(|e| explained(e, &url))?;
        if bytes.len() as u64 > self.options.most {
            let what = format!("is too large: more than {} MB", self.options.most / 1_000_000);
            return Err(failure(what, "give a smaller page, or save what you need and give the file"));
        }
        Ok(Page { url: url.to_string(), content_type, bytes })
    }

    fn ask(&self, url: &Url, end: Instant) -> Result<Response<Body>, Failure> {
        let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        let request = self.agent.get(url.as_str()).config().timeout_global(Some(left)).build();
        request.call().map_err(|e| explained(e, url))
    }

    /// Whether the site's `robots.txt` lets the address be fetched.
    fn allowed(&self, url: &Url, end: Instant) -> Result<bool, Failure> {
        let site = url.origin().ascii_serialization();
        let path = url.query().map_or(url.path().to_string(), |q| format!("{}?{q}", url.path()));
        if let Some(robots) = self.sites().get(&site) {
            return Ok(robots.allow(&path));
        }
        let robots = self.robots(url, end)?;
        let allowed = robots.allow(&path);
        self.sites().insert(site, robots);
        Ok(allowed)
    }

    fn robots(&self, of: &Url, end: Instant) -> Result<Robots, Failure> {
        let mut url = robots_of(of);
        for _ in 0..=HOPS {
            let mut answer = self.ask(&url, end)?;
            if let Some(next) = redirect(&url, &answer)? {
                url = next;
                continue;
            }
            return match answer.status().as_u16() {
                200..=299 => {
                    let text = read(answer.body_mut(), ROBOTS_BYTES).map_err(|e| explained(e, &url))?;
                    Ok(Robots::parse(&String::from_utf8_lossy(&text), "parallax"))
                }
                // Section 2.3.1.4: a site whose rules cannot be asked for is closed for the time being.
                500.. => {
                    let what =
                        format!("may not be fetched now: {url} answers {}, so that nobody knows", answer.status());
                    Err(failure(what, LATER))
                }
                // Section 2.3.1.3: no rules.
                _ => Ok(Robots::default()),
            };
        }
        Ok(Robots::default())
    }

    fn sites(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Robots>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address as browsers read it, when it is one that is fetched.
fn parsed(address: &str) -> Result<Url, Failure> {
    let mut url = Url::parse(address).map_err(|e| failure(format!("is no address: {e}"), CHECK))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(failure(format!("is not fetched: {}: is neither http: nor https:", url.scheme()), CHECK));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Addresses are written into every output.
        return Err(failure("carries a name or password, which would be written into what is made of it", SAVE));
    }
    url.set_fragment(None);
    Ok(url)
}

fn robots_of(url: &Url) -> Url {
    let mut robots = url.clone();
    robots.set_path("/robots.txt");
    robots.set_query(None);
    robots
}

/// Where the server sends us instead.
fn redirect(from: &Url, answer: &Response<Body>) -> Result<Option<Url>, Failure> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to = text(answer, header::LOCATION).and_then(|to| from.join(to).ok());
    let Some(to) = to else { return Err(failure("leads elsewhere without saying where", CHECK)) };
    parsed(to.as_str()).map(Some).map_err(|e| failure(format!("leads to {to}, which {}", e.what), e.next))
}

fn text(answer: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    answer.headers().get(name)?.to_str().ok()
}

/// At most one byte more than `most`.
fn read(body: &mut Body, most: u64) -> Result<Vec<u8>, ureq::Error> {
    let mut bytes = Vec::new();
    body.as_reader().take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What went wrong, in words.
fn explained(error: ureq::Error, url: &Url) -> Failure {
    let host = url.host_str().unwrap_or_default();
    match error {
        ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
            failure(format!("cannot be reached: {host} does not answer"), CHECK)
        }
        ureq::Error::Timeout(_) => failure("comes too slowly", LATER),
        ureq::Error::Rustls(e) => failure(format!("cannot be fetched safely: {e}"), SAVE),
        ureq::Error::Tls(e) => failure(format!("cannot be fetched safely: {e}"), SAVE),
        ureq::Error::Other(e) => match e.downcast::<guard::Refused>() {
            Ok(refused) => refused.failure(host),
            Err(e) => failure(format!("cannot be fetched: {e}"), LATER),
        },
        ureq::Error::Io(e) if e.get_ref().is_some_and(|e| e.to_string().contains("certificate")) => {
            failure(format!("cannot be fetched safely: {e}"), SAVE)
        }
        ureq::Error::Io(e) => match e.kind() {
            std::io::ErrorKind::ConnectionRefused => {
                failure(format!("cannot be reached: {host} takes no connection"), CHECK)
            }
            std::io::ErrorKind::InvalidData => failure(format!("cannot be fetched safely: {e}"), SAVE),
            _ => failure(format!("cannot be fetched: {e}"), LATER),
        },
        e => failure(format!("cannot be fetched: {e}"), LATER),
    }
}
