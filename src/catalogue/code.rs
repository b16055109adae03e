//! Codes: the numbers by which the order API names what is ordered, each mapped to one service. The
//! protocol also speaks of two kinds of links, which are read here: a post and its comment.

use sqlx::{PgExecutor, PgTransaction};
use url::Url;

use super::Link;
use super::service::ServiceError;
use crate::catalogue::{Kind, ServiceId};
use crate::kit::db;

/// What is ordered, by the number in that protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    PostUpvote,
    CommentUpvote,
    CommentDownvote,
    PostDownvote,
    /// A position that a post should reach.
    TopRanking,
}

impl Code {
    pub const ALL: [Self; 5] = [
        Self::PostUpvote,
        Self::CommentUpvote,
        Self::CommentDownvote,
        Self::PostDownvote,
        Self::TopRanking,
    ];

    /// As it is sent and stored.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::PostUpvote => 1,
            Self::CommentUpvote => 6,
            Self::CommentDownvote => 7,
            Self::PostDownvote => 8,
            Self::TopRanking => 10,
        }
    }

    #[must_use]
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|code| i64::from(code.number()) == number)
    }

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::PostUpvote => "post upvote",
            Self::CommentUpvote => "comment upvote",
            Self::CommentDownvote => "comment downvote",
            Self::PostDownvote => "post downvote",
            Self::TopRanking => "position to be reached",
        }
    }

    /// Whether an order's link is one that this code is for: a post's, or a comment's.
    #[must_use]
    pub fn fits(self, link: &Link) -> bool {
        let wants_comment = matches!(self, Self::CommentUpvote | Self::CommentDownvote);
        Thread::read(link.as_str()).is_some_and(|thread| thread.is_comment == wants_comment)
    }
}

/// The parts of the path of a link to a discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Whose discussion it is.
    pub community: String,
    pub is_comment: bool,
}

impl Thread {
    /// Reads `/r/<name>/comments/<id>[/<slug>[/<comment>]]`, whatever the host.
    #[must_use]
    pub fn read(link: &str) -> Option<Self> {
        let url = if link.contains("://") {
            Url::parse(link)
        } else {
            Url::parse(&format!("https://{link}"))
        };
        let url = url.ok()?;
        let path = url.path();
        let path = path.strip_suffix('/').unwrap_or(path);
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let (name, id, rest) = match parts.as_slice() {
            ["r", name, "comments", id, rest @ ..] => (*name, *id, rest),
            _ => return None,
        };
        let is_word = |text: &str| {
            (1..=100).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        let is_comment = match rest {
            [] => false,
            [slug] if !slug.is_empty() => false,
            [slug, comment] if !slug.is_empty() && is_word(comment) => true,
            _ => return None,
        };
        let known = is_word(name) && is_word(id);
        known.then(|| Self { community: name.to_owned(), is_comment })
    }
}

/// The service of a code; `None`: none is mapped.
pub async fn service_of(
    db: impl PgExecutor<'_>,
    code: Code,
) -> Result<Option<ServiceId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: ServiceId" from services where code = $1"#,
        code.number()
    )
    .fetch_optional(db)
    .await?)
}

/// The services of all codes that are mapped.
pub async fn codes(db: impl PgExecutor<'_>) -> Result<Vec<(Code, ServiceId)>, db::Error> {
    let rows = sqlx::query!(
        r#"select code as "code!", id as "id: ServiceId" from services
                               where code is not null"#
    )
    .fetch_all(db)
    .await?;
    let mapped = rows.into_iter().filter_map(|row| Some((Code::of(row.code.into())?, row.id)));
    Ok(mapped.collect())
}

/// Maps a code to a service, or takes its code away. A code names one service at a time.
pub async fn set_code(
    tx: &mut PgTransaction<'_>,
    service_id: ServiceId,
    code: Option<Code>,
) -> Result<(), ServiceError> {
    let wrong = |sentence| Err(ServiceError::Field { field: "code", sentence });
    let kind = sqlx::query_scalar!(
        r#"select kind as "kind: Kind" from services where id = $1"#,
        service_id as ServiceId
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(ServiceError::NotFound)?;
    if code.is_some() && kind != Kind::Default {
        return wrong("Only a service of the type Default can have one");
    }
    let set = sqlx::query!(
        "update services set code = $2 where id = $1",
        service_id as ServiceId,
        code.map(Code::number)
    )
    .execute(&mut **tx)
    .await;
    match set.map_err(db::Error::from) {
        Ok(_) => {}
        Err(error) if error.constraint() == Some("services_code") => {
            return wrong("Another service has this code");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_and_comments() {
        let read = |link: &str| {
            let thread = Thread::read(link)?;
            Some(format!("{} {}", thread.community, thread.is_comment))
        };
        let post = Some("example false".to_owned());
        for link in [
            "https://www.example.com/r/example/comments/abc123",
            "https://www.example.com/r/example/comments/abc123/",
            "https://www.example.com/r/example/comments/abc123/example_post/",
            "https://example.com/r/example/comments/abc123/slug?x=1#top",
            "example.com/r/example/comments/abc123",
        ] {
            assert_eq!(read(link), post, "{link}");
        }
        for link in [
            "https://example.com/r/example/comments/abc123/slug/def456",
            "https://example.com/r/example/comments/abc123/comment/def456/?context=3",
        ] {
            assert_eq!(read(link), Some("example true".to_owned()), "{link}");
        }
        for link in [
            "https://example.com/",
            "https://example.com/r/example",
            "https://example.com/r/example/comments",
            "https://example.com/r/example/comments/",
            "https://example.com/r//comments/abc",
            "https://example.com/r/example/comments/abc//def",
            "https://example.com/r/example/comments/abc/slug/def/more",
            "https://example.com/user/example/comments/abc",
            "example",
        ] {
            assert_eq!(read(link), None, "{link}");
        }
    }
}
