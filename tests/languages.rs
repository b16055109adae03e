//! The words of the customers' side: every message that the program asks for is there in every
//! language, nothing is there that nobody asks for, and no English stands in the templates.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Resource};
use fluent_syntax::{parser, serializer};
use waybill::kit::lang::Lang;

/// Messages that read the same in a language as in English, and should: names, units, a word that
/// the language has taken over. Others that are the same were forgotten.
const SAME: &str = include_str!("languages/same.txt");
/// Words of templates that are no English: names, keys, units, and what a program reads.
const NO_ENGLISH: [&str; 16] = [
    "API",
    "CSV",
    "UTC",
    "JWT",
    "URL",
    "JSON",
    "HTTP",
    "PHP",
    "Python",
    "curl",
    "JavaScript",
    "Ctrl",
    "Enter",
    "Esc",
    "min",
    "ID",
];
/// The forms that a word takes after a number, besides `other`.
const PLURALS: [(&str, &[&str]); 5] = [
    ("es", &["one"]),
    ("pt-BR", &["one"]),
    ("tr", &["one"]),
    ("ru", &["one", "few", "many"]),
    ("ar", &["one", "two", "few", "many"]),
];

struct Message {
    /// As the file has it, without its name.
    text: String,
    arguments: BTreeSet<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn messages(tag: &str) -> BTreeMap<String, Message> {
    let file = fs::read_to_string(root().join(format!("locales/{tag}.ftl"))).unwrap();
    let read = parser::parse(file.as_str());
    let read = read.unwrap_or_else(|(_, errors)| panic!("locales/{tag}.ftl: {errors:#?}"));
    let mut messages = BTreeMap::new();
    for entry in read.body {
        let Entry::Message(message) = entry else { continue };
        let name = message.id.name.to_owned();
        let text = serializer::serialize(&Resource { body: vec![Entry::Message(message)] });
        let text = text.split_once('=').unwrap().1.trim().to_owned();
        let arguments = text.split('$').skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
        });
        let message = Message { arguments: arguments.collect(), text };
        assert!(messages.insert(name.clone(), message).is_none(), "{tag}: {name} stands twice");
    }
    messages
}

fn files_below(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, extension, found);
        } else if path.extension().is_some_and(|this| this == extension) {
            found.push(path);
        }
    }
}

fn read_below(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files_below(&root().join(folder), extension, &mut found);
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The keys in `say("…")` and `say_html("…")`.
fn asked_for() -> BTreeMap<String, String> {
    let mut asked = BTreeMap::new();
    for (path, text) in [read_below("src", "rs"), read_below("templates", "html")].concat() {
        let text = text.split("#[cfg(test)]").next().unwrap();
        for call in ["say(", "say_html("] {
            for (at, _) in text.match_indices(call) {
                let rest = text[at + call.len()..].trim_start();
                if let Some(key) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                    asked.insert(key.to_owned(), path.clone());
                }
            }
        }
    }
    asked
}

#[test]
fn every_message_is_there_and_asked_for() {
    let (asked, english) = (asked_for(), messages("en"));
    let missing: Vec<_> = asked.iter().filter(|(key, _)| !english.contains_key(*key)).collect();
    assert!(missing.is_empty(), "not in locales/en.ftl: {missing:#?}");
    let unused: Vec<_> = english.keys().filter(|key| !asked.contains_key(*key)).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:#?}");
}

