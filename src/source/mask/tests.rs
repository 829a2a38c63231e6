use super::*;

/// Every line holds a word with `SECRET` in it, or a secret of its own behind `|`.
const SECRETS: &[&str] = &[
    "enable secret 9 $9$SECRET",
    "enable sec 5 SECRET",
    "ena pass SECRET",
    "en se 5 SECRET",
    "enable password level 7 SECRET",
    "enable algorithm-type sha256 secret SECRET",
    "R1(config)#enable sec 5 SECRET",
    "R1# ena sec 5 SECRET",
    "username bob privilege 15 password 7 SECRET",
    "username bob sec 5 SECRET",
    "user bob pass SECRET",
    "no username bob secret 5 SECRET",
    "do user bob passw 0 SECRET",
    "username bob common-criteria-policy P password SECRET",
    " password 7 SECRET",
    " passw SECRET",
    "service-account passwd SECRET",
    "crypto isakmp key SECRET address 203.0.113.9",
    "crypto isa key 6 SECRET hostname peer.example",
    "crypto ipsec client ezvpn E\tgroup G key SECRET",
    " group mygroup key SECRET",
    " key SECRET",
    " key 7 SECRET",
    " pre-shared-key local SECRET",
    " pre-shared-key address 0.0.0.0 0.0.0.0 key SECRET",
    " authentication remote pre-share key SECRET",
    " set session-key inbound esp 256 cipher SECRET",
    " set sess out esp 256 cipher 00 authenticator SECRET",
    "snmp-server community SECRET RO",
    "snmp-server comm SECRET",
    "snmp-server host 10.0.0.9 version 2c SECRET",
    "edge.cfg:12:snmp-server host 10.0.0.9 version 2c SECRET",
    "Nov 23 03:55:47 host x: snmp-server host 10.0.0.9 SECRET",
    " action 1.0 cli command \"standby 1 authentication SECRET\"",
    " description old: vrrp 1 authentication text SECRET",
    "edge.cfg:glbp 1 authentication text SECRET",
    "edge.cfg:key SECRET",
    "snmp mib community-map SECRET engineid 80",
    "lte profile create 1 apn chap SECRET OTHER ipv4",
    "event manager environment _snmp_community SECRET",
    "pw: SECRET",
    "PSK: SECRET",
    "パスワード: SECRET",
    "密码 SECRET",
    "пароль=SECRET",
    "Contraseña: SECRET",
    "mot de passe : SECRET",
    "snmp-server user u g v3 auth md5 SECRET priv aes 128 OTHER",
    "snmp-server user u g v3 auth md5 OTHER priv aes 128 SECRET",
    "  v3 auth sha OTHER priv 3des SECRET",
    "  priv aes 256 SECRET",
    " server-private 1.1.1.1 key 7 SECRET",
    " server-private 1.1.1.1 auth-port 1812 acct-port 1813 key SECRET",
    " client 10.0.0.2 server-key 7 SECRET",
    "tacacs-server host 10.0.0.3 key SECRET",
    "tacacs-server key 7 SECRET",
    "tacacs-s k SECRET",
    "radius-server host 10.0.0.3 auth-port 1 acct-port 2 key SECRET",
    "frobnicate key SECRET",
    "{\"key\":1234,\"value\":\"SECRET\"}",
    "{\"deviceInfo\":{},\"key\":\"SECRET\"}",
    "frobnicate client-secret SECRET",
    "frobnicate idtoken SECRET",
    "key config-key password-encrypt SECRET",
    "  key-string 7 SECRET",
    " neighbor 10.0.0.1 password 7 SECRET",
    " neigh 10.0.0.1 pas SECRET",
    " ip ospf authentication-key SECRET",
    " ip ospf message-digest-key 1 md5 7 SECRET",
    " area 0 virtual-link 10.0.0.1 authentication-key 7 SECRET",
    " ipv6 ospf authentication ipsec spi 500 md5 SECRET",
    " ospfv3 encryption ipsec spi 500 esp null SECRET",
    " authentication mode hmac-sha-256 7 SECRET",
    " isis password SECRET level-1",
    " area-password SECRET",
    " mpls ldp neighbor 10.0.0.1 password SECRET",
    " ip nhrp authentication SECRET",
    " standby 1 authentication SECRET",
    " standby 1 auth md5 key-string SECRET",
    " vrrp 1 authentication text SECRET",
    " glbp 1 authentication SECRET",
    "ntp authentication-key 1 md5 SECRET 7",
    " ppp chap password 0 SECRET",
    " ppp pap sent-username u password 7 SECRET",
    " ppp pap sent-user u pass SECRET",
    " l2tp tunnel password 7 SECRET",
    " wpa-psk ascii 0 SECRET",
    " encryption key 1 size 128bit 0 SECRET transmit-key",
    " cable shared-secret 7 SECRET",
    " cts credentials id R1 password 7 SECRET",
    " sap pmk SECRET",
    " ipv4 etr map-server 10.0.0.1 key SECRET",
    " credentials username u password SECRET realm r",
    "ip ftp password 7 SECRET",
    "ip http client username u password SECRET",
    " bind authenticate root-dn cn=admin,dc=x password SECRET",
    " ldap-login-password SECRET",
    " path ftp://user:SECRET@10.0.0.3/cfg",
    " path scp://u:SEC@SECRET@10.0.0.3/cfg",
    " url http://SECRET@example.org/",
    " add http://example.org/nic?hostname=h&password=SECRET",
    "event manager environment _mail_password SECRET",
    "event manager environment _mail_pass SECRET",
    "license smart trust idtoken SECRET",
    "password: SECRET",
    "password=SECRET",
    "{\"password\":\"SECRET\"}",
    "the password is SECRET ^C",
    "<password>SECRET</password>",
    " description pw=SECRET",
    " http-proxy bob:SECRET@proxy.example",
    "enable\u{a0}secret\u{a0}5\u{a0}SECRET",
    "\u{8}\u{8}\u{8}        \u{8}\u{8}enable sec 5 SECRET",
    "\u{1b}[Kenable se\u{200b}c 5 SECRET",
    "username bob secrex\u{8}t 5 SECRET",
    "ip nat inside source static udp 10.0.0.9 9 password SECRET",
    "ip nat inside source list password SECRET",
];

