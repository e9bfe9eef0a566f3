# What client-core names: refusals, alerts, the activity feed, toasts, the connection, scans and small lists.

## Refusals
reject-malformed = Le serveur n’a pas compris ce message.
reject-too-large = Le message est trop grand.
reject-too-many = Trop d’actions en peu de temps. Réessayez dans { $seconds } s.
reject-busy = Le serveur est très sollicité. Nouvel essai dans { $seconds } s.
reject-too-old = Cette version n’est plus prise en charge. Rechargez la page.
reject-unavailable = Le serveur n’a pas pu enregistrer. Nouvel essai dans un instant.
reject-command-id-reused = Cette action a déjà servi à autre chose. Recommencez.
reject-forbidden = Vos droits ne le permettent pas.
reject-not-found = Cet élément n’existe pas ou n’existe plus.
reject-id-taken = Cela existe déjà.
reject-limit-reached = La limite est atteinte : { $limit }.
reject-person-busy = { $person } a déjà autre chose à { $time }.
reject-place-busy = { $place } n’est pas libre à { $time }.
reject-person-unavailable = { $person } n’est pas disponible à { $time }.
reject-too-far = { $person } ne peut pas changer de site à temps : il faut { $needed } min, il en reste { $given }.
reject-slot-past = Le créneau de { $time } est commencé ou passé.
reject-resource-busy = { $resource } : tout est déjà pris au créneau de { $time }.
reject-slot-not-begun = Le créneau de { $time } n’a pas commencé.
reject-unknown-slot = Ce créneau n’existe pas.
reject-no-meeting-place = { $place } n’accueille pas de rendez-vous.
reject-no-common-slot = Aucun créneau libre ne convient aux deux parties.
reject-expert-absent-then = { $person } n’est pas là à ce moment.
reject-expert-full = { $person } a atteint son nombre de rendez-vous ({ $max }).
reject-experts-do-not-meet = Deux experts ne se rencontrent pas.
reject-not-a-pair = Ces deux personnes ne peuvent pas se rencontrer.
reject-already-meeting = Ces deux personnes ont déjà un rendez-vous ensemble.
reject-person-withdrawn-already = { $person } ne participe plus.
reject-still-in-use = Quelque chose y est encore prévu.
reject-timetable-invalid = Les horaires se chevauchent ou finissent avant de commencer.
reject-meeting-elsewhere = Ce rendez-vous a changé de place : { $time }, { $place }.
reject-meeting-closed = Ce rendez-vous est annulé ou terminé.
reject-request-closed = Cette demande a déjà reçu une réponse ou a été retirée.
reject-request-not-accepted = Cette demande doit d’abord être acceptée.
reject-vacancy-gone = Ce créneau n’est plus à pourvoir.
reject-vacancy-offered = Ce créneau est déjà proposé à { $person }.
reject-offer-gone = Ce créneau n’est plus proposé.
reject-plan-outdated = { $count ->
    [one] { $count } rendez-vous a changé depuis le calcul.
   *[other] { $count } rendez-vous ont changé depuis le calcul.
}
reject-no-plan-coming = Les créneaux se prennent directement : aucun planning ne viendra.
reject-proposal-outdated = { $count ->
    [one] { $count } rendez-vous de la proposition ne tient plus.
   *[other] { $count } rendez-vous de la proposition ne tiennent plus.
}
reject-only-supposed = Cette proposition suppose d’autres moyens que ceux de l’événement : elle se consulte, mais ne se publie pas.
reject-plan-gives-slots = À cet événement, les créneaux sont donnés par le planning : faites une demande.
reject-applicants-changed = Les demandes ont changé depuis : { $came ->
    [one] { $came } nouvelle
   *[other] { $came } nouvelles
}, { $gone ->
    [one] { $gone } close
   *[other] { $gone } closes
}. Revoyez votre choix.
reject-too-many-kept = { $count ->
    [0] { $person } n’a plus de place.
    [one] { $person } ne peut plus recevoir qu’un rendez-vous.
   *[other] { $person } ne peut plus recevoir que { $count } rendez-vous.
}
reject-desk-edit-stale = Quelqu’un d’autre a enregistré une modification entre-temps. Comparez les deux versions.
reject-vocabulary-changed = Quelqu’un vient de changer ces listes. Les voici à jour.
reject-event-frozen = L’événement n’est pas ouvert aux changements en ce moment.
reject-stage-outdated = Quelqu’un vient de changer l’état de l’événement. Le voici à jour.
reject-resource-changed = Quelqu’un vient de changer { $resource }. Voici ce qu’il en est.
reject-assignment-outdated = Quelqu’un vient de changer le rattachement de { $person }. Rien n’a été affecté.
reject-needs-outdated = Quelqu’un vient de changer les besoins de { $person }. Les voici à jour.
reject-figure-out-of-bounds = Ce chiffre se donne entre { $min } et { $max }.
reject-cannot-undo = Impossible d’annuler : la suite des événements s’appuie dessus.
reject-session-closed = Les inscriptions à « { $session } » sont fermées.
reject-session-full = « { $session } » est complet ({ $quota } places).
reject-seat-taken-already = L’inscription à « { $session } » est déjà faite.
reject-no-seat = Aucune inscription à « { $session } ».
reject-unknown-badge = Ce badge est inconnu ici.
reject-already-in = L’entrée de { $person } est déjà enregistrée, à { $time }.
reject-not-in = { $person } n’est pas à l’intérieur.
reject-no-gate = Ce lieu ne se contrôle pas à l’entrée.
reject-by-whom = Par { $by }, à { $time }.

