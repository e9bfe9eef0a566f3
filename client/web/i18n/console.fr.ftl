# The console's own words. What client-core names is in the shared catalogue.

## Frame
console-app-name = Régie
console-skip-to-page = Aller au contenu
console-opening = Chargement de l’événement…
console-close = Fermer
console-retry = Relancer
console-retry-now = Réessayer maintenant
console-reload-now = Recharger
console-undo = Annuler
console-leave = Se déconnecter
console-keep-it = Garder
console-until-time = jusqu’à { $time }
console-nav-label = Rubriques
console-nav-room = Régie
console-nav-floor = Plateau
console-nav-people = Personnes
console-nav-programme = Programme
console-nav-plan = Planning
console-nav-messages = Messages
console-nav-settings = Réglages
console-nav-alerts = { $count ->
    [one] { $count } alerte à prendre en charge
   *[other] { $count } alertes à prendre en charge
}
console-nav-conflicts = { $count ->
    [one] { $count } conflit à régler
   *[other] { $count } conflits à régler
}
console-day-of = Jour { $number } sur { $count }
console-clock-live = Direct
console-clock-speed-hint = L’événement se joue en accéléré
console-theme-label = Thème : { $theme }
console-theme-system = automatique
console-theme-light = clair
console-theme-dark = sombre
console-account-label = Compte de { $name }
console-presence-label = Autres membres de l’équipe connectés
console-presence-works = travaille sur
console-presence-at = { $place }, { $time }
console-presence-on = { $person }
console-page-before = Précédents
console-page-after = Suivants
console-page-of = { $number } sur { $count }

## Control room
console-rundown-label = Créneau en cours
console-rundown-on-air = À l’antenne
console-rundown-standby = Prochain créneau
console-rundown-over = La journée est terminée
console-rundown-slot = créneau { $number } sur { $count }
console-rundown-meter = Part du créneau écoulée
console-rundown-left = reste
console-rundown-starts-in = dans
console-rundown-next = { $count ->
    [one] { $count } rendez-vous
   *[other] { $count } rendez-vous
}
console-rundown-missing = { $count ->
    [one] { $count } personne pas encore arrivée
   *[other] { $count } pas encore arrivés
}
console-tile-running = Rendez-vous en cours
console-tile-of-tables = { $count ->
    [one] sur { $count } table
   *[other] sur { $count } tables
}
console-tile-late = { $count } en retard
console-tile-without-news = { $count } sans nouvelle
console-tile-unrecorded = { $count } à confirmer
console-tile-present = Présents
console-tile-of-expected = { $count ->
    [one] sur { $count } attendu
   *[other] sur { $count } attendus
}
console-tile-trend = { $n } en 10 min
console-tile-freed = Créneaux libérés
console-tile-to-fill = à pourvoir
console-tile-offered = { $count ->
    [one] { $count } proposé
   *[other] { $count } proposés
}
console-tile-filled = { $count ->
    [one] { $count } pourvu
   *[other] { $count } pourvus
}
console-tile-fill = Remplissage global
console-tile-goal = objectif { $percent }
console-tile-points = { $n } point depuis { $time }
console-alerts-title = Alertes
console-alerts-none = Rien à signaler
console-alerts-none-text = Toutes les salles sont sous leur capacité et les experts sont présents.
console-alert-acknowledge = Prendre en charge
console-alert-choose = Choisir
console-alert-replace = Remplacer…
console-alert-acknowledged-by = Pris en charge par { $name } à { $time }
console-alert-since = depuis { $length }
console-rooms-title = Occupation des salles
console-rooms-none = Aucune salle
console-room-nearly-full = Presque pleine
console-room-overfull = Au-delà de sa capacité
console-fill-title = Taux de remplissage
console-fill-sessions = Animations
console-fill-experts = Experts
console-fill-none = Rien à remplir
console-fill-below = Sous le seuil
console-fill-low-count = { $count ->
    [one] { $count } sous le seuil d’alerte
   *[other] { $count } sous le seuil d’alerte
}
console-freed-title = Créneaux libérés
console-freed-one = Créneau libéré
console-freed-none = Aucun créneau libéré
console-freed-none-text = Chaque annulation apparaît ici avec les meilleurs remplaçants.
console-freed-more = { $count ->
    [one] et { $count } autre plus tard
   *[other] et { $count } autres plus tard
}
console-freed-offered = proposé, { $left }
console-freed-offered-to = Proposé à { $name } – réponse attendue avant { $time }
console-freed-by = Libéré par { $name } { $age }
console-freed-worked-on = { $name } s’en occupe
console-freed-withdraw = Retirer la proposition
console-freed-ask = Chercher des remplaçants
console-freed-failed = Les candidats n’ont pas pu être calculés.
console-freed-nobody = Personne ne peut prendre ce créneau.
console-freed-dismiss = Laisser vide
console-freed-offer = Proposer
console-freed-assign = Attribuer
console-freed-offer-to = Proposer à { $name }
console-freed-assign-to = Attribuer à { $name }
console-freed-gone = Ce créneau n’est plus à pourvoir
console-feed-title = Activité
console-feed-all = Tout
console-feed-team = Équipe
console-feed-none = Rien pour l’instant
console-feed-none-text = Ce que fait l’équipe et ce qui se passe sur place apparaît ici au fur et à mesure.
console-feed-you = Vous
console-feed-undo = Annuler cette action

## Floor
console-axis-label = Lignes
console-axis-places = Places
console-axis-experts = Experts
console-axis-place = Place
console-axis-expert = Expert
console-day-label = Jour
console-after-pause = après la pause
console-floor-now = Maintenant
console-floor-none = Le plateau est vide
console-floor-none-text = Il n’y a pas encore de créneaux ou de places pour ce jour.
console-density-normal = Densité : confortable
console-density-compact = Densité : compacte
console-legend-label = Légende
console-legend-late = Retard
console-keys-walk = parcourir
console-keys-move = déplacer
console-keys-open = ouvrir
console-keys-choose = choisir la place
console-keys-drop = poser
console-keys-cancel = reposer
console-cell-free = libre
console-cell-past = passé
console-cell-closed = Fermé
console-cell-absent = Absent
console-cell-unseen = Occupé
console-cell-freed = Créneau libéré
console-cell-hold = Réservé
console-cell-hold-until = expire à { $time }
console-cell-offered = Proposé
console-cell-late = +{ $minutes } min
console-cell-pending = en cours d’envoi
console-row-absent = absent depuis { $time }
console-lease = { $name } est dessus
console-lease-since = depuis { $time }
console-session-taken = { $count ->
    [one] { $count } inscrit
   *[other] { $count } inscrits
}
console-drop-moves = Libre pour les deux
console-drop-swaps = Échanger les deux rendez-vous
console-drop-stays = Sa place actuelle
console-meeting-chosen = Rendez-vous choisi
console-meeting-gone = Ce rendez-vous n’existe plus
console-meeting-no-news = Sans nouvelle d’un participant
console-meeting-move-title = Déplacer
console-meeting-move = Prendre en main
console-meeting-history = Dernière modification
console-meeting-touched = À { $time }
console-meeting-touched-by = Par { $name }, à { $time }
console-meeting-cancel = Annuler le rendez-vous
console-meeting-cancel-title = Annuler ce rendez-vous ?
console-meeting-cancel-why = Motif
console-targets-title = Libre pour les deux
console-targets-none = Aucun autre créneau ne convient aux deux.
console-targets-failed = Les places n’ont pas pu être calculées.
console-targets-place = Placer
console-late-title = Retard
console-late-none = À l’heure
console-late-of = Retard de { $name }
console-late-minutes = +{ $minutes } min
console-late-affects = { $count ->
    [one] { $count } rendez-vous suivant est touché :
   *[other] { $count } rendez-vous suivants sont touchés :
}
console-late-lost = { $minutes } min perdues
console-record-title = Déroulement
console-conflict-theirs = La sienne
console-conflict-yours = La vôtre
console-conflict-keep = Garder la sienne
console-conflict-replace = Remplacer par la mienne
console-conflict-next = Prochaine place libre : { $time }, { $place }
console-conflict-asking = Recherche d’une autre place…
console-conflict-show = Voir sur le plateau
console-conflict-more = { $count ->
    [one] Un autre conflit attend.
   *[other] { $count } autres conflits attendent.
}

