# What every program says before its own pages stand.

shell-signed-out = You are not signed in
shell-signed-out-text = Open the personal link that you received by mail, or go through the entry page.
shell-no-event = No event in this address
shell-no-event-text = Go through the entry page to choose an event.
shell-unreachable = The server does not answer
shell-unreachable-text = Check the network, then try again.
shell-retry = Try again
shell-sign-in = Entry page
