//! JSON objects with all of their names, also names that are there twice. Values stay as they were
//! sent, in the text: a body of many small values takes no more memory than its text.

use std::fmt;

use serde::de::{Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Error};

/// The object's names and values, in the order in which they were sent; at most so many.
pub(super) fn read(text: &str, names_max: usize) -> Result<Vec<(String, &RawValue)>, Error> {
    struct Pairs(usize);
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                if pairs.len() == self.0 {
                    return Err(A::Error::custom("too many names"));
                }
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    let mut deserializer = Deserializer::from_str(text);
    let pairs = deserializer.deserialize_map(Pairs(names_max))?;
    deserializer.end()?;
    Ok(pairs)
}

/// The items of an array that are not nothing, with `between` between them.
pub(super) fn join(
    array: &RawValue,
    between: &str,
    plain: impl Fn(&RawValue) -> Result<Option<String>, Error>,
) -> Result<String, Error> {
    struct Items<'b, F>(&'b str, F);
    impl<'de, F: Fn(&RawValue) -> Result<Option<String>, Error>> Visitor<'de> for Items<'_, F> {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<String, A::Error> {
            let mut joined: Option<String> = None;
            while let Some(item) = array.next_element::<&RawValue>()? {
                let Some(text) = (self.1)(item).map_err(A::Error::custom)? else { continue };
                match &mut joined {
                    None => joined = Some(text),
                    Some(joined) => {
                        joined.push_str(self.0);
                        joined.push_str(&text);
                    }
                }
            }
            Ok(joined.unwrap_or_default())
        }
    }
    Deserializer::from_str(array.get()).deserialize_seq(Items(between, plain))
}
