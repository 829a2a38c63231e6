//! The words after which a line is secret.

/// Words after which IOS puts a secret, wherever they stand.
const ALWAYS: &[&str] =
    &["password", "passwd", "secret", "passphrase", "pre-shared-key", "preshared-key", "key-string"];

/// The same, on lines that are not about NAT, filters or interfaces, where they may be names.
const MOSTLY: &[&str] = &[
    "passwords",
    "passcode",
    "passwort",
    "kennwort",
    "pwd",
    "pw",
    "key-hash",
    "ssd-control-end",
    "community",
    "authentication-key",
    "md5",
    "wpa-psk",
    "psk",
    "pmk",
    "token",
    "credential",
    "credentials",
    "sha",
    "sha-256",
    "ascii",
    "pin",
    "cipher",
    "authenticator",
];

/// What people call a password in other languages, in lower case.
const FOREIGN: &[&str] = &[
    "パスワード",
    "密码",
    "密碼",
    "口令",
    "пароль",
    "contraseña",
    "senha",
    "passe",
    "mot-de-passe",
    "hasło",
    "wachtwoord",
    "lösenord",
];

/// Where in a word (in lower case) what follows such a name begins.
pub(super) fn foreign(word: &str) -> Option<usize> {
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let name = FOREIGN.iter().find(|name| bare.starts_with(**name))?;
    let rest = bare.get(name.len()..)?;
    (!rest.starts_with(char::is_alphabetic)).then_some(word.len() - rest.len())
}

/// Ends of words that are one name of a secret: `server-key`, `ldap-login-password`, `idtoken`.
const ENDS: &[&str] = &[
    "-key",
    "_key",
    "password",
    "passwd",
    "secret",
    "passphrase",
    "-psk",
    "token",
    "_pass",
    "-pass",
    "_community",
    "_pw",
];

/// Words that people shorten, and how many letters must be there.
const SHORT: &[(&str, usize)] =
    &[("password", 4), ("secret", 4), ("passphrase", 5), ("pre-shared-key", 5), ("key-string", 5), ("passcode", 5)];

/// Words that start a secret only behind another word: the beginning of a line, shortened to no fewer letters than
/// given, then the word, likewise.
const BEHIND: &[(&str, usize, &str, usize)] = &[
    ("enable", 2, "secret", 2),
    ("enable", 2, "password", 2),
    ("username", 4, "secret", 2),
    ("username", 4, "password", 2),
    ("snmp-server", 4, "community", 3),
    ("snmp-server", 4, "host", 2),
    ("snmp", 4, "community-map", 13),
    ("snmp-server", 4, "user", 2),
    ("standby", 4, "authentication", 4),
    ("vrrp", 4, "authentication", 4),
    ("glbp", 4, "authentication", 4),
    ("set", 3, "session-key", 4),
    ("tacacs-server", 6, "key", 1),
    ("radius-server", 6, "key", 1),
    ("neighbor", 4, "password", 3),
    ("crypto", 3, "key", 2),
    ("ntp", 3, "authentication-key", 9),
    ("authorization", 13, "bearer", 6),
    ("authorization", 13, "basic", 5),
    ("curl", 4, "user", 1),
    ("sshpass", 7, "p", 1),
    ("plink", 5, "pw", 2),
    ("snmpget", 7, "a", 1),
    ("snmpget", 7, "x", 1),
    ("snmpwalk", 8, "a", 1),
    ("snmpwalk", 8, "x", 1),
];

/// What follows `key` when it is no secret.
const PUBLIC_KEYS: &[&str] = &[
    "chain",
    "generate",
    "zeroize",
    "pubkey-chain",
    "mypubkey",
    "import",
    "export",
    "encrypt",
    "decrypt",
    "lock",
    "unlock",
    "move",
    "storage",
    "config-key",
];

/// Words that follow a trigger and are not secrets themselves.
pub(super) const KEPT: &[&str] = &[
    "encryption",
    "address",
    "hostname",
    "level",
    "timeout",
    "text",
    "local",
    "remote",
    "version",
    "ro",
    "rw",
    "view",
];