## Absent expert
console-absence-open = Expert indisponible…
console-absence-title = Expert indisponible
console-absence-lede = Ses rendez-vous passent à d’autres experts, en une seule opération annulable.
console-absence-expert = Expert
console-absence-from = À partir de
console-absence-until = Jusqu’à
console-absence-to-the-end = la fin
console-absence-choose = Choisir un expert
console-absence-choose-text = Le plan de remplacement est calculé aussitôt.
console-absence-affected = Rendez-vous touchés
console-absence-taken-over = Repris
console-absence-to-decide = Annulés
console-absence-nobody = Aucun remplaçant
console-absence-called-off = Annulé
console-absence-called-off-text = Le participant en sera informé.
console-absence-cancel-one = Annuler ce rendez-vous
console-absence-change = Changer pour { $name }
console-absence-change-short = Changer…
console-absence-other-time = à { $time }
console-absence-clash = Déjà pris par une autre ligne de ce plan.
console-absence-outdated = La situation a changé depuis le calcul.
console-absence-again = Recalculer
console-absence-failed = Le plan n’a pas pu être calculé
console-absence-no-meetings = Aucun rendez-vous touché
console-absence-no-meetings-text = L’absence peut être enregistrée telle quelle.
console-absence-based-on = Calculé sur l’état n° { $seq }
console-absence-apply = { $count ->
    [0] Enregistrer l’absence
    [one] Appliquer { $count } reprise
   *[other] Appliquer les { $count } reprises
}

## People
console-people-search = Rechercher une personne
console-people-search-hint = Nom, société, fonction
console-people-filter = Filtrer
console-people-everybody = Tout le monde
console-people-present = Présents
console-people-expected = Attendus
console-people-experts = Experts
console-people-without-meeting = Sans rendez-vous
console-people-withdrawn = Désistés
console-people-found = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
console-people-none = Personne ne correspond
console-people-none-text = Essayez un autre nom ou un autre filtre.
console-people-meetings = { $count ->
    [one] { $count } rendez-vous
   *[other] { $count } rendez-vous
}
console-people-expert = Expert
console-people-absent = Absent
console-people-agenda = Agenda
console-people-open = Ouvrir l’agenda de { $name }
console-people-unknown = Personne inconnue
console-people-load = { $taken } rendez-vous sur { $max }
console-people-free = { $count ->
    [one] { $count } créneau libre
   *[other] { $count } créneaux libres
}
console-people-check-in = Enregistrer l’arrivée
console-people-check-out = Enregistrer la sortie
console-people-back = De retour
console-agenda-none = Rien à l’agenda
console-agenda-session = Animation
console-agenda-attended = Présent
console-agenda-cancelled = Annulés
console-agenda-free = { $count ->
    [one] Libre
   *[other] Libre, { $count } créneaux
}

## Programme
console-programme-none = Aucune animation au programme
console-programme-open = Ouvrir les inscriptions
console-programme-close = Fermer les inscriptions
console-programme-cancel = Annuler l’animation
console-programme-cancel-title = Annuler cette animation ?
console-programme-cancel-text = { $count ->
    [0] Personne n’est inscrit.
    [one] Une personne inscrite sera prévenue.
   *[other] { $count } personnes inscrites seront prévenues.
}
console-programme-seats = { $taken } inscrits sur { $capacity }
console-programme-waiting = { $count } en attente
console-programme-attended = { $count ->
    [one] { $count } présent
   *[other] { $count } présents
}

## Messages
console-messages-new = Nouveau message
console-messages-sent = Envoyés
console-messages-none = Aucun message envoyé
console-messages-none-text = Un message arrive aussitôt sur les téléphones.
console-messages-to = Destinataires
console-messages-text = Texte
console-messages-left = { $count ->
    [one] { $count } caractère restant
   *[other] { $count } caractères restants
}
console-messages-send = Envoyer
console-messages-done = Message envoyé
console-messages-failed = Le message n’est pas parti. Rien n’a été perdu : réessayez.
console-audience-everybody = Tout le monde
console-audience-experts = Les experts
console-audience-staff = L’équipe

## Settings
console-thresholds-sessions = Seuils des animations
console-thresholds-experts = Seuils des experts
console-threshold-none = Sans seuil
console-threshold-of = Seuil de { $name }
console-mode-title = Prise de rendez-vous
console-mode-label = Qui choisit l’heure
console-mode-self-service = Les participants
console-mode-self-service-text = Accepter une demande retient un créneau, à confirmer avant qu’il ne se libère.
console-mode-pre-assigned = Le planning
console-mode-pre-assigned-text = Une demande acceptée attend : l’heure et la table viennent avec la publication du planning.
console-mode-mixed = Au choix de chacun
console-mode-mixed-text = Qui accepte prend un créneau, ou laisse le planning choisir l’heure.
console-team-title = Équipe
console-team-here = Connecté
console-desk-title = Bureau
console-desk-registrations = Inscriptions
console-desk-profiles = Profils
console-desk-assignment = Affectation automatique
console-desk-form = Formulaire d’inscription
console-desk-team = Équipe et droits
console-desk-journal = Journal
console-desk-connections = Journal des connexions
console-desk-clone = Ouvrir un nouvel événement
console-desk-privacy = Données personnelles
console-role-main = Administrateur principal
console-role-secondary = Administrateur secondaire
console-role-scoped = Administrateur d’un co-organisateur
console-role-door = Accueil
console-role-screen = Écran

