//! Numbers, dates and list marks of both languages, brought to one key for one value.

mod chinese;
mod digits;
mod english;
mod value;
mod words;

pub(crate) use chinese::{
    Expression, enumerator as chinese_enumerator, expression as chinese_expression,
};
pub(crate) use english::{
    enumerator as english_enumerator, expression as english_expression, roman,
};
pub(crate) use value::Quantity;
pub(crate) use words::number_word;