## Alerts
alert-fill-low-event = Remplissage de l’événement sous le seuil
alert-fill-low-session = « { $session } » sous le seuil
alert-fill-low-expert = { $person } sous le seuil de rendez-vous
alert-fill-low-detail = { $value } % pour { $limit } % attendus
alert-room-nearly-full = Capacité presque atteinte : { $place }
alert-room-overfull = Capacité dépassée : { $place }
alert-room-detail = { $limit ->
    [one] { $value } pour { $limit } place
   *[other] { $value } pour { $limit } places
}
alert-expert-overbooked = Trop de rendez-vous : { $person }
alert-expert-overbooked-detail = { $value } rendez-vous pour { $limit } au plus
alert-expert-absent = Absence : { $person }
alert-expert-absent-detail = { $value ->
    [one] { $value } rendez-vous à reprendre
   *[other] { $value } rendez-vous à reprendre
}

## Activity feed: nominal sentences, so that any name can stand before them
feed-meeting-booked = Rendez-vous placé : { $host } ↔ { $guest }, { $time }, { $place }
feed-meetings-booked = { $count ->
    [one] { $count } rendez-vous placé
   *[other] { $count } rendez-vous placés
}
feed-plan-published = { $count ->
    [one] Planning publié : { $count } rendez-vous
   *[other] Planning publié : { $count } rendez-vous
}
feed-meeting-moved = Rendez-vous déplacé : { $host } ↔ { $guest }, de { $from-time } ({ $from-place }) à { $time } ({ $place })
feed-meetings-swapped = Rendez-vous échangés : { $time }, { $place } et { $other-time }, { $other-place }
feed-meeting-cancelled = Rendez-vous annulé : { $host } ↔ { $guest }, { $time }, { $place } – { $reason }
feed-meeting-reinstated = Rendez-vous rétabli : { $host } ↔ { $guest }, { $time }, { $place }
feed-lateness-marked = Retard annoncé : { $person }, { $minutes } min
feed-lateness-taken-back = Retard levé : { $person } sera à l’heure
feed-meeting-held = Rendez-vous tenu : { $host } ↔ { $guest }
feed-meeting-not-held = Rendez-vous non tenu : { $host } ↔ { $guest } – { $missing }
feed-expert-absent = Absence déclarée : { $person } – { $reassigned ->
    [one] { $reassigned } repris
   *[other] { $reassigned } repris
}, { $cancelled ->
    [one] { $cancelled } annulé
   *[other] { $cancelled } annulés
}
feed-expert-back = Retour de { $person }
feed-expert-limited = Nombre de rendez-vous modifié : { $person }
feed-figures-changed = Chiffres clés modifiés : { $person }
feed-tags-changed = Mots-clés modifiés : { $person }
feed-vocabulary-changed = Mots-clés et chiffres clés modifiés
feed-stage-project = L’événement est de nouveau en projet
feed-stage-planned = L’événement est planifié
feed-stage-called-off = L’événement est annulé
feed-stage-closed = L’événement est clos
feed-request-made = Demande de rendez-vous : { $from } → { $to }
feed-request-accepted = Demande acceptée : { $from } → { $to }, place gardée à { $time }, { $place }
feed-request-agreed = Demande acceptée : { $from } → { $to }, l’heure viendra avec le planning
feed-request-refused = Demande refusée : { $from } → { $to }
feed-request-not-retained = Demande non retenue, trop de demandes : { $from } → { $to }
feed-request-waiting = Sur liste d’attente : { $from } → { $to }
feed-expert-arbitrated = Demandes arbitrées : { $person } – { $kept ->
    [one] { $kept } retenue
   *[other] { $kept } retenues
}, { $waiting } en attente, { $dropped ->
    [one] { $dropped } écartée
   *[other] { $dropped } écartées
}
feed-request-cancelled = Demande retirée : { $from } → { $to }
feed-request-expired = Demande expirée : { $from } → { $to }
feed-slot-freed = Créneau libéré : { $time }, { $place } – { $person }
feed-vacancy-filled = Créneau attribué : { $time }, { $place } à { $person }
feed-vacancy-closed = Créneau pourvu : { $time }, { $place }
feed-vacancy-dismissed = Créneau laissé vide : { $time }, { $place }
feed-vacancy-lapsed = Créneau passé sans preneur : { $time }, { $place }
feed-offer-made = Créneau proposé : { $time }, { $place } à { $person }
feed-offer-accepted = Proposition acceptée : { $time }, { $place } – { $person }
feed-offer-declined = Proposition déclinée : { $time }, { $place } – { $person }
feed-offer-expired = Proposition expirée : { $time }, { $place } – { $person }
feed-offer-withdrawn = Proposition retirée : { $time }, { $place } – { $person }
feed-session-defined = Animation mise à jour : { $session }
feed-session-opened = Inscriptions ouvertes : { $session }
feed-session-full = Animation complète : { $session }
feed-session-closed = Inscriptions fermées : { $session }
feed-session-cancelled = Animation annulée : { $session }
feed-seat-taken = Inscription : { $person }, { $session }
feed-seat-waiting = Liste d’attente : { $person }, { $session }
feed-seat-attended = Présence enregistrée : { $person }, { $session }
feed-seat-released = Place rendue : { $person }, { $session }
feed-checked-in = Arrivée de { $person }
feed-room-entered = Entrée de { $person } : { $place }
feed-room-left = Sortie de { $person } : { $place }
feed-checked-out = Départ de { $person }
feed-alert-raised = Alerte : { $alert }
feed-alert-cleared = Fin d’alerte : { $alert }
feed-alert-acknowledged = Alerte prise en charge : { $alert }
feed-threshold-set = Seuil d’alerte fixé à { $percent } %
feed-threshold-cleared = Seuil d’alerte supprimé
feed-announced = Annonce : « { $text } »
feed-persons-registered = { $count ->
    [one] Inscription de { $person }
   *[other] { $count } inscriptions
}
feed-person-erased = Données d’une personne effacées
feed-person-withdrawn = Désistement de { $person }
feed-person-reinstated = Retour de { $person } parmi les inscrits
feed-availability-changed = Disponibilités modifiées : { $person }
feed-needs-changed = Besoins modifiés : { $person }
feed-resource-defined = Ressource { $resource } : { $count }
feed-resource-withdrawn = Ressource retirée : { $resource }
feed-persons-assigned = { $count ->
    [one] { $count } personne affectée à un co-organisateur
   *[other] { $count } personnes affectées à des co-organisateurs
}
feed-person-assigned = Rattachement modifié : { $person }
feed-badges-issued = { $count ->
    [one] { $count } badge émis
   *[other] { $count } badges émis
}
feed-places-changed = { $count ->
    [one] { $count } lieu modifié
   *[other] { $count } lieux modifiés
}
feed-timetable-changed = Horaires modifiés
feed-settings-changed = Réglages modifiés
feed-site-edited = Réglages du site public modifiés
feed-site-page-edited = Page du site public modifiée
feed-registration-edited = Inscription reçue ou modifiée
feed-assignment-rules-edited = Règles d’affectation modifiées
feed-profile-edited = Profil modifié
feed-private-message = Message privé
feed-message-settings-edited = Réglages des messages privés modifiés
feed-registration-form-edited = Formulaire d’inscription modifié
feed-team-changed = Équipe modifiée : { $person }
feed-undone = Annulation de l’action de { $time }

