//! What search engines and networks read: addresses in both languages, and the event as
//! schema.org describes one.

use app::desk::site::PublicSite;
use app::desk::site::occasion::Occasion;
use protocol::EventStage;
use protocol::site::{Language, PageKind};
use serde_json::{Value, json};

/// The address of a page, without the origin.
pub(super) fn address(slug: &str, language: Language, page: &str) -> String {
    let tag = language.tag();
    if page.is_empty() {
        format!("/e/{slug}/{tag}")
    } else {
        format!("/e/{slug}/{tag}/{page}")
    }
}

/// The event and its organiser as JSON-LD, safe inside of a script element.
pub(super) fn json_ld(
    site: &PublicSite,
    occasion: &Occasion,
    (name, description): (&str, &str),
    url: &str,
    language: Language,
    kind: PageKind,
) -> String {
    let settings = &site.site.settings;
    let organiser = json!({
        "@type": "Organization",
        "name": settings.organiser,
        "email": text(&settings.email),
        "telephone": text(&settings.phone),
        "address": text(&settings.address),
    });
    let described = match kind {
        PageKind::Welcome | PageKind::Practical | PageKind::Programme => {
            let places: Vec<Value> = occasion
                .venues
                .iter()
                .map(|venue| {
                    json!({ "@type": "Place", "name": venue.name, "address": venue.address })
                })
                .collect();
            let (from, until) = match &occasion.days {
                Some((first, last)) => (Some(first), Some(last)),
                None => (None, None),
            };
            json!({
                "@context": "https://schema.org",
                "@type": "Event",
                "name": name,
                "description": description,
                "startDate": from,
                "endDate": until,
                "eventStatus": status(occasion.stage),
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "location": places,
                "inLanguage": language.tag(),
                "organizer": organiser,
                "url": url,
            })
        }
        PageKind::Registration
        | PageKind::Catalogue
        | PageKind::Contact
        | PageKind::Legal
        | PageKind::Privacy
        | PageKind::Accessibility
        | PageKind::Own => {
            let mut organiser = organiser;
            organiser["@context"] = json!("https://schema.org");
            organiser
        }
    };
    quiet(&described)
}

/// The event's stage as search engines read it.
const fn status(stage: EventStage) -> &'static str {
    match stage {
        EventStage::CalledOff => "https://schema.org/EventCancelled",
        EventStage::Project | EventStage::Planned | EventStage::Closed => {
            "https://schema.org/EventScheduled"
        }
    }
}

fn text(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

/// JSON without absent values and without anything that could end the script element.
pub(super) fn quiet(value: &Value) -> String {
    let mut value = value.clone();
    drop_absent(&mut value);
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// A text where HTML is expected, between elements or in quotes.
pub(super) fn escaped_html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn drop_absent(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
        fields.values_mut().for_each(drop_absent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_the_script_element() {
        let told = quiet(&json!({ "name": "</script><script>alert(1)</script>", "no": null }));
        assert!(!told.contains('<') && !told.contains("no"), "{told}");
        let read: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(read["name"], "</script><script>alert(1)</script>");
    }
}