## Keywords and key figures
console-vocabulary-topics = Mots-clés
console-vocabulary-cooperations = Coopérations recherchées
console-vocabulary-renamed = Quelqu’un vient de renommer ce mot-clé. Il est maintenant : { $name }.
console-vocabulary-figure-overtaken = Quelqu’un vient de changer ce chiffre. Il est maintenant : { $name }, { $bounds }.
console-vocabulary-figure-gone = Quelqu’un vient de retirer ce chiffre.
console-vocabulary-figures = Chiffres clés
console-vocabulary-none = La liste est vide
console-vocabulary-add-keyword = Nouveaux mots, séparés par |
console-vocabulary-add = Ajouter
console-vocabulary-search = Chercher un mot
console-vocabulary-profiles = { $count ->
    [0] Aucun profil
    [one] { $count } profil
   *[other] { $count } profils
}
console-vocabulary-more = { $count ->
    [one] Et { $count } autre : cherchez-le.
   *[other] Et { $count } autres : cherchez-les.
}
console-vocabulary-keep-named = Garder : { $name }
console-vocabulary-rename-named = Modifier : { $name }
console-vocabulary-remove-named = Retirer : { $name }
console-vocabulary-bounds = De { $min } à { $max } { $unit }
console-vocabulary-figure-name = Nom
console-vocabulary-figure-unit = Unité
console-vocabulary-figure-min = Minimum
console-vocabulary-figure-max = Maximum
console-vocabulary-add-figure = Ajouter le chiffre
console-vocabulary-change = Enregistrer
console-vocabulary-not-now = Annuler
console-vocabulary-import = Importer des listes
console-vocabulary-import-label = Lignes d’un fichier CSV
console-vocabulary-import-help = Une ligne par mot, champs séparés par des points-virgules : type (mot-clé, coopération ou chiffre), nom, puis pour un chiffre unité, minimum et maximum. Ce qui existe déjà reste.
console-vocabulary-import-do = Importer
console-vocabulary-imported = { $count ->
    [one] { $count } ligne importée
   *[other] { $count } lignes importées
}
console-vocabulary-flaw-empty = Indiquez un nom.
console-vocabulary-flaw-too-long = Ces mots sont trop longs.
console-vocabulary-flaw-bounds = Le minimum dépasse le maximum.
console-vocabulary-flaw-full = La liste est pleine.
console-vocabulary-flaw-taken = Ce nom existe déjà.
console-vocabulary-flaw-line = La ligne { $line } ne peut pas être lue. Rien n’a été importé.

## Planning
console-plan-new = Nouvelle proposition
console-plan-waiting = { $count ->
    [0] Aucune demande n’attend de planning.
    [one] { $count } demande attend un planning.
   *[other] { $count } demandes attendent un planning.
}
console-plan-seconds = Temps de calcul
console-plan-seconds-of = { $count } secondes
console-plan-suppose = Et si…
console-plan-days = Jours à planifier
console-plan-days-long = { $count } créneaux : le planning se calcule par fenêtres de jours entiers, les premiers jours d’abord.
console-plan-required = Exiger des rendez-vous
console-plan-required-count = Exiger des rendez-vous ({ $count })
console-plan-required-text = Ce qui est exigé est placé avant tout le reste. Si tout ne peut pas tenir, la proposition dit pourquoi.
console-plan-required-search = Chercher une demande
console-plan-required-none = Aucune demande à exiger
console-plan-required-when = Heure exigée pour { $name }
console-plan-required-any = À toute heure
console-plan-require = Exiger
console-plan-require-named = Exiger : { $name }
console-plan-release = Ne plus exiger
console-plan-release-named = Ne plus exiger : { $name }
console-plan-suppose-text = Une proposition avec d’autres moyens se consulte et se compare ; elle ne se publie pas.
console-plan-suppose-choose = Choisir…
console-plan-suppose-remove = Retirer
console-plan-tables-added = Tables en plus
console-plan-places-lost = Lieux perdus
console-plan-slots-closed = Créneaux fermés
console-plan-advanced = Réglages avancés
console-plan-seed = Graine du hasard
console-plan-seed-help = Une autre graine donne une autre proposition, aussi bonne.
console-plan-start = Calculer une proposition
console-plan-start-supposed = Calculer l’hypothèse
console-plan-busy = Un calcul est déjà en cours. Réessayez dans un instant.
console-plan-unreachable = Le serveur ne répond pas.
console-plan-forbidden = Le planning est réservé
console-plan-forbidden-text = Il concerne tous les participants : il faut voir toutes les fiches et pouvoir placer les rendez-vous.
console-plan-running = Calcul en cours
console-plan-progress = Calcul : { $percent }
console-plan-cancel = Arrêter
console-plan-computed = La proposition est prête.
console-plan-failed = Le dernier calcul a échoué. Relancez-le.
console-plan-proposals = Propositions
console-plan-none = Aucune proposition
console-plan-none-text = Calculez-en une : rien ne change avant sa publication.
console-plan-title = { $placed } rendez-vous sur { $of } demandes
console-plan-published-in = Publiée, entrée { $seq }
console-plan-supposed = Hypothèse
console-plan-entries-since = { $count ->
    [one] { $count } changement depuis
   *[other] { $count } changements depuis
}
console-plan-open = Voir
console-plan-open-named = Voir la proposition : { $name }
console-plan-compare = Comparer
console-plan-compare-named = Comparer avec : { $name }
console-plan-discard-named = Jeter la proposition : { $name }
console-plan-choose = Choisissez une proposition
console-plan-choose-text = Une pour la relire, deux pour les comparer.
console-plan-figure-placed = Rendez-vous placés
console-plan-figure-bound = Maximum possible
console-plan-figure-breaks = Attentes
console-plan-figure-gap = Écart d’attentes entre participants
console-plan-figure-changes = Changements de table
console-plan-figure-without = Participants sans rendez-vous
console-plan-distribution = Participants par nombre de rendez-vous
console-plan-distribution-bar = { $count ->
    [one] { $count } participant
   *[other] { $count } participants
} : { $meetings } rendez-vous
console-plan-held = { $count ->
    [one] { $count } demande acceptée garde le créneau qu’elle tient.
   *[other] { $count } demandes acceptées gardent le créneau qu’elles tiennent.
}
console-plan-displaced = { $count ->
    [one] { $count } rendez-vous déjà placé se tient dans un lieu ou un créneau perdu.
   *[other] { $count } rendez-vous déjà placés se tiennent dans un lieu ou un créneau perdu.
}
console-plan-windows = Plus de créneaux qu’un calcul n’en tient : planifié en { $count } fenêtres de jours entiers, l’une après l’autre. Les premiers jours se remplissent d’abord.
console-plan-days-planned = Jours planifiés : { $days }.
console-plan-required-kept = { $count ->
    [0] Aucun rendez-vous exigé sur { $of } n’est placé.
    [one] { $count } rendez-vous exigé sur { $of } est placé.
   *[other] { $count } rendez-vous exigés sur { $of } sont placés.
}
console-plan-required-mark = Exigé : { $why }
console-plan-publish-unkept = { $count ->
    [one] { $count } rendez-vous exigé n’est pas placé.
   *[other] { $count } rendez-vous exigés ne sont pas placés.
}
console-plan-conflict = Tout ce qui est exigé ne peut pas tenir ensemble.
console-plan-conflict-minimal = Renoncer à un seul de ces points suffit :
console-plan-conflict-open = Ces points se contredisent ; certains n’y sont peut-être pour rien :
console-plan-cause-required = { $pair } doivent se rencontrer.
console-plan-cause-required-time = { $pair } : seulement à l’heure exigée, { $times }.
console-plan-cause-wished-times = { $pair } : le demandeur n’a retenu que { $times }.
console-plan-cause-may-not-meet = { $pair } ne peuvent pas se rencontrer dans cet événement.
console-plan-cause-already-meeting = { $pair } n’ont droit qu’à un rendez-vous, et il existe déjà ou il est exigé deux fois.
console-plan-cause-not-plannable = { $pair } : la demande n’est pas acceptée, ou elle est close.
console-plan-cause-availability = { $person } n’est disponible que { $times }.
console-plan-cause-never-available = { $person } n’est jamais disponible.
console-plan-cause-engaged = { $person } est déjà pris sur { $count } { $count ->
    [one] créneau
   *[other] créneaux
}.
console-plan-cause-allowed-number = { $count ->
    [0] { $person } n’accepte plus aucun rendez-vous.
   *[other] { $person } n’accepte plus que { $count } rendez-vous.
}
console-plan-cause-tables = { $count ->
    [0] Il n’y a aucune table.
    [one] Il n’y a qu’une table.
   *[other] Il n’y a que { $count } tables, et d’autres rendez-vous en occupent.
}
console-plan-cause-home = Un seul rendez-vous à la fois à { $thing }.
console-plan-cause-resource = { $thing } : { $count ->
    [0] plus rien n’est disponible.
    [one] un seul rendez-vous à la fois peut en disposer.
   *[other] { $count } rendez-vous à la fois au plus peuvent en disposer.
}
console-plan-cause-ways = Les trajets entre les sites prennent du temps.
console-plan-detail = Détail
console-plan-search = Chercher une personne, une société
console-plan-tab-placed = Placés
console-plan-tab-unplaced = Non placés
console-plan-tab-empty = Agendas vides
console-plan-all-placed = Toutes les demandes ont leur place
console-plan-nobody-empty = Chacun a au moins un rendez-vous
console-plan-nobody-found = Aucun rendez-vous trouvé
console-plan-nowhere = sans place
console-plan-why-may-not-meet = Les deux ne peuvent pas se rencontrer.
console-plan-why-already-meeting = Les deux ont déjà rendez-vous.
console-plan-why-no-common-availability = Aucune disponibilité commune.
console-plan-why-engaged = Leurs créneaux communs sont déjà pris.
console-plan-why-expert-full = { $person } a atteint son nombre de rendez-vous ({ $count }).
console-plan-why-too-many-requests = { $person } a { $count } demandes pour { $slots } créneaux libres.
console-plan-why-too-far = Le trajet avec leurs autres rendez-vous est trop long.
console-plan-why-no-table = Toutes les tables sont prises aux heures communes.
console-plan-why-no-resource = { $resource } : tout est déjà pris aux heures communes.
console-plan-why-gave-way = Leurs créneaux communs sont allés à d’autres demandes.
console-plan-comparison = Comparaison
console-plan-difference = Écart
console-plan-better = mieux
console-plan-worse = moins bien
console-plan-differing = Rendez-vous qui diffèrent
console-plan-same = Les deux placent les mêmes rendez-vous aux mêmes heures
console-plan-publish = { $count ->
    [one] Publier { $count } rendez-vous
   *[other] Publier { $count } rendez-vous
}
console-plan-publish-title = { $count ->
    [one] Publier { $count } rendez-vous ?
   *[other] Publier { $count } rendez-vous ?
}
console-plan-publish-text = Les agendas des participants et des experts changent aussitôt. Une seule annulation reprend tout.
console-plan-publish-since = L’événement a changé depuis le calcul : si un rendez-vous ne tient plus, rien n’est publié et vous saurez lequel.
console-plan-publish-now = Publier
console-plan-not-yet = Pas encore
console-plan-published = { $count ->
    [one] { $count } rendez-vous publié
   *[other] { $count } rendez-vous publiés
}
console-plan-taken-back = Publication annulée : les demandes attendent de nouveau un planning.
console-plan-refused = Refus du serveur.
console-plan-refused-text = Rien n’a été publié. Calculez une nouvelle proposition.
console-plan-problems = Ce qui ne tient plus
console-plan-since = Ce qui a changé depuis
console-plan-since-more = { $count ->
    [one] Et { $count } autre changement.
   *[other] Et { $count } autres changements.
}
console-plan-supposed-text = Cette hypothèse suppose d’autres moyens que ceux de l’événement : elle se consulte et se compare, mais ne se publie pas.

