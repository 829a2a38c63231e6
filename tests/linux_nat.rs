//! A real NAT as judge: what Linux does with two hosts that send from UDP 4500.
//!
//! Three network namespaces of this test's own (two inside hosts, a router that masquerades, two peers), joined by veth
//! pairs; no packet leaves them. Needs root, `ip`, `nft` and `conntrack`; without them it says so and checks nothing.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says why it is skipped"
)]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::ops::RangeInclusive;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use hcxnat::Settings;
use hcxnat::capture::Input;
use hcxnat::eval::behaviour::{Behaviour, LinuxMasquerade, Port, Ports, Request, Use, named};
use hcxnat::eval::{Confidence, Outcome};
use hcxnat::net::Protocol;

/// The port of the peers.
const PORT: u16 = 4500;
const A: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 5);
const B: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 6);
const INSIDE: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 1);
const GLOBAL: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 1);
const P: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 11);
const Q: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 12);

/// Set for a copy of this test that plays a host: `answer`, or `send ADDRESS:PORT PEER`.
const ROLE: &str = "HCXNAT_LINUX_NAT_ROLE";

/// What is expected of a source port.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    Kept,
    /// Another one out of these.
    Within(RangeInclusive<u16>),
}

impl Fate {
    fn includes(&self, asked: u16, got: u16) -> bool {
        match self {
            Self::Kept => got == asked,
            Self::Within(group) => got != asked && group.contains(&got),
        }
    }
}

/// What is expected of netfilter for a host that sends from `port` to `peer`, where `held` lists the peers towards which
/// that port of the shared address is in use: a port is taken towards one peer only, since what must be unique is the
/// whole tuple of the answers. A substitute is of the same group: below 512, below 1024, or above (iptables,
/// `libipt_SNAT`).
fn predict(port: u16, peer: Ipv4Addr, held: &[Ipv4Addr]) -> Fate {
    match port {
        _ if !held.contains(&peer) => Fate::Kept,
        0..512 => Fate::Within(1..=511),
        512..1024 => Fate::Within(512..=1023),
        1024.. => Fate::Within(1024..=u16::MAX),
    }
}

/// One port of an address, and the peers towards which it is in use.
struct Held<'h> {
    port: u16,
    peers: &'h [Ipv4Addr],
}

impl Ports for Held<'_> {
    fn use_of(&self, port: u16, peer: Option<(Ipv4Addr, u16)>) -> Use {
        match peer {
            _ if port != self.port || self.peers.is_empty() => Use::Free,
            Some((peer, _)) if self.peers.contains(&peer) => Use::HeldTowardsPeer,
            Some(_) => Use::HeldTowardsAnother,
            None => Use::Held,
        }
    }

    fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        range.into_iter().find(|port| *port != self.port)
    }

    fn all_taken(&self, _: RangeInclusive<u16>) -> bool {
        false
    }
}

/// What the library says of Linux in the same place, asked for its behaviour alone.
fn predicted_by_behaviour(port: u16, peer: Ipv4Addr, held: &[Ipv4Addr]) -> Fate {
    let request = Request { protocol: Protocol::UDP, port, peer: Some((peer, PORT)) };
    let choices = LinuxMasquerade.allocate(&request, &Held { port, peers: held });
    let [choice] = choices.as_slice() else { panic!("{choices:?}") };
    assert_eq!(choice.confidence, Confidence::Certain);
    match &choice.port {
        Port::Kept => Fate::Kept,
        Port::Within(group) => Fate::Within(group.clone()),
        other => panic!("{other:?}"),
    }
}

/// What `trace --behaviour linux` says, the entries of the router being shown to it as Cisco would print them.
fn traced(source: SocketAddrV4, peer: Ipv4Addr, entries: &[(SocketAddrV4, Ipv4Addr, u16)]) -> Outcome {
    let mut text = format!(
        "version 15.7\nhostname EDGE\ninterface GigabitEthernet0/0\n ip address {GLOBAL} 255.255.255.0\n ip nat outside\n\
         interface GigabitEthernet0/1\n ip address {INSIDE} 255.255.255.0\n ip nat inside\n\
         ip nat inside source list 1 interface GigabitEthernet0/0 overload\naccess-list 1 permit 10.0.1.0 0.0.0.255\n\
         end\nEDGE#show ip nat translations\nPro Inside global Inside local Outside local Outside global\n"
    );
    for (source, peer, seen) in entries {
        writeln!(text, "udp {GLOBAL}:{seen} {source} {peer}:{PORT} {peer}:{PORT}").unwrap();
    }
    let flow = format!("udp {source} > {peer}:{PORT}").parse().unwrap();
    let settings = Settings { behaviour: named("linux"), ..Settings::default() };
    let input = Input::Memory { name: "paste".to_owned(), bytes: text.into_bytes() };
    hcxnat::trace(&[input], &flow, &settings).unwrap().answers[0].predicted.outcome
}

