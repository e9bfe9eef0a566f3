//! What names sound like, country by country.

use crate::demo::chance::Chance;

/// The sound of one country's names.
pub(super) struct Culture {
    pub(super) country: &'static str,
    /// How many of the companies, relatively.
    pub(super) weight: usize,
    pub(super) women: &'static [&'static str],
    pub(super) men: &'static [&'static str],
    heads: &'static [&'static str],
    middles: &'static [&'static str],
    tails: &'static [&'static str],
    pub(super) legal_forms: &'static [&'static str],
    /// Functions, for a woman and for a man.
    pub(super) functions: &'static [(&'static str, &'static str)],
}

impl Culture {
    /// A surname put together from syllables.
    pub(super) fn surname(&self, chance: &mut Chance) -> String {
        let head = chance.pick(self.heads);
        let middle = if chance.percent(55) {
            chance.pick(self.middles)
        } else {
            ""
        };
        format!("{head}{middle}{}", chance.pick(self.tails))
    }
}

/// The culture of a country; France for one that is not listed.
pub(super) fn of(country: &str) -> &'static Culture {
    CULTURES
        .iter()
        .find(|culture| culture.country == country)
        .unwrap_or(&CULTURES[0])
}

const FRENCH_FUNCTIONS: &[(&str, &str)] = &[
    ("Directrice générale", "Directeur général"),
    ("Directrice commerciale", "Directeur commercial"),
    ("Responsable export", "Responsable export"),
    ("Cheffe de projet", "Chef de projet"),
    ("Ingénieure d’affaires", "Ingénieur d’affaires"),
    ("Responsable des achats", "Responsable des achats"),
    ("Directrice de l’innovation", "Directeur de l’innovation"),
    ("Gérante", "Gérant"),
    ("Chargée de développement", "Chargé de développement"),
    ("Directrice technique", "Directeur technique"),
];

const ENGLISH_FUNCTIONS: &[(&str, &str)] = &[
    ("Managing Director", "Managing Director"),
    ("Sales Manager", "Sales Manager"),
    ("Head of Procurement", "Head of Procurement"),
    ("Business Development", "Business Development"),
    ("Chief Technology Officer", "Chief Technology Officer"),
    ("Export Manager", "Export Manager"),
    ("Project Engineer", "Project Engineer"),
    ("Head of R&D", "Head of R&D"),
];