## Arbitration: an expert with more applicants than time
console-arbitration-call = { $count ->
    [one] { $count } expert a plus de demandes que de places.
   *[other] { $count } experts ont plus de demandes que de places.
}
console-arbitration-open = Arbitrer
console-arbitration-title = Arbitrage
console-arbitration-lede = Experts qui ont plus de demandes que de rendez-vous possibles
console-arbitration-none = Rien à arbitrer
console-arbitration-none-text = Chaque expert peut recevoir ceux qui le demandent.
console-arbitration-demand = { $applicants ->
    [one] { $applicants } demande
   *[other] { $applicants } demandes
} pour { $free ->
    [one] { $free } place
   *[other] { $free } places
}
console-arbitration-waiting = { $count } en attente
console-arbitration-excess = { $count } de trop
console-arbitration-room-again = Place libre
console-arbitration-choose = Choisir
console-arbitration-choose-for = Choisir parmi les demandes pour { $name }
console-arbitration-of = Arbitrage : { $name }
console-arbitration-of-lede = Chaque demande reçoit une réponse ; tout s’applique d’un coup et s’annule d’un coup.
console-arbitration-failed = Le classement n’a pas pu être établi
console-arbitration-nobody = Plus aucune demande pour cet expert
console-arbitration-offline = Hors ligne : vos choix restent ici et s’appliqueront une fois la connexion revenue.
console-arbitration-outdated = Les demandes ont changé depuis le classement.
console-arbitration-again = Actualiser
console-arbitration-gone = Demandes closes depuis : { $names }
console-arbitration-applicants = Demandes classées
console-arbitration-new = Nouvelle
console-arbitration-no-slot = Aucun créneau commun
console-arbitration-answer-to = Réponse à { $name }
console-arbitration-to-keep = Garder
console-arbitration-to-wait = Attente
console-arbitration-to-drop = Écarter
console-arbitration-slots = { $count ->
    [one] { $count } créneau commun
   *[other] { $count } créneaux communs
}
console-arbitration-keywords = { $count ->
    [one] { $count } mot-clé en commun
   *[other] { $count } mots-clés en commun
}
console-arbitration-meetings = { $count ->
    [0] entreprise sans rendez-vous
   *[other] entreprise : { $count } rendez-vous
}
console-arbitration-arrived = demande nº { $count }
console-arbitration-first = Garder les premiers
console-arbitration-others = Les autres
console-arbitration-others-wait = En liste d’attente
console-arbitration-others-drop = Écartés
console-arbitration-fill-in = Répartir
console-arbitration-n-kept = Gardées
console-arbitration-n-free = Places
console-arbitration-n-waiting = En attente
console-arbitration-n-dropped = Écartées
console-arbitration-released = { $count ->
    [one] { $count } créneau réservé sera rendu.
   *[other] { $count } créneaux réservés seront rendus.
}
console-arbitration-back = Retour
console-arbitration-apply = { $count ->
    [one] Appliquer, { $count } gardée
   *[other] Appliquer, { $count } gardées
}
console-arbitration-applied = Arbitrage appliqué