fn run(program: &str, words: &[&str]) -> Result<Output, String> {
    let output = Command::new(program).args(words).output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("'{program} {}' fails: {}", words.join(" "), said.trim()))
}

/// The namespaces; they are taken away with it.
struct Lab {
    made: Vec<String>,
    answering: Option<Child>,
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(mut child) = self.answering.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        for name in &self.made {
            let _ = run("ip", &["netns", "delete", name]);
        }
    }
}

impl Lab {
    fn name(role: &str) -> String {
        format!("hcxnat-{}-{role}", std::process::id())
    }

    fn build() -> Result<Self, String> {
        for (program, ask) in [("ip", "-V"), ("nft", "--version"), ("conntrack", "--version")] {
            run(program, &[ask])?;
        }
        let mut lab = Self { made: Vec::new(), answering: None };
        for role in ["inside", "router", "outside"] {
            let name = Self::name(role);
            run("ip", &["netns", "add", &name])?;
            lab.made.push(name);
        }
        let router = Self::name("router");
        for (role, near, far) in [("inside", vec![A, B], INSIDE), ("outside", vec![P, Q], GLOBAL)] {
            let end = Self::name(role);
            let link = ["-n", &end, "link", "add", "eth0", "type", "veth", "peer", "name", role, "netns", &router];
            run("ip", &link)?;
            let ends = near.iter().map(|address| (&end, "eth0", *address)).chain([(&router, role, far)]);
            for (namespace, device, address) in ends {
                run("ip", &["-n", namespace, "address", "add", &format!("{address}/24"), "dev", device])?;
                run("ip", &["-n", namespace, "link", "set", device, "up"])?;
            }
        }
        run("ip", &["-n", &Self::name("inside"), "route", "add", "default", "via", &INSIDE.to_string()])?;
        let forward = "echo 1 > /proc/sys/net/ipv4/ip_forward";
        run("ip", &["netns", "exec", &router, "sh", "-c", forward])?;
        let rules =
            "table ip nat { chain post { type nat hook postrouting priority 100; oifname \"outside\" masquerade; }; }";
        let refused = run("ip", &["netns", "exec", &router, "nft", rules]).err();
        // A kernel may lack it; a mistake of this test is none of the kernel's.
        assert!(refused.as_ref().is_none_or(|said| !said.contains("syntax error")), "{refused:?}");
        refused.map_or(Ok(()), Err)?;
        lab.answering = Some(Self::answer()?);
        Ok(lab)
    }

    /// A copy of this test in a namespace, in a role.
    fn copy(role: &str, plays: &str) -> Command {
        let this = std::env::current_exe().unwrap();
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &Self::name(role)]).arg(this);
        command.args(["plays_a_host", "--exact", "--nocapture"]).env(ROLE, plays);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    /// The peers, once they listen.
    fn answer() -> Result<Child, String> {
        let mut child = Self::copy("outside", "answer").spawn().map_err(|error| error.to_string())?;
        let said = BufReader::new(child.stdout.take().unwrap());
        let ready = said.lines().map_while(Result::ok).any(|line| line.contains("listening"));
        assert!(ready, "the peers do not listen");
        Ok(child)
    }

    /// Sends from `source`, and asks the peer from which port it came.
    fn send(&self, source: SocketAddrV4, peer: Ipv4Addr) -> u16 {
        assert!(self.answering.is_some());
        let output = Self::copy("inside", &format!("send {source} {peer}")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let seen = said.lines().find_map(|line| line.split_once("seen as ")).map(|(_, seen)| seen.trim());
        let seen: SocketAddrV4 = seen.and_then(|seen| seen.parse().ok()).unwrap_or_else(|| panic!("no answer: {said}"));
        assert_eq!(*seen.ip(), GLOBAL);
        seen.port()
    }

    /// By which port the router lets `source` out to `peer`: the destination of the answers it waits for.
    fn tracked(source: SocketAddrV4, peer: Ipv4Addr) -> Option<u16> {
        let command = ["netns", "exec", &Self::name("router"), "conntrack", "-L", "-p", "udp"];
        let output = run("ip", &command).unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let there = format!("src={} dst={peer} sport={} dport={PORT} ", source.ip(), source.port());
        let back = format!("src={peer} dst={GLOBAL} sport={PORT} dport=");
        let mut rows = text.lines().filter_map(|row| row.split_once(&there)?.1.split_once(&back));
        let (_, port) = rows.next()?;
        assert!(rows.next().is_none(), "{text}");
        port.split_whitespace().next()?.parse().ok()
    }
}

