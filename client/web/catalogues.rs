//! The catalogues of each program, and how they are compiled.
//!
//! The build script puts the first language into the programs, and the packer puts the others
//! beside them, so both include this file. What is written in `i18n/` is checked here: a faulty
//! line, a key that stands twice, or a part of Fluent that `shell/words/sentence.rs` does not
//! read, is a fault.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, VariantKey,
};
use fluent_syntax::parser;

#[path = "src/shell/words/marks.rs"]
mod marks;

/// The languages, by the codes that catalogues are named with. The first is in the programs.
pub(crate) const LANGUAGES: [&str; 2] = ["fr", "en"];

/// What each program says: its own sentences, and those that it shares with others.
pub(crate) const PROGRAMS: [(&str, &[&str]); 3] = [
    ("console", &["shell", "shared", "console"]),
    ("door", &["shell", "shared", "door"]),
    ("phone", &["shell", "shared", "phone"]),
];

/// What only a team is told, by the beginnings of the keys: a participant's program goes without.
/// A test of the phone holds that it asks for none of these.
const TEAM_ONLY: [&str; 9] = [
    "alert-",
    "feed-alert-",
    "feed-team-",
    "feed-threshold-",
    "fill-",
    "function-",
    "place-",
    "reason-",
    "scan-",
];

/// Programs of participants.
const PARTICIPANTS: [&str; 1] = ["phone"];

/// The sentences of a program in a language, ready to be read; none for a program without any.
pub(crate) fn compile(
    folder: &Path,
    program: &str,
    language: &str,
) -> Result<Option<String>, String> {
    let Some((_, catalogues)) = PROGRAMS.iter().find(|(name, _)| *name == program) else {
        return Ok(None);
    };
    let mut messages = BTreeMap::new();
    for catalogue in *catalogues {
        let path = folder.join(format!("{catalogue}.{language}.ftl"));
        let at = |why: String| format!("{}: {why}", path.display());
        let text = fs::read_to_string(&path).map_err(|fault| at(fault.to_string()))?;
        let resource =
            parser::parse(text.as_str()).map_err(|(_, faults)| at(format!("{faults:?}")))?;
        read(&resource, &mut messages).map_err(at)?;
    }
    let mut compiled = String::new();
    if PARTICIPANTS.contains(&program) {
        messages.retain(|key, _| !TEAM_ONLY.iter().any(|beginning| key.starts_with(beginning)));
    }
    for (key, pattern) in messages {
        compiled.push_str(&key);
        compiled.push(marks::KEY_END);
        compiled.push_str(&pattern);
        compiled.push(marks::MESSAGE_END);
    }
    Ok(Some(compiled))
}

fn read(resource: &Resource<&str>, messages: &mut BTreeMap<String, String>) -> Result<(), String> {
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name;
                let pattern = message
                    .value
                    .as_ref()
                    .ok_or(format!("{key} says nothing"))?;
                if !message.attributes.is_empty() {
                    return Err(format!("{key} has attributes, which nobody reads"));
                }
                let mut compiled = String::new();
                write_pattern(pattern, &mut compiled).map_err(|why| format!("{key}: {why}"))?;
                if messages.insert(key.to_owned(), compiled).is_some() {
                    return Err(format!("{key} stands twice"));
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("the term {} is not read", term.id.name)),
            Entry::Junk { content } => return Err(format!("this is no message: {content}")),
        }
    }
    Ok(())
}

fn write_pattern(pattern: &Pattern<&str>, out: &mut String) -> Result<(), String> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                if value.chars().any(|c| c < ' ' && c != '\n') {
                    return Err("a control character stands in the text".to_owned());
                }
                out.push_str(value);
            }
            PatternElement::Placeable { expression } => write_expression(expression, out)?,
        }
    }
    Ok(())
}

fn write_expression(expression: &Expression<&str>, out: &mut String) -> Result<(), String> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => out.push_str(value),
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            out.push(marks::VALUE);
            out.push_str(id.name);
            out.push(marks::NAME_END);
        }
        Expression::Select {
            selector: InlineExpression::VariableReference { id },
            variants,
        } => {
            out.push(marks::CHOICE);
            out.push_str(id.name);
            out.push(marks::NAME_END);
            let (defaults, others): (Vec<_>, Vec<_>) =
                variants.iter().partition(|variant| variant.default);
            for variant in others.into_iter().chain(defaults) {
                let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) =
                    &variant.key;
                out.push_str(name);
                out.push(marks::NAME_END);
                write_pattern(&variant.value, out)?;
                out.push(marks::VARIANT_END);
            }
            out.push(marks::CHOICE_END);
        }
        Expression::Inline(_) | Expression::Select { .. } => {
            return Err("only values and choices by a value are read".to_owned());
        }
    }
    Ok(())
}
