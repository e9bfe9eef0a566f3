//! The catalogue as a page: a search, ways to narrow it, and who was found (CAT-01..07). All of
//! it is links and one form, so it works without script.

use app::catalogue::{Catalogue, Choice, Found, Kind, Listing, Order, Wanted, kind_word};
use app::desk::site::occasion::numeral;
use askama::Template;
use protocol::site::Language;

use super::query::with_parameters;
use super::view::Frame;

/// Values of one way of narrowing that are offered at once; what is chosen is always among them.
const CHOICES_SHOWN_MAX: usize = 60;
/// Keywords shown beside a name.
const KEYWORDS_SHOWN_MAX: usize = 4;

/// A link that may be the one that is followed already.
pub(super) struct Tab {
    title: &'static str,
    n: String,
    href: String,
    is_current: bool,
}

/// A value to narrow by.
struct Value {
    name: String,
    n: String,
    href: String,
    is_chosen: bool,
}

/// One way of narrowing.
struct Panel {
    title: &'static str,
    n_chosen: usize,
    options: Vec<Value>,
}

/// A key figure to narrow by.
struct Measure {
    figure: String,
    name: String,
    min: String,
    max: String,
    smallest: String,
    largest: String,
}

/// Something chosen, with the address without it.
struct Chip {
    name: String,
    href: String,
}

/// Somebody who was found.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) is_expert: bool,
    pub(super) detail: String,
    pub(super) place: String,
    pub(super) keywords: Vec<String>,
    pub(super) n_more: usize,
}

impl Row {
    pub(super) fn of(listing: &Listing, href: String) -> Self {
        let offers = listing.offers.iter().map(|keyword| keyword.word.clone());
        let both = |a: &str, b: &str| match (a, b) {
            ("", only) | (only, "") => only.to_owned(),
            (first, second) => format!("{first} · {second}"),
        };
        let name = |value: Option<&app::catalogue::Named>| {
            value.map_or(String::new(), |value| value.name.clone())
        };
        Self {
            name: listing.name.clone(),
            href,
            is_expert: listing.who.kind() == Kind::Expert,
            detail: both(&listing.detail, &listing.company),
            place: both(
                &name(listing.sector.as_ref()),
                &name(listing.country.as_ref()),
            ),
            keywords: offers.take(KEYWORDS_SHOWN_MAX).collect(),
            n_more: listing.offers.len().saturating_sub(KEYWORDS_SHOWN_MAX),
        }
    }
}

/// Those who stand together in the order asked for; without a title when it makes no groups.
struct Group {
    title: String,
    rows: Vec<Row>,
}

struct Pager {
    before: Option<String>,
    after: Option<String>,
    says: String,
}

#[derive(Template)]
#[template(path = "site/catalogue.html")]
pub(super) struct CatalogueView {
    frame: Frame,
    body: String,
    is_preview: bool,
    action: String,
    text: String,
    /// What the form sends along besides what is typed.
    hidden: Vec<(String, String)>,
    kinds: Vec<Tab>,
    orders: Vec<Tab>,
    panels: Vec<Panel>,
    measures: Vec<Measure>,
    n_measured: usize,
    chips: Vec<Chip>,
    heading: String,
    is_narrowed: bool,
    groups: Vec<Group>,
    has_titles: bool,
    pager: Option<Pager>,
}

/// What the page is made of.
pub(super) struct Asked<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) wanted: &'a Wanted,
    /// The page's own address.
    pub(super) home: String,
    pub(super) body: String,
    pub(super) is_preview: bool,
}

impl CatalogueView {
    pub(super) fn of(frame: Frame, asked: Asked<'_>) -> Self {
        let Asked {
            catalogue,
            wanted,
            home,
            body,
            is_preview,
        } = asked;
        let found = catalogue.find(wanted);
        let language = frame.language;
        let to = |wanted: &Wanted| address_of(&home, wanted);
        let is_typed =
            |name: &str| name == "q" || name.starts_with("min-") || name.starts_with("max-");
        let hidden = wanted.parameters().into_iter();
        let hidden = hidden.filter(|(name, _)| !is_typed(name)).collect();
        let (groups, has_titles) = groups(wanted, &found, &home, &frame);
        Self {
            kinds: kinds(&frame, wanted, &found, &to),
            orders: orders(&frame, wanted, &to),
            panels: panels(&frame, wanted, &found, &to),
            measures: found
                .scales
                .iter()
                .map(|scale| measure(scale, wanted, language))
                .collect(),
            n_measured: wanted.ranges.len(),
            chips: chips(&frame, wanted, &found, &to),
            heading: heading(&frame, wanted, found.n),
            is_narrowed: wanted.is_narrowed(),
            pager: pager(&frame, wanted, &found, &home),
            action: home,
            text: wanted.text.clone(),
            hidden,
            groups,
            has_titles,
            body,
            is_preview,
            frame,
        }
    }
}

