//! The demo event's public site: an invented convention on an invented coast.

use protocol::id::PageId;
use protocol::site::{Bilingual, Language, PageDraft, Partner, SiteEdit, SiteSettings};
use protocol::{List, Micros, Minutes};

/// The address of the demo's site.
pub const SLUG: &str = "cap-littoral";

const PARTNERS: [(&str, &str); 4] = [
    ("Port de Port-Lumière", "https://example.org/port"),
    ("Agence Estran", "https://example.org/estran"),
    ("Grappe Énergies du Large", "https://example.org/large"),
    ("Fonds Marée Haute", "https://example.org/maree"),
];

/// What the demo's main administrator did to make the site, in order.
#[must_use]
pub fn edits(now: Micros) -> Vec<SiteEdit> {
    let page = PageId::new(now, *b"somewhere!");
    let mut edits = vec![
        SiteEdit::Open {
            settings: settings(now),
        },
        SiteEdit::AddPage {
            page,
            is_in_menu: true,
            french: draft(
                "Venir et dormir",
                "Trains, navettes et hôtels pour Cap Littoral.",
                "<p>La gare de Port-Lumière est à dix minutes à pied de la Cité des congrès. Une \
                 navette relie les deux sites toutes les quinze minutes.</p><h2>Hôtels</h2>\
                 <table><thead><tr><th scope=\"col\">Hôtel</th><th scope=\"col\">À pied</th>\
                 </tr></thead><tbody><tr><td>Hôtel du Phare</td><td>5\u{a0}minutes</td></tr>\
                 <tr><td>Le Grand Large</td><td>12\u{a0}minutes</td></tr>\
                 <tr><td>Auberge des Bassins</td><td>3\u{a0}minutes de la Halle</td></tr>\
                 </tbody></table><p>Demandez le tarif Cap Littoral en réservant.</p>",
            ),
            english: draft(
                "Getting there and staying",
                "Trains, shuttles and hotels for Cap Littoral.",
                "<p>Port-Lumière station is a ten-minute walk from the convention centre. A \
                 shuttle links the two sites every fifteen minutes.</p><h2>Hotels</h2>\
                 <table><thead><tr><th scope=\"col\">Hotel</th><th scope=\"col\">On foot</th>\
                 </tr></thead><tbody><tr><td>Hôtel du Phare</td><td>5 minutes</td></tr>\
                 <tr><td>Le Grand Large</td><td>12 minutes</td></tr>\
                 <tr><td>Auberge des Bassins</td><td>3 minutes from the Halle</td></tr>\
                 </tbody></table><p>Ask for the Cap Littoral rate when you book.</p>",
            ),
        },
    ];
    for (seen, language) in [(1, Language::French), (3, Language::English)] {
        edits.push(SiteEdit::Validate {
            page,
            seen,
            language,
        });
        edits.push(SiteEdit::Publish {
            page,
            seen: seen + 1,
            language,
        });
    }
    edits
}

fn draft(title: &str, description: &str, body: &str) -> PageDraft {
    PageDraft {
        title: title.into(),
        description: description.into(),
        body: body.into(),
    }
}

fn settings(now: Micros) -> SiteSettings {
    let partner = |(name, link): (&str, &str)| Partner {
        name: name.into(),
        link: link.into(),
    };
    let days = |n: u16| Minutes(n * 24 * 60);
    SiteSettings {
        slug: SLUG.into(),
        languages: List::new(Language::ALL.to_vec()).expect("the bound is their number"),
        name: Bilingual {
            french: String::new(),
            english: "Cap Littoral business convention".into(),
        },
        tagline: Bilingual {
            french: "Le rendez-vous de celles et ceux qui construisent les industries \
                     et les énergies de la mer"
                .into(),
            english: "The place to meet those who build the industries and energies of the sea"
                .into(),
        },
        accent: "#0b4f6c".into(),
        opens_at: now - days(40),
        closes_at: now + days(40),
        is_listed: true,
        shows_companies: true,
        organiser: "Chambre de commerce de Port-Lumière".into(),
        email: "cap-littoral@example.org".into(),
        phone: "+33199001234".into(),
        address: "1, esplanade des Marées, 50990 Port-Lumière".into(),
        partners: List::new(PARTNERS.map(partner).to_vec()).expect("fewer than the bound"),
    }
}
