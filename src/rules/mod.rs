//! The rule library. A rule sees the model, the judged flows and the intent, never text.
//!
//! Adding one: a file `src/rules/hcxNNN_name.rs` (`vspNNN_name.rs`), a page `docs/rules/HCXNNN.md`, one line in the registry below.
//! `cargo test` says what is missing.

mod context;
mod filter;
mod finding;
mod fingerprint;
mod judged;
mod macs;
mod mtu;
mod passing;
mod statics;

use std::collections::HashMap;

use crate::locale::{Language, Text};

pub use context::Context;
pub use finding::{Finding, Label, Severity};
pub(crate) use fingerprint::accepts;
pub use fingerprint::fingerprint;
pub(crate) use judged::{Judged, verdict};

/// What is known of a rule without running it.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// `HCX101`.
    pub code: &'static str,
    /// `port-remapped`.
    pub name: &'static str,
    /// The severity of its usual finding.
    pub severity: Severity,
    /// One line.
    pub summary: fn() -> Text,
    /// What must be pasted for it to say anything: `config`, `table`, `config and table`, ...
    pub needs: &'static str,
    /// What a change plan may do about it.
    pub cure: Cure,
}

/// What a change plan may do about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Nothing: what to do is for the reader to decide.
    None,
    /// Static NAT, on the shared address or another one.
    StaticNat,
    /// Static NAT, with a public address that nobody shares.
    OwnAddress,
    /// Static NAT; where the configuration is right already, clearing the entries is enough.
    Clear,
    /// The appliance's static that the finding points at goes, and another one takes its place.
    Replace,
    /// An entry in the access list that drops its packets, or the answers.
    Permit,
}

/// A rule of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is known of it.
    pub meta: Meta,
    /// Its page in each language.
    pages: [&'static str; 2],
    check: fn(&Context<'_>) -> Vec<Finding>,
}

impl Rule {
    /// Its page, `docs/rules/CODE.md` and `docs/ja/rules/CODE.md`: what `explain` prints.
    pub fn page(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.pages[0],
            Language::Japanese => self.pages[1],
        }
    }
}

macro_rules! registry {
    ($($module:ident = $code:literal),* $(,)?) => {
        $(mod $module;)*

        static REGISTRY: &[Rule] = &[$(Rule {
            meta: $module::META,
            pages: [
                include_str!(concat!("../../docs/rules/", $code, ".md")),
                include_str!(concat!("../../docs/ja/rules/", $code, ".md")),
            ],
            check: $module::check,
        }),*];
    };
}

registry! {
    hcx101_port_remapped = "HCX101",
    hcx102_held_by_appliance = "HCX102",
    hcx103_held_by_stranger = "HCX103",
    hcx104_stale_entry = "HCX104",
    hcx105_same_host_two_globals = "HCX105",
    hcx106_duplicate_rows = "HCX106",
    hcx107_allocation_failed = "HCX107",
    hcx201_overload_collision = "HCX201",
    hcx202_port_not_reserved = "HCX202",
    hcx203_no_nat_rule = "HCX203",
    hcx204_nat_not_triggered = "HCX204",
    hcx205_undefined_reference = "HCX205",
    hcx206_port_never_preserved = "HCX206",
    hcx207_reserved_for_other = "HCX207",
    hcx208_pool_exhausted = "HCX208",
    hcx209_order_dependent = "HCX209",
    hcx210_pool_does_not_separate = "HCX210",
    hcx211_path_resiliency_not_covered = "HCX211",
    hcx301_static_conflict = "HCX301",
    hcx302_static_takes_router_ike = "HCX302",
    hcx303_static_on_device_address = "HCX303",
    hcx304_static_in_pool_range = "HCX304",
    hcx305_static_in_wrong_vrf = "HCX305",
    hcx306_static_without_redundancy = "HCX306",
    hcx307_whole_address_static_on_shared = "HCX307",
    hcx401_flow_filtered = "HCX401",
    hcx402_return_port_filtered = "HCX402",
    hcx403_double_nat = "HCX403",
    hcx404_pmtu_icmp_blocked = "HCX404",
    hcx405_udp_timeout = "HCX405",
    hcx406_max_entries = "HCX406",
    hcx407_mtu_too_small = "HCX407",
    hcx408_ike_preserve_port = "HCX408",
    hcx409_udp_500_filtered = "HCX409",
    hcx410_self_traffic_translated = "HCX410",
    hcx411_zone_drops_flow = "HCX411",
    hcx412_failover_shares_address = "HCX412",
    hcx413_service_filtered = "HCX413",
    hcx414_interface_down = "HCX414",
    hcx501_truncated_capture = "HCX501",
    hcx502_filtered_capture = "HCX502",
    hcx503_unsupported_os = "HCX503",
    hcx504_appliance_not_seen = "HCX504",
    hcx505_stale_ignore = "HCX505",
    hcx506_standby_router = "HCX506",
    hcx507_earlier_snapshot = "HCX507",
    hcx508_stale_capture = "HCX508",
    vsp601_mac_drift = "VSP601",
    vsp602_port_blocked = "VSP602",
    vsp603_uplink_without_arp = "VSP603",
    vsp604_duplicate_mac = "VSP604",
    vsp605_mac_change_open = "VSP605",
}

