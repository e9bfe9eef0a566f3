//! VAT numbers: how each country writes them. Whether a number is in force is for the register of
//! the country to say; here only what could never be one is refused.

/// The ways in which a country writes its numbers after its prefix: `9` is a digit, `A` a letter,
/// `X` either; any other character is itself.
const FORMS: &[(&str, &str, &[&str])] = &[
    ("AT", "AT", &["U99999999"]),
    ("BE", "BE", &["9999999999"]),
    ("BG", "BG", &["999999999", "9999999999"]),
    (
        "CH",
        "CHE",
        &["999999999", "999999999MWST", "999999999TVA", "999999999IVA"],
    ),
    ("CY", "CY", &["99999999A"]),
    ("CZ", "CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", "DE", &["999999999"]),
    ("DK", "DK", &["99999999"]),
    ("EE", "EE", &["999999999"]),
    ("ES", "ES", &["X9999999X"]),
    ("FI", "FI", &["99999999"]),
    ("FR", "FR", &["XX999999999"]),
    ("GB", "GB", &["999999999", "999999999999", "GD999", "HA999"]),
    ("GR", "EL", &["999999999"]),
    ("HR", "HR", &["99999999999"]),
    ("HU", "HU", &["99999999"]),
    ("IE", "IE", &["9999999A", "9999999AA", "9X99999A"]),
    ("IT", "IT", &["99999999999"]),
    ("LT", "LT", &["999999999", "999999999999"]),
    ("LU", "LU", &["99999999"]),
    ("LV", "LV", &["99999999999"]),
    ("MT", "MT", &["99999999"]),
    ("NL", "NL", &["999999999B99"]),
    ("NO", "NO", &["999999999", "999999999MVA"]),
    ("PL", "PL", &["9999999999"]),
    ("PT", "PT", &["999999999"]),
    (
        "RO",
        "RO",
        &[
            "99",
            "999",
            "9999",
            "99999",
            "999999",
            "9999999",
            "99999999",
            "999999999",
            "9999999999",
        ],
    ),
    ("SE", "SE", &["999999999999"]),
    ("SI", "SI", &["99999999"]),
    ("SK", "SK", &["9999999999"]),
];

/// French bodies overseas are French for VAT.
const FRENCH: &[&str] = &["GP", "MQ", "RE", "GF", "YT"];

/// The number as it is compared and kept, with its prefix; none when no number of that country is
/// written like that. Where no form is known, up to twenty letters and digits pass.
#[must_use]
pub fn normal(text: &str, country: &str) -> Option<String> {
    let number: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !".-/".contains(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let country = if FRENCH.contains(&country) {
        "FR"
    } else {
        country
    };
    let Some((_, prefix, forms)) = FORMS.iter().find(|(code, _, _)| *code == country) else {
        return (4..=20).contains(&number.len()).then_some(number);
    };
    // Northern Ireland writes its own prefix for goods.
    let prefix = if country == "GB" && number.starts_with("XI") {
        "XI"
    } else {
        prefix
    };
    let (body, is_prefixed) = match number.strip_prefix(prefix) {
        Some(body) => (body, true),
        None => (&*number, false),
    };
    // Two letters of a key, not said to be French, are the prefix of another country.
    if country == "FR" && !is_prefixed && !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_written_so = forms.iter().any(|form| fits(form, body));
    let is_right = match country {
        "FR" => french_key(body),
        "BE" => belgian_key(body),
        _ => true,
    };
    (is_written_so && is_right).then(|| format!("{prefix}{body}"))
}

fn fits(form: &str, body: &str) -> bool {
    form.len() == body.len()
        && form
            .bytes()
            .zip(body.bytes())
            .all(|(form, byte)| match form {
                b'9' => byte.is_ascii_digit(),
                b'A' => byte.is_ascii_uppercase(),
                b'X' => byte.is_ascii_alphanumeric(),
                other => byte == other,
            })
}

/// The two figures before a French company's own number follow from it; two letters may be
/// anything.
fn french_key(body: &str) -> bool {
    let (Some(key), Some(siren)) = (body.get(..2), body.get(2..)) else {
        return false;
    };
    match (key.parse::<u64>(), siren.parse::<u64>()) {
        (Ok(key), Ok(siren)) => key == (12 + 3 * (siren % 97)) % 97,
        (Err(_), Ok(_)) => true,
        (_, Err(_)) => false,
    }
}

/// The last two figures of a Belgian number follow from the others.
fn belgian_key(body: &str) -> bool {
    let (Some(number), Some(key)) = (body.get(..8), body.get(8..)) else {
        return false;
    };
    match (number.parse::<u64>(), key.parse::<u64>()) {
        (Ok(number), Ok(key)) => key == 97 - number % 97,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_in_one_form_with_its_prefix() {
        for (text, country, normal_form) in [
            ("FR 32 123 456 789", "FR", "FR32123456789"),
            ("32123456789", "FR", "FR32123456789"),
            ("fr32123456789", "RE", "FR32123456789"),
            ("DE-123.456.789", "DE", "DE123456789"),
            ("EL123456789", "GR", "EL123456789"),
            ("BE 0123.4567.49", "BE", "BE0123456749"),
            ("CHE-123.456.788 TVA", "CH", "CHE123456788TVA"),
            ("NL123456789B01", "NL", "NL123456789B01"),
            ("XI123456789", "GB", "XI123456789"),
            ("M1234/567", "MA", "M1234567"),
        ] {
            assert_eq!(
                normal(text, country).as_deref(),
                Some(normal_form),
                "{text}"
            );
        }
    }

    #[test]
    fn what_could_never_be_one_is_refused() {
        for (text, country) in [
            ("FR33123456789", "FR"),
            ("FR3212345678", "FR"),
            ("DE12345678", "DE"),
            ("DE123456789", "FR"),
            ("BE0123456750", "BE"),
            ("=1+1", "MA"),
            ("abc", "MA"),
            ("<b>FR</b>", "FR"),
            ("123456789012345678901", "US"),
            ("é1234567", "US"),
        ] {
            assert_eq!(normal(text, country), None, "{text}");
        }
    }
}