fn address_of(home: &str, wanted: &Wanted) -> String {
    let mut parameters = wanted.parameters();
    if wanted.page > 1 {
        parameters.push(("page".to_owned(), wanted.page.to_string()));
    }
    with_parameters(home, &parameters)
}

/// A figure as people write it: years without a mark between their digits.
pub(super) fn counted(value: i64, is_year: bool, language: Language) -> String {
    if is_year {
        value.to_string()
    } else {
        numeral(value, language)
    }
}

fn number(n: usize, language: Language) -> String {
    numeral(i64::try_from(n).unwrap_or(i64::MAX), language)
}

fn kinds(
    frame: &Frame,
    wanted: &Wanted,
    found: &Found<'_>,
    to: &impl Fn(&Wanted) -> String,
) -> Vec<Tab> {
    let [n_companies, n_experts] = found.kinds;
    if wanted.kind.is_none() && (n_companies == 0 || n_experts == 0) {
        return Vec::new();
    }
    let tab = |kind, title, n| Tab {
        title,
        n: number(n, frame.language),
        href: to(&wanted.with_kind(kind)),
        is_current: wanted.kind == kind,
    };
    vec![
        tab(None, frame.say("Tous", "All"), n_companies + n_experts),
        tab(
            Some(Kind::Company),
            frame.say("Entreprises", "Companies"),
            n_companies,
        ),
        tab(
            Some(Kind::Expert),
            frame.say("Experts", "Experts"),
            n_experts,
        ),
    ]
}

fn orders(frame: &Frame, wanted: &Wanted, to: &impl Fn(&Wanted) -> String) -> Vec<Tab> {
    let is_search = !wanted.text.is_empty();
    let tab = |order: Option<Order>, title| Tab {
        title,
        n: String::new(),
        href: to(&Wanted {
            order,
            ..wanted.at_page(0)
        }),
        is_current: wanted.order == order
            || (!is_search && order == Some(Order::Name) && wanted.order.is_none()),
    };
    let mut orders = Vec::new();
    if is_search {
        orders.push(tab(None, frame.say("Pertinence", "Best match")));
    }
    orders.push(tab(Some(Order::Name), frame.say("Nom", "Name")));
    orders.push(tab(Some(Order::Country), frame.say("Pays", "Country")));
    orders.push(tab(Some(Order::Sector), frame.say("Secteur", "Sector")));
    let both = frame.say("Pays puis secteur", "Country, then sector");
    orders.push(tab(Some(Order::CountryAndSector), both));
    orders
}

fn panels(
    frame: &Frame,
    wanted: &Wanted,
    found: &Found<'_>,
    to: &impl Fn(&Wanted) -> String,
) -> Vec<Panel> {
    let language = frame.language;
    let panels = [
        panel(
            frame.say("Secteur", "Sector"),
            &found.sectors,
            |value| to(&wanted.with_sector(value)),
            language,
        ),
        panel(
            frame.say("Pays", "Country"),
            &found.countries,
            |value| to(&wanted.with_country(value)),
            language,
        ),
        panel(
            frame.say("Mots-clés", "Keywords"),
            &found.keywords,
            |value| to(&wanted.with_keyword(*value)),
            language,
        ),
    ];
    panels.into_iter().flatten().collect()
}

fn panel<T>(
    title: &'static str,
    choices: &[Choice<T>],
    href: impl Fn(&T) -> String,
    language: Language,
) -> Option<Panel> {
    let options = choices
        .iter()
        .enumerate()
        .filter(|(nth, choice)| *nth < CHOICES_SHOWN_MAX || choice.is_chosen)
        .map(|(_, choice)| Value {
            name: choice.name.clone(),
            n: number(choice.n, language),
            href: href(&choice.value),
            is_chosen: choice.is_chosen,
        });
    let options: Vec<Value> = options.collect();
    let n_chosen = options.iter().filter(|option| option.is_chosen).count();
    (!options.is_empty()).then_some(Panel {
        title,
        n_chosen,
        options,
    })
}

fn measure(scale: &app::catalogue::Scale, wanted: &Wanted, language: Language) -> Measure {
    let range = wanted.range(&scale.figure);
    let typed = |value: Option<i64>| value.map_or(String::new(), |value| value.to_string());
    Measure {
        figure: scale.figure.clone(),
        name: match scale.unit.as_str() {
            "" => scale.name.clone(),
            unit => format!("{} ({unit})", scale.name),
        },
        min: typed(range.and_then(|range| range.min)),
        max: typed(range.and_then(|range| range.max)),
        smallest: counted(scale.smallest, scale.is_year, language),
        largest: counted(scale.largest, scale.is_year, language),
    }
}