console-settings-failed = Le serveur ne répond pas. Rien n’a changé.
console-resources-title = Interprètes et matériel
console-resources-none = Rien n’est compté
console-resources-none-text = Ajoutez ce qui ne peut servir qu’à un nombre limité de rendez-vous à la fois.
console-resources-new = Ajouter un interprète ou du matériel
console-resources-kind = Nature
console-resources-interpreter = Interprète
console-resources-equipment = Matériel
console-resources-number = Nombre
console-resources-number-help = Rendez-vous qui peuvent en disposer à la fois
console-resources-count = { $count } à la fois
console-resources-users = { $count ->
    [0] personne n’en a besoin
    [one] { $count } personne en a besoin
   *[other] { $count } personnes en ont besoin
}
console-resources-always = Disponible à tous les créneaux
console-resources-absent = absent
console-resources-from = { $day }, à partir de
console-resources-until = { $day }, jusqu’à
console-resources-overtaken = Quelqu’un vient de changer cette ligne. Elle est maintenant : { $name }, { $kind }, { $count } à la fois.
console-resources-gone = Quelqu’un vient de retirer cette ligne.
console-resources-flaw-never = Choisissez au moins un créneau.
console-needs-title = Besoins
console-needs-none = Ni interprète ni matériel
console-needs-edit = Modifier les besoins
console-needs-text = À chacun de ses rendez-vous, il lui faut :
console-needs-overtaken = Quelqu’un vient de changer ces besoins. Maintenant : { $names }.
console-needs-full = { $count } besoins au plus.
console-limit-title = Nombre de rendez-vous
console-limit-none = Autant que son agenda le permet
console-limit-of = { $count ->
    [0] Aucun rendez-vous
    [one] { $count } rendez-vous au plus
   *[other] { $count } rendez-vous au plus
}
console-limit-edit = Modifier le nombre
console-limit-label = Rendez-vous au plus
console-limit-help = Laissez vide pour ne pas limiter. Les rendez-vous déjà pris restent.
console-limit-flaw = Indiquez un nombre entier, ou rien.
console-limit-overtaken = Quelqu’un vient de changer ce nombre. Maintenant : { $now }.

