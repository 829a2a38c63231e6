//! Which of 65,536 ports are taken.

use std::ops::RangeInclusive;

/// From how many ports on a bitmap takes no more room than a list.
const MANY: usize = 4096;

/// A set of ports: a list of them, or, when they are many, 8 KiB of bits.
#[derive(Debug, Clone)]
pub struct PortSet(Form);

#[derive(Debug, Clone)]
enum Form {
    /// Ascending.
    Few(Vec<u16>),
    Many(Box<[u64; 1024]>),
}

impl Default for PortSet {
    fn default() -> Self {
        Self(Form::Few(Vec::new()))
    }
}

impl PortSet {
    /// Adds every port of another set.
    pub fn add(&mut self, other: &Self) {
        *self = self.iter().chain(other.iter()).collect();
    }

    /// Removes a port.
    pub fn remove(&mut self, port: u16) {
        match &mut self.0 {
            Form::Few(ports) => {
                if let Ok(at) = ports.binary_search(&port) {
                    ports.remove(at);
                }
            }
            Form::Many(words) => {
                let (word, bit) = place(port);
                words[word] &= !bit;
            }
        }
    }

    /// Whether a port is in the set.
    pub fn contains(&self, port: u16) -> bool {
        match &self.0 {
            Form::Few(ports) => ports.binary_search(&port).is_ok(),
            Form::Many(words) => {
                let (word, bit) = place(port);
                words[word] & bit != 0
            }
        }
    }

    /// How many ports are in the set.
    pub fn len(&self) -> usize {
        match &self.0 {
            Form::Few(ports) => ports.len(),
            Form::Many(words) => words.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    /// Whether no port is in the set.
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Form::Few(ports) => ports.is_empty(),
            Form::Many(words) => words.iter().all(|word| *word == 0),
        }
    }

    /// The ports, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        let (few, many) = match &self.0 {
            Form::Few(ports) => (&ports[..], None),
            Form::Many(_) => (&[][..], Some((0..=u16::MAX).filter(|&port| self.contains(port)))),
        };
        few.iter().copied().chain(many.into_iter().flatten())
    }

    /// The lowest port of `range` that is not in the set.
    pub fn first_free(&self, range: RangeInclusive<u16>) -> Option<u16> {
        range.into_iter().find(|&port| !self.contains(port))
    }
}

fn place(port: u16) -> (usize, u64) {
    (usize::from(port / 64), 1 << (port % 64))
}

impl FromIterator<u16> for PortSet {
    fn from_iter<I: IntoIterator<Item = u16>>(ports: I) -> Self {
        let mut gathered = Gathered::default();
        ports.into_iter().for_each(|port| gathered.push(port));
        gathered.set()
    }
}

/// Ports as a table names them, in any order and more than once. A port costs next to nothing to take.
#[derive(Debug, Clone, Default)]
pub(super) struct Gathered {
    few: Vec<u16>,
    many: Option<Box<[u64; 1024]>>,
}

impl Gathered {
    #[inline]
    pub(super) fn push(&mut self, port: u16) {
        if let Some(words) = &mut self.many {
            let (word, bit) = place(port);
            words[word] |= bit;
            return;
        }
        self.few.push(port);
        if self.few.len() > MANY {
            let mut words = Box::new([0; 1024]);
            for port in std::mem::take(&mut self.few) {
                let (word, bit) = place(port);
                words[word] |= bit;
            }
            self.many = Some(words);
        }
    }

    /// What was gathered.
    pub(super) fn set(self) -> PortSet {
        let Self { mut few, many } = self;
        if let Some(words) = many {
            return PortSet(Form::Many(words));
        }
        few.sort_unstable();
        few.dedup();
        few.shrink_to_fit();
        PortSet(Form::Few(few))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_port_of_a_group() {
        let mut set: PortSet = (1024..=1542).rev().chain([65535, 1024]).collect();
        assert_eq!(set.first_free(1024..=65535), Some(1543));
        set.remove(1030);
        assert_eq!(set.first_free(1024..=65535), Some(1030));
        assert_eq!((set.len(), set.contains(65535), set.contains(0)), (519, true, false));
    }

    #[test]
    fn few_and_many_are_the_same() {
        let mut all: PortSet = (0..=u16::MAX).collect();
        assert_eq!((all.len(), all.first_free(0..=u16::MAX)), (65536, None));
        all.remove(4500);
        assert_eq!((all.len(), all.first_free(0..=u16::MAX), all.is_empty()), (65535, Some(4500), false));
        let mut few: PortSet = [7, 9].into_iter().collect();
        few.add(&[9, 4].into_iter().collect());
        assert_eq!(few.iter().collect::<Vec<_>>(), [4, 7, 9]);
        few.add(&all);
        assert_eq!((few.len(), few.iter().count()), (65535, 65535));
    }
}
