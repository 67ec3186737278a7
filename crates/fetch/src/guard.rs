//! Which addresses may be connected to.
//!
//! A name is looked up once, its addresses are checked, and the connection is made to one of those checked: a name that
//! answers otherwise the second time (DNS rebinding) changes nothing.

use crate::{CHECK, Failure, failure};
use std::fmt::{self, Display};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up, and hands on none but the addresses that may be asked.
#[derive(Debug)]
pub(crate) struct Guarded {
    inner: DefaultResolver,
    allow_private: bool,
}

impl Guarded {
    pub(crate) fn new(allow_private: bool) -> Guarded {
        Guarded { inner: DefaultResolver::default(), allow_private }
    }
}

/// Why no connection is made.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The name leads nowhere.
    Unknown,
    /// All its addresses are of networks that are not public; the first of them.
    Private(IpAddr),
}

impl Refused {
    pub(crate) fn failure(&self, host: &str) -> Failure {
        match self {
            Refused::Unknown => failure(format!("cannot be found: no address is known for {host}"), CHECK),
            Refused::Private(ip) => {
                let of =
                    if host.trim_matches(['[', ']']) == ip.to_string() { String::new() } else { format!(" ({ip})") };
                let what = format!("is not fetched: {host}{of} is no public address");
                failure(what, "say --allow-private if it is yours to fetch")
            }
        }
    }
}

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for ureq::Error {
    fn from(refused: Refused) -> ureq::Error {
        ureq::Error::Other(Box::new(refused))
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, time: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, time).map_err(|e| match e {
            ureq::Error::Io(_) | ureq::Error::HostNotFound => Refused::Unknown.into(),
            other => other,
        })?;
        if self.allow_private {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|a| is_public(a.ip())).for_each(|a| public.push(*a));
        match (public.is_empty(), found.first()) {
            (false, _) => Ok(public),
            (true, Some(first)) => Err(Refused::Private(first.ip()).into()),
            (true, None) => Err(Refused::Unknown.into()),
        }
    }
}

/// Networks of IPv4 that are not the public internet: the IANA special-purpose registry (RFC 6890), and multicast.
const SPECIAL_4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local; the addresses at which clouds tell machines their secrets are among them.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // A public address that a cloud answers with its machines' secrets.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks within IPv6's global unicast (2000::/3) that are not the public internet, or that hold an IPv4 address of any
/// kind (Teredo, 6to4). Everything outside 2000::/3 is refused but NAT64 (RFC 6052), whose IPv4 address is checked.
const SPECIAL_6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let within = |&(net, bits): &(Ipv4Addr, u32)| (u32::from(ip) ^ u32::from(net)) >> (32 - bits) == 0;
            !SPECIAL_4.iter().any(within)
        }
        IpAddr::V6(ip) => {
            let number = u128::from(ip);
            if let [0x64, 0xff9b, 0, 0, 0, 0, ..] = ip.segments() {
                return is_public(IpAddr::V4(Ipv4Addr::from(number as u32)));
            }
            let within = |&(net, bits): &(Ipv6Addr, u32)| (number ^ u128::from(net)) >> (128 - bits) == 0;
            number >> 125 == 1 && !SPECIAL_6.iter().any(within)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_pass() {
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.0.1",
            "100.128.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00::1",
            "64:ff9b::101:101",
        ];
        let not = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:1.1.1.1",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::101:101",
            "100::1",
        ];
        let passes = |ip: &&str| is_public(ip.parse().unwrap());
        assert_eq!(public.iter().filter(|ip| !passes(ip)).collect::<Vec<_>>(), [&""; 0]);
        assert_eq!(not.iter().filter(|ip| passes(ip)).collect::<Vec<_>>(), [&""; 0]);
    }
}