pub(super) const CULTURES: &[Culture] = &[
    Culture {
        country: "FR",
        weight: 52,
        women: &[
            "Anaïs",
            "Bérénice",
            "Camille",
            "Céline",
            "Chloé",
            "Clémence",
            "Élise",
            "Éloïse",
            "Fanny",
            "Gaëlle",
            "Hélène",
            "Inès",
            "Jeanne",
            "Léa",
            "Léonie",
            "Lucie",
            "Maëlle",
            "Manon",
            "Marion",
            "Mélanie",
            "Noémie",
            "Océane",
            "Pauline",
            "Raphaëlle",
            "Sarah",
            "Solène",
            "Sylvie",
            "Valérie",
            "Yasmine",
            "Zoé",
        ],
        men: &[
            "Adrien",
            "Alexis",
            "Antoine",
            "Aurélien",
            "Baptiste",
            "Cédric",
            "Clément",
            "Damien",
            "Émile",
            "Fabrice",
            "François",
            "Gaël",
            "Grégory",
            "Hugo",
            "Jérôme",
            "Joël",
            "Karim",
            "Loïc",
            "Mathéo",
            "Mickaël",
            "Nicolas",
            "Noël",
            "Rémi",
            "Samir",
            "Sébastien",
            "Théo",
            "Thibault",
            "Valentin",
            "Yann",
            "Yves",
        ],
        heads: &[
            "Val", "Mont", "Bré", "Cor", "Lan", "Four", "Gar", "Ker", "Del", "Per", "Ros", "Thé",
            "Aub", "Char", "Mar", "Vil", "Bel", "Riv", "Sar", "Tré",
        ],
        middles: &[
            "be", "de", "lan", "mi", "ro", "ti", "va", "ché", "gui", "nou",
        ],
        tails: &[
            "bourdet", "gnier", "rencourt", "villac", "lière", "sonnet", "quillard", "mandrel",
            "vasseau", "lognon", "naudier", "zelier", "tignac", "boisset", "douville", "fresne",
        ],
        legal_forms: &["SAS", "SARL", "SA", "SCOP"],
        functions: FRENCH_FUNCTIONS,
    },
    Culture {
        country: "DE",
        weight: 9,
        women: &[
            "Annika", "Birgit", "Greta", "Heike", "Jana", "Käthe", "Lena", "Mareike", "Ute",
        ],
        men: &[
            "Bernd", "Dieter", "Florian", "Götz", "Jörg", "Jürgen", "Lukas", "Matthias", "Uwe",
        ],
        heads: &[
            "Brack", "Dorn", "Eich", "Falk", "Grün", "Hage", "Kalt", "Müh", "Röt", "Wend",
        ],
        middles: &["el", "en", "er", "in"],
        tails: &[
            "hagen", "brück", "stätter", "felder", "mösch", "linger", "kötter", "wieser",
        ],
        legal_forms: &["GmbH", "AG", "GmbH & Co. KG"],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "BE",
        weight: 7,
        women: &[
            "Amélie",
            "Elke",
            "Femke",
            "Liesbeth",
            "Noor",
            "Sofie",
            "Véronique",
        ],
        men: &[
            "Bart", "Benoît", "Dries", "Gauthier", "Joris", "Pieter", "Wout",
        ],
        heads: &[
            "Van den Bra",
            "De Kro",
            "Vander",
            "Delo",
            "Maes",
            "Hu",
            "Wal",
        ],
        middles: &["ke", "ne", "ve"],
        tails: &[
            "broeck", "velde", "maert", "quin", "lement", "straet", "vliet",
        ],
        legal_forms: &["SA", "SRL", "NV", "BV"],
        functions: FRENCH_FUNCTIONS,
    },
    Culture {
        country: "ES",
        weight: 7,
        women: &[
            "Aitana", "Begoña", "Inés", "Jimena", "Lucía", "Marisol", "Núria", "Rocío",
        ],
        men: &[
            "Álvaro", "Andrés", "Íñigo", "Javier", "Joaquín", "Martín", "Raúl", "Sergio",
        ],
        heads: &[
            "Al", "Bar", "Cas", "Ech", "Gal", "Iba", "Mon", "Rui", "Sal", "Tor",
        ],
        middles: &["a", "da", "e", "ri"],
        tails: &[
            "vedo", "rrondo", "ñuela", "quera", "landín", "verría", "santín", "menque",
        ],
        legal_forms: &["S.L.", "S.A."],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "IT",
        weight: 7,
        women: &[
            "Alessia", "Beatrice", "Chiara", "Federica", "Giulia", "Ilaria", "Noemi",
        ],
        men: &[
            "Davide", "Elio", "Fabrizio", "Gianluca", "Matteo", "Niccolò", "Tommaso",
        ],
        heads: &[
            "Bel", "Cam", "Dal", "Fer", "Gri", "Lom", "Mal", "Pel", "San", "Ver",
        ],
        middles: &["a", "be", "li", "ro"],
        tails: &[
            "ghetti", "naldi", "rucci", "vanti", "stroni", "melli", "zzarin", "gnola",
        ],
        legal_forms: &["S.r.l.", "S.p.A."],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "GB",
        weight: 5,
        women: &[
            "Abigail",
            "Bronwen",
            "Charlotte",
            "Fiona",
            "Imogen",
            "Siân",
            "Zoë",
        ],
        men: &[
            "Alastair", "Callum", "Ewan", "Graham", "Hamish", "Rhys", "Simon",
        ],
        heads: &[
            "Ash", "Brack", "Cole", "Dun", "Fair", "Hart", "Lang", "Mer", "Thorn", "Whit",
        ],
        middles: &["en", "er", "in"],
        tails: &[
            "combe", "worth", "mere", "dale", "wick", "sby", "leigh", "grave",
        ],
        legal_forms: &["Ltd", "plc", "LLP"],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "NL",
        weight: 4,
        women: &["Anouk", "Eefje", "Fleur", "Hanneke", "Maaike", "Sanne"],
        men: &["Bram", "Daan", "Jeroen", "Maarten", "Sjoerd", "Thijs"],
        heads: &[
            "Bak", "De Wa", "Hoek", "Kuip", "Meer", "Nij", "Schip", "Ter Ho",
        ],
        middles: &["e", "en", "er"],
        tails: &["stra", "veld", "dijk", "laar", "boom", "wijk", "horst"],
        legal_forms: &["B.V.", "N.V."],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "PL",
        weight: 4,
        women: &[
            "Agnieszka",
            "Bożena",
            "Małgorzata",
            "Kinga",
            "Zofia",
            "Żaneta",
        ],
        men: &[
            "Bartłomiej",
            "Grzegorz",
            "Łukasz",
            "Paweł",
            "Tomasz",
            "Wojciech",
        ],
        heads: &["Bor", "Dąb", "Gra", "Kru", "Mal", "Ost", "Wró", "Zał"],
        middles: &["e", "ni", "o", "y"],
        tails: &[
            "szczyk", "wiński", "biak", "lecki", "mirczak", "zewicz", "nowiec",
        ],
        legal_forms: &["Sp. z o.o.", "S.A."],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "PT",
        weight: 3,
        women: &["Beatriz", "Conceição", "Inês", "Leonor", "Mafalda", "Sónia"],
        men: &["Afonso", "Duarte", "Gonçalo", "João", "Nuno", "Tomás"],
        heads: &["Al", "Bra", "Car", "Fon", "Gou", "Mor", "Pe", "Sei"],
        middles: &["ga", "le", "va"],
        tails: &[
            "veira", "drosa", "landro", "queira", "sanches", "beirão", "mendão",
        ],
        legal_forms: &["Lda", "S.A."],
        functions: ENGLISH_FUNCTIONS,
    },
    Culture {
        country: "DK",
        weight: 2,
        women: &["Astrid", "Freja", "Ida", "Kirsten", "Maja", "Signe"],
        men: &["Anders", "Jeppe", "Lars", "Mikkel", "Rasmus", "Søren"],
        heads: &["Bjer", "Dal", "Fal", "Gram", "Høj", "Kjær", "Lund", "Sko"],
        middles: &["ke", "le", "ne"],
        tails: &["gaard", "strup", "holt", "rup", "vang", "skov", "bæk"],
        legal_forms: &["A/S", "ApS"],
        functions: ENGLISH_FUNCTIONS,
    },
];
