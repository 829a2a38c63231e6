//! What can be typed.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::output::{Format, Formats, ListFormat, Output, Plain};
use crate::capture::Dialect;
use crate::eval::{Flow, behaviour};
use crate::locale::Language;
use crate::rules::Severity;

const EXIT_CODES: &str = "\
Exit codes:
  0  pass
  1  a finding at or above --fail-on
  2  usage, inventory or I/O error
  3  nothing recognised in the input
  4  inconclusive: an appliance could not be judged
If several apply, the first of 2, 3, 1, 4, 0 wins. `--fail-on never` does away with 1, not with 4.";

const EXIT_OF_TRACE: &str = "\
Exit codes:
  0  the way was told, whatever becomes of the packet
  2  usage or I/O error
  3  nothing recognised in the input
  4  no router of the capture says where the flow goes";

const EXIT_OF_PARSE: &str = "\
Exit codes:
  0  the input was read, whatever was understood of it
  2  usage or I/O error
  3  nothing recognised in the input";

const EXIT_OF_BASELINE: &str = "\
Exit codes:
  0  the baseline was written, whatever it accepts
  2  usage, inventory or I/O error
  3  nothing recognised in the input";

const WHAT_TO_PASTE: &str = "\
What to paste, from the router in front of the HCX appliances:
  terminal length 0
  show running-config
  show ip nat translations
into one file or several, prompts and all. Secrets are masked in every output.

Examples:
  hcxnat demo
  hcxnat check edge.txt --ix 192.19.72.202 --ne 192.19.72.203
  hcxnat init > inventory.yaml
  hcxnat check edge.txt --inventory inventory.yaml -o json=result.json";

const EXIT_OF_DIFF: &str = "\
The exit code is that of `check` on AFTER: 0 when nothing is left to do there. It is 3 as well when nothing was \
recognised in BEFORE.

Example, before a change and after it:
  hcxnat diff edge-monday.txt edge-tuesday.txt --inventory inventory.yaml";

const WHAT_IS_REDACTED: &str = "\
Replaced: IPv4, IPv6 and MAC addresses, host and user names, domains, the names of lists, route-maps, pools, VRFs and \
groups, descriptions, remarks, banners, comments, and every word that is not IOS's own. Secrets become ******.
Kept: ports, numbers, interface names, masks, the commands, the lines; which addresses are private, which share a \
prefix and by how many bits, the last octet, and which names are one name.
A name that is a word of IOS (an access list called NAT) is kept where it cannot be told from the command.
Every run draws its own pseudonyms unless --key gives it the same. Look through a copy before you hand it on.

Examples:
  hcxnat redact edge.txt -o copy.txt
  hcxnat redact captures/ -o copies/
  hcxnat redact - < edge.txt | hcxnat check";

const WHAT_TO_IMPORT: &str = "\
Read, each as JSON, CSV, or as pasted from Format-List or Format-Table, whatever the file is called:
  POST /hybridity/api/metrics/interconnect    both ends of every tunnel: the best there is
  Get-HCXInterconnectStatus                   addresses, but not of which interface
  Get-HCXAppliance                            names and types, no addresses
  Get-HCXServiceMesh, .../serviceMesh         Application Path Resiliency (REST only)
  Get-HCXNetworkProfile, .../networks         before deployment: the ranges that addresses are taken from
Several files of one site are joined. `check --inventory FILE` reads these files as well.

Examples:
  Get-HCXNetworkProfile | ConvertTo-Json -Depth 100 | Out-File networkprofile.json
  hcxnat import networkprofile.json -o inventory.yaml
  hcxnat check edge.txt --inventory metrics.json --inventory appliance.json";

/// Finds the Cisco PAT that takes UDP 4500 away from a VMware HCX appliance, says why, and prints the static NAT that
/// cures it.
///
/// Reads what you pasted from a router. Never talks to a device or a network.
#[derive(Debug, Parser)]
#[command(name = "hcxnat", version, after_help = WHAT_TO_PASTE, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: ColorWhen,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub(super) ascii: bool,
    /// Language of reports and pages; that of the locale by default. JSON and commands are English always
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(super) lang: Option<Lang>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Lang {
    En,
    Ja,
}

