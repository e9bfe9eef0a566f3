//! Shortens the names that a program and its script call each other by, and the script itself.
//!
//! wasm-bindgen names each function of the browser after what it does, with a hash behind; the
//! name stands in the program and in the script, and hashes do not compress. Nobody else reads
//! these names, so each becomes a number. Comments and indentation of the script go as well.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, ImportSectionReader, Parser, Payload};

use crate::glue::Program;

/// What the names of wasm-bindgen begin with. Other names are known to more than the two.
const MARKS: [&str; 3] = ["__wb", "__wasm_bindgen", "wasm_bindgen_"];

/// The same program, with a script that says less to do the same.
pub(crate) fn shorten(program: Program) -> Result<Program> {
    let names = names(&program.wasm)?;
    let mut shortened = Shortened(&names);
    let mut module = Module::new();
    shortened
        .parse_core_module(&mut module, Parser::new(0), &program.wasm)
        .map_err(|fault| anyhow!("shorten the names of the program: {fault}"))?;
    Ok(Program {
        script: unindented(&renamed(&program.script, &names)),
        wasm: module.finish(),
        snippets: program.snippets,
    })
}

/// New names for what the program takes from the script and gives to it. The sign before the
/// number stands in no name that wasm-bindgen or the browser makes.
fn names(wasm: &[u8]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut rename = |name: &str| {
        if MARKS.iter().any(|mark| name.starts_with(mark)) && !names.contains_key(name) {
            let short = format!("${:x}", names.len());
            names.insert(name.to_owned(), short);
        }
    };
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.context("read the program")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    rename(import.context("read the imports")?.name);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    rename(export.context("read the exports")?.name);
                }
            }
            _ => {}
        }
    }
    Ok(names)
}

/// The script, with each word that has a new name replaced.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut renamed = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(is_of_word) {
        let (between, behind) = rest.split_at(begin);
        let end = behind.find(|c| !is_of_word(c)).unwrap_or(behind.len());
        let (word, behind) = behind.split_at(end);
        renamed.push_str(between);
        renamed.push_str(names.get(word).map_or(word, String::as_str));
        rest = behind;
    }
    renamed.push_str(rest);
    renamed
}

/// The script without indentation, empty lines and lines that are comments. A text that goes over
/// several lines would lose what belongs to it, so a script that has one stays as it is.
fn unindented(script: &str) -> String {
    let has_long_text = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
    if script.lines().any(has_long_text) {
        return script.to_owned();
    }
    let mut short = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    short
}

struct Shortened<'a>(&'a BTreeMap<String, String>);

impl Shortened<'_> {
    fn name<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(name).map_or(name, String::as_str)
    }
}

impl Reencode for Shortened<'_> {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let ty = self.entity_type(import.ty)?;
            imports.import(import.module, self.name(import.name), ty);
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        exports: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let kind = self.export_kind(export.kind)?;
        exports.export(self.name(export.name), kind, export.index);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ExportKind, TypeSection};

    use super::*;

    fn program(script: &str) -> Program {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        for name in ["__wbg_focus_d5e2fdbdb56416f0", "__wbg_focus_b2"] {
            imports.import("./phone_bg.js", name, EntityType::Function(0));
        }
        let mut exports = ExportSection::new();
        exports.export("__wbindgen_start", ExportKind::Func, 0);
        exports.export("memory_of_all", ExportKind::Func, 1);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        Program {
            script: script.to_owned(),
            wasm: module.finish(),
            snippets: Vec::new(),
        }
    }

    #[test]
    fn both_sides_call_a_function_by_the_same_short_name() {
        let script = "({\n  __wbg_focus_d5e2fdbdb56416f0: 1,\n  __wbg_focus_b2: 2, \
                      __wbg_focus_b: 3 }); wasm.__wbindgen_start(); wasm.memory_of_all";
        let short = shorten(program(script)).unwrap();
        wasmparser::validate(&short.wasm).unwrap();
        assert_eq!(
            short.script,
            "({\n$0: 1,\n$1: 2, __wbg_focus_b: 3 }); wasm.$2(); wasm.memory_of_all\n"
        );
        let text = String::from_utf8_lossy(&short.wasm).into_owned();
        assert!(text.contains("$1") && text.contains("$2") && text.contains("memory_of_all"));
        assert!(!text.contains("__wb"), "{text:?}");
    }

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        let script = "/**\n * About f.\n */\nf();\n\n  // why\n  g(\"// no comment\"); // end\n";
        assert_eq!(unindented(script), "f();\ng(\"// no comment\"); // end\n");
    }

    #[test]
    fn a_script_with_a_text_of_several_lines_stays_as_it_is() {
        let script = "f(`a\n  b`);\n";
        assert_eq!(unindented(script), script);
    }
}
