//! Forms: fields are read into parsed types, every error is kept beside its field, and the typed
//! text goes back into the page. A body that none of our forms sends gets a page too, never a line
//! of plain text.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use url::form_urlencoded;

use super::failure::Failure;
use super::guard::IsSignedIn;
use crate::kit::body::{self, NotWhole};

/// Most bytes of a form.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// Most bytes of a form with a long text: who sends a megabyte of it, in any script, gets it back with
/// what is wrong.
const LONG_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most bytes of a form of someone who is not signed in.
const STRANGER_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of a form with a file. A file that is a little larger than we take gets an error beside
/// its field.
const FILES_BYTES_MAX: usize = 2 * 1024 * 1024 + 512 * 1024;
/// Most fields of a form. The longest of ours is a page of boxes with a few fields beside them.
const FIELDS_MAX: usize = 1000;

/// A form that was sent. Readers note the errors they find; [`SentForm::errors`] has them.
#[derive(Debug, Default)]
pub struct SentForm {
    fields: Vec<(String, String)>,
    /// By the names of their fields.
    files: Vec<(String, Bytes)>,
    errors: Errors,
    /// Where it was sent, with the query.
    path: String,
}

/// A form that may bring files, for the routes that take them. It goes without files, too. Only forms
/// of people who are signed in bring any: of anybody else's, no byte is read.
#[derive(Debug)]
pub struct SentFiles(pub SentForm);
/// A form with a long text in it.
#[derive(Debug)]
pub struct LongForm(pub SentForm);

/// What is wrong with a form, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<FieldError>);

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Empty: about the form as a whole.
    pub name: String,
    /// For the person who typed it.
    pub text: String,
}

/// One of the values that a select or a row of boxes offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

impl Choice {
    /// One value, what it is called, and whether it is the chosen one.
    #[must_use]
    pub fn new(value: &str, label: &str, selected: bool) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), selected }
    }
}

impl SentForm {
    /// The field as it was typed; "" when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of a field that may be sent several times.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The file that was chosen in this field.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&Bytes> {
        self.files.iter().find(|(key, _)| key == name).map(|(_, bytes)| bytes)
    }

    /// Gives a field another value, for the page that shows the form again.
    pub fn set(&mut self, name: &str, value: String) {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value));
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Parses the field; an error is noted beside it in its own words.
    pub fn read<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(self.text(name)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.refuse(name, error);
                None
            }
        }
    }

    /// Parses the field unless it is blank.
    pub fn read_optional<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(name).trim().is_empty() { None } else { self.read(name, parse) }
    }

    /// Notes an error beside a field; with the name "", about the whole form.
    pub fn refuse(&mut self, name: &str, text: impl std::fmt::Display) {
        self.errors.add(name, text);
    }

    /// What the readers found, for the page that shows the form again.
    #[must_use]
    pub fn errors(&self) -> Errors {
        self.errors.clone()
    }

    /// The path to which it was sent, with its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All fields, in the order in which they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The form again as a body, without this field.
    #[must_use]
    pub fn body_without(&self, name: &str) -> String {
        let kept = self.fields.iter().filter(|(key, _)| key != name);
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish()
    }

    /// Takes the fields of this body in place of its own.
    pub fn refill(&mut self, body: &[u8]) -> Result<(), Failure> {
        self.fields = Self::parse(body)?.fields;
        Ok(())
    }

    /// Reads a body.
    fn parse(body: &[u8]) -> Result<Self, Failure> {
        let pairs = form_urlencoded::parse(body).into_owned();
        Self::of_fields(pairs.take(FIELDS_MAX + 1).collect())
    }

    fn of_fields(fields: Vec<(String, String)>) -> Result<Self, Failure> {
        if fields.len() > FIELDS_MAX {
            return Err(Failure::TooLarge);
        }
        // The database takes no NUL, and no keyboard makes one.
        if fields.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(Failure::Unreadable);
        }
        Ok(Self { fields, ..Self::default() })
    }

    /// Reads the parts of a body: texts, and files.
    async fn of_parts(mut parts: Multipart) -> Result<Self, Failure> {
        let (mut fields, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|_| Failure::Unreadable)? {
            let name = part.name().ok_or(Failure::Unreadable)?.to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| Failure::Unreadable)?;
            match file {
                None => fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
                // A browser sends this if no file was chosen.
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(_) => files.push((name, bytes)),
            }
            if fields.len() + files.len() > FIELDS_MAX {
                return Err(Failure::TooLarge);
            }
        }
        Ok(Self { files, ..Self::of_fields(fields)? })
    }
}

