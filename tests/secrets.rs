//! Secrets on lines of every kind, beside everything that reports quote: none is in any output of any command.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

use std::ffi::OsString;
use std::io::Read;

use hcxnat::cli::{Io, run};

/// What is printed on both channels.
fn told(arguments: &[&str], mut stdin: &[u8]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let io = Io {
        stdin: &mut stdin as &mut dyn Read,
        stdin_is_terminal: false,
        stdout: &mut stdout,
        stdout_is_terminal: false,
        stderr: &mut stderr,
        stderr_is_terminal: false,
    };
    run(std::iter::once("hcxnat").chain(arguments.iter().copied()).map(OsString::from), io);
    stdout.extend(stderr);
    String::from_utf8(stdout).unwrap()
}

const COMMANDS: &[&[&str]] = &[
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "json"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "markdown"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "html"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "sarif"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "github"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "junit"],
    &["check", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "ndjson"],
    &["checklist", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6", "-o", "json"],
    &["check", "-", "--platform", "asa"],
    &["parse", "-"],
    &["parse", "-", "-o", "json"],
    &["trace", "udp 10.0.0.6:4500 > 198.51.100.7:4500", "-"],
    &["trace", "udp 10.0.0.6:4500 > 198.51.100.7:4500", "-", "-o", "json"],
    &["fix", "-", "--ix", "10.0.0.5", "--ne", "10.0.0.6"],
    &["redact", "-"],
];

