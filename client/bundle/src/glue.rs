//! Runs wasm-bindgen on a compiled program: out come the program and the script that feeds it.
//!
//! The library is pinned to the version of `wasm-bindgen` in the lock file, because the two must
//! be equal to understand each other. That is why no separate command-line tool is used.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::name;

/// A program ready for browsers.
pub(crate) struct Program {
    /// The module that instantiates the program. Its snippets are named by [`Program::snippets`].
    pub(crate) script: String,
    /// The program.
    pub(crate) wasm: Vec<u8>,
    /// Scripts that libraries bring along: path next to `script`, and content.
    pub(crate) snippets: Vec<(String, String)>,
}

/// Runs wasm-bindgen on `compiled`. With `debug`, names of functions stay in the program.
pub(crate) fn bind(surface: &str, compiled: &Path, debug: bool) -> Result<Program> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(surface)
        .web(true)?
        .typescript(false)
        // The start script names the program, whose name has a fingerprint; no default is wanted.
        .omit_default_module_path(true)
        .debug(debug)
        .remove_name_section(!debug)
        .remove_producers_section(true);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("bind {}", compiled.display()))?;
    ensure!(
        output.npm_dependencies().is_empty(),
        "a library of {surface} asks for npm packages, which have no place in the bundle"
    );
    let inline = output.snippets().iter().flat_map(|(owner, scripts)| {
        scripts
            .iter()
            .enumerate()
            .map(move |(n, js)| (format!("{owner}/inline{n}.js"), js.clone()))
    });
    let local = output
        .local_modules()
        .iter()
        .map(|(path, js)| (path.clone(), js.clone()));
    let mut snippets: Vec<(String, String)> = inline.chain(local).collect();
    snippets.sort();
    let script = output.js().to_owned();
    let wasm = output.wasm_mut().emit_wasm();
    let (script, snippets) = name_snippets(script, snippets);
    Ok(Program {
        script,
        wasm,
        snippets,
    })
}

/// Moves the snippets into one folder named after their content, and tells the script so.
fn name_snippets(
    script: String,
    snippets: Vec<(String, String)>,
) -> (String, Vec<(String, String)>) {
    if snippets.is_empty() {
        return (script, snippets);
    }
    let all: String = snippets
        .iter()
        .map(|(path, js)| format!("{path}\n{js}\n"))
        .collect();
    let folder = format!("snippets-{}", name::fingerprint(all.as_bytes()));
    let script = script.replace("./snippets/", &format!("./{folder}/"));
    let snippets = snippets
        .into_iter()
        .map(|(path, js)| (format!("{folder}/{path}"), js))
        .collect();
    (script, snippets)
}

#[cfg(test)]
mod tests {
    use super::name_snippets;

    #[test]
    fn snippets_move_together_with_the_import_that_names_them() {
        let script = "import { f } from './snippets/lib-1/inline0.js';".to_owned();
        let snippets = vec![(
            "lib-1/inline0.js".to_owned(),
            "export const f = 1".to_owned(),
        )];
        let (script, snippets) = name_snippets(script, snippets);
        let (path, _) = &snippets[0];
        assert!(
            path.starts_with("snippets-") && path.ends_with("/lib-1/inline0.js"),
            "{path}"
        );
        assert_eq!(script, format!("import {{ f }} from './{path}';"));
    }
}
