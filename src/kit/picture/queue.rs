//! Pictures are read one by one, off the async threads. A decoded picture takes up to 100 MB, and a
//! photo that is drawn in several passes as much again; so there is never more than one in memory.
//! Each person has one place, so that nobody fills the queue for the others.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::Bytes;
use tokio::sync::Semaphore;

use super::{BYTES_MAX, NoPicture, Picture};

/// Those who wait; the rest are told to come back.
const PLACES: usize = 8;
/// A longer wait is no answer any more.
const WAIT_MAX: Duration = Duration::from_secs(15);

/// The process's memory is one, so there is one queue for all panels in it.
static READING: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));
static WAITING: LazyLock<Mutex<HashSet<i64>>> = LazyLock::new(Mutex::default);

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Too many pictures wait, or one of the same person.
    #[error("too many pictures are being read")]
    Busy,
    #[error(transparent)]
    NoPicture(#[from] NoPicture),
}

/// Somebody's place in the queue. It goes with the work: whoever hangs up has it until that ends.
struct Place(i64);

impl Place {
    fn take(whose: i64) -> Option<Self> {
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        (waiting.len() < PLACES && waiting.insert(whose)).then(|| Self(whose))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// Reads a file that this person sent, when it is its turn. `side_max`: see [`super::read`].
pub async fn read(whose: i64, sent: Bytes, side_max: u32) -> Result<Picture, ReadError> {
    // What costs nothing to refuse does not wait.
    if sent.is_empty() {
        return Err(NoPicture::Empty.into());
    }
    if sent.len() > BYTES_MAX {
        return Err(NoPicture::TooLarge.into());
    }
    let place = Place::take(whose).ok_or(ReadError::Busy)?;
    let turn = tokio::time::timeout(WAIT_MAX, Arc::clone(&READING).acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(ReadError::Busy) };
    let work = tokio::task::spawn_blocking(move || {
        let _kept = (place, turn);
        super::read(&sent, side_max)
    });
    work.await
        .unwrap_or_else(|error| {
            // A fault of a decoder. The picture is refused, and the panel goes on.
            tracing::warn!(%error, "a picture could not be decoded");
            Err(NoPicture::Damaged)
        })
        .map_err(ReadError::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_picture_of_the_same_person_is_told_to_come_back() {
        let place = Place::take(-200);
        assert_eq!(read(-200, Bytes::from_static(b"a picture"), 9).await, Err(ReadError::Busy));
        drop(place);
        let again = read(-200, Bytes::new(), 9).await;
        assert_eq!(again, Err(ReadError::NoPicture(NoPicture::Empty)));
    }

    #[test]
    fn a_person_has_one_place_and_the_queue_an_end() {
        let first = Place::take(-1).unwrap();
        assert!(Place::take(-1).is_none());
        let others: Vec<_> = (-100..-1).map_while(Place::take).collect();
        assert!(others.len() < PLACES);
        drop(first);
        assert!(Place::take(-1).is_some());
    }
}
