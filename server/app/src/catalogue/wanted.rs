//! What a visitor looks for, as it stands in an address.

use protocol::Tag;
use protocol::limits::{CATALOGUE_CHOICES_MAX, CATALOGUE_SEARCH_CHARS_MAX, KEY_FIGURES_MAX};

use super::listing::Kind;

/// Bytes of the key of a figure.
const FIGURE_KEY_BYTES_MAX: usize = 64;

/// The order of a list (CAT-05).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Order {
    Name,
    Country,
    Sector,
    CountryAndSector,
}

impl Order {
    /// Every order, the usual one first.
    pub const ALL: [Self; 4] = [
        Self::Name,
        Self::Country,
        Self::Sector,
        Self::CountryAndSector,
    ];

    /// Its word in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Country => "country",
            Self::Sector => "sector",
            Self::CountryAndSector => "country-sector",
        }
    }
}

/// Bounds of a key figure, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Range {
    /// The key of the figure.
    pub figure: String,
    pub min: Option<i64>,
    pub max: Option<i64>,
}

/// What is looked for. Whatever an address says that makes no sense is left aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// As it was typed.
    pub text: String,
    /// None is the best match first, of a search, and else by name.
    pub order: Option<Order>,
    /// Companies or experts only.
    pub kind: Option<Kind>,
    /// In one of these countries.
    pub countries: Vec<String>,
    /// In one of these sectors.
    pub sectors: Vec<String>,
    /// With one of these keywords.
    pub keywords: Vec<Tag>,
    /// With all of these figures.
    pub ranges: Vec<Range>,
    /// Counted from one; zero means the same.
    pub page: usize,
}

impl Wanted {
    /// Reads the parameters of an address.
    #[must_use]
    pub fn read(parameters: &[(String, String)]) -> Self {
        let mut wanted = Self::default();
        for (name, value) in parameters {
            let value = value.trim();
            match name.as_str() {
                "q" => wanted.text = value.chars().take(CATALOGUE_SEARCH_CHARS_MAX).collect(),
                "order" => {
                    wanted.order = Order::ALL.into_iter().find(|order| order.word() == value)
                }
                "kind" => wanted.kind = kind_of(value),
                "country" => add(&mut wanted.countries, value.to_owned()),
                "sector" => add(&mut wanted.sectors, value.to_owned()),
                "keyword" => {
                    if let Ok(tag) = value.parse() {
                        add(&mut wanted.keywords, Tag(tag));
                    }
                }
                "page" => wanted.page = value.parse().unwrap_or(0),
                other => wanted.bound(other, value),
            }
        }
        wanted
    }

    /// `min-staff` and `max-staff` are the bounds of the figure `staff`.
    fn bound(&mut self, name: &str, value: &str) {
        let Some((end, figure)) = name.split_once('-') else {
            return;
        };
        let digits = value.replace([' ', '\u{a0}', '\u{202f}'], "");
        let Ok(value) = digits.parse() else {
            return;
        };
        let is_key = (1..=FIGURE_KEY_BYTES_MAX).contains(&figure.len());
        if !is_key || !matches!(end, "min" | "max") {
            return;
        }
        let at = self.ranges.iter().position(|range| range.figure == figure);
        let range = match at {
            Some(at) => &mut self.ranges[at],
            None if self.ranges.len() < KEY_FIGURES_MAX => {
                self.ranges.push(Range {
                    figure: figure.to_owned(),
                    min: None,
                    max: None,
                });
                self.ranges.last_mut().expect("one was added")
            }
            None => return,
        };
        match end {
            "min" => range.min = Some(value),
            "max" => range.max = Some(value),
            _ => {}
        }
    }

