//! A connection's bytes and bodies on their way through, which tell its place what it waits for.

use std::io::{IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::room::Place;

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By the client, or after an answer.
    ByClient,
    Head,
    Body,
    Idle,
    Write,
    MakesRoom,
}

impl Ended {
    /// In the metrics.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::ByClient => "done",
            Self::Head => "slow_head",
            Self::Body => "slow_body",
            Self::Idle => "idle",
            Self::Write => "slow_reader",
            Self::MakesRoom => "made_room",
        }
    }
}

/// What bytes belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A head that begins with them.
    NewHead,
    /// The head that has begun.
    Head,
    /// A body, or a request that was sent before the last one was answered.
    Body,
}

/// A stream whose place knows when it moves.
pub(super) struct Watched {
    stream: TcpStream,
    place: Arc<Place>,
    lines: Lines,
}

/// Where a head's bytes are, as far as line ends count.
#[derive(Default)]
struct Lines {
    last: u8,
    /// Bytes of the line so far.
    length: usize,
    /// The head has ended; what follows belongs to its body.
    is_over: bool,
}

impl Lines {
    /// Takes the next bytes of a head. Answers whether a line ended with a bare LF.
    fn take(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes {
            if self.is_over {
                return false;
            }
            if *byte == b'\n' {
                if self.last != b'\r' {
                    return true;
                }
                // Empty lines before a request are allowed, and end no head.
                self.is_over = self.length == 1 && self.last == b'\r';
                self.length = 0;
            } else {
                self.length += 1;
            }
            self.last = *byte;
        }
        false
    }
}

impl Watched {
    pub(super) fn new(stream: TcpStream, place: Arc<Place>) -> Self {
        Self { stream, place, lines: Lines::default() }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let before = into.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, into);
        let came = into.filled().get(before..).unwrap_or_default();
        if came.is_empty() {
            return polled;
        }
        let part = self.place.got_bytes();
        if part == Part::NewHead {
            self.lines = Lines::default();
        }
        if part != Part::Body && self.lines.take(came) {
            self.place.got_bare_lf();
        }
        polled
    }
}

impl Watched {
    fn wrote<T>(&self, polled: Poll<T>) -> Poll<T> {
        self.place.writes(polled.is_pending());
        polled
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.wrote(polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A request's body; its place knows when all of it was read, or nobody reads it any more.
pub(super) fn watch_request(body: Incoming, place: Arc<Place>) -> Request {
    place.got_head(!body.is_end_stream());
    Request { body, place }
}

pub(super) struct Request {
    body: Incoming,
    place: Arc<Place>,
}

impl hyper::body::Body for Request {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(polled, Poll::Ready(None | Some(Err(_)))) || self.body.is_end_stream() {
            self.place.got_body();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.place.got_body();
    }
}

/// An answer's body; its place knows when all of it was handed over.
pub(super) fn watch_response(body: Body, place: Arc<Place>) -> Response {
    Response { body, place }
}

pub(super) struct Response {
    body: Body,
    place: Arc<Place>,
}

impl hyper::body::Body for Response {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        self.place.answered();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_line_ends_of_a_head_are_found_and_those_of_a_body_are_not() {
        let has = |parts: &[&str]| {
            let mut lines = Lines::default();
            parts.iter().any(|part| lines.take(part.as_bytes()))
        };
        assert!(!has(&["GET / HTTP/1.1\r\nHost: x\r\n\r\n"]));
        assert!(!has(&["GET / HTTP/1.1\r", "\nHost: x\r\n", "\r", "\na=1\nb=2"]));
        assert!(has(&["GET / HTTP/1.1\nHost: x\r\n\r\n"]));
        assert!(has(&["GET / HTTP/1.1\r\nHost: x\n\n"]));
        assert!(has(&["GET / HTTP/1.1\r\nHost: x\r\n", "\n"]));
    }
}