#[test]
fn secrets_are_masked_in_place() {
    for line in SECRETS {
        let masked = mask_line(line);
        assert!(!masked.contains("SECRET"), "{line} -> {masked}");
        assert_eq!(masked.len(), line.len(), "{line}");
        assert_eq!(masked.chars().filter(|c| *c == ' ').count(), line.chars().filter(|c| *c == ' ').count());
        let at = line.find("SECRET").and_then(|at| line.get(at..at + 6)).unwrap();
        assert_eq!(unmasked(line, at), None, "{line}");
        // What is typed in capitals is no safer.
        let stars = |text: &str| mask_line(text).match_indices('*').map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(stars(&line.to_ascii_uppercase()), stars(line), "{line}");
    }
}

#[test]
fn keys_and_certificates_are_masked() {
    for line in [
        "  30820241 308201AA A0030201",
        "  D697DF7F 28 quit",
        "MIIEowIBAAKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gun",
    ] {
        assert!(mask_line(line).chars().all(|c| c == '*' || c == ' '), "{line}");
    }
}

#[test]
fn words_of_commands_are_kept() {
    for line in [
        "crypto key generate rsa modulus 2048",
        "crypto key zeroize rsa",
        "key chain EIGRP",
        " key 1",
        "service password-encryption",
        "no service password-recovery",
        " authentication pre-share",
        " hash md5",
        "snmp-server enable traps bgp",
        "crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac",
        " path ftp://10.0.0.3/cfg",
        "crypto pki certificate chain TP",
    ] {
        assert_eq!(mask_line(line), line);
    }
}

#[test]
fn what_nat_is_judged_by_is_legible() {
    for line in [
        "ip nat inside source list 1 interface GigabitEthernet0/0 overload",
        "R1(config)#ip nat inside source list key pool token overload",
        "no ip nat pool SHA 10.0.0.1 10.0.0.2 prefix-length 24",
        "udp 19.155.80.72:1543    192.19.72.203:4500   203.0.113.12:4500   203.0.113.12:4500",
        "access-list 10 permit udp any host 192.0.2.1 eq isakmp",
        "ip access-list extended KEY",
        " 10 permit ip any any",
        " ip access-group KEY in",
        "ip route vrf PIN 0.0.0.0 0.0.0.0 10.0.0.1",
        "route-map KEY permit 10",
        " match ip address KEY 10",
        " set community 65000:1 additive",
        " description uplink\tto ISP",
        " description pass through to the core",
    ] {
        assert_eq!(mask_line(line), line);
    }
}

#[test]
fn a_terminal_gets_no_escape() {
    let masked = mask_line("hostname \u{1b}]0;pwned\u{7}R1\u{202e}x\u{9b}");
    assert_eq!(masked, "hostname ?]0;pwned?R1???x??");
    assert_eq!(mask_name("a\nb\u{9b}"), "a?b?");
    assert_eq!(mask_controls("a\nb\u{9b}"), "a\nb?");
}

#[test]
fn a_long_line_takes_no_time() {
    let started = std::time::Instant::now();
    for unit in ["a ", "://", "=:", "key=\"", "key=", "x@", "\u{8}", "\u{1b}[", "\" ", "priv ", "aes nhrp "] {
        let line = unit.repeat(200_000 / unit.len());
        assert_eq!(mask_line(&line).len(), line.len());
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_word_of_another_line_is_not_shown() {
    let (line, other) = ("ip nat inside", String::from("SECRET"));
    assert_eq!(unmasked(line, line.get(3..6).unwrap()), Some("nat"));
    assert_eq!(unmasked(line, &other), None);
}

#[test]
fn the_number_of_a_device_is_no_secret() {
    let device = "{\"Name\":\"ethernet-0\",\"key\":4000,\"deviceInfo\":{\"label\":\"Network adapter 1\"},\"macAddress\":\"00:50:56:86:45:62\"}";
    assert_eq!(mask_line(device), device);
}