## Names of actions
command-settings = Réglage
command-places = Lieux
command-persons = Personnes
command-availability = Disponibilités
command-resource = Ressource
command-needs = Besoins
command-withdraw-person = Désistement
command-badges = Badges
command-expert = Réglage d’un expert
command-make-request = Demande de rendez-vous
command-accept-request = Acceptation
command-confirm-request = Confirmation
command-refuse-request = Refus
command-cancel-request = Retrait de la demande
command-requests = Demandes
command-book-meeting = Placement
command-publish-plan = Publication du planning
command-take-slot = Réservation d’un créneau
command-arbitrate = Arbitrage des demandes
command-move-meeting = Déplacement
command-swap-meetings = Échange
command-cancel-meeting = Annulation du rendez-vous
command-mark-late = Retard
command-mark-held = « Tenu »
command-mark-not-held = « Non tenu »
command-offer-vacancy = Proposition
command-accept-offer = Acceptation
command-decline-offer = Réponse
command-withdraw-offer = Retrait de la proposition
command-fill-vacancy = Attribution
command-dismiss-vacancy = Créneau laissé vide
command-expert-absent = Remplacement de l’expert
command-expert-back = Retour de l’expert
command-session = Animation
command-take-seat = Inscription
command-release-seat = Désinscription
command-check-in = Entrée
command-check-out = Sortie
command-threshold = Seuil d’alerte
command-acknowledge-alert = Prise en charge
command-announce = Annonce
command-team = Équipe
command-undo = Annulation
command-deadlines = Échéances
command-desk-edit = Modification