/// Every rule, by code.
pub fn registry() -> &'static [Rule] {
    REGISTRY
}

/// The rule of that code, in whatever case.
pub fn find(code: &str) -> Option<&'static Rule> {
    REGISTRY.iter().find(|rule| rule.meta.code.eq_ignore_ascii_case(code))
}

/// Runs every rule, drops findings that another one makes superfluous, and sorts: worst first, then by place.
///
/// A dropped finding is named by code in [`Finding::covers`] of those that replace it, and nowhere else.
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = REGISTRY.iter().flat_map(|rule| (rule.check)(context)).collect();
    let mut findings = without_consequences(found);
    findings.extend(hcx505_stale_ignore::unmatched(context, &findings));
    sort(&mut findings);
    findings
}

/// Worst first, then by code and place.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| finding.labels.first().map(|label| label.span);
        b.severity.cmp(&a.severity).then_with(|| a.code.cmp(b.code)).then_with(|| place(a).cmp(&place(b)))
    });
}

/// A consequence is not reported beside its cause: a finding goes when another one on the same device covers its code
/// and concerns all its appliances. A cause keeps in `covers` what it really replaced.
fn without_consequences(findings: Vec<Finding>) -> Vec<Finding> {
    type Place = (&'static str, Option<usize>);
    let mut causes: HashMap<Place, Vec<&Finding>> = HashMap::new();
    for cause in &findings {
        for code in &cause.covers {
            causes.entry((*code, cause.device)).or_default().push(cause);
        }
    }
    let explains = |cause: &Finding, finding: &Finding| {
        finding.appliances.iter().all(|appliance| cause.appliances.contains(appliance))
    };
    let is_covered = |finding: &Finding| {
        let causes = causes.get(&(finding.code, finding.device));
        causes.is_some_and(|causes| causes.iter().any(|cause| explains(cause, finding)))
    };
    let covered: Vec<bool> = findings.iter().map(is_covered).collect();
    let (mut kept, mut dropped) = (Vec::new(), HashMap::<Place, Vec<Finding>>::new());
    for (finding, covered) in findings.into_iter().zip(covered) {
        if covered {
            dropped.entry((finding.code, finding.device)).or_default().push(finding);
        } else {
            kept.push(finding);
        }
    }
    for cause in &mut kept {
        let mut covers = std::mem::take(&mut cause.covers);
        covers.retain(|code| {
            let dropped = dropped.get(&(*code, cause.device));
            dropped.is_some_and(|dropped| dropped.iter().any(|finding| explains(cause, finding)))
        });
        cause.covers = covers;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(meta: &Meta, device: usize, appliances: &[&str], covers: &[&'static str]) -> Finding {
        let appliances = appliances.iter().map(|&name| name.to_owned()).collect();
        meta.finding(Some(device), "").concerning(appliances, Vec::new()).covering(covers)
    }

    #[test]
    fn a_cause_names_what_it_replaced_on_its_own_device() {
        let (cause, consequence) = (&hcx101_port_remapped::META, &hcx202_port_not_reserved::META);
        let covers = ["HCX201", "HCX202"];
        let left = without_consequences(vec![
            finding(cause, 0, &["IX", "NE"], &covers),
            finding(cause, 1, &["IX"], &covers),
            finding(consequence, 0, &["NE"], &[]),
            finding(consequence, 1, &["NE"], &[]),
        ]);
        let left: Vec<_> = left.iter().map(|f| (f.code, f.device, f.covers.as_slice())).collect();
        let expected =
            [("HCX101", Some(0), &["HCX202"][..]), ("HCX101", Some(1), &[][..]), ("HCX202", Some(1), &[][..])];
        assert_eq!(left, expected);
    }
}