impl Lang {
    pub(super) fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Ja => Language::Japanese,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge a capture: PASS, FAIL or INCONCLUSIVE for every appliance uplink
    #[command(after_help = EXIT_CODES)]
    Check(Check),
    /// Go through the HCX underlay checklist: what is met, what is not, what would decide the rest
    #[command(after_help = EXIT_CODES)]
    Checklist(Check<ListFormat>),
    /// Run `check` on the built-in incident, or on another one
    #[command(after_help = EXIT_CODES)]
    Demo(Demo),
    /// Follow one flow through the router, step by step
    #[command(after_help = EXIT_OF_TRACE)]
    Trace(Trace),
    /// Show what was understood of a capture, line by line
    #[command(after_help = EXIT_OF_PARSE)]
    Parse(Parse),
    /// Print only the change plan, ready to paste
    #[command(after_help = EXIT_CODES)]
    Fix(Fix),
    /// Compare two captures of the same routers: findings gone, new and left, and every flow before and after
    #[command(after_help = EXIT_OF_DIFF)]
    Diff(Diff),
    /// Write a file that accepts today's findings one by one, for `check --baseline`
    #[command(after_help = EXIT_OF_BASELINE)]
    Baseline(Baseline),
    /// Write a copy that can be shared: other addresses, other names, no secrets, the same findings
    #[command(after_help = WHAT_IS_REDACTED)]
    Redact(Redact),
    /// Print the page of a rule
    Explain {
        /// Code or name of the rule: HCX101, port-remapped
        code: String,
    },
    /// List the rules
    Rules {
        /// Format, and a file for it: human, json
        #[arg(short, long, value_name = "FORMAT[=FILE]")]
        output: Vec<Output<Plain>>,
    },
    /// Print the JSON Schema of an output or of the inventory: check, checklist, parse, inventory
    Schema {
        /// Name of the schema
        name: String,
    },
    /// Print a commented inventory to fill in
    Init,
    /// Write an inventory from what HCX Manager or PowerCLI printed
    #[command(after_help = WHAT_TO_IMPORT)]
    Import(Import),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for every command into a directory
    Man {
        /// Directory for hcxnat.1, hcxnat-check.1 and the others
        #[arg(value_name = "DIR")]
        directory: Option<PathBuf>,
    },
}

/// What to read.
#[derive(Debug, ClapArgs)]
pub(super) struct Capture {
    /// Files, directories, archives (gzip, tar, ZIP), or - for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// What to call standard input in reports
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Take every configuration for this system instead of detecting it
    #[arg(long, value_enum, default_value_t, value_name = "SYSTEM")]
    pub(super) platform: Platform,
}

/// What to judge.
#[derive(Debug, ClapArgs)]
pub(super) struct Appliances {
    /// File that names the appliances: YAML as `hcxnat init` prints it, or what HCX or PowerCLI wrote (see `hcxnat
    /// import`). May be repeated; what the files tell is joined
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ix", "ne", "peer"])]
    pub(super) inventory: Vec<PathBuf>,
    /// Inside local address of an IX appliance's uplink; may be repeated
    #[arg(long, value_name = "ADDR", value_parser = crate::intent::read_address)]
    pub(super) ix: Vec<Ipv4Addr>,
    /// Inside local address of an NE appliance's uplink; may be repeated
    #[arg(long, value_name = "ADDR", value_parser = crate::intent::read_address)]
    pub(super) ne: Vec<Ipv4Addr>,
    /// Public address of an appliance at the other site; may be repeated
    #[arg(long, value_name = "ADDR", value_parser = crate::intent::read_address)]
    pub(super) peer: Vec<Ipv4Addr>,
}

/// How to tell.
#[derive(Debug, ClapArgs)]
pub(super) struct Judging<F: Formats + Send + Sync = Format> {
    /// Format, and a file for it; may be repeated, and the screen shows the first unless a format has no file
    #[arg(short, long, value_name = "FORMAT[=FILE]", help = formats::<F>())]
    pub(super) output: Vec<Output<F>>,
    /// Exit with 1 when a finding is at or above this severity
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,
    /// Show findings at or above this severity only; does not change the exit code
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(super) min_severity: MinSeverity,
    /// File of accepted findings; `hcxnat baseline` writes it. They do not count for the exit code
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Show nothing of what the baseline accepts
    #[arg(long, requires = "baseline")]
    pub(super) new_only: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Demo {
    /// Which incident
    #[arg(long, value_enum, default_value_t, value_name = "CASE")]
    pub(super) case: Case,
    #[command(flatten)]
    pub(super) judging: Judging,
}

/// The built-in incidents.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Case {
    /// Two appliances share a public address, and one of them loses UDP 4500
    #[default]
    Nat,
    /// A virtual machine whose MAC address was changed, a month before a vMotion cuts it off
    MacDrift,
}

