//! Which inputs belong together, because they say something of one device.

use std::collections::HashMap;

use crate::model::Identity;

/// Places of identities that belong together, in order of the first of each group.
///
/// Those that name one device are of one group. Text that does not say whose it is belongs to the only device that has a
/// name; where several have one, to a device without a name, and that may go through all of such texts.
pub(super) fn groups<'i>(identities: impl IntoIterator<Item = &'i Identity>) -> Vec<Vec<usize>> {
    let identities: Vec<&Identity> = identities.into_iter().collect();
    let mut sets = Sets { parents: (0..identities.len()).collect() };
    let mut first_of: HashMap<&str, usize> = HashMap::new();
    for (at, identity) in identities.iter().enumerate() {
        for name in &identity.names {
            let first = *first_of.entry(name).or_insert(at);
            sets.join(first, at);
        }
    }
    let mut nameless: Option<usize> = None;
    for at in (0..identities.len()).filter(|&at| identities.get(at).is_some_and(|identity| identity.nameless)) {
        let first = *nameless.get_or_insert(at);
        sets.join(first, at);
    }
    let mut named = first_of.values();
    if let (Some(nameless), Some(only), None) = (nameless, named.next(), named.next()) {
        sets.join(*only, nameless);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of = HashMap::new();
    for at in 0..identities.len() {
        let group = *group_of.entry(sets.root(at)).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// Disjoint sets.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while let Some(&parent) = self.parents.get(root).filter(|parent| **parent != root) {
            root = parent;
        }
        // The way is short the next time.
        let mut at = at;
        while let Some(parent) = self.parents.get_mut(at).filter(|parent| **parent != root) {
            at = std::mem::replace(parent, root);
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(parent) = self.parents.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(names: &[&str], nameless: bool) -> Identity {
        Identity { names: names.iter().map(|name| (*name).to_owned()).collect(), nameless }
    }

    #[test]
    fn names_join_over_several_inputs() {
        let inputs = [
            identity(&["R1"], false),
            identity(&[], false),
            identity(&["R2", "R3"], false),
            identity(&["R4"], false),
            identity(&["R3", "R1"], false),
        ];
        assert_eq!(groups(&inputs), [vec![0, 2, 4], vec![1], vec![3]]);
    }

    #[test]
    fn what_has_no_name_is_of_the_only_device_or_of_none() {
        let one = [identity(&[], true), identity(&["R1"], false), identity(&[], true)];
        assert_eq!(groups(&one), [vec![0, 1, 2]]);
        let two = [identity(&[], true), identity(&["R1"], false), identity(&["R2"], false), identity(&[], true)];
        assert_eq!(groups(&two), [vec![0, 3], vec![1], vec![2]]);
        let none = [identity(&[], true), identity(&[], false), identity(&[], true)];
        assert_eq!(groups(&none), [vec![0, 2], vec![1]]);
    }
}
