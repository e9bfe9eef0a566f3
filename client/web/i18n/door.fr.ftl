# The door's own words. What client-core names is in the shared catalogue.

# Frame
door-brand = Régie
door-name = Accueil
door-gate = Porte tenue
door-entrance = Entrée principale
door-session = { $day } { $time } · { $title }
door-sound = Son à chaque lecture
door-queued = { $count ->
    [one] { $count } lecture en attente d’envoi, rien n’est perdu.
   *[other] { $count } lectures en attente d’envoi, rien n’est perdu.
}
door-retry = Réessayer
door-reload = Recharger

# The answer
door-ready-in = Contrôle des entrées
door-ready-out = Contrôle des sorties
door-present = Présentez un badge
door-scanner-ready = La douchette est prête.
door-checking = Vérification
door-badge = Badge lu
door-kept = Noté, envoyé au retour du réseau
door-in = Entrée enregistrée
door-out = Sortie enregistrée
door-duplicate = Entrée déjà enregistrée
door-first = à { $time }
door-first-by = à { $time } par { $by }
door-not-in = Pas d’entrée à cette porte
door-full = Animation complète
door-refused = Badge refusé
door-not-sent = Lecture non transmise
door-unknown-name = Code inconnu
door-unknown-text = Aucune inscription à cet événement ne porte ce code.
door-misread = Code illisible
door-misread-text = Ce n’est pas le code d’un badge. Relisez-le ou cherchez le nom.
door-room-full = Salle pleine : { $inside } sur { $capacity }
door-room-nearly-full = Bientôt pleine : { $inside } sur { $capacity }
door-let-in = Laisser entrer
door-check-out = Enregistrer une sortie
door-check-in = Enregistrer une entrée
door-search-name = Chercher par le nom

# Reading
door-scan = Douchette ou code saisi
door-ready = Prêt à lire
door-camera = Caméra
door-camera-unable = Ce navigateur ne sait pas lire un code par la caméra : douchette, code saisi ou liste.
door-camera-denied = La caméra n’est pas autorisée pour cette page.
door-camera-none = Aucune caméra disponible.

# The gate
door-direction = Sens du passage
door-direction-in = Entrée
door-direction-out = Sortie
door-of-expected = { $count ->
    [one] présent sur { $count } attendu
   *[other] présents sur { $count } attendus
}
door-of-capacity = dans la salle, pour { $count } places

# The list
door-list = Liste
door-search = Chercher dans la liste
door-search-hint = Nom ou société
door-filter = Personnes affichées
door-filter-everybody = Tous
door-filter-expected = Attendus
door-filter-in = Présents
door-tick = { $name }, présent
door-nobody = Personne
door-nobody-found = Aucun nom ni aucune société ne correspond.
door-nobody-expected = Personne n’est attendu à cette porte.
door-more = { $count ->
    [one] Encore { $count } personne : précisez la recherche.
   *[other] Encore { $count } personnes : précisez la recherche.
}

# After an outage
door-review = À revoir : refusé au retour du réseau
door-review-done = C’est vu
