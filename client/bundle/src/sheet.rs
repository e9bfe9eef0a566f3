//! Makes a style sheet small, and readable for browsers that do not know nested rules.

use std::collections::HashSet;

use anyhow::{Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Features, Targets};

/// The sheet without comments, nesting and whatever needs a class that `names` does not have.
///
/// `names` is the program as text, and its page: a class that stands nowhere in them is given to
/// no element. A class whose name happens to be part of another word stays; classes must not be
/// put together from pieces, which is also a rule of `client/web/style/README.md`.
pub(crate) fn shrink(sheet: &str, names: &str) -> Result<String> {
    let unused_symbols: HashSet<String> = classes(sheet)
        .filter(|class| !names.contains(class))
        .map(str::to_owned)
        .collect();
    let targets = Targets {
        include: Features::Nesting,
        ..Targets::default()
    };
    let mut parsed = StyleSheet::parse(sheet, ParserOptions::default())
        .map_err(|fault| anyhow!("read the style sheet: {fault}"))?;
    parsed
        .minify(MinifyOptions {
            targets,
            unused_symbols,
        })
        .map_err(|fault| anyhow!("shrink the style sheet: {fault}"))?;
    let printed = parsed
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|fault| anyhow!("write the style sheet: {fault}"))?;
    Ok(printed.code)
}

/// Whatever stands behind a dot and begins like a name: the classes, and a few words that are
/// none and do no harm.
fn classes(sheet: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    sheet.split('.').skip(1).filter_map(move |behind| {
        let end = behind.find(|c| !is_of_name(c)).unwrap_or(behind.len());
        let name = &behind[..end];
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            .then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[track_caller]
    fn check(sheet: &str, names: &str, expected: &str) {
        assert_eq!(shrink(sheet, names).unwrap(), expected);
    }

    #[test]
    fn nested_rules_stand_alone_and_comments_go() {
        check(
            "/* why */ .a { color: red; & > .b { margin: 0 } }",
            "a b",
            ".a{color:red}.a>.b{margin:0}",
        );
    }

    #[test]
    fn what_needs_an_unknown_class_goes_and_the_rest_stays() {
        check(
            "@layer parts { .tile { top: 0 } .panel { left: 0 } h1 { margin: 0 } }",
            "panelhead",
            "@layer parts{.panel{left:0}h1{margin:0}}",
        );
    }

    #[test]
    fn a_sheet_that_cannot_be_read_is_refused() {
        assert!(shrink(".a { color: red; } }", "a").is_err());
    }

    #[test]
    fn colours_for_both_themes_stay_as_they_are() {
        check(
            ":root { --bg: light-dark(#fff, #000) }",
            "",
            ":root{--bg:light-dark(#fff,#000)}",
        );
    }
}