## Courriels
console-nav-letters = Courriels
console-letters-tab-outbox = Boîte d’envoi
console-letters-tab-templates = Modèles
console-letters-tab-settings = Réglages
console-letters-forbidden = Les courriels sont réservés
console-letters-forbidden-text = Ils concernent tous les participants : il faut voir toutes les fiches et que les courriels vous soient ouverts.
console-letters-unreachable = Le serveur ne répond pas
console-letters-old = Le serveur ne répond pas. Ce qui est affiché peut être ancien.
console-letters-gone = Ce courriel n’est plus là
console-letters-act-failed = Cela n’a pas été possible : le courriel a peut-être déjà changé d’état.
console-letters-not-done = Le serveur ne répond pas. Rien n’a changé, et rien de ce que vous avez écrit n’est perdu.
console-letters-not-now = Annuler
console-letters-no-server = Aucun serveur de messagerie n’est réglé : les courriels sont écrits et conservés ici, et ne partent pas.
console-letters-chip-on = Activé
console-letters-chip-off = Désactivé
console-letters-on = Les participants sont prévenus par courriel quand leur agenda change.
console-letters-off = Les participants ne sont pas prévenus par courriel quand leur agenda change.
console-letters-turn-from-on = Ne plus prévenir
console-letters-turn-from-off = Prévenir par courriel
console-letters-turn-title-on = Ne plus prévenir les participants ?
console-letters-turn-title-off = Prévenir les participants ?
console-letters-turn-text-on = Plus aucun courriel ne partira quand un rendez-vous est fixé, modifié ou annulé. Les courriels déjà en attente partiront ; les courriels d’inscription et de connexion aussi.
console-letters-turn-text-off = Dès maintenant, chaque rendez-vous fixé, modifié ou annulé est annoncé par courriel aux personnes concernées. Ce qui a changé jusqu’ici n’est pas annoncé.
console-letters-filter = Afficher
console-letters-only-all = Tous
console-letters-only-waiting = En attente
console-letters-only-sent = Envoyés
console-letters-only-kept = Conservés
console-letters-only-failed = En échec
console-letters-only-cancelled = Annulés
console-letters-is-waiting = En attente
console-letters-is-sent = Envoyé
console-letters-is-kept = Conservé
console-letters-is-failed = En échec
console-letters-is-cancelled = Annulé
console-letters-none = Aucun courriel
console-letters-none-text = Ce que les participants doivent savoir s’écrit ici au moment où cela arrive.
console-letters-pages = Pages de la boîte d’envoi
console-letters-page = Page { $page }
console-letters-newer = Plus récents
console-letters-older = Plus anciens
console-letters-retry = Réessayer
console-letters-retry-all = Réessayer les échecs
console-letters-retry-all-title = Réessayer tous les échecs ?
console-letters-retry-all-text = { $count ->
    [0] Aucun courriel n’est en échec.
    [one] { $count } courriel repart. Si la cause n’a pas disparu, il échouera de nouveau.
   *[other] { $count } courriels repartent. Si la cause n’a pas disparu, ils échoueront de nouveau.
}
console-letters-retried = Le courriel repart.
console-letters-retried-all = { $count ->
    [0] Aucun courriel à réessayer
    [one] { $count } courriel repart
   *[other] { $count } courriels repartent
}
console-letters-call-off = Ne pas envoyer
console-letters-call-off-sure = Ce courriel ne partira jamais.
console-letters-called-off = Le courriel ne partira pas.
console-letters-letter = Courriel
console-letters-about = Sujet
console-letters-to = Destinataire
console-letters-address = Adresse
console-letters-written = Écrit
console-letters-attempts = Essais
console-letters-ended = Terminé
console-letters-due = Prochain essai
console-letters-no-text = Ce courriel ne peut pas être écrit pour le moment.
console-letters-form = Présentation
console-letters-form-html = Mise en page
console-letters-form-text = Texte seul
console-letters-error-address = Aucune adresse utilisable
console-letters-error-unreachable = Le serveur de messagerie n’a pas répondu
console-letters-error-tls = La connexion protégée avec le serveur de messagerie n’a pas abouti
console-letters-error-template = Le modèle ne convient pas : corrigez-le, puis réessayez
console-letters-error-refused = Refusé par le serveur de messagerie (réponse { $code })
console-letters-error-later = Le serveur de messagerie demande d’attendre (réponse { $code })
console-letters-error-other = Échec ({ $code })
console-letters-choose = Choisissez un courriel
console-letters-choose-text = Son texte s’ouvre ici, en français ou en anglais.
console-letters-language-fr = français
console-letters-language-en = anglais
console-letters-words-product = Texte fourni
console-letters-words-own = Texte personnalisé
console-letters-words-draft = modification non enregistrée
console-letters-back = Tous les modèles
console-letters-subject = Objet
console-letters-body = Texte
console-letters-body-help = Une ligne vide commence un paragraphe. Ce qui dépend d’un champ s’entoure de { $sign }.
console-letters-fields = Insérer un champ
console-letters-save = Enregistrer
console-letters-saved = Enregistré
console-letters-preview = Aperçu
console-letters-preview-old = Le texte a changé depuis cet aperçu.
console-letters-test = M’envoyer un essai
console-letters-test-sent = L’essai est parti à votre adresse.
console-letters-test-no-server = Aucun serveur de messagerie n’est réglé : l’essai n’est pas parti.
console-letters-test-no-address = Aucune adresse n’est connue pour vous : l’essai n’est pas parti.
console-letters-test-failed = L’essai n’est pas parti. { $why }
console-letters-give-back = Revenir au texte fourni
console-letters-give-back-title = Revenir au texte fourni ?
console-letters-give-back-text = Les prochains courriels de ce type reprennent le texte du produit. Votre texte n’est plus utilisé.
console-letters-given-back = Le texte fourni est de nouveau utilisé.
console-letters-overtaken = Quelqu’un vient d’enregistrer une autre version. La sienne :
console-letters-theirs = Texte enregistré par quelqu’un d’autre
console-letters-flaw-at = Ligne { $line }, caractère { $column } : { $what }
console-letters-flaw-in-line = Caractère { $column } : { $what }
console-letters-flaw-unknown = « { $found } » n’est pas un champ de ce courriel.
console-letters-flaw-not-allowed = « { $found } » n’est pas permis ici : seul le nom d’un champ peut y figurer.
console-letters-flaw-unclosed = les accolades ouvertes ici ne sont pas fermées.
console-letters-flaw-unbalanced = une condition n’a pas son début ou sa fin.
console-letters-flaw-empty = Il manque un texte.
console-letters-flaw-too-long = C’est trop long.
console-letters-flaw-several-lines = l’objet tient sur une seule ligne.
console-letters-flaw-link-in-subject = le lien se place dans le texte, pas dans l’objet.
console-letters-field-name = Nom du destinataire
console-letters-field-event = Nom de l’événement
console-letters-field-link = Lien
console-letters-field-minutes = Durée du lien, en minutes
console-letters-field-date = Date
console-letters-field-time = Heure
console-letters-field-device = Appareil
console-letters-field-on = Activée ou non
console-letters-field-company = Société
console-letters-field-with = Avec qui
console-letters-field-place = Lieu
console-letters-field-old-date = Ancienne date
console-letters-field-old-time = Ancienne heure
console-letters-field-old-place = Ancien lieu
console-letters-field-reason = Raison
console-letters-field-until = Réponse avant
console-letters-field-agenda = Agenda complet
console-letters-field-meetings = Nombre de rendez-vous
console-letters-field-message = Message
console-letters-field-programme = Programme détaillé
console-letters-field-badge = Badge
console-letters-settings-title = Expéditeur, copies et couleur
console-letters-sender = Nom de l’expéditeur
console-letters-sender-help = Laissez vide pour le nom de l’événement. Les courriels partent de { $address }.
console-letters-reply = Adresse de réponse
console-letters-reply-help = Laissez vide pour recevoir les réponses à l’adresse d’envoi.
console-letters-copies = En copie des courriels d’inscription
console-letters-copies-help = Une adresse par ligne, { $count } au plus.
console-letters-colour-product = Bandeau à la couleur du produit, ou du site public s’il y en a un
console-letters-colour = Couleur du bandeau
console-letters-announcing = Envoyer aussi par courriel les messages des organisateurs
console-letters-setting-too-many = { $count } adresses au plus.
console-letters-setting-too-long = C’est trop long.
console-letters-setting-control = Ce nom contient un caractère qui ne peut pas figurer dans un courriel.
console-letters-setting-address = { $nth ->
    [one] Ce n’est pas une adresse.
   *[other] L’adresse n° { $nth } n’en est pas une.
}
console-letters-setting-twice = L’adresse n° { $nth } y est déjà.
console-letters-setting-colour = Ce n’est pas une couleur.
console-matter-registration-draft = Inscription commencée
console-matter-registration-received = Inscription reçue
console-matter-registration-validated = Inscription validée
console-matter-registration-refused = Inscription refusée
console-matter-profile-received = Modification de profil reçue
console-matter-profile-accepted = Modification de profil acceptée
console-matter-profile-refused = Modification de profil refusée
console-matter-set-password = Premier mot de passe
console-matter-reset-password = Nouveau mot de passe
console-matter-sign-in-link = Lien de connexion
console-matter-new-sign-in = Nouvelle connexion
console-matter-password-changed = Mot de passe changé
console-matter-factor-changed = Double authentification changée
console-matter-confirm-address = Adresse à confirmer
console-matter-address-changed = Adresse changée
console-matter-meeting-accepted = Rendez-vous fixé
console-matter-meeting-changed = Rendez-vous modifié
console-matter-meeting-cancelled = Rendez-vous annulé
console-matter-slot-offered = Créneau proposé
console-matter-request-received = Demande de rendez-vous reçue
console-matter-requests-received = Plusieurs demandes reçues
console-matter-request-accepted = Demande acceptée, à confirmer
console-matter-request-answered = Réponse à une demande
console-matter-session-changed = Session modifiée
console-matter-session-cancelled = Session annulée
console-matter-seat-obtained = Place obtenue
console-matter-event-called-off = Événement annulé
console-matter-event-reinstated = Événement maintenu
console-matter-agenda-issued = Agenda complet
console-matter-announcement = Message des organisateurs
console-matter-message-waiting = Message privé non lu