#[test]
fn every_language_says_everything() {
    let english = messages("en");
    let same: BTreeSet<(&str, &str)> = SAME
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect();
    let mut faults = Vec::new();
    for lang in Lang::all().filter(|lang| *lang != Lang::ENGLISH) {
        let tag = lang.tag();
        let said = messages(tag);
        for key in said.keys().filter(|key| !english.contains_key(*key)) {
            faults.push(format!("{tag}: {key} is not in English"));
        }
        for (key, ours) in &english {
            let Some(theirs) = said.get(key) else {
                faults.push(format!("{tag}: {key} is missing"));
                continue;
            };
            if theirs.arguments != ours.arguments {
                let (ours, theirs) = (&ours.arguments, &theirs.arguments);
                faults.push(format!("{tag}: {key} quotes {theirs:?}, and not {ours:?}"));
            }
            if markup(&theirs.text) != markup(&ours.text) {
                faults.push(format!("{tag}: {key} has other markup"));
            }
            let has_words = words(&ours.text).next().is_some();
            if has_words && theirs.text == ours.text && !same.contains(&(tag, key.as_str())) {
                faults.push(format!("{tag}: {key} is not translated: {}", ours.text));
            }
            let forms =
                PLURALS.iter().find(|(of, _)| *of == tag).map_or(&[][..], |(_, forms)| forms);
            for form in forms.iter().filter(|_| ours.text.contains("[one]")) {
                if !theirs.text.contains(&format!("[{form}]")) {
                    faults.push(format!("{tag}: {key} has no [{form}]"));
                }
            }
        }
    }
    for (tag, key) in &same {
        let is_same = messages(tag).get(*key).map(|theirs| &theirs.text)
            == english.get(*key).map(|ours| &ours.text);
        if !is_same {
            faults.push(format!("same.txt: {key} is translated in {tag}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The tags of a message, in any order.
fn markup(text: &str) -> BTreeMap<&str, usize> {
    let mut tags = BTreeMap::new();
    for rest in text.split('<').skip(1) {
        if let Some((tag, _)) = rest.split_once('>') {
            *tags.entry(tag).or_default() += 1;
        }
    }
    tags
}

/// Words of at least three letters, outside of markup and of what is put in.
fn words(text: &str) -> impl Iterator<Item = String> {
    let bare = without(&without(text, "{", "}"), "<", ">");
    let words = bare.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
    words.into_iter().filter(|word| word.chars().count() >= 3)
}

/// The text without what stands between these two.
fn without(text: &str, opens: &str, closes: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(opens) {
        kept.push_str(before);
        kept.push('\n');
        rest = after.split_once(closes).map_or("", |(_, after)| after);
    }
    kept + rest
}

/// What people read of a template: its text, and the attributes that are shown or read out.
fn read_by_people(template: &str) -> Vec<String> {
    let html = without(template, "{#", "#}");
    // Names of classes, and attributes that are put together.
    let html = without(&html, "{% block main_class %}", "{% endblock %}");
    let html = without(&html, "{%- macro described", "{%- endmacro -%}");
    let mut read: Vec<String> = literals(&html);
    let html = without(&without(&html, "{{", "}}"), "{%", "%}");
    for attribute in ["title=\"", "aria-label=\"", "placeholder=\"", "alt=\"", "data-label=\""] {
        for (at, _) in html.match_indices(attribute) {
            let rest = &html[at + attribute.len()..];
            read.push(rest.split('"').next().unwrap().to_owned());
        }
    }
    let mut text = html;
    for element in ["style", "svg", "script", "kbd", "code", "pre"] {
        text = without(&text, &format!("<{element}"), &format!("</{element}>"));
    }
    read.extend(without(&text, "<", ">").lines().map(|line| line.trim().to_owned()));
    read
}

/// Sentences that a template hands to a macro: literals with a capital letter and a space.
fn literals(html: &str) -> Vec<String> {
    let inside = html.split("{{").skip(1).chain(html.split("{%").skip(1));
    let inside = inside.map(|rest| rest.split("}}").next().unwrap().split("%}").next().unwrap());
    let quoted = inside.flat_map(|code| code.split('"').skip(1).step_by(2));
    let is_sentence = |text: &&str| text.starts_with(char::is_uppercase) && text.contains(' ');
    quoted.filter(is_sentence).map(str::to_owned).collect()
}

#[test]
fn no_english_stands_in_the_customers_templates() {
    let mut faults = Vec::new();
    for (path, text) in read_below("templates", "html") {
        // Staff read English. They alone see what these two say.
        let is_staffs =
            path.starts_with("templates/admin/") || path == "templates/public/visit.html";
        if is_staffs {
            continue;
        }
        for read in read_by_people(&text) {
            let english: Vec<_> =
                words(&read).filter(|word| !NO_ENGLISH.contains(&word.as_str())).collect();
            if !english.is_empty() {
                faults.push(format!("{path}: {read}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
