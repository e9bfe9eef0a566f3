//! Hands a program to `wasm-opt`, when the caller has one.
//!
//! A missing or refusing optimiser costs some kilobytes and nothing else, so it is reported and
//! passed over; the budgets decide afterwards whether that is acceptable.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

/// What rustc and wasm-bindgen may have emitted. `wasm-opt` refuses features that it is not told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Returns a smaller program, or the same one when `optimiser` fails.
pub(crate) fn optimise(wasm: Vec<u8>, optimiser: &Path, log: &mut dyn Write) -> Result<Vec<u8>> {
    let place = tempfile::tempdir().context("create a folder for wasm-opt")?;
    let (input, output) = (place.path().join("in.wasm"), place.path().join("out.wasm"));
    fs::write(&input, &wasm).context("write the program for wasm-opt")?;
    let outcome = Command::new(optimiser)
        .arg("-Oz")
        .args(FEATURES)
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .stdin(Stdio::null())
        .output();
    let smaller = match outcome {
        Ok(done) if done.status.success() => {
            fs::read(&output).context("read what wasm-opt wrote")?
        }
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr);
            let first = said.lines().next().unwrap_or("no reason given");
            writeln!(log, "wasm-opt refused, program kept as it is: {first}")?;
            return Ok(wasm);
        }
        Err(fault) => {
            writeln!(
                log,
                "wasm-opt did not start, program kept as it is: {fault}"
            )?;
            return Ok(wasm);
        }
    };
    Ok(if smaller.len() < wasm.len() {
        smaller
    } else {
        wasm
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::optimise;

    #[test]
    fn a_missing_optimiser_leaves_the_program_and_says_so() {
        let mut log = Vec::new();
        let kept = optimise(b"\0asm".to_vec(), Path::new("no/such/wasm-opt"), &mut log).unwrap();
        assert_eq!(kept, b"\0asm");
        assert!(String::from_utf8(log).unwrap().contains("did not start"));
    }
}