/// Every secret has `ZORIN` in it. `~` stands for it.
const LINES: &[&str] = &[
    "enable secret 9 ~",
    "enable secret ~",
    "enable password 7 ~",
    "enable algorithm-type scrypt secret ~",
    "username bob privilege 15 secret 9 ~",
    "username bob password ~",
    "username bob algorithm-type sha256 secret ~",
    "username ftp nopassword secret ~",
    "service password-encryption key ~",
    "key config-key password-encrypt ~",
    "key config-key newpass ~ oldpass ~",
    " key-string ~",
    " key-string 7 ~",
    "  key-string 6 ~",
    "snmp-server community ~ RO 10",
    "snmp-server community ~ view V RW",
    "snmp-server host 10.0.0.9 ~",
    "snmp-server host 10.0.0.9 traps version 2c ~ udp-port 162",
    "snmp-server host 10.0.0.9 vrf M informs ~",
    "snmp-server user bob grp v3 auth sha ~ priv aes 128 ~",
    "snmp-server user bob grp v3 encrypted auth md5 ~",
    "snmp-server engineID local ~",
    "crypto isakmp key ~ address 198.51.100.7",
    "crypto isakmp key 6 ~ address 0.0.0.0 0.0.0.0",
    "crypto isakmp key 0 ~ hostname peer.example",
    " pre-shared-key ~",
    " pre-shared-key address 198.51.100.7 key 6 ~",
    " pre-shared-key hex ~",
    " pre-shared-key local 6 ~",
    " authentication local pre-share key ~",
    " password ~",
    " password 7 ~",
    " ppp chap password 7 ~",
    " ppp pap sent-username bob password 0 ~",
    " ppp chap secret ~",
    " ppp eap password ~",
    " dialer password ~",
    "tacacs-server key 7 ~",
    "tacacs-server host 10.0.0.9 single-connection key ~",
    "tacacs server T\n address ipv4 10.0.0.9\n key 7 ~",
    "radius server R\n address ipv4 10.0.0.9 auth-port 1812 acct-port 1813\n key 6 ~\n pac key ~",
    "radius-server host 10.0.0.9 auth-port 1645 acct-port 1646 timeout 5 key 7 ~",
    "radius-server vsa send key ~",
    " server 10.0.0.9 key ~",
    " server-key 7 ~",
    "aaa group server radius G\n server-private 10.0.0.9 timeout 5 key ~",
    " neighbor 10.0.0.1 password 7 ~",
    " neighbor PEERS password ~",
    " neighbor 10.0.0.1 ao KC key ~",
    " ip ospf authentication-key ~",
    " ip ospf message-digest-key 1 md5 7 ~",
    " ip rip authentication key-string ~",
    " ip authentication key ~",
    " isis password ~",
    " isis authentication key ~",
    " standby 1 authentication md5 key-string 7 ~",
    " standby 1 authentication ~",
    " vrrp 1 authentication md5 key-string ~ timeout 30",
    " glbp 1 authentication text ~",
    " ip nhrp authentication ~",
    " tunnel key ~",
    " wpa-psk ascii 7 ~",
    " wpa-psk hex 0 ~",
    " security wpa psk set-key ascii 0 ~",
    "dot11 ssid X\n wpa-psk ascii ~\n infrastructure-ssid",
    " wpa psk ~",
    " encryption key 1 size 40bit 7 ~ transmit-key",
    " wep key 1 ~",
    " username bob password 7 ~ callback-dialstring 1",
    "ip http client password ~",
    "ip http client proxy-server p username u password ~",
    "ip ftp password ~",
    "ip scp password ~",
    "ip ssh pubkey-chain\n username bob\n key-hash ssh-rsa ~",
    "boot network tftp://bob:~@10.0.0.9/cfg",
    "boot host ftp://bob:~@10.0.0.9/cfg",
    "boot system ftp://bob:~@10.0.0.9/image.bin",
    "archive\n path scp://bob:~@10.0.0.9/$h",
    "archive\n path http://10.0.0.9/put?token=~",
    "copy running-config ftp://bob:~@10.0.0.9/x",
    "ip http client source https://bob:~@h.example/",
    "kron policy-list K\n cli copy run ftp://bob:~@10.0.0.9/x",
    "event manager environment _email_password ~",
    "event manager environment SECRET_KEY ~",
    "event manager applet A\n action 1.0 cli command \"enable secret ~\"",
    "event manager applet A\n action 1.0 cli command \"username bob password ~\"",
    "event manager applet A\n action 1.0 mail server \"bob:~@smtp.example\" to \"a@b.example\"",
    "event manager applet A\n action 1.1 string match \"password ~\"",
    "action 2.0 cli command \"ppp chap password ~\"",
    "macro name M\n username bob secret ~",
    "alias exec login telnet 10.0.0.9 /password:~",
    "call-home\n http-proxy \"bob:~@proxy.example\" port 80",
    "call-home\n profile P\n destination address http https://bob:~@h.example/",
    "license smart trust idtoken ~ all",
    "license smart register idtoken ~ force",
    "crypto pki trustpoint T\n password ~\n enrollment url http://bob:~@ca.example",
    "crypto pki import T pkcs12 tftp://10.0.0.9/x password ~",
    "crypto ipsec client ezvpn E\n group G key ~\n username bob password ~",
    "crypto isakmp client configuration group G\n key ~",
    "webvpn gateway G\n secret ~",
    " set session-key inbound ah 256 ~",
    " set session-key outbound esp 256 cipher ~ authenticator ~",
    "crypto map M 10 ipsec-manual\n set session-key inbound esp 1000 cipher ~",
    " ipv6 ospf encryption ipsec spi 300 esp aes-cbc 128 ~ sha1 ~",
    " area 0 authentication ipsec spi 1 sha1 ~",
    " area 1 virtual-link 10.0.0.1 message-digest-key 1 md5 ~",
    " authentication mode hmac-sha-256 ~",
    "ntp authentication-key 1 md5 ~ 7",
    "ntp authentication-key 2 hmac-sha2-256 ~",
    "mpls ldp neighbor 10.0.0.1 password 7 ~",
    "mpls ldp password option 1 for 2 ~",
    "l2tp-class L\n password 7 ~",
    "vpdn-group V\n l2tp tunnel password 0 ~",
    "pseudowire-class P\n password ~",
    "cts sxp default password 7 ~",
    "cts credentials id R1 password ~",
    "cts manual\n sap pmk ~",
    "gatekeeper\n security password ~",
    "sip-ua\n credentials username bob password 7 ~ realm r",
    "sip-ua\n authentication username bob password ~",
    "voice register pool 1\n username bob password ~",
    "ephone 1\n username \"bob\" password ~",
    "telephony-service\n xml user bob password ~ 15",
    "dial-peer voice 1 pots\n authentication username b password 7 ~",
    "line vty 0 4\n password 7 ~",
    "vtp password ~",
    "parameter-map type ooo\n shared-secret ~",
    "ldap server L\n bind authenticate root-dn cn=admin password ~",
    "lisp\n ipv4 itr map-resolver 10.0.0.1\n ipv4 etr map-server 10.0.0.1 key ~",
    "router eigrp A\n authentication mode md5 ~",
    "router bgp 65001\n neighbor 10.0.0.1 password ~",
    "tunnel-group X ipsec-attributes\n ikev1 pre-shared-key ~",
    "ddns\n http\n  add http://bob:~@members.example/nic?x=1",
    "ip ddns update method D\n HTTP\n  add http://bob:~@10.0.0.9/u?hostname=<h>&myip=<a>",
    "! the enable password is ~",
    "! old key: ~",
    "password: ~",
    "Password=~",
    "my password is ~ and the pin ~",
    "secret=\"~\"",
    "{\"psk\": \"~\"}",
    "<password>~</password>",
    "description console password ~",
    " description pw=~",
    "access-list 1 remark enable secret ~",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4~lgOEePzNm0tRgeLezV6ffAt0gun\n~Q8d+/w==\n-----END",
    "username bob sec\u{8}cret 5 ~",
    "enable \u{1b}[1msecret\u{1b}[0m 5 ~",
    "ENABLE SECRET 5 ~",
    "enable\tsecret\t5\t~",
    "R1#enable secret ~",
    "R1(config)#enable secret 5 ~",
    "R1(config-line)#password ~",
    "R1#copy run ftp://bob:~@10.0.0.9/x",
    "R1#show run | include password ~",
    "R1#show running-config | section key ~",
    "R1#test aaa group radius bob password ~ new-code",
    "R1#ssh -l bob -p password ~",
    "R1#debug crypto condition peer ipv4 1.1.1.1 key ~",
    "ip nat inside source list 1 interface GigabitEthernet0/0 password ~ overload",
    "ip nat pool P password ~ netmask 255.255.255.0",
    "ip nat inside source static udp secret ~ 10.0.0.5 4500",
    "access-list 10 permit password ~",
    "object-group network password ~",
    "route-map R permit 10\n match ip address password ~\n set ip next-hop secret ~",
    "interface GigabitEthernet0/9\n ip address password ~",
    "ip route 10.9.0.0 255.255.0.0 10.0.0.1 name password ~",
    "router password ~",
    "hostname password ~",
    "vrf definition secret ~",
    "crypto gdoi group password ~",
    "ip inspect name password ~ tcp",
    "Changed MAC address from 00:50:56:86:67:1a to 00:50:56:86:45:62 for adapter 4000 for secret ~ on esx1 in DC1",
    "[Thu Jan 16 09:12:03 2020] [info] Changed MAC address from 00:50:56:86:67:1b to 00:50:56:86:45:62 for adapter key=~",
    "VDPortgroup : password ~\nMacChanges : False",
    "Get-VDPortgroup secret=~ | Get-VDSecurityPolicy\nMacChanges : False",
    "$ govc device.info -vm password=~\nName: ethernet-0\n  Summary: password ~\n  MAC Address: 00:50:56:86:67:1a",
    "   Port ID: 33554578\n   Portgroup: password ~\n   MAC Address: 00:50:56:86:67:1a",
];