fn formats<F: Formats>() -> String {
    let names: Vec<&str> = F::NAMES.iter().map(|(name, _)| *name).collect();
    let first = names.first().copied().unwrap_or_default();
    let names = names.join(", ");
    format!("Format, and a file for it: {names}. May be repeated; the screen shows {first} unless a format has no file")
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check<F: Formats + Send + Sync = Format> {
    #[command(flatten)]
    pub(super) capture: Capture,
    #[command(flatten)]
    pub(super) appliances: Appliances,
    #[command(flatten)]
    pub(super) judging: Judging<F>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Fix {
    #[command(flatten)]
    pub(super) capture: Capture,
    #[command(flatten)]
    pub(super) appliances: Appliances,
    /// Exit with 1 when a finding is at or above this severity
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// File, directory or archive from before the change
    pub(super) before: PathBuf,
    /// The same from after it
    pub(super) after: PathBuf,
    #[command(flatten)]
    pub(super) appliances: Appliances,
    /// Take every configuration for this system instead of detecting it
    #[arg(long, value_enum, default_value_t, value_name = "SYSTEM")]
    pub(super) platform: Platform,
    /// Format, and a file for it: human, json
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub(super) output: Vec<Output<Plain>>,
    /// Exit with 1 when a finding of AFTER is at or above this severity
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    pub(super) fail_on: FailOn,
}

impl Diff {
    pub(super) fn capture(&self, path: &Path) -> Capture {
        Capture { paths: vec![path.to_owned()], name: None, platform: self.platform }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct Baseline {
    #[command(flatten)]
    pub(super) capture: Capture,
    #[command(flatten)]
    pub(super) appliances: Appliances,
    /// Why the findings are accepted
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
    /// File for the baseline; what it accepts already keeps its day and reason. Without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Trace {
    /// The flow: 'udp 192.19.72.203:4500 > 203.0.113.12:4500'; the peer may be `any`, which is any:4500. Mind the quotes
    pub(super) flow: Flow,
    #[command(flatten)]
    pub(super) capture: Capture,
    /// VRF of the inside host
    #[arg(long, value_name = "NAME")]
    pub(super) vrf: Option<String>,
    /// Hand out ports as this NAT does, and as if the flow had no entry yet: what would another router make of it?
    #[arg(long, value_name = "NAT", value_parser = PossibleValuesParser::new(behaviour::NAMES))]
    pub(super) behaviour: Option<String>,
    /// Format, and a file for it: human, json
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub(super) output: Vec<Output<Plain>>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Parse {
    #[command(flatten)]
    pub(super) capture: Capture,
    /// Format, and a file for it: human, json
    #[arg(short, long, value_name = "FORMAT[=FILE]")]
    pub(super) output: Vec<Output<Plain>>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Redact {
    /// Files, directories, or - for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// File for the copy, or directory for several, where they get new names; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Draw the same pseudonyms as another run with this text. Who knows it can undo them: keep it as you keep a password
    #[arg(long, value_name = "TEXT")]
    pub(super) key: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Import {
    /// Files, directories, or - for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// File for the inventory; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

impl Redact {
    pub(super) fn capture(&self) -> Capture {
        Capture { paths: self.paths.clone(), name: None, platform: Platform::Auto }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// `--fail-on`, inclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    #[default]
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(super) fn threshold(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// `--min-severity`, inclusive.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum MinSeverity {
    Error,
    Warning,
    #[default]
    Note,
}

impl MinSeverity {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Platform {
    #[default]
    Auto,
    Ios,
    IosXe,
    Asa,
    NxOs,
    IosXr,
    AristaEos,
    A10,
    Aruba,
}

impl Platform {
    pub(super) fn dialect(self) -> Option<Dialect> {
        match self {
            Self::Auto => None,
            Self::Ios => Some(Dialect::Ios),
            Self::IosXe => Some(Dialect::IosXe),
            Self::Asa => Some(Dialect::Asa),
            Self::NxOs => Some(Dialect::NxOs),
            Self::IosXr => Some(Dialect::IosXr),
            Self::AristaEos => Some(Dialect::Arista),
            Self::A10 => Some(Dialect::A10),
            Self::Aruba => Some(Dialect::Aruba),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tree_is_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }

    #[test]
    fn platform_names_are_those_of_the_reports() {
        for platform in Platform::value_variants() {
            let Some(dialect) = platform.dialect() else { continue };
            let name = platform.to_possible_value().map(|value| value.get_name().to_owned());
            assert_eq!(name.as_deref(), Some(dialect.as_str()));
        }
    }
}