# The public site
console-nav-site = Site public
console-site-forbidden = Le site public est réservé
console-site-forbidden-text = Il est à tout le monde : il faut voir toutes les fiches et que le site public vous soit ouvert.
console-site-unreachable = Le serveur ne répond pas
console-site-old = Le serveur ne répond pas. Ce qui est affiché peut être ancien.
console-site-gone = Ce n’est plus là
console-site-no-page = Cette page n’existe plus
console-site-none = Aucune page
console-site-none-yet = L’événement n’a pas encore de site. Choisissez son adresse et ses réglages : neuf pages déjà écrites l’ouvrent, que vous pourrez modifier.
console-site-visit = Voir le site
console-site-back = Toutes les pages
console-site-cancel = Annuler
console-site-not-done = Le serveur ne répond pas. Rien n’a changé, et rien de ce que vous avez écrit n’est perdu.
console-site-offline = Sans connexion, rien ne part ; ce que vous écrivez reste ici.
console-site-refused = Le serveur a refusé cette modification.
console-site-moved-on = Quelqu’un a modifié cette page entre-temps. Voici où elle en est ; recommencez si c’est toujours voulu.
console-site-tab-pages = Pages
console-site-tab-settings = Réglages
console-site-french = Français
console-site-english = Anglais
console-site-languages = Langue du texte
console-site-kind-welcome = Accueil
console-site-kind-practical = Infos pratiques, avec le plan
console-site-kind-programme = Programme, tenu à jour tout seul
console-site-kind-registration = Inscription, avec le formulaire
console-site-kind-catalogue = Catalogue des participants
console-site-kind-contact = Contact
console-site-kind-legal = Mentions légales
console-site-kind-privacy = Données personnelles
console-site-kind-accessibility = Accessibilité
console-site-kind-own = Page à vous
console-site-is-typed = Non enregistré
console-site-is-published = En ligne
console-site-is-validated = Validé, pas encore en ligne
console-site-is-validated-newer = En ligne, version validée en attente
console-site-is-draft = Brouillon
console-site-is-newer = En ligne, brouillon plus récent
console-site-not-shown = Langue non proposée
console-site-not-in-menu = hors du menu
console-site-by = { $who }, { $day } à { $time }
console-site-by-former = un ancien membre de l’équipe
console-site-by-product = Régie
console-site-move-up = Monter { $title }
console-site-move-down = Descendre { $title }
console-site-moved = { $title } : place { $place }
console-site-add = Ajouter une page
console-site-add-title = Ajouter une page
console-site-add-french = Titre en français
console-site-add-english = Titre en anglais
console-site-add-help = L’adresse de la page en découle.
console-site-in-menu = Dans le menu du site
console-site-full = Un site a { $count } pages au plus.
console-site-view = Montrer
console-site-view-write = Écrire
console-site-view-preview = Aperçu
console-site-view-versions = Versions
console-site-title = Titre
console-site-title-help = au-delà de 60, les moteurs de recherche le coupent
console-site-description = Description
console-site-description-help = entre 50 et 160, les moteurs de recherche la montrent entière
console-site-count = { $count } caractères sur { $max }
console-site-body = Texte de la page
console-site-mode = Édition du texte
console-site-mode-seen = Mise en page
console-site-mode-source = HTML
console-site-source = Texte de la page, en HTML
console-site-bytes-left = Il reste { $count } octets sur { $max }
console-site-keys = Alt+F10 mène aux outils ; Échap puis Tab quitte le texte.
console-site-no-editor = L’éditeur n’a pas pu être chargé. Le texte se modifie en HTML, et s’enregistre de même.
console-site-lost = Cette page contient ce que la mise en page ne sait pas garder ({ $tags }). Passez en HTML pour ne pas le perdre.
console-site-tools = Outils de mise en page
console-site-tool-keys = { $tool } ({ $keys })
console-site-control-key = Ctrl
console-site-tool-undo = Annuler la frappe
console-site-tool-redo = Rétablir
console-site-tool-heading-2 = Titre
console-site-tool-heading-3 = Sous-titre
console-site-tool-bold = Gras
console-site-tool-italic = Italique
console-site-tool-link = Lien
console-site-tool-bullets = Liste
console-site-tool-numbers = Liste numérotée
console-site-tool-quote = Citation
console-site-tool-align-start = Aligner au début
console-site-tool-align-center = Centrer
console-site-tool-align-end = Aligner à la fin
console-site-tool-table = Tableau
console-site-tool-rule = Filet
console-site-tool-row-add = Ajouter une ligne
console-site-tool-row-remove = Retirer la ligne
console-site-tool-column-add = Ajouter une colonne
console-site-tool-column-remove = Retirer la colonne
console-site-tool-header-row = Ligne d’en-tête
console-site-tool-table-remove = Retirer le tableau
console-site-link-address = Adresse
console-site-link-help = exemple.fr, contact@exemple.fr, un numéro de téléphone, ou une page du site
console-site-link-page = Une page du site
console-site-link-page-none = Aucune
console-site-link-words = Texte du lien
console-site-link-set = Poser le lien
console-site-link-remove = Retirer le lien
console-site-link-refused = Ce n’est pas une adresse qu’une page peut porter.
console-site-tool-file = Insérer un fichier
console-site-insert = Insérer
console-site-insert-none = Aucun fichier. Ajoutez-en dans les fichiers du site, puis relisez la liste.
console-site-insert-again = Relire la liste
console-site-insert-sought = Chercher par nom
console-site-library = Fichiers du site
console-site-appearance = Bannière et logos
console-site-save = Enregistrer le brouillon
console-site-save-first = Enregistrez, puis validez et publiez : les visiteurs ne voient que ce qui est publié.
console-site-saved = Brouillon enregistré
console-site-cleaned = Enregistré. Le serveur n’a gardé que ce qu’une page peut contenir : vérifiez le texte ci-dessus.
console-site-drop = Abandonner
console-site-drop-title = Abandonner ce que vous avez écrit ?
console-site-drop-text = Vos changements non enregistrés seront perdus. Les versions enregistrées restent.
console-site-validate = Valider
console-site-validated = Validé. Il reste à publier.
console-site-publish = Publier
console-site-published = Publié. Les visiteurs le voient dès maintenant.
console-site-withdraw = Retirer du site
console-site-withdraw-title = Retirer cette page du site ?
console-site-withdraw-text = Les visiteurs ne la verront plus dans cette langue. Son texte et ses versions restent ici.
console-site-withdrawn = Retirée du site
console-site-preview = Aperçu
console-site-preview-old = L’aperçu montre la dernière version enregistrée, sans vos changements en cours.
console-site-version = Version { $number }
console-site-versions-help = La plus récente est la version { $number }. En reprendre une en fait un nouveau brouillon ; rien n’est effacé.
console-site-look = Voir
console-site-restore = Reprendre
console-site-restore-text = La version reprise remplacera ce que vous avez écrit sans l’enregistrer.
console-site-restored = Version reprise comme nouveau brouillon
console-site-theirs = Leur version
console-site-overtaken = Quelqu’un a enregistré une autre version entre-temps. La sienne est ci-dessous, la vôtre dans les champs.
console-site-place = Adresse et menu
console-site-placed = Menu modifié
console-site-address = Adresse
console-site-rename = Changer l’adresse
console-site-rename-title = Changer l’adresse de la page
console-site-rename-text = L’ancienne adresse mènera à la nouvelle : aucun lien n’est cassé.
console-site-renamed = Adresse changée. L’ancienne y mène.
console-site-slug = Fin de l’adresse
console-site-slug-help = Minuscules sans accent, chiffres et tirets
console-site-remove = Supprimer la page
console-site-remove-title = Supprimer la page « { $title } » ?
console-site-remove-text = Elle disparaît du site dans les deux langues, et son adresse dira qu’elle n’existe plus. Pour la cacher seulement, retirez-la du site ou du menu.
console-site-removed = Page supprimée
console-site-fixed = Cette page accompagne tout événement : elle peut être cachée, pas supprimée.
console-site-names = Nom et couleur
console-site-settings-slug = Adresse du site
console-site-settings-slug-help = Minuscules sans accent, chiffres et tirets. Elle ne changera plus.
console-site-has-english = Proposer le site en anglais aussi
console-site-name-french = Nom en français (vide : celui de l’événement)
console-site-name-english = Nom en anglais
console-site-tagline-french = Phrase d’accroche en français
console-site-tagline-english = Phrase d’accroche en anglais
console-site-accent = Couleur
console-site-accent-good = Contraste { $ratio } : lisible sur les pages claires (4,5 au moins). Sur les pages sombres, elle est éclaircie.
console-site-accent-poor = Contraste { $ratio } : illisible sur les pages claires, il faut 4,5. Choisissez plus foncé.
console-site-window = Ouverture
console-site-opens = Le site ouvre
console-site-closes = Le site ferme
console-site-listed = Annoncer l’événement sur la page d’entrée
console-site-companies = Montrer les entreprises au catalogue
console-site-contact = Contact
console-site-organiser = Organisateur
console-site-email = Adresse électronique
console-site-phone = Téléphone
console-site-postal = Adresse postale
console-site-partners = Partenaires
console-site-partner-name = Nom
console-site-partner-link = Site
console-site-partner-add = Ajouter un partenaire
console-site-partner-remove = Retirer { $title }
console-site-open = Ouvrir le site
console-site-settings-save = Enregistrer les réglages
console-site-settings-saved = Réglages enregistrés
console-site-flaw-slug = L’adresse s’écrit en minuscules sans accent, chiffres et tirets.
console-site-flaw-slug-taken = Cette adresse est déjà prise.
console-site-flaw-languages = Le français est la langue de base du site.
console-site-flaw-accent = Cette couleur ne se lit pas sur une page claire.
console-site-flaw-window = Le site doit fermer après avoir ouvert.
console-site-flaw-link = L’adresse d’un partenaire commence par https://.
console-site-flaw-too-long = Un texte est trop long, ou il y en a trop.
console-site-flaw-title = Il faut un titre, de 70 caractères au plus.
console-site-flaw-description = La description a 200 caractères au plus.
console-site-flaw-body = Le texte est trop long : une page a 49 152 octets au plus.
console-site-flaw-state = L’état de ce texte a changé : regardez où il en est.
console-site-flaw-fixed = Cette page ne peut être ni renommée ni retirée.
console-site-decimal-sign = ,

