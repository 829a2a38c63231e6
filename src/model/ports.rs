//! Which of 65,536 ports are taken.

use std::ops::RangeInclusive;

/// A set of ports. Pages of 1,024 ports come into being when first used: an address with a few flows costs a few
/// hundred bytes, one with all ports taken 8 KiB.
#[derive(Debug, Clone, Default)]
pub struct PortSet {
    pages: Vec<Option<Box<[u64; 16]>>>,
    len: u32,
}

impl PortSet {
    /// Adds a port; whether it was new.
    pub fn insert(&mut self, port: u16) -> bool {
        let (page, word, bit) = place(port);
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, || None);
        }
        let Some(slot) = self.pages.get_mut(page) else { return false };
        let words = slot.get_or_insert_with(Default::default);
        let new = words[word] & bit == 0;
        words[word] |= bit;
        self.len += u32::from(new);
        new
    }

    /// Adds every port of another set.
    pub fn add(&mut self, other: &Self) {
        for (page, words) in other.pages.iter().enumerate() {
            let Some(words) = words else { continue };
            if self.pages.len() <= page {
                self.pages.resize_with(page + 1, || None);
            }
            let Some(slot) = self.pages.get_mut(page) else { continue };
            let known = slot.get_or_insert_with(Default::default);
            for (known, more) in known.iter_mut().zip(words.iter()) {
                self.len += (more & !*known).count_ones();
                *known |= more;
            }
        }
    }

    /// Removes a port.
    pub fn remove(&mut self, port: u16) {
        let (page, word, bit) = place(port);
        if let Some(words) = self.pages.get_mut(page).and_then(Option::as_mut) {
            self.len -= u32::from(words[word] & bit != 0);
            words[word] &= !bit;
        }
    }

    /// Whether a port is in the set.
    pub fn contains(&self, port: u16) -> bool {
        let (page, word, bit) = place(port);
        self.pages.get(page).and_then(Option::as_ref).is_some_and(|words| words[word] & bit != 0)
    }

    /// How many ports are in the set.
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether no port is in the set.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The lowest port of `range` that is not in the set.
    pub fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        range.into_iter().find(|&port| !self.contains(port))
    }
}

fn place(port: u16) -> (usize, usize, u64) {
    let port = usize::from(port);
    (port / 1024, port % 1024 / 64, 1 << (port % 64))
}

impl FromIterator<u16> for PortSet {
    fn from_iter<I: IntoIterator<Item = u16>>(ports: I) -> Self {
        let mut set = Self::default();
        ports.into_iter().for_each(|port| {
            set.insert(port);
        });
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_port_of_a_group() {
        let mut set: PortSet = (1024..=1542).collect();
        assert_eq!(set.first_free(1024..=65535), Some(1543));
        set.insert(65535);
        set.remove(1030);
        assert_eq!(set.first_free(1024..=65535), Some(1030));
        assert_eq!((set.len(), set.contains(65535), set.contains(0)), (519, true, false));
        assert_eq!((0..=u16::MAX).collect::<PortSet>().first_free(0..=u16::MAX), None);
    }
}
