# What every program says before its own pages stand.

shell-signed-out = Vous n’êtes pas connecté
shell-signed-out-text = Ouvrez le lien personnel reçu par courriel, ou passez par la page d’accueil.
shell-no-event = Aucun événement dans cette adresse
shell-no-event-text = Passez par la page d’accueil pour choisir un événement.
shell-unreachable = Le serveur ne répond pas
shell-unreachable-text = Vérifiez le réseau, puis réessayez.
shell-retry = Réessayer
shell-sign-in = Page d’accueil
