//! Where two readings differ, and why that is right.

/// A difference, in every file whose name contains `file`.
pub(crate) struct Known {
    pub(crate) file: &'static str,
    /// How it begins: `ours: ...` is what only we have, `theirs: ...` what we have not.
    pub(crate) difference: &'static str,
    pub(crate) reason: &'static str,
}

const fn known(file: &'static str, difference: &'static str, reason: &'static str) -> Known {
    Known { file, difference, reason }
}

const NO_IOS: &str = "written for a parser that takes every dialect at once; its tell-tales are those of another system, \
                      and nothing is judged by the wrong grammar";
const NEIGHBOUR: &str = "an IOS neighbour in a snapshot of another vendor, whose label covers the whole snapshot";
const HEADINGS: &str = "notes in which every statement is indented under a Markdown heading, as a child of it; each is told \
                        as one of NAT that is not modelled";

/// Against the projects' own readings, mended.
pub(crate) const PROJECTS: &[Known] = &[];

/// Against a reading by words.
pub(crate) const WORDS: &[Known] = &[];

/// Against a reading line by line.
pub(crate) const CONFIGURATIONS: &[Known] = &[
    known(
        "ios-nat-malformed-pool",
        "theirs: pool SNOOKER 10.1.1.10-10.1.1.5",
        "the range ends before it begins: malformed, as the file's name says",
    ),
    known(
        "testconfigs__encoding_test",
        "ours: interface l0 address",
        "a hard blank in Latin-1 indents the line, which the plain reading takes for a letter",
    ),
    known("configs__ios-bgp-listener", "ours: interface g1/0", NEIGHBOUR),
    known("withdrawals__configs__s", "theirs: route-map", NO_IOS),
    known("bgp-filter-inactive__configs__as", "theirs: ", "an EOS image in the boot line"),
    known("testconfigs__ios-acl", "theirs: ", NO_IOS),
    known("ios-shutdown-ospf-interface", "theirs: interface e0/0", NO_IOS),
    known("unit-tests__configs__cisco_ospf", "theirs: interface", NO_IOS),
    known("hp_comware_full_sent", "theirs: interface", "HP Comware, whatever its label"),
    known(
        "a2a2-devprog.tex",
        "theirs: interface g1",
        "a book about IOS-XR and others in TeX, with one interface of IOS",
    ),
    known(
        "Implementing_Dynamic_NAT",
        "ours: nat inside-source list <access-list-number> pool <pool-name>",
        "a name between angle brackets may be one that somebody has taken out; the rule stays",
    ),
    known("sprint3__1181436__README", "theirs: nat inside-source", HEADINGS),
    known("sprint3__1190293__README", "theirs: nat inside-source", HEADINGS),
];