fn chips(
    frame: &Frame,
    wanted: &Wanted,
    found: &Found<'_>,
    to: &impl Fn(&Wanted) -> String,
) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut add = |name: String, without: Wanted| {
        let href = to(&without);
        chips.push(Chip { name, href });
    };
    if !wanted.text.is_empty() {
        let said = match frame.language {
            Language::French => format!("«\u{202f}{}\u{202f}»", wanted.text),
            Language::English => format!("“{}”", wanted.text),
        };
        add(said, wanted.without_text());
    }
    // Also what nobody has: a chosen value must be there to be taken off again.
    for code in &wanted.sectors {
        add(
            name_in(&found.sectors, code, code),
            wanted.with_sector(code),
        );
    }
    for code in &wanted.countries {
        add(
            name_in(&found.countries, code, code),
            wanted.with_country(code),
        );
    }
    for tag in &wanted.keywords {
        let number = tag.0.to_string();
        add(
            name_in(&found.keywords, tag, &number),
            wanted.with_keyword(*tag),
        );
    }
    for range in &wanted.ranges {
        let scale = found
            .scales
            .iter()
            .find(|scale| scale.figure == range.figure);
        let name = scale.map_or(String::new(), |scale| scale.name.clone());
        let is_year = scale.is_some_and(|scale| scale.is_year);
        let value = |value: i64| counted(value, is_year, frame.language);
        let said = match (range.min, range.max) {
            (Some(min), Some(max)) => format!("{name} {}–{}", value(min), value(max)),
            (Some(min), None) => format!("{name} ≥\u{a0}{}", value(min)),
            (None, Some(max)) => format!("{name} ≤\u{a0}{}", value(max)),
            (None, None) => continue,
        };
        add(said, wanted.without_range(&range.figure));
    }
    chips
}

fn name_in<T: PartialEq>(choices: &[Choice<T>], value: &T, otherwise: &str) -> String {
    let known = choices.iter().find(|choice| choice.value == *value);
    known.map_or_else(|| otherwise.to_owned(), |choice| choice.name.clone())
}

fn heading(frame: &Frame, wanted: &Wanted, n: usize) -> String {
    let french = match (wanted.kind, n) {
        (_, 0) => return frame.say("Aucun résultat", "Nothing found").to_owned(),
        (Some(Kind::Company), 1) => ("entreprise", "company"),
        (Some(Kind::Company), _) => ("entreprises", "companies"),
        (Some(Kind::Expert), 1) => ("expert", "expert"),
        (Some(Kind::Expert), _) => ("experts", "experts"),
        (None, 1) => ("participant", "participant"),
        (None, _) => ("participants", "participants"),
    };
    let word = frame.say(french.0, french.1);
    format!("{}\u{a0}{word}", number(n, frame.language))
}

/// Listings under the country or the sector by which they are ordered.
fn groups(wanted: &Wanted, found: &Found<'_>, home: &str, frame: &Frame) -> (Vec<Group>, bool) {
    let title = |listing: &Listing| {
        let country = listing.country.as_ref().map(|value| value.name.as_str());
        let sector = listing.sector.as_ref().map(|value| value.name.as_str());
        let none = frame.say("Non précisé", "Not said");
        match wanted.order {
            None | Some(Order::Name) => String::new(),
            Some(Order::Country) => country.unwrap_or(none).to_owned(),
            Some(Order::Sector) => sector.unwrap_or(none).to_owned(),
            Some(Order::CountryAndSector) => {
                format!("{} · {}", country.unwrap_or(none), sector.unwrap_or(none))
            }
        }
    };
    let mut groups: Vec<Group> = Vec::new();
    for (listing, slug) in &found.listings {
        let title = title(listing);
        let row = Row::of(listing, format!("{home}/{slug}"));
        match groups.last_mut() {
            Some(group) if group.title == title => group.rows.push(row),
            Some(_) | None => groups.push(Group {
                title,
                rows: vec![row],
            }),
        }
    }
    let has_titles = groups.iter().any(|group| !group.title.is_empty());
    (groups, has_titles)
}

fn pager(frame: &Frame, wanted: &Wanted, found: &Found<'_>, home: &str) -> Option<Pager> {
    if found.n_pages < 2 {
        return None;
    }
    let to = |page: usize| address_of(home, &wanted.at_page(page));
    Some(Pager {
        before: (found.page > 1).then(|| to(found.page - 1)),
        after: (found.page < found.n_pages).then(|| to(found.page + 1)),
        says: format!(
            "{} {} {} {}",
            frame.say("Page", "Page"),
            found.page,
            frame.say("sur", "of"),
            found.n_pages
        ),
    })
}

/// The address of the catalogue narrowed to a keyword.
pub(super) fn of_keyword(home: &str, tag: protocol::Tag) -> String {
    address_of(home, &Wanted::default().with_keyword(tag))
}

/// The same of a kind.
pub(super) fn of_kind(home: &str, kind: Kind) -> String {
    with_parameters(home, &[("kind".to_owned(), kind_word(kind).to_owned())])
}