    /// The same as parameters, without the page.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut say = |name: &str, value: String| all.push((name.to_owned(), value));
        if !self.text.is_empty() {
            say("q", self.text.clone());
        }
        if let Some(order) = self.order {
            say("order", order.word().to_owned());
        }
        if let Some(kind) = self.kind {
            say("kind", kind_word(kind).to_owned());
        }
        for country in &self.countries {
            say("country", country.clone());
        }
        for sector in &self.sectors {
            say("sector", sector.clone());
        }
        for tag in &self.keywords {
            say("keyword", tag.0.to_string());
        }
        for range in &self.ranges {
            for (end, value) in [("min", range.min), ("max", range.max)] {
                if let Some(value) = value {
                    say(&format!("{end}-{}", range.figure), value.to_string());
                }
            }
        }
        all
    }

    /// Whether anything but the order and the page is asked for.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.text.is_empty()
            || self.kind.is_some()
            || !self.countries.is_empty()
            || !self.sectors.is_empty()
            || !self.keywords.is_empty()
            || !self.ranges.is_empty()
    }

    /// The bounds of a figure.
    #[must_use]
    pub fn range(&self, figure: &str) -> Option<&Range> {
        self.ranges.iter().find(|range| range.figure == figure)
    }

    /// The same with one country more, or without it.
    #[must_use]
    pub fn with_country(&self, code: &str) -> Self {
        let mut other = self.first_page();
        toggle(&mut other.countries, code.to_owned());
        other
    }

    /// The same with one sector more, or without it.
    #[must_use]
    pub fn with_sector(&self, code: &str) -> Self {
        let mut other = self.first_page();
        toggle(&mut other.sectors, code.to_owned());
        other
    }

    /// The same with one keyword more, or without it.
    #[must_use]
    pub fn with_keyword(&self, tag: Tag) -> Self {
        let mut other = self.first_page();
        toggle(&mut other.keywords, tag);
        other
    }

    /// The same of another kind, or of both.
    #[must_use]
    pub fn with_kind(&self, kind: Option<Kind>) -> Self {
        let mut other = self.first_page();
        other.kind = kind;
        other
    }

    /// The same without the bounds of a figure.
    #[must_use]
    pub fn without_range(&self, figure: &str) -> Self {
        let mut other = self.first_page();
        other.ranges.retain(|range| range.figure != figure);
        other
    }

    /// The same without a search.
    #[must_use]
    pub fn without_text(&self) -> Self {
        let mut other = self.first_page();
        other.text.clear();
        other
    }

    /// Another page of the same.
    #[must_use]
    pub fn at_page(&self, page: usize) -> Self {
        let mut other = self.clone();
        other.page = page;
        other
    }

    fn first_page(&self) -> Self {
        self.at_page(0)
    }
}

/// The word of a kind in addresses.
#[must_use]
pub const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Company => "company",
        Kind::Expert => "expert",
    }
}

fn kind_of(word: &str) -> Option<Kind> {
    [Kind::Company, Kind::Expert]
        .into_iter()
        .find(|kind| kind_word(*kind) == word)
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: T) {
    if values.len() < CATALOGUE_CHOICES_MAX && !values.contains(&value) {
        values.push(value);
    }
}

fn toggle<T: PartialEq>(values: &mut Vec<T>, value: T) {
    match values.iter().position(|known| *known == value) {
        Some(at) => drop(values.remove(at)),
        None => add(values, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn an_address_says_all_that_is_wanted_and_back() {
        let told = pairs(&[
            ("q", "éolien"),
            ("order", "country-sector"),
            ("kind", "company"),
            ("country", "FR"),
            ("country", "DE"),
            ("sector", "energie"),
            ("keyword", "7"),
            ("min-staff", "-5"),
            ("max-staff", "100"),
        ]);
        let wanted = Wanted::read(&told);
        assert_eq!(wanted.parameters(), told);
        assert_eq!(Wanted::read(&wanted.parameters()), wanted);
        assert_eq!(
            wanted.with_country("FR").with_country("FR").countries,
            ["DE", "FR"]
        );
        assert_eq!(wanted.at_page(4).with_sector("x").page, 0);
    }

    #[test]
    fn nonsense_is_left_aside() {
        let mut told = pairs(&[
            ("order", "drop table"),
            ("kind", "person"),
            ("keyword", "-1"),
            ("page", "-3"),
            ("min-", "1"),
            ("min-1", "many"),
            ("most-1", "1"),
            ("what", "ever"),
        ]);
        assert_eq!(Wanted::read(&told), Wanted::default());
        told = (0..500)
            .map(|n| ("country".to_owned(), n.to_string()))
            .collect();
        told.extend((0..500).map(|n| (format!("min-{n}"), n.to_string())));
        told.push(("q".to_owned(), "x".repeat(9_000)));
        let wanted = Wanted::read(&told);
        assert_eq!(wanted.countries.len(), CATALOGUE_CHOICES_MAX);
        assert_eq!(wanted.ranges.len(), KEY_FIGURES_MAX);
        assert_eq!(wanted.text.len(), CATALOGUE_SEARCH_CHARS_MAX);
    }
}
