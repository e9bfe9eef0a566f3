# The phone's own words. What client-core names is in the shared catalogue.

# Frame
phone-title = { $page } – Régie
phone-skip = Aller au contenu
phone-ways = Rubriques
phone-way-agenda = Agenda
phone-way-answers = À répondre
phone-way-badge = Badge
phone-way-messages = Messages
phone-n-to-answer = { $count ->
    [one] { $count } réponse attendue
   *[other] { $count } réponses attendues
}
phone-n-unread = { $count ->
    [one] { $count } message non lu
   *[other] { $count } messages non lus
}
phone-close = Fermer
phone-back = Retour
phone-retry = Réessayer
phone-reload = Recharger
phone-needs-network = Possible dès le retour du réseau.
phone-sending = Envoi en cours
phone-new = Nouveau

# Agenda
phone-your-day = Votre journée
phone-day = Jour affiché
phone-day-empty = Rien de prévu ce jour
phone-day-empty-text = Vos rendez-vous et vos animations apparaîtront ici.
phone-free = Libre { $length }
phone-left = encore { $length }
phone-over = Terminé
phone-other-late = { $name } a { $minutes } min de retard pour { $time }.
phone-late-them = En retard de { $minutes } min
phone-late-me = Vous avez annoncé { $minutes } min de retard
phone-moved = Déplacé
phone-moved-from = avant : { $place }
phone-cancelled = Annulé à { $time } : { $reason }
phone-cancelled-by-me = Annulé par vous à { $time } : { $reason }
phone-i-am-late = Je suis en retard
phone-more = Autres actions pour { $name }
phone-hold-mine = À confirmer par vous
phone-hold-theirs = L’autre partie doit confirmer
phone-offer-mine = Créneau proposé
phone-offer-theirs = Proposé à un autre participant
phone-answer = Répondre
phone-session-seat = Inscription faite
phone-session-attended = Présence enregistrée

# A meeting in full
phone-subject = { $name }, { $time }, { $place }.
phone-when = { $day }, { $from } – { $until }
phone-fact-when = Quand
phone-fact-with = Avec vous
phone-needs = À chaque rendez-vous
phone-fact-where = Où
phone-late-title = Combien de retard ?
phone-late-lede = L’autre partie et l’accueil le voient tout de suite.
phone-late-advice = Au-delà de 20 min, mieux vaut annuler.
phone-late-announce = Prévenir : { $length }
phone-late-back = Finalement à l’heure
phone-cancel-title = Annuler ce rendez-vous ?
phone-cancel-lede = { $name } le voit aussitôt, et le créneau peut être proposé à quelqu’un d’autre.
phone-cancel-why = Pour quelle raison ?
phone-cancel-keep = Garder
phone-cancel-do = Annuler le rendez-vous

# Offers and requests
phone-all-answered = Tout est répondu
phone-all-answered-text = Les nouvelles demandes et les créneaux libérés arrivent ici.
phone-offer-kind = Un créneau se libère
phone-offer-title = { $name }, à { $time }
phone-from-until = { $day }, { $from } – { $until } · { $ahead }
phone-offer-decline = Non merci
phone-offer-waited-for = Vous étiez sur liste d’attente ; refuser vous en retire.
phone-offer-accept = J’accepte
phone-request-kind = Demande de rendez-vous
phone-request-accepted = Demande acceptée
phone-request-held = Place gardée : { $day } à { $time }, { $place }
phone-request-by-plan = Laisser le planning choisir l’heure
phone-request-planned = L’heure viendra avec le planning.
phone-request-earliest = Premier créneau libre pour vous deux
phone-request-refuse = Refuser
phone-request-accept = Accepter
phone-request-cancel = Annuler
phone-request-confirm = Confirmer
phone-waiting = En attente de l’autre partie
phone-ended = Demandes terminées

# Suggestions
phone-suggest = Qui rencontrer ?
phone-suggest-text = D’après vos mots-clés et les leurs.
phone-suggest-ask = Voir les suggestions
phone-suggest-failed = Les suggestions n’ont pas pu être chargées.
phone-suggest-none = Personne à vous suggérer pour l’instant.
phone-suggest-offer = Propose : { $words }
phone-suggest-seek = Recherche : { $words }
phone-suggest-figures = Dans vos critères : { $words }
phone-suggest-my-figures = Vous êtes dans leurs critères : { $words }
phone-suggest-request = Demander
phone-suggest-take = Prendre
phone-suggest-wait = Liste d’attente
phone-suggest-slot = Créneau avec { $name }
phone-suggest-done = Demandé

# Badge
phone-your-badge = Votre badge
phone-badge-code = Code QR de votre badge
phone-profile = Modifier mon profil
phone-badge-lit = L’écran reste allumé. Marche aussi hors ligne.
phone-badge-offline = Marche aussi hors ligne.
phone-no-badge = Pas encore de badge
phone-no-badge-text = Il apparaîtra ici dès que l’organisateur l’aura émis.
phone-presence-since = { $presence } depuis { $time }
phone-presence-room = { $presence }, { $room }, depuis { $time }

# Messages
phone-from-organiser = Organisation
phone-from-organiser-to-you = Organisation, pour vous
phone-from-agenda = Votre agenda
phone-no-messages = Aucun message
phone-no-messages-text = Les annonces de l’organisateur et les changements de votre agenda arrivent ici.

# Settings
phone-settings = Vos réglages
phone-language = Langue
phone-theme = Affichage
phone-theme-system = Auto
phone-theme-light = Clair
phone-theme-dark = Sombre
phone-sign-out = Se déconnecter
phone-install = Pour l’ouvrir comme une application : « Ajouter à l’écran d’accueil » dans le menu du navigateur.

# An expert's absence
phone-absence-report = Je suis indisponible
phone-absence-title = Vous déclarer indisponible ?
phone-absence-lede = Dès maintenant. L’organisateur est alerté et s’occupe de vos rendez-vous.
phone-absence-how-long = Pour combien de temps ?
phone-absence-1h = Pendant une heure
phone-absence-2h = Pendant deux heures
phone-absence-today = Jusqu’à la fin de la journée
phone-absence-end = Jusqu’à la fin de l’événement
phone-absence-hits = { $count ->
    [0] Aucun de vos rendez-vous n’est touché.
    [one] { $count } rendez-vous est touché.
   *[other] { $count } rendez-vous sont touchés.
}
phone-absence-do = Me déclarer indisponible
phone-absent-from = Indisponibilité déclarée depuis { $from }. Pour revenir, voyez l’accueil.
phone-absent-until = Indisponibilité déclarée de { $from } à { $until }. Pour revenir plus tôt, voyez l’accueil.

# Private messages
phone-write = Écrire
phone-conversations = Messages privés
phone-conversation-help = Écrire à l’organisation
phone-conversation-team = L’organisation { $about }
phone-conversation-you = Vous
phone-conversation-text = Votre message
phone-conversation-send = Envoyer
phone-conversation-again = Envoyer à nouveau
phone-conversation-older = Messages précédents
phone-conversation-report = Signaler un message
phone-conversation-hidden = Message masqué
phone-conversation-closed = Vous ne pouvez plus écrire ici.
phone-conversation-too-many = Trop de messages d’affilée : attendez une minute.
phone-conversation-failed = Le message n’est pas parti. Il est gardé ici.
