//! Addresses that HCX may give to appliances: many, of which most fare alike.

use super::summary::Row;
use crate::intent::Appliance;

/// What a verdict on them means.
pub(super) const SAYS: &str = "Which address of a Network Profile becomes whose uplink is not known before HCX has \
                               deployed the appliances: each is judged as if all of them were in use.";

/// What the appliances of a report are.
pub(super) fn noun(appliances: &[Appliance]) -> &'static str {
    if appliances.iter().all(|appliance| appliance.possible) { "Network Profile" } else { "appliance" }
}

/// Neighbours of one Network Profile that fare alike are one row.
pub(super) fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::new();
    for row in rows {
        if let (Some(last), Some((address, _))) = (joined.last_mut(), row.run)
            && let Some((first, end)) = last.run
            && (&last.name, last.verdict, &last.words) == (&row.name, row.verdict, &row.words)
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
