//! Filling `{{name}}` placeholders in shells and workers.
//!
//! Strict on purpose: a misspelt placeholder would otherwise reach a browser as text, and a value
//! that no placeholder takes usually means that a template forgot to load something.

use anyhow::{Context, Result, bail};

/// Replaces each `{{name}}` of `template` by its value.
///
/// Fails on a placeholder without a value, on a value that no placeholder takes, and on `{{`
/// without `}}`.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut filled = String::with_capacity(template.len());
    let mut taken = vec![false; values.len()];
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, tail) = after
            .split_once("}}")
            .with_context(|| format!("`{{{{` is never closed after {:?}", last_line(before)))?;
        let at = values
            .iter()
            .position(|(known, _)| *known == name)
            .with_context(|| format!("no value for the placeholder `{{{{{name}}}}}`"))?;
        taken[at] = true;
        filled.push_str(before);
        filled.push_str(values[at].1);
        rest = tail;
    }
    filled.push_str(rest);
    if let Some(at) = taken.iter().position(|taken| !taken) {
        bail!("the template never uses `{{{{{}}}}}`", values[at].0);
    }
    Ok(filled)
}

/// The end of the text that precedes a fault, enough to find it.
fn last_line(text: &str) -> &str {
    text.lines().next_back().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn every_placeholder_is_replaced_wherever_it_stands() {
        let filled = fill("{{a}}-{{b}}, {{a}}", &[("a", "1"), ("b", "2")]).unwrap();
        assert_eq!(filled, "1-2, 1");
    }

    #[test]
    fn a_template_without_placeholders_stays_as_it_is() {
        assert_eq!(fill("a { b: c }", &[]).unwrap(), "a { b: c }");
    }

    #[test]
    fn a_value_is_not_searched_for_placeholders() {
        assert_eq!(fill("{{a}}", &[("a", "{{a}}")]).unwrap(), "{{a}}");
    }

    #[test]
    fn an_unknown_placeholder_is_refused_by_name() {
        let fault = fill("{{stile}}", &[("style", "x")])
            .unwrap_err()
            .to_string();
        assert!(fault.contains("{{stile}}"), "{fault}");
    }

    #[test]
    fn an_unused_value_is_refused_by_name() {
        let fault = fill("<html>", &[("style", "x")]).unwrap_err().to_string();
        assert!(fault.contains("{{style}}"), "{fault}");
    }

    #[test]
    fn an_unclosed_placeholder_is_refused() {
        let fault = fill("one\ntwo {{style", &[("style", "x")])
            .unwrap_err()
            .to_string();
        assert!(fault.contains("two "), "{fault}");
    }
}