## Toasts
toast-refused = { $command } – refus : { $reason }
toast-not-sent = { $command } – non envoyé : la liaison n’est pas revenue à temps.
toast-unanswered = { $command } – sans réponse du serveur. Vérifiez avant de recommencer.
toast-done-after-all = Finalement enregistré : { $what }
not-taken-no-connection = { $command } – impossible sans liaison.
not-taken-too-many = { $command } – trop d’actions attendent déjà le réseau.
not-taken-must-reload = Rechargez d’abord la page : une nouvelle version est en place.
not-taken-twice = { $command } – déjà en cours.
conflict-title = Quelqu’un a été plus rapide
conflict-title-by = { $by } a été plus rapide, à { $time }

## Connection
link-connecting = Connexion…
link-live = En direct
link-catching-up = Mise à jour…
link-polling = Différé
link-reconnecting = Reconnexion…
link-offline = Hors ligne
link-must-reload = Nouvelle version
link-age-seconds = { $count ->
    [0] à l’instant
   *[other] il y a { $count } s
}
link-age-minutes = il y a { $count } min
link-age-hours = il y a { $count } h
link-advice-polling = Le réseau ne laisse passer que des échanges espacés : tout arrive, un peu plus tard.
link-advice-reconnecting = Liaison interrompue. Les actions reprendront au retour.
link-advice-offline = Pas de réseau. Vous voyez le dernier état connu.
link-advice-must-reload = Une nouvelle version est en place. Rechargez la page pour continuer.

