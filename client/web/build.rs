//! Compiles the Fluent catalogues, so that no browser has to carry the parser, the plural rules
//! of all languages and the arithmetic of a general implementation.

use std::path::{Path, PathBuf};
use std::{env, fs};

mod catalogues;

use catalogues::{LANGUAGES, PROGRAMS, compile};

fn main() {
    println!("cargo::rerun-if-changed=i18n");
    println!("cargo::rerun-if-changed=catalogues.rs");
    println!("cargo::rerun-if-changed=src/shell/words/marks.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    for (program, _) in PROGRAMS {
        for language in LANGUAGES {
            let compiled = compile(Path::new("i18n"), program, language)
                .unwrap_or_else(|why| panic!("{why}"))
                .expect("it is one of the programs");
            fs::write(out.join(format!("{program}.{language}.words")), compiled)
                .expect("the folder of the build can be written");
        }
    }
}
