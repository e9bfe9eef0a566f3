//! The keywords of the demo's catalogue. Participants offer and seek sectors; experts offer
//! topics.

use protocol::{KeywordKind, Tag};

/// What companies do.
const SECTORS: [&str; 36] = [
    "Éolien en mer",
    "Énergies marines",
    "Hydrogène",
    "Stockage d’énergie",
    "Efficacité énergétique",
    "Solaire flottant",
    "Construction navale",
    "Réparation navale",
    "Composites",
    "Chaudronnerie",
    "Usinage de précision",
    "Soudage robotisé",
    "Fabrication additive",
    "Traitement de surface",
    "Électronique de puissance",
    "Capteurs et mesure",
    "Robotique sous-marine",
    "Drones",
    "Cartographie des fonds",
    "Jumeaux numériques",
    "Cybersécurité industrielle",
    "Intelligence artificielle",
    "Logiciels de maintenance",
    "Internet des objets",
    "Logistique portuaire",
    "Transport fluvial",
    "Chaîne du froid",
    "Emballage durable",
    "Économie circulaire",
    "Traitement de l’eau",
    "Aquaculture",
    "Produits de la mer",
    "Biotechnologies marines",
    "Ingénierie et études",
    "Formation professionnelle",
    "Assurance et risques",
];

/// What experts advise on.
const TOPICS: [&str; 12] = [
    "Propriété industrielle",
    "Financements européens",
    "Export Allemagne",
    "Export Péninsule ibérique",
    "Export Europe du Nord",
    "Export Méditerranée",
    "Douane et incoterms",
    "Marchés publics",
    "Marquage CE",
    "Crédit d’impôt recherche",
    "Recrutement international",
    "Bilan carbone",
];

/// Kinds of cooperation that companies look for.
const COOPERATIONS: [&str; 6] = [
    "Coopération technique",
    "Accord commercial",
    "Sous-traitance",
    "Coentreprise",
    "Projet européen",
    "Transfert de technologie",
];

/// Every keyword with its label.
pub(super) fn all() -> impl Iterator<Item = (Tag, &'static str)> {
    let labels = SECTORS.into_iter().chain(TOPICS).chain(COOPERATIONS);
    (0..).map(Tag).zip(labels)
}

/// On which of the event's lists a keyword stands.
pub(super) fn kind(tag: Tag) -> KeywordKind {
    if usize::from(tag.0) < N_SECTORS + N_TOPICS {
        KeywordKind::Topic
    } else {
        KeywordKind::Cooperation
    }
}

/// Number of sectors; their tags are the numbers below.
pub(super) const N_SECTORS: usize = SECTORS.len();
/// Number of expert topics; their tags follow the sectors.
pub(super) const N_TOPICS: usize = TOPICS.len();

/// The tag of a sector.
pub(super) fn sector(index: usize) -> Tag {
    Tag(u16::try_from(index % N_SECTORS).expect("a short list"))
}

/// The tag of an expert topic.
pub(super) fn topic(index: usize) -> Tag {
    Tag(u16::try_from(N_SECTORS + index % N_TOPICS).expect("a short list"))
}

/// Whether a tag is an expert topic.
pub(super) fn is_topic(tag: Tag) -> bool {
    (N_SECTORS..N_SECTORS + N_TOPICS).contains(&usize::from(tag.0))
}

/// The label of a tag.
pub(super) fn label(tag: Tag) -> &'static str {
    all()
        .find(|(other, _)| *other == tag)
        .map_or("", |(_, label)| label)
}