const BASE: &[&str] = &[
    "R1#show running-config",
    "version 15.7",
    "hostname R1",
    "interface GigabitEthernet0/0",
    " ip address 203.0.113.1 255.255.255.0",
    " ip nat outside",
    "interface GigabitEthernet0/1",
    " ip address 10.0.0.1 255.255.255.0",
    " ip nat inside",
    "ip nat inside source list 1 interface GigabitEthernet0/0 overload",
    "ip route 0.0.0.0 0.0.0.0 203.0.113.254",
    "access-list 1 permit 10.0.0.0 0.0.0.255",
    "end",
    "R1#show ip nat translations",
    "Pro Inside global      Inside local       Outside local      Outside global",
    "udp 203.0.113.1:4500   10.0.0.5:4500      198.51.100.7:4500  198.51.100.7:4500",
    "udp 203.0.113.1:1024   10.0.0.6:4500      198.51.100.7:4500  198.51.100.7:4500",
    "R1#",
];

/// Some lines beside the lines of `BASE` for which `beside` holds.
fn capture(lines: &str, beside: impl Fn(&str) -> bool) -> String {
    let all =
        BASE.iter().map(|base| if beside(base) { format!("{lines}{base}\n{lines}") } else { format!("{base}\n") });
    all.collect()
}

/// A few lines at a time, so that what one does to its neighbours is seen as well as what it says alone.
fn some_lines() -> impl Iterator<Item = String> {
    LINES.chunks(6).map(|some| some.iter().flat_map(|line| [line.replace('~', "ZORIN"), "\n".to_owned()]).collect())
}

/// A character that a terminal would obey.
fn raw(out: &str) -> Option<char> {
    let hides =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    out.chars().find(|&c| (c.is_control() && !matches!(c, '\n' | '\t')) || hides(c))
}

fn assert_untold(capture: &str, lines: &str) {
    for command in COMMANDS {
        let out = told(command, capture.as_bytes());
        let leak = out.lines().find(|told| told.to_ascii_lowercase().contains("zorin"));
        assert_eq!(leak, None, "{command:?} tells of {lines:?}");
        assert_eq!(raw(&out), None, "{command:?} of {lines:?}");
    }
}

#[test]
fn no_line_tells_its_secret() {
    for lines in some_lines() {
        assert_untold(&capture(&lines, |base| base.contains(" nat ") || base.starts_with("access-list")), &lines);
    }
}

#[test]
fn nor_among_lines_of_all_kinds() {
    for lines in some_lines() {
        assert_untold(&capture(&lines, |_| true), &lines);
        assert_untold(&lines, &lines);
    }
}

/// Whatever the field, what is in it reaches no terminal as it stands.
#[test]
fn no_field_hands_a_control_character_on() {
    const BAD: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{7f}\u{200b}\u{2066}\u{85}\u{feff}\u{1}";
    for (at, line) in BASE.iter().enumerate() {
        for (from, word) in line.match_indices(|c: char| c.is_ascii_alphanumeric()) {
            let starts = !line[..from].ends_with(|c: char| c.is_ascii_alphanumeric());
            if !starts {
                continue;
            }
            let bad = format!("{}{word}{BAD}{}", &line[..from], &line[from + 1..]);
            let lines = BASE.iter().enumerate().map(|(index, base)| if index == at { bad.as_str() } else { base });
            let text: String = lines.flat_map(|line| [line, "\n"]).collect();
            for command in COMMANDS {
                assert_eq!(raw(&told(command, text.as_bytes())), None, "{command:?} of {bad:?}");
            }
        }
    }
}
