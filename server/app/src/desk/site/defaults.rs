//! The pages that a new site has, with texts of ours that an organiser can keep or rewrite.

use protocol::site::PageKind;

/// A page of a new site.
pub(super) struct Default {
    pub(super) kind: PageKind,
    pub(super) is_in_menu: bool,
    french: Text,
    english: Text,
}

/// Its text in one language.
pub(super) struct Text {
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) body: &'static str,
}

impl Default {
    /// In the order of the languages.
    pub(super) const fn texts(&self) -> [&Text; 2] {
        [&self.french, &self.english]
    }
}

/// In the order of the menu.
pub(super) const PAGES: &[Default] = &[
    Default {
        kind: PageKind::Welcome,
        is_in_menu: true,
        french: Text {
            slug: "",
            title: "Accueil",
            description: "Présentation de l’événement, dates, lieu et inscription.",
            body: "<p>Une journée bien préparée vaut des mois de prospection. Vous \
                    annoncez ce que vous proposez et ce que vous cherchez, vous \
                    choisissez avec qui parler, et vous arrivez avec un agenda de \
                    rendez-vous où chacun sait pourquoi il est là.</p><h2>Comment cela \
                    se passe</h2><ol><li>Vous déposez votre demande d’inscription, avec \
                    votre offre et vos besoins.</li><li>L’organisateur la valide et vous \
                    ouvre votre espace.</li><li>Vous consultez le catalogue et demandez \
                    vos rendez-vous.</li><li>Le jour même, votre agenda vous suit sur \
                    votre téléphone et se met à jour tout seul.</li></ol>",
        },
        english: Text {
            slug: "",
            title: "Welcome",
            description: "What the event is, when and where it takes place, how to register.",
            body: "<p>One well-prepared day is worth months of prospecting. You say \
                    what you offer and what you are looking for, you choose whom to talk \
                    to, and you arrive with an agenda of meetings in which everybody \
                    knows why he is there.</p><h2>How it works</h2><ol><li>You send your \
                    request to register, with what you offer and what you \
                    need.</li><li>The organiser validates it and opens your \
                    space.</li><li>You browse the catalogue and ask for \
                    meetings.</li><li>On the day, your agenda goes with you on your \
                    phone and keeps itself up to date.</li></ol>",
        },
    },
    Default {
        kind: PageKind::Practical,
        is_in_menu: true,
        french: Text {
            slug: "infos-pratiques",
            title: "Infos pratiques",
            description: "Adresse, plan d’accès et horaires.",
            body: "<p>L’accueil est ouvert dès le début de la première journée. \
                    Munissez-vous de votre badge, imprimé ou sur votre téléphone\u{a0}: il \
                    ouvre l’entrée et les salles.</p><h2>Accessibilité des \
                    lieux</h2><p>Si vous avez besoin d’un aménagement, d’un interprète \
                    ou d’une place réservée, écrivez à l’organisateur avant \
                    l’événement\u{202f}; la page Contact donne ses coordonnées.</p>",
        },
        english: Text {
            slug: "practical-information",
            title: "Practical information",
            description: "Address, directions and opening hours.",
            body: "<p>The welcome desk opens at the beginning of the first day. Have \
                    your badge ready, printed or on your phone: it opens the entrance \
                    and the rooms.</p><h2>Access for everybody</h2><p>If you need an \
                    arrangement, an interpreter or a reserved place, write to the \
                    organiser before the event; the contact page says how.</p>",
        },
    },
    Default {
        kind: PageKind::Programme,
        is_in_menu: true,
        french: Text {
            slug: "programme",
            title: "Programme",
            description: "Conférences, ateliers et rendez-vous, jour par jour.",
            body: "<p>Conférences et ateliers se suivent entre les rendez-vous. Les \
                    horaires sont ceux du lieu de l’événement.</p>",
        },
        english: Text {
            slug: "programme",
            title: "Programme",
            description: "Conferences, workshops and meetings, day by day.",
            body: "<p>Conferences and workshops take place between the meetings. Times \
                    are those of the venue.</p>",
        },
    },
    Default {
        kind: PageKind::Registration,
        is_in_menu: true,
        french: Text {
            slug: "inscription",
            title: "Inscription",
            description: "Comment s’inscrire et ce qui se passe ensuite.",
            body: "<p>Chaque demande est lue par l’organisateur, qui vérifie que \
                    l’événement vous sera utile. Préparez le nom et le numéro de votre \
                    entreprise, les personnes qui viendront, et quelques lignes sur ce \
                    que vous proposez et ce que vous cherchez.</p><p>Vos réponses \
                    sont gardées après chaque étape\u{202f}; vous recevez un message à \
                    l’envoi, puis un autre à la validation.</p>",
        },
        english: Text {
            slug: "registration",
            title: "Registration",
            description: "How to register and what happens next.",
            body: "<p>Every request is read by the organiser, who makes sure that the \
                    event will be useful to you. Have ready the name and number of your \
                    company, the persons who will come, and a few lines on what you \
                    offer and what you are looking for.</p><p>Your answers \
                    are kept after each step; you receive a message when you send them, \
                    and another when they are validated.</p>",
        },
    },
    Default {
        kind: PageKind::Catalogue,
        is_in_menu: true,
        french: Text {
            slug: "participants",
            title: "Participants",
            description: "Les experts et les entreprises que vous pouvez rencontrer.",
            body: "<p>Les coordonnées ne sont visibles que des inscrits, dans leur \
                    espace.</p>",
        },
        english: Text {
            slug: "participants",
            title: "Participants",
            description: "The experts and companies that you can meet.",
            body: "<p>Contact details are shown to registered participants only, in \
                    their own space.</p>",
        },
    },
    Default {
        kind: PageKind::Contact,
        is_in_menu: true,
        french: Text {
            slug: "contact",
            title: "Contact",
            description: "Joindre l’organisateur et les co-organisateurs.",
            body: "<p>Une question sur l’événement, votre inscription ou vos \
                    rendez-vous\u{202f}? L’équipe vous répond.</p>",
        },
        english: Text {
            slug: "contact",
            title: "Contact",
            description: "How to reach the organiser and the co-organisers.",
            body: "<p>A question about the event, your registration or your meetings? \
                    The team will answer.</p>",
        },
    },
    Default {
        kind: PageKind::Legal,
        is_in_menu: false,
        french: Text {
            slug: "mentions-legales",
            title: "Mentions légales",
            description: "Éditeur du site, responsabilité et propriété des contenus.",
            body: "<p>Ce site est édité par l’organisateur de l’événement, dont les \
                    coordonnées figurent ci-dessous. L’organisateur désigne le directeur \
                    de la publication et complète cette page avec le nom et l’adresse de \
                    l’hébergeur.</p><h2>Contenus</h2><p>Les textes, logos et images \
                    appartiennent à l’organisateur ou aux entreprises qui les ont \
                    fournis\u{202f}; ils ne peuvent être repris sans leur \
                    accord.</p><h2>Liens</h2><p>Les sites vers lesquels mènent nos liens \
                    relèvent de leurs propres éditeurs.</p>",
        },
        english: Text {
            slug: "legal-notice",
            title: "Legal notice",
            description: "Publisher of the site, liability and ownership of contents.",
            body: "<p>This site is published by the organiser of the event, whose \
                    details are given below. The organiser names the director of \
                    publication and completes this page with the name and address of the \
                    hosting company.</p><h2>Contents</h2><p>Texts, logos and pictures \
                    belong to the organiser or to the companies that supplied them; they \
                    may not be used without their consent.</p><h2>Links</h2><p>The sites \
                    that our links lead to are the responsibility of their own \
                    publishers.</p>",
        },
    },
    Default {
        kind: PageKind::Privacy,
        is_in_menu: false,
        french: Text {
            slug: "confidentialite",
            title: "Confidentialité",
            description: "Quelles données sont traitées, pourquoi et combien de temps.",
            body: "<p>Ces pages publiques ne déposent aucun traceur et ne font appel à \
                    aucun autre site. Aucun bandeau n’est donc nécessaire.</p><h2>Vos \
                    données</h2><p>Quand vous vous inscrivez, l’organisateur traite \
                    votre identité, vos coordonnées professionnelles, votre offre, vos \
                    demandes et votre présence, afin d’organiser vos rendez-vous et de \
                    vous en informer. Les personnes que vous acceptez de rencontrer \
                    voient votre nom, votre fonction et votre entreprise.</p><h2>Vos \
                    droits</h2><p>Vous pouvez demander à voir vos données, à les \
                    corriger, à les emporter ou à les faire effacer, et vous opposer à \
                    toute prospection. Écrivez à l’organisateur. Si sa réponse ne vous \
                    convient pas, vous pouvez saisir la CNIL.</p>",
        },
        english: Text {
            slug: "privacy",
            title: "Privacy",
            description: "Which data are processed, why, and for how long.",
            body: "<p>These public pages set no tracker and call on no other site. No \
                    banner is therefore needed.</p><h2>Your data</h2><p>When you \
                    register, the organiser processes your identity, your professional \
                    contact details, your offer, your requests and your attendance, in \
                    order to organise your meetings and keep you informed of them. The \
                    persons whom you agree to meet see your name, your function and your \
                    company.</p><h2>Your rights</h2><p>You may ask to see your data, to \
                    have them corrected, handed over or erased, and object to any \
                    prospecting. Write to the organiser. If the answer does not satisfy \
                    you, you may turn to the data protection authority.</p>",
        },
    },
    Default {
        kind: PageKind::Accessibility,
        is_in_menu: false,
        french: Text {
            slug: "accessibilite",
            title: "Accessibilité",
            description: "État de conformité et recours.",
            body: "<p>Nous voulons que chacun puisse lire ces pages\u{a0}: au clavier, avec \
                    un lecteur d’écran, sur un petit écran, avec de grands caractères, \
                    en clair comme en sombre.</p><h2>État de conformité</h2><p>Aucun \
                    audit complet de ce site n’a encore été publié. Tant que \
                    l’organisateur n’a pas fait établir la déclaration prévue par la \
                    loi, ce site est réputé non conforme au référentiel général \
                    d’amélioration de l’accessibilité.</p><h2>Signaler un \
                    obstacle</h2><p>Si un contenu vous est inaccessible, écrivez à \
                    l’organisateur\u{a0}: il vous donnera l’information autrement. Sans \
                    réponse de sa part, vous pouvez vous adresser au Défenseur des \
                    droits.</p>",
        },
        english: Text {
            slug: "accessibility",
            title: "Accessibility",
            description: "State of conformity and remedies.",
            body: "<p>We want everybody to be able to read these pages: by keyboard, \
                    with a screen reader, on a small screen, with large characters, in \
                    light and in dark.</p><h2>State of conformity</h2><p>No full audit \
                    of this site has been published yet. Until the organiser has had the \
                    statement made that the law requires, this site is deemed not to \
                    conform to the French accessibility reference.</p><h2>Report an \
                    obstacle</h2><p>If you cannot reach some content, write to the \
                    organiser, who will give you the information in another way. If you \
                    get no answer, you may turn to the French Defender of Rights.</p>",
        },
    },
];
