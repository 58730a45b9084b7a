//! Numbers, dates and list marks of both languages, brought to one key for one value.

mod chinese;
mod english;
mod value;

pub(crate) use chinese::{
    Expression, enumerator as chinese_enumerator, expression as chinese_expression,
};
pub(crate) use english::{
    enumerator as english_enumerator, expression as english_expression, number_word, roman,
};
pub(crate) use value::Quantity;
