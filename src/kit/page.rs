//! Keyset pages: a page is named by the row before it. So a growing table costs nothing more, and
//! no row is shown twice while new ones arrive.

/// Rows on a page.
pub const PAGE_ROWS: i64 = 50;

/// The place of a page of ids, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cursor {
    #[default]
    First,
    /// The rows older than this id.
    Before(i64),
    /// The rows newer than this id.
    After(i64),
}

/// One page, newest first, and the cursors beside it.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub newer: Option<i64>,
    pub older: Option<i64>,
}

impl Cursor {
    /// From a query string's `before` and `after`.
    #[must_use]
    pub fn from_parts(before: Option<i64>, after: Option<i64>) -> Self {
        match (before, after) {
            (Some(id), _) => Self::Before(id),
            (None, Some(id)) => Self::After(id),
            (None, None) => Self::First,
        }
    }

    #[must_use]
    pub fn is_first(self) -> bool {
        self == Self::First
    }

    /// For statements: rows with an id below this one.
    #[must_use]
    pub fn below(self) -> i64 {
        if let Self::Before(id) = self { id } else { i64::MAX }
    }

    /// For statements: rows with an id above this one.
    #[must_use]
    pub fn above(self) -> i64 {
        if let Self::After(id) = self { id } else { 0 }
    }

    /// For statements: `+1` to order ids upwards, `-1` downwards.
    #[must_use]
    pub fn direction(self) -> i64 {
        if matches!(self, Self::After(_)) { 1 } else { -1 }
    }
}

impl<T> Page<T> {
    /// From up to `PAGE_ROWS + 1` rows read in the cursor's direction.
    pub fn new(mut rows: Vec<T>, cursor: Cursor, id: impl Fn(&T) -> i64) -> Self {
        let size = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let upwards = matches!(cursor, Cursor::After(_));
        if upwards {
            rows.reverse();
        }
        let first = rows.first().map(&id);
        let last = rows.last().map(&id);
        let (newer, older) = match cursor {
            Cursor::First => (None, last.filter(|_| more)),
            Cursor::Before(_) => (first, last.filter(|_| more)),
            Cursor::After(_) => (first.filter(|_| more), last),
        };
        Self { rows, newer, older }
    }

    /// The same page of other rows.
    pub fn map<U>(self, to: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(to).collect(), newer: self.newer, older: self.older }
    }
}