/// How lines begin that NAT is judged by. Nothing on them is secret but what a plain word says is.
const LEGIBLE: &[&[&str]] = &[
    &["ip", "nat"],
    &["ip", "access-list"],
    &["ip", "access-group"],
    &["ip", "address"],
    &["ip", "route"],
    &["ip", "policy"],
    &["ip", "local"],
    &["ip", "vrf"],
    &["ip", "prefix-list"],
    &["vrf"],
    &["access-list"],
    &["permit"],
    &["deny"],
    &["interface"],
    &["route-map"],
    &["match"],
    &["object-group"],
    &["hostname"],
    &["show"],
];

/// How many words of a line are remembered. Commands are shorter; a line of a megabyte must not take a day.
const LEAD: usize = 32;

/// What the words of a line so far say.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// In lower case, without what may stand before any command.
    words: Vec<String>,
}

impl Lead {
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn push(&mut self, word: &str) {
        // `no` and `do` may stand before any command, and a number before a line of a named list.
        let skipped = matches!(word, "no" | "do" | "default") || word.bytes().all(|byte| byte.is_ascii_digit());
        if !(self.is_empty() && skipped) && self.words.len() < LEAD {
            self.words.push(word.to_owned());
        }
    }

    /// Whether what follows `word` (in lower case) is secret; `next` is the word behind it.
    pub(super) fn is_trigger(&self, word: &str, next: &str) -> bool {
        if ALWAYS.contains(&word) {
            return true;
        }
        // `set community` and its like are about routes.
        let route = word == "community" && matches!(self.first(), "set" | "if" | "elseif");
        if route || self.is_legible() {
            return false;
        }
        if word == "key" {
            return !PUBLIC_KEYS.contains(&next);
        }
        names_a_secret(word) || self.is_shortened(word) || self.is_behind(word)
    }

    fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn is_legible(&self) -> bool {
        let row = matches!(self.first(), "tcp" | "udp" | "icmp" | "esp" | "ah" | "gre" | "pro");
        let begins = |begin: &&[&str]| {
            begin.len() <= self.words.len() && begin.iter().zip(&self.words).all(|(known, word)| known == word)
        };
        row || LEGIBLE.iter().any(begins)
    }

    fn is_shortened(&self, word: &str) -> bool {
        // In prose `pass` is a word.
        let prose = matches!(self.first(), "description" | "remark" | "name");
        !prose && SHORT.iter().any(|&(full, least)| shortens(word, full, least))
    }

    fn is_behind(&self, word: &str) -> bool {
        let Some(first) = self.words.first() else { return false };
        let has = |known: &str| self.words.iter().any(|word| word == known);
        // Behind a stamp, a label or another command it is spelled out.
        let spelled =
            |begin: &str| self.words.iter().any(|word| word.rsplit([':', '|', '"', '@']).next() == Some(begin));
        let begins = |begin: &str, some: usize| shortens(first, begin, some) || spelled(begin);
        BEHIND.iter().any(|&(begin, some, full, least)| shortens(word, full, least) && begins(begin, some))
            || has("profile") && matches!(word, "chap" | "pap")
            || has("nhrp") && shortens(word, "authentication", 4)
            || has("ipsec") && word == "spi"
            || has("priv") && (word.starts_with("aes") || word.ends_with("des"))
    }
}

/// Whether a word (in lower case) says that a secret follows it.
pub(super) fn names_a_secret(word: &str) -> bool {
    ALWAYS.contains(&word)
        || MOSTLY.contains(&word)
        || matches!(word, "key" | "apikey")
        || word.starts_with("hmac-")
        || word.starts_with("cmac-")
        || ENDS.iter().any(|end| word.ends_with(end))
}

fn shortens(word: &str, full: &str, least: usize) -> bool {
    word.len() >= least && full.starts_with(word)
}
