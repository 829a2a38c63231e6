//! How far an archive is followed: a few kilobytes can claim to be terabytes.

use std::cell::Cell;
use std::io::{self, Read};

/// Where an archive is given up. Each archive is judged by itself.
#[derive(Debug, Clone, Copy)]
pub(in crate::capture) struct Limits {
    /// Bytes that come out of it.
    pub(super) unpacked: u64,
    /// Bytes that come out for each that went in ...
    pub(super) ratio: u64,
    /// ... once this many have.
    pub(super) ratio_from: u64,
    /// Files in it. Fewer than the sources that one input may have.
    pub(super) members: usize,
}

impl Limits {
    /// Ten times the largest table that is known, and ten times what router output shrinks to (8 times; logs that repeat
    /// themselves, 20 times). Deflate can do 1,032 times.
    pub(in crate::capture) const USUAL: Self =
        Self { unpacked: 8 << 30, ratio: 200, ratio_from: 64 << 20, members: 50_000 };

    pub(super) fn check_members(&self, members: usize) -> io::Result<()> {
        if members <= self.members {
            return Ok(());
        }
        Err(io::Error::other(format!("the archive holds more than {} files: unpack it first", self.members)))
    }
}

/// What went into a decoder, and what came out.
pub(super) struct Meter {
    limits: Limits,
    packed: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Meter {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, packed: Cell::new(0), unpacked: Cell::new(0) }
    }

    pub(super) fn took_in(&self, bytes: u64) {
        self.packed.set(self.packed.get().saturating_add(bytes));
    }

    fn gave(&self, bytes: u64) -> io::Result<()> {
        let Limits { unpacked: most, ratio, ratio_from, .. } = self.limits;
        let unpacked = self.unpacked.get().saturating_add(bytes);
        self.unpacked.set(unpacked);
        if unpacked > most {
            let most = most >> 20;
            return Err(io::Error::other(format!("the archive unpacks to more than {most} MiB: unpack it first")));
        }
        if unpacked > ratio_from && unpacked / ratio > self.packed.get() {
            let what = format!("the archive unpacks to more than {ratio} times its size, as no capture does");
            return Err(io::Error::other(format!("{what}: unpack it first")));
        }
        Ok(())
    }
}

/// Counts what goes in.
pub(super) struct Counted<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<'m, R> Counted<'m, R> {
    pub(super) fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter.took_in(read as u64);
        Ok(read)
    }
}

/// Counts what comes out, and stops where it is too much.
pub(super) struct Unpacked<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<'m, R> Unpacked<'m, R> {
    pub(super) fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Unpacked<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.meter.gave(read as u64)?;
        Ok(read)
    }
}