impl Errors {
    /// Adds one.
    pub fn add(&mut self, name: &str, text: impl std::fmt::Display) {
        self.0.push(FieldError { name: name.to_owned(), text: text.to_string() });
    }

    /// The first error of a field; "" for none.
    #[must_use]
    pub fn of(&self, name: &str) -> &str {
        self.0.iter().find(|error| error.name == name).map_or("", |error| &error.text)
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> &[FieldError] {
        &self.0
    }

    /// Whether there are any.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }
}

impl<S: Send + Sync> FromRequest<S> for SentForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        Self::receive(request, BODY_BYTES_MAX).await
    }
}

impl<S: Send + Sync> FromRequest<S> for LongForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        SentForm::receive(request, LONG_BYTES_MAX).await.map(Self)
    }
}

impl SentForm {
    /// Reads a form of at most this many bytes, if the visitor is signed in.
    async fn receive(request: Request, bytes_max: usize) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes());
        let is_form = |kind: &[u8]| kind.starts_with(b"application/x-www-form-urlencoded");
        // A form without fields, only a button, may come without a type.
        if !kind.is_none_or(is_form) {
            return Err(Failure::Unreadable);
        }
        let path = request.uri().path_and_query().map_or("/", |asked| asked.as_str()).to_owned();
        let is_known = request.extensions().get::<IsSignedIn>().is_some();
        let bytes_max = if is_known { bytes_max } else { STRANGER_BYTES_MAX };
        let chunks = request.into_body().into_data_stream();
        match body::whole(chunks, bytes_max).await {
            Ok(bytes) => Ok(Self { path, ..Self::parse(&bytes)? }),
            Err(NotWhole::TooLarge) => Err(Failure::TooLarge),
            Err(NotWhole::Busy) => Err(Failure::Busy),
            Err(NotWhole::Broken(_)) => Err(Failure::Unreadable),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for SentFiles {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes());
        if !kind.is_some_and(|kind| kind.starts_with(b"multipart/form-data")) {
            return SentForm::receive(request, LONG_BYTES_MAX).await.map(Self);
        }
        if request.extensions().get::<IsSignedIn>().is_none() {
            return Err(Failure::Unreadable);
        }
        let path = request.uri().path_and_query().map_or("/", |asked| asked.as_str()).to_owned();
        let (head, body) = request.into_parts();
        let whole = match body::whole(body.into_data_stream(), FILES_BYTES_MAX).await {
            Ok(whole) => whole,
            Err(NotWhole::TooLarge) => return Err(Failure::FileTooLarge),
            Err(NotWhole::Busy) => return Err(Failure::Busy),
            Err(NotWhole::Broken(_)) => return Err(Failure::Unreadable),
        };
        let mut request = Request::from_parts(head, Body::from(whole.clone()));
        // It is read already, within a limit of ours.
        DefaultBodyLimit::disable().apply(&mut request);
        let parts = Multipart::from_request(request, state).await;
        let form = SentForm::of_parts(parts.map_err(|_| Failure::Unreadable)?).await?;
        Ok(Self(SentForm { path, ..form }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_was_typed_and_says_what_is_wrong() {
        let mut form = SentForm::parse(b"quantity=12x&name=+Ada+&ids=1&ids=2&terms=1").unwrap();
        assert_eq!(form.read("quantity", str::parse::<u32>), None);
        assert_eq!(form.text("quantity"), "12x");
        assert_eq!(form.text("name"), " Ada ");
        assert_eq!(form.all("ids").collect::<Vec<_>>(), ["1", "2"]);
        assert!(form.is_ticked("terms") && !form.is_ticked("other"));
        assert_eq!(form.read_optional("drip", str::parse::<u32>), None);
        assert_eq!(form.errors().of("quantity"), "invalid digit found in string");
        assert_eq!(form.errors().list().len(), 1);
    }

    #[test]
    fn refuses_what_no_keyboard_makes() {
        assert!(SentForm::parse(b"name=a%00b").is_err());
        assert!(SentForm::parse(b"").is_ok());
        assert_eq!(SentForm::parse(b"name=%FF").unwrap().text("name"), "\u{fffd}");
    }
}