## Scans
scan-in = Bienvenue, { $person }
scan-out = Au revoir, { $person }
scan-waiting = Vérification… { $person }
scan-queued = Noté, envoi au retour du réseau. { $person }
scan-duplicate = Déjà enregistré à { $time } par { $by }. { $person }
scan-unknown = Ce badge est inconnu ici
scan-not-in = Aucune entrée enregistrée. { $person }
scan-full = Complet. { $person }
scan-not-sent = Lecture non transmise, présentez à nouveau le badge. { $person }

## Why a meeting was called off
cancel-reason-unwell = empêchement
cancel-reason-travel = problème de transport
cancel-reason-conflict = autre rendez-vous prioritaire
cancel-reason-no-interest = ce contact n’est plus utile
cancel-reason-expert-absent = absence de l’expert
cancel-reason-organiser = décision de l’organisation
cancel-reason-other = autre raison
missing-host = l’hôte n’est pas venu
missing-guest = l’invité n’est pas venu
missing-both = personne n’est venu

## Why somebody is a good candidate
reason-asked-for-it = Demande en attente
reason-waiting = Liste d’attente
reason-keywords = { $count ->
    [one] { $count } mot-clé commun
   *[other] { $count } mots-clés communs
}
reason-few-meetings = { $count ->
    [0] Aucun rendez-vous
    [one] { $count } rendez-vous seulement
   *[other] { $count } rendez-vous seulement
}
reason-present = Sur place
reason-fills-a-gap = Comble un temps mort
reason-same-time = Même heure
reason-same-place = Même place

## States
phase-planned = Prévu
phase-running = En cours
phase-unrecorded = À confirmer
phase-held = Tenu
phase-not-held = Non tenu
phase-cancelled = Annulé
presence-expected = Attendu
presence-present = Présent
presence-gone = Parti
request-requested = En attente
request-accepted = Acceptée, à confirmer
request-confirmed = Confirmée
request-refused = Refusée
request-not-retained = Non retenue : trop de demandes pour cet expert
request-waiting = Sur liste d’attente
request-cancelled = Retirée
request-agreed = Acceptée, l’heure viendra avec le planning
request-expired = Expirée
session-planned = Prévue
session-open = Ouverte
session-full = Complète
session-closed = Fermée
session-cancelled = Annulée
seat-taken = Inscription faite
seat-waiting = Liste d’attente
place-table = Table
place-booth = Stand
place-room = Salle
fill-event = Événement
fill-session = Animation
fill-expert = Expert

## Functions of the team
function-meetings = Rendez-vous
function-requests = Demandes
function-experts = Experts
function-attendance = Accueil
function-programme = Programme
function-rooms = Lieux et horaires
function-announcements = Annonces
function-alerts = Alertes
function-persons = Personnes
function-settings = Réglages
function-team = Équipe
function-site = Site public
function-form = Formulaire
function-registrations = Inscriptions
function-letters = Courriels
function-conversations = Messages privés
function-privacy = Données personnelles

## The life of an event
stage-project = Événement en projet : il n’est pas public, et les participants n’y agissent pas encore.
stage-called-off = Événement annulé : tout reste lisible, plus rien ne change.
stage-closed = Événement clos : tout reste lisible, plus rien ne change.
event-project = En projet
event-planned = Planifié
event-ongoing = En cours
event-past = Passé
event-called-off = Annulé
event-closed = Clos
