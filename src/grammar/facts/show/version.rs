//! Which software runs.

use crate::capture::Dialect;
use crate::source::{Span, Spanned};

/// `show version`.
#[derive(Debug, Clone)]
pub struct Release {
    /// The line that names the software.
    pub span: Span,
    /// Whose software it is.
    pub dialect: Dialect,
    /// `15.7(3)M`, `17.03.04a`; of other vendors only whose it is is read.
    pub version: Option<Spanned<String>>,
    /// `NAME uptime is TIME`: the time in the router's words.
    pub uptime: Option<Spanned<String>>,
    /// `Last reload reason`, or `System returned to ROM by`.
    pub reload: Option<Spanned<String>>,
}
