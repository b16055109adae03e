//! Makes a text into words that can be compared: lower-case letters without marks, whatever stood
//! between the words. `notEnoughFunds`, `not_enough_funds` and "Not enough funds!" are the same
//! three words.

use std::sync::LazyLock;

/// The most words of a text that we look at.
const WORDS_MAX: usize = 120;
/// Own texts with fewer letters stay in the answer: to remove them would remove half of its
/// sentences.
const OWN_CHARS_MIN: usize = 3;

/// The words of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// Phrases with the same meaning. A word that ends in `*` stands for all words that begin with it.
/// A word that begins with `~` is found inside other words, for languages that put nothing between
/// words.
pub(super) struct Phrases(Vec<Vec<Part>>);

pub(super) type Lazy = LazyLock<Phrases>;

enum Part {
    Whole(String),
    Start(String),
    Inside(String),
}

impl Phrases {
    /// From a list with `;` between the phrases.
    pub(super) fn new(list: &str) -> Self {
        let phrase = |text: &str| text.split_whitespace().map(Part::new).collect::<Vec<_>>();
        Self(list.split(';').map(phrase).filter(|parts| !parts.is_empty()).collect())
    }
}

impl Part {
    fn new(word: &str) -> Self {
        let folded = || word.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).collect();
        match (word.starts_with('~'), word.ends_with('*')) {
            (true, _) => Self::Inside(folded()),
            (_, true) => Self::Start(folded()),
            _ => Self::Whole(folded()),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Whole(text) => word == text,
            Self::Start(text) => word.starts_with(text.as_str()),
            Self::Inside(text) => word.contains(text.as_str()),
        }
    }
}

impl Words {
    /// All of a text's words.
    pub fn of(text: &str) -> Self {
        // Such a mark is left out; it is not a gap between two words.
        let text = text.replace(['\'', '’', '`'], "");
        let text = text.replace("&#39;", "").replace("&#039;", "").replace("&apos;", "");
        let mut words = Vec::new();
        let mut word = String::new();
        let mut before = [' ', ' '];
        for (c, next) in text.chars().zip(text.chars().skip(1).chain([' '])) {
            // notEnough, APIKey
            let starts = c.is_uppercase()
                && (before[1].is_lowercase() || (before[1].is_uppercase() && next.is_lowercase()));
            if starts || !(c.is_alphanumeric() || is_mark(c)) {
                take(&mut words, &mut word);
            }
            word.extend(c.to_lowercase().filter_map(fold).filter(|c| c.is_alphanumeric()));
            before = [before[1], c];
        }
        take(&mut words, &mut word);
        words.truncate(WORDS_MAX);
        Self(words)
    }

    /// As [`of`](Self::of), without the links and names in it: they are not the provider's own
    /// words.
    pub fn without_links(text: &str) -> Self {
        let is_link = |part: &&str| {
            let bare = part.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@');
            let has_path = bare.split_once('/').is_some_and(|(host, _)| host.contains('.'));
            part.contains("://") || bare.starts_with("www.") || bare.starts_with('@') || has_path
        };
        let kept: Vec<&str> = text.split_whitespace().filter(|part| !is_link(part)).collect();
        Self::of(&kept.join(" "))
    }

    /// Without the quotations of these texts in `said`; these are the words of `said`. A quotation
    /// is the same letter by letter: another spelling is no quotation.
    pub fn without(mut self, said: &str, texts: &[&str]) -> Self {
        let said = said.to_lowercase();
        for text in texts {
            let parts = text.split(['/', '?', '&', '=', '\n', ',']).chain([*text]);
            for part in parts.filter(|part| part.chars().count() >= OWN_CHARS_MIN) {
                if said.contains(&part.to_lowercase()) {
                    self.remove(&Self::of(part).0);
                }
            }
        }
        self
    }

    fn remove(&mut self, own: &[String]) {
        while !own.is_empty()
            && let Some(at) = self.0.windows(own.len()).position(|words| words == own)
        {
            self.0.drain(at..at + own.len());
        }
    }

    /// Whether it has one of these phrases.
    pub(super) fn has(&self, phrases: &Phrases) -> bool {
        phrases.0.iter().any(|phrase| {
            let says = |words: &[String]| {
                phrase.iter().zip(words).all(|(part, word)| part.fits(word.as_str()))
            };
            self.0.windows(phrase.len()).any(says)
        })
    }

    /// Whether it has nothing except these phrases.
    pub(super) fn are_all(&self, phrases: &Phrases) -> bool {
        let is_one = |word: &String| {
            let alone = |phrase: &Vec<Part>| phrase.iter().all(|part| part.fits(word));
            word.bytes().all(|byte| byte.is_ascii_digit()) || phrases.0.iter().any(alone)
        };
        self.0.iter().all(is_one)
    }
}

fn take(words: &mut Vec<String>, word: &mut String) {
    if word.is_empty() {
        return;
    }
    // The Arabic article is written together with its word.
    let bare = word.strip_prefix("ال").filter(|rest| rest.chars().count() > 2);
    words.push(bare.unwrap_or(word).to_owned());
    word.clear();
}

/// A sign over or under a letter, or an invisible one: it is no gap between words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// A lower-case letter without its marks; `None`: it is only a mark.
const fn fold(c: char) -> Option<char> {
    Some(match c {
        _ if is_mark(c) => return None,
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(plain) => plain.to_ascii_lowercase(),
            None => c,
        },
        'à'..='å'
        | 'ā'
        | 'ă'
        | 'ą'
        | 'ạ'
        | 'ả'
        | 'ấ'
        | 'ầ'
        | 'ẩ'
        | 'ẫ'
        | 'ậ'
        | 'ắ'
        | 'ằ'
        | 'ẳ'
        | 'ẵ'
        | 'ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'đ' | 'ď' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => {
            'e'
        }
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' | 'ị' | 'ỉ' | 'ĩ' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ő'
        | 'ọ'
        | 'ỏ'
        | 'ố'
        | 'ồ'
        | 'ổ'
        | 'ỗ'
        | 'ộ'
        | 'ơ'
        | 'ớ'
        | 'ờ'
        | 'ở'
        | 'ỡ'
        | 'ợ' => 'o',
        'ř' => 'r',
        'ş' | 'ș' | 'ś' | 'š' | 'ß' => 's',
        'ț' | 'ţ' | 'ť' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' | 'ụ' | 'ủ' | 'ũ' | 'ư' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => {
            'u'
        }
        'ý' | 'ÿ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ة' => 'ه',
        'ى' => 'ي',
        _ => c,
    })
}
