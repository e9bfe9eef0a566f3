//! Lists out of a spreadsheet.

use protocol::KeywordKind;

use super::EditFlaw;
use protocol::fold::fold;

/// A line of a list that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ImportLine {
    Keyword {
        kind: KeywordKind,
        label: String,
    },
    Figure {
        name: String,
        unit: String,
        min: i64,
        max: i64,
    },
}

/// Reads a list: one thing per line, its kind first (`mot-clé`, `coopération`, `chiffre`, or in
/// English), fields separated by semicolons, commas or tabs. A line with one field only is a
/// keyword. Empty lines and a line of titles are skipped.
///
/// # Errors
/// The first line that cannot be read.
pub fn read_lines(text: &str) -> Result<Vec<ImportLine>, EditFlaw> {
    let separator = [';', '\t', ',']
        .into_iter()
        .find(|mark| text.contains(*mark))
        .unwrap_or(';');
    let mut lines = Vec::new();
    for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let cells: Vec<String> = line.split(separator).map(unquoted).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let cell = |at: usize| cells.get(at).map_or("", String::as_str);
        let number = |at: usize| {
            cell(at)
                .replace([' ', '\u{a0}', '\u{202f}'], "")
                .parse::<i64>()
        };
        lines.push(match fold(cell(0)).as_str() {
            "type" | "kind" if n == 0 => continue,
            _ if cells.len() == 1 => ImportLine::Keyword {
                kind: KeywordKind::Topic,
                label: cell(0).to_owned(),
            },
            "mot-cle" | "mot cle" | "keyword" => ImportLine::Keyword {
                kind: KeywordKind::Topic,
                label: cell(1).to_owned(),
            },
            "cooperation" => ImportLine::Keyword {
                kind: KeywordKind::Cooperation,
                label: cell(1).to_owned(),
            },
            "chiffre" | "chiffre cle" | "figure" | "key figure" => match (number(3), number(4)) {
                (Ok(min), Ok(max)) if min <= max => ImportLine::Figure {
                    name: cell(1).to_owned(),
                    unit: cell(2).to_owned(),
                    min,
                    max,
                },
                (Ok(_) | Err(_), Ok(_) | Err(_)) => return Err(EditFlaw::Line(n + 1)),
            },
            _ => return Err(EditFlaw::Line(n + 1)),
        });
        let is_named = match lines.last() {
            Some(ImportLine::Keyword { label: name, .. } | ImportLine::Figure { name, .. }) => {
                !name.is_empty()
            }
            None => true,
        };
        if !is_named {
            return Err(EditFlaw::Line(n + 1));
        }
    }
    Ok(lines)
}

fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    let inner = cell
        .strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'));
    inner.map_or_else(|| cell.to_owned(), |cell| cell.replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyword(kind: KeywordKind, label: &str) -> ImportLine {
        let label = label.to_owned();
        ImportLine::Keyword { kind, label }
    }

    #[test]
    fn a_list_is_read_in_both_languages_and_with_every_separator() {
        let expected = vec![
            keyword(KeywordKind::Topic, "Éolien en mer"),
            keyword(KeywordKind::Cooperation, "Coentreprise"),
            ImportLine::Figure {
                name: "Effectif".to_owned(),
                unit: "personnes".to_owned(),
                min: 0,
                max: 5_000,
            },
        ];
        let french = "Type;Nom;Unité;Min;Max\nMot-clé;Éolien en mer\n\nCoopération;\"Coentreprise\"\n\
                      Chiffre;Effectif;personnes;0;5 000\n";
        assert_eq!(read_lines(french), Ok(expected.clone()));
        let english = "keyword\tÉolien en mer\ncooperation\tCoentreprise\nfigure\tEffectif\tpersonnes\t0\t5000";
        assert_eq!(read_lines(english), Ok(expected));
        let plain = "Usinage\nSoudage";
        let words = ["Usinage", "Soudage"].map(|word| keyword(KeywordKind::Topic, word));
        assert_eq!(read_lines(plain), Ok(words.to_vec()));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (text, line) in [
            ("chiffre;Effectif;personnes;5;1", 1),
            ("mot-clé;Usinage\nchiffre;Effectif;personnes;0;beaucoup", 2),
            ("mot-clé;", 1),
            ("mot-clé;Usinage\n\nautre;chose", 3),
        ] {
            assert_eq!(read_lines(text), Err(EditFlaw::Line(line)), "{text}");
        }
        assert_eq!(read_lines(" \n"), Ok(Vec::new()));
    }
}