## The life of an event
console-stage-title = État de l’événement
console-stage-plan = Planifier
console-stage-plan-question = Planifier l’événement ?
console-stage-plan-text = Le site public s’ouvre aux dates que vous avez choisies, et les inscriptions avec lui.
console-stage-withdraw = Remettre en projet
console-stage-withdraw-question = Remettre l’événement en projet ?
console-stage-withdraw-text = Le site public disparaît, les inscriptions ferment, et les participants n’agissent plus jusqu’à ce que l’événement soit de nouveau planifié.
console-stage-close = Clore
console-stage-close-question = Clore l’événement ?
console-stage-close-text = Tout reste lisible, mais plus rien ne change : ni rendez-vous, ni sessions, ni accueil. Vous pourrez le rouvrir.
console-stage-call-off = Annuler l’événement
console-stage-call-off-question = Annuler l’événement ?
console-stage-call-off-text = Chaque participant est prévenu par courriel si les courriels sont activés, et le site public l’annonce. Rendez-vous et places restent enregistrés : l’annulation peut être levée.
console-stage-revive = Lever l’annulation
console-stage-revive-question = Lever l’annulation ?
console-stage-revive-text = L’événement redevient planifié, avec tous ses rendez-vous. Chaque participant est prévenu par courriel si les courriels sont activés.
console-stage-reopen = Rouvrir
console-stage-reopen-question = Rouvrir l’événement ?
console-stage-reopen-text = L’événement redevient planifié : on peut de nouveau y agir.

# Private messages
console-nav-conversations = Messages privés
console-conversations-tab-help = À l’équipe
console-conversations-tab-reports = Signalements
console-conversations-tab-settings = Réglages
console-conversations-forbidden = Les messages privés sont réservés
console-conversations-forbidden-text = Un administrateur principal peut vous les ouvrir.
console-conversations-gone = Cette conversation n’est plus là
console-conversations-list = Conversations
console-conversations-messages = Messages de la conversation
console-conversations-none = Personne n’a écrit à l’équipe
console-conversations-none-text = Les demandes d’aide des participants arrivent ici, avec le rendez-vous dont elles parlent.
console-conversations-newest = Les plus récents
console-conversations-older = Plus anciens
console-conversations-unread = { $count ->
    [one] { $count } non lu
   *[other] { $count } non lus
}
console-conversations-about = rendez-vous avec { $with }
console-conversations-answer = Réponse de l’équipe
console-conversations-send = Envoyer
console-conversations-sent = Réponse envoyée
console-conversations-failed = La réponse n’est pas partie. Elle est gardée ici : envoyez à nouveau.
console-conversations-closed = Plus personne ne peut écrire dans cette conversation.
console-conversations-ended = L’équipe a clos cette conversation.
console-conversations-end = Clore la conversation
console-conversations-reopen = Rouvrir la conversation
console-conversations-not-done = Cela n’a pas été possible. Rien n’a changé.
console-conversations-hidden = Masqué pour les participants
console-conversations-no-reports = Aucun signalement
console-conversations-no-reports-text = Un message que quelqu’un signale apparaît ici avec sa raison. Les autres messages entre participants ne vous sont pas montrés.
console-conversations-reported-by = Signalé par { $name } : { $reason }
console-conversations-reason-hostile = insulte, menace ou harcèlement
console-conversations-reason-unwanted = démarchage non souhaité
console-conversations-reason-deceptive = tromperie ou usurpation
console-conversations-reason-other = autre raison
console-conversations-to-settle = À traiter
console-conversations-hidden-by = Masqué par { $name }, { $day } { $time }
console-conversations-settled-by = Classé par { $name }, { $day } { $time }
console-conversations-hide = Masquer le message
console-conversations-show = Montrer à nouveau
console-conversations-settle = Classer sans suite
console-conversations-settings-title = Qui écrit à qui, et quand un courriel prévient
console-conversations-catalogue = Écrire aux personnes du catalogue avant tout rendez-vous
console-conversations-catalogue-help = Sans cette option, deux entreprises n’échangent qu’une fois leur rendez-vous pris.
console-conversations-letter = Prévenir par courriel d’un message non lu
console-conversations-letter-never = Jamais
console-conversations-letter-after = Après { $minutes } min
console-conversations-text = Le courriel cite le message
console-conversations-text-help = Sans cette option, le courriel dit seulement qu’un message attend, et de qui.
console-conversations-save = Enregistrer
console-conversations-saved = Réglages enregistrés
console-conversations-stale = Quelqu’un a enregistré d’autres réglages entre-temps. Les vôtres sont gardés ci-dessous : enregistrez à nouveau pour qu’ils comptent.
