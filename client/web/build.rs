//! Compiles the Fluent catalogues, so that no browser has to carry the parser, the plural rules
//! of all languages and the arithmetic of a general implementation.
//!
//! What is written in `i18n/` is checked here: a faulty line, a key that stands twice, or a part
//! of Fluent that `shell/words/sentence.rs` does not read, is an error of the build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

#[path = "src/shell/words/marks.rs"]
mod marks;

fn main() {
    let folder = Path::new("i18n");
    println!("cargo::rerun-if-changed=i18n");
    println!("cargo::rerun-if-changed=src/shell/words/marks.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the catalogues are beside this file")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ftl"))
        .collect();
    paths.sort();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a catalogue can be read");
        let compiled = compile(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let name = path.file_stem().expect("it was found by its name");
        fs::write(out.join(name).with_extension(with_language(name)), compiled)
            .expect("the folder of the build can be written");
    }
}

/// `shared.fr` becomes the file `shared.fr.words`.
fn with_language(stem: &std::ffi::OsStr) -> String {
    let language = Path::new(stem)
        .extension()
        .expect("a catalogue names its language");
    format!("{}.words", language.to_string_lossy())
}

fn compile(text: &str) -> Result<String, String> {
    let resource = parser::parse(text).map_err(|(_, faults)| format!("{faults:?}"))?;
    let mut messages = BTreeMap::new();
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
                if messages.insert(key, compiled).is_some() {
                    return Err(format!("{key} stands twice"));
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(term) => return Err(format!("the term {} is not read", term.id.name)),
            Entry::Junk { content } => return Err(format!("this is no message: {content}")),
        }
    }
    let mut compiled = String::new();
    for (key, pattern) in messages {
        compiled.push_str(key);
        compiled.push(marks::KEY_END);
        compiled.push_str(&pattern);
        compiled.push(marks::MESSAGE_END);
    }
    Ok(compiled)
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
