//! Addresses that HCX may give to appliances: many, of which most fare alike.

use super::summary::Row;
use super::words;
use crate::intent::Appliance;
use crate::locale::{Text, say};

/// What a verdict on them means.
pub(super) fn says() -> Text {
    say!("report-possible")
}

/// How many appliances a report has, or Network Profiles, and which of both.
pub(super) fn counted(appliances: &[Appliance]) -> (Text, &'static str) {
    let number = appliances.len() as u64;
    if appliances.iter().all(|appliance| appliance.possible) {
        (say!("report-profiles", number, shown = words::grouped(number)), "profile")
    } else {
        (words::appliances(number), "appliance")
    }
}

/// Neighbours of one Network Profile that fare alike on a router are one row.
pub(super) fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::new();
    for row in rows {
        if let (Some(last), Some((address, _))) = (joined.last_mut(), row.run)
            && let Some((first, end)) = last.run
            && (&last.name, last.device, last.verdict, &last.words) == (&row.name, row.device, row.verdict, &row.words)
            && u32::from(end).checked_add(1) == Some(u32::from(address))
            && let Some((_, ports)) = row.local.split_once(':')
        {
            last.local = format!("{first}-{address}:{ports}");
            last.run = Some((first, address));
            last.flows.extend(row.flows);
            continue;
        }
        joined.push(row);
    }
    joined
}