/// No test: what a copy of this program does in a namespace.
#[test]
fn plays_a_host() {
    let Ok(role) = std::env::var(ROLE) else { return };
    match role.split(' ').collect::<Vec<_>>()[..] {
        ["answer"] => answer(),
        ["send", source, peer] => send(source.parse().unwrap(), peer.parse().unwrap()),
        _ => panic!("no such role: {role}"),
    }
}

/// Tells everybody who asks, for eight seconds, as whom they are seen.
fn answer() {
    let sockets = [P, Q].map(|peer| UdpSocket::bind((peer, PORT)).unwrap());
    for socket in &sockets {
        socket.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
    }
    println!("listening");
    std::io::stdout().flush().unwrap();
    let (begun, mut buffer) = (Instant::now(), [0; 64]);
    while begun.elapsed() < Duration::from_secs(8) {
        for socket in &sockets {
            if let Ok((_, from)) = socket.recv_from(&mut buffer) {
                socket.send_to(from.to_string().as_bytes(), from).unwrap();
            }
        }
    }
}

fn send(source: SocketAddrV4, peer: Ipv4Addr) {
    let socket = UdpSocket::bind(source).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let (peer, mut buffer) = (SocketAddr::from((peer, PORT)), [0; 64]);
    for _ in 0..4 {
        socket.send_to(b"as whom do you see me?", peer).unwrap();
        if let Ok((length, from)) = socket.recv_from(&mut buffer) {
            assert_eq!(from, peer);
            println!("\nseen as {}", String::from_utf8_lossy(&buffer[..length]));
            return;
        }
    }
}

/// Two hosts that send from `port`.
fn two_hosts(lab: &Lab, port: u16) {
    let [a, b] = [A, B].map(|address| SocketAddrV4::new(address, port));
    let (mut held, mut entries) = (Vec::new(), Vec::new());
    // To two peers; then the second to the peer of the first, and the first to that of the second.
    for (source, peer) in [(a, P), (b, Q), (b, P), (a, Q)] {
        let seen = lab.send(source, peer);
        println!("{source} to {peer}:{PORT} leaves as {GLOBAL}:{seen}");
        assert_eq!(Lab::tracked(source, peer), Some(seen), "the router and {peer} disagree about {source}");
        let fate = predict(port, peer, &held);
        assert!(fate.includes(port, seen), "{source} to {peer} leaves as {seen}; {port} is held towards {held:?}");
        assert_eq!(predicted_by_behaviour(port, peer, &held), fate);
        // Who holds other ports than HCX uses, a trace does not see.
        if port == PORT {
            let outcome = if fate == Fate::Kept { Outcome::Kept } else { Outcome::Remapped };
            assert_eq!(traced(source, peer, &entries), outcome, "{source} to {peer}, {entries:?}");
        }
        entries.push((source, peer, seen));
        if fate == Fate::Kept {
            held.push(peer);
        }
    }
    assert_eq!(held, [P, Q]);
    // Who came first has lost nothing by it.
    for (source, peer) in [(a, P), (b, Q)] {
        assert_eq!((lab.send(source, peer), Lab::tracked(source, peer)), (port, Some(port)));
    }
}

#[test]
fn netfilter_keeps_a_port_towards_each_peer_once() {
    match Lab::build() {
        Ok(lab) => [PORT, 500, 700].into_iter().for_each(|port| two_hosts(&lab, port)),
        Err(why) => println!("skipped, no router can be built here: {why}"),
    }
}
