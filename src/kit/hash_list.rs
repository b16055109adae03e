//! A file of SHA-1 hashes in order, as passwords of breaches are published ("Pwned Passwords, ordered by
//! hash"): lines of 40 hexadecimal digits, which may have a colon and a number behind them. It may have
//! many gigabytes, so a look reads a few dozen pieces of it and nothing else.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest;

use super::secret;

/// Hexadecimal digits of a hash.
const DIGITS: usize = 40;
/// More than any line has, with its end.
const LINE_BYTES_MAX: u64 = 80;
/// Lines that are looked at when the file is opened. Their order shows what the file is.
const LOOKS: u64 = 64;

/// A file that was checked. It is opened again for each look, so another one may take its place.
#[derive(Debug, Clone)]
pub struct HashList(PathBuf);

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HashListError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is empty")]
    Empty,
    #[error(
        "the line at byte {0} is no SHA-1 hash: take the list of SHA-1 hashes, unpacked, with one of \
         40 hexadecimal digits in each line, and perhaps a colon and a number after it"
    )]
    NoHash(u64),
    #[error("the line at byte {0} is not in its place: take the list that is ordered by hash")]
    Unsorted(u64),
}

/// One line of the file.
struct Line {
    /// Where it begins.
    start: u64,
    /// Where the next one begins.
    next: u64,
    hash: Vec<u8>,
}

impl HashList {
    /// Takes the file at this path, if some of its lines are hashes and in order. Not all are read.
    pub fn open(path: &str) -> Result<Self, HashListError> {
        let list = Self(Path::new(path).to_owned());
        let (file, length) = list.file()?;
        if length == 0 {
            return Err(HashListError::Empty);
        }
        let mut last = Vec::new();
        for look in 0..=LOOKS {
            let line = line_at(&file, length, (length - 1) / LOOKS * look)?;
            if line.hash < last {
                return Err(HashListError::Unsorted(line.start));
            }
            last = line.hash;
        }
        let end = line_at(&file, length, length - 1)?;
        if end.hash < last { Err(HashListError::Unsorted(end.start)) } else { Ok(list) }
    }

    /// Whether the text's hash stands in the file. It blocks: call it off the async threads.
    pub fn has(&self, text: &str) -> Result<bool, HashListError> {
        let wanted = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
        let (file, length) = self.file()?;
        let (mut low, mut high) = (0, length);
        while low < high {
            let line = line_at(&file, length, low + (high - low) / 2)?;
            match line.hash.as_slice().cmp(wanted.as_ref()) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Less => low = line.next,
                std::cmp::Ordering::Greater => high = line.start,
            }
        }
        Ok(false)
    }

    fn file(&self) -> Result<(File, u64), HashListError> {
        let file = File::open(&self.0)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }
}

/// The line to which the byte `at` belongs, of a file with so many bytes.
fn line_at(file: &File, length: u64, at: u64) -> Result<Line, HashListError> {
    let from = at.saturating_sub(LINE_BYTES_MAX);
    let (before, after) =
        (piece(file, from, at)?, piece(file, at, at + LINE_BYTES_MAX.min(length - at))?);
    let end = after.iter().position(|byte| *byte == b'\n');
    let behind = end.map_or(after.len(), |end| end + 1);
    let begin = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let start = at - (before.len() - begin) as u64;
    let text = [&before[begin..], &after[..end.unwrap_or(after.len())]].concat();
    let hash = hash_of(&text).ok_or(HashListError::NoHash(start))?;
    Ok(Line { start, next: at + behind as u64, hash })
}

/// The bytes from `from` to `until`.
fn piece(file: &File, from: u64, until: u64) -> Result<Vec<u8>, io::Error> {
    let mut bytes = vec![0; usize::try_from(until - from).unwrap_or_default()];
    file.read_exact_at(&mut bytes, from)?;
    Ok(bytes)
}

/// The hash of a line, without what stands behind its colon. A line that was cut has none.
fn hash_of(line: &[u8]) -> Option<Vec<u8>> {
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let (digits, count) = line.split_once(':').unwrap_or((line, "0"));
    let is_whole = digits.len() == DIGITS && count.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| secret::from_hex(digits)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN: [&str; 5] = ["password", "correct horse", "äpfel", "lovelace", "123456"];

    fn sha1(text: &str) -> String {
        let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
        secret::hex(hash.as_ref()).to_uppercase()
    }

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    fn opened(text: &str) -> Result<HashList, HashListError> {
        HashList::open(file(text).path().to_str().unwrap())
    }

    #[test]
    fn finds_each_line_and_nothing_between_them() {
        for (more, counts, end) in [(0, true, "\r\n"), (0, false, "\n"), (3_000, true, "\n")] {
            let others = (0..more).map(|number| format!("other {number}"));
            let texts = IN.into_iter().map(str::to_owned).chain(others);
            let mut lines: Vec<String> = texts.map(|text| sha1(&text)).collect();
            lines.sort();
            let digits = |at: usize| "7".repeat(1 + at % 9);
            if counts {
                let lines = lines.iter_mut().enumerate();
                lines.for_each(|(at, line)| *line = format!("{line}:{}", digits(at)));
            }
            // With and without an end of the last line.
            for last in [end, ""] {
                let file = file(&(lines.join(end) + last));
                let list = HashList::open(file.path().to_str().unwrap()).unwrap();
                for text in IN {
                    assert!(list.has(text).unwrap(), "{text}");
                }
                for number in 0..500 {
                    assert!(!list.has(&format!("absent {number}")).unwrap(), "{number}");
                    assert_eq!(list.has(&format!("other {number}")).unwrap(), more > 0);
                }
                assert!(!list.has("Password").unwrap(), "capitals count");
            }
        }
    }

    #[test]
    fn finds_the_one_line_that_there_is() {
        let file = file(&sha1("alone").to_lowercase());
        let list = HashList::open(file.path().to_str().unwrap()).unwrap();
        assert!(list.has("alone").unwrap());
        assert!(!list.has("another").unwrap() && !list.has("").unwrap());
        // It is gone while the panel runs.
        drop(file);
        assert!(matches!(list.has("alone"), Err(HashListError::Io(_))));
    }

    #[test]
    fn refuses_what_is_no_list_in_order() {
        assert!(matches!(opened(""), Err(HashListError::Empty)));
        assert!(matches!(HashList::open("/nowhere/at/all"), Err(HashListError::Io(_))));
        let hash = sha1("password");
        for text in
            ["\n", "password", &hash[1..], &hash.repeat(2), &format!("{hash}:x"), &hash.repeat(90)]
        {
            assert!(matches!(opened(text), Err(HashListError::NoHash(0))), "{text:?}");
        }
        let falling: Vec<String> =
            (0..200).rev().map(|number| format!("{number:040X}:1")).collect();
        assert!(matches!(opened(&falling.join("\n")), Err(HashListError::Unsorted(_))));
        assert!(matches!(
            opened(&format!("{hash}\n{:040X}\n", 1)),
            Err(HashListError::Unsorted(41))
        ));
    }
}
