# The phone's own words. What client-core names is in the shared catalogue.

# Frame
phone-title = { $page } – Régie
phone-skip = Skip to content
phone-ways = Sections
phone-way-agenda = Agenda
phone-way-answers = To answer
phone-way-badge = Badge
phone-way-messages = Messages
phone-n-to-answer = { $count ->
    [one] { $count } answer awaited
   *[other] { $count } answers awaited
}
phone-n-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
phone-close = Close
phone-back = Back
phone-retry = Try again
phone-reload = Reload
phone-needs-network = Possible once the network is back.
phone-sending = Sending
phone-new = New

# Agenda
phone-your-day = Your day
phone-day = Day shown
phone-day-empty = Nothing planned this day
phone-day-empty-text = Your meetings and sessions will appear here.
phone-free = Free for { $length }
phone-left = { $length } left
phone-over = Over
phone-other-late = { $name } is { $minutes } min late for { $time }.
phone-late-them = { $minutes } min late
phone-late-me = You announced { $minutes } min of delay
phone-moved = Moved
phone-moved-from = was: { $place }
phone-cancelled = Called off at { $time }: { $reason }
phone-cancelled-by-me = Called off by you at { $time }: { $reason }
phone-i-am-late = I am running late
phone-more = More actions for { $name }
phone-hold-mine = For you to confirm
phone-hold-theirs = The other party has to confirm
phone-offer-mine = Slot offered
phone-offer-theirs = Offered to another participant
phone-answer = Answer
phone-session-seat = Registered
phone-session-attended = Attendance recorded

# A meeting in full
phone-subject = { $name }, { $time }, { $place }.
phone-when = { $day }, { $from } – { $until }
phone-fact-when = When
phone-fact-with = With you
phone-needs = At every meeting
phone-fact-where = Where
phone-late-title = How late?
phone-late-lede = The other party and the welcome desk see it at once.
phone-late-advice = Beyond 20 min, cancelling is kinder.
phone-late-announce = Announce: { $length }
phone-late-back = On time after all
phone-cancel-title = Cancel this meeting?
phone-cancel-lede = { $name } sees it at once, and the slot may be offered to somebody else.
phone-cancel-why = For which reason?
phone-cancel-keep = Keep
phone-cancel-do = Cancel the meeting

# Offers and requests
phone-all-answered = All answered
phone-all-answered-text = New requests and freed slots arrive here.
phone-offer-kind = A slot has come free
phone-offer-title = { $name }, at { $time }
phone-from-until = { $day }, { $from } – { $until } · { $ahead }
phone-offer-decline = No, thank you
phone-offer-waited-for = You were on the waiting list; declining takes you off it.
phone-offer-accept = I accept
phone-request-kind = Meeting request
phone-request-accepted = Request accepted
phone-request-held = Place held: { $day } at { $time }, { $place }
phone-request-by-plan = Let the plan choose the time
phone-request-planned = The plan will give the time.
phone-request-earliest = First slot that is free for both of you
phone-request-refuse = Refuse
phone-request-accept = Accept
phone-request-cancel = Cancel
phone-request-confirm = Confirm
phone-waiting = Waiting for the other party
phone-ended = Closed requests

# Suggestions
phone-suggest = Whom to meet?
phone-suggest-text = By your keywords and theirs.
phone-suggest-ask = Show suggestions
phone-suggest-failed = The suggestions could not be loaded.
phone-suggest-none = Nobody to suggest at the moment.
phone-suggest-offer = Offers: { $words }
phone-suggest-seek = Looks for: { $words }
phone-suggest-figures = Within what you look for: { $words }
phone-suggest-my-figures = You are within what they look for: { $words }
phone-suggest-request = Ask
phone-suggest-take = Take
phone-suggest-wait = Waiting list
phone-suggest-slot = Slot with { $name }
phone-suggest-done = Asked

# Badge
phone-your-badge = Your badge
phone-badge-code = QR code of your badge
phone-profile = Change my profile
phone-badge-lit = The screen stays lit. Works offline too.
phone-badge-offline = Works offline too.
phone-no-badge = No badge yet
phone-no-badge-text = It will appear here as soon as the organiser has issued it.
phone-presence-since = { $presence } since { $time }
phone-presence-room = { $presence }, { $room }, since { $time }

# Messages
phone-from-organiser = Organiser
phone-from-organiser-to-you = Organiser, to you
phone-from-agenda = Your agenda
phone-no-messages = No messages
phone-no-messages-text = Announcements of the organiser and changes of your agenda arrive here.

# Settings
phone-settings = Your settings
phone-language = Language
phone-theme = Appearance
phone-theme-system = Auto
phone-theme-light = Light
phone-theme-dark = Dark
phone-sign-out = Sign out
phone-install = To open it like an app: “Add to Home Screen” in the browser’s menu.

# An expert's absence
phone-absence-report = I am not available
phone-absence-title = Report yourself unavailable?
phone-absence-lede = From now on. The organiser is alerted and takes care of your meetings.
phone-absence-how-long = For how long?
phone-absence-1h = For one hour
phone-absence-2h = For two hours
phone-absence-today = Until the end of the day
phone-absence-end = Until the end of the event
phone-absence-hits = { $count ->
    [0] None of your meetings is affected.
    [one] { $count } meeting is affected.
   *[other] { $count } meetings are affected.
}
phone-absence-do = Report me unavailable
phone-absent-from = Reported unavailable since { $from }. To come back, see the welcome desk.
phone-absent-until = Reported unavailable from { $from } to { $until }. To come back earlier, see the welcome desk.

# Private messages
phone-write = Write
phone-conversations = Private messages
phone-conversation-help = Write to the organisers
phone-conversation-team = Organisers { $about }
phone-conversation-you = You
phone-conversation-text = Your message
phone-conversation-send = Send
phone-conversation-again = Send again
phone-conversation-older = Earlier messages
phone-conversation-report = Report a message
phone-conversation-hidden = Hidden message
phone-conversation-closed = You cannot write here any more.
phone-conversation-too-many = Too many messages in a row: wait a minute.
phone-conversation-failed = The message was not sent. It is kept here.
