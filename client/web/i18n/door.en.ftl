# The door's own words. What client-core names is in the shared catalogue.

# Frame
door-brand = Régie
door-name = Welcome desk
door-gate = Gate in charge
door-entrance = Main entrance
door-session = { $day } { $time } · { $title }
door-sound = Sound at each scan
door-queued = { $count ->
    [one] { $count } scan waits to be sent, nothing is lost.
   *[other] { $count } scans wait to be sent, nothing is lost.
}
door-retry = Try again
door-reload = Reload

# The answer
door-ready-in = Checking in
door-ready-out = Checking out
door-present = Present a badge
door-scanner-ready = The scanner is ready.
door-checking = Checking
door-badge = Badge read
door-kept = Noted, sent when the network is back
door-in = Checked in
door-out = Checked out
door-duplicate = Checked in already
door-first = at { $time }
door-first-by = at { $time } by { $by }
door-not-in = Not checked in at this gate
door-full = Session full
door-refused = Badge refused
door-not-sent = Scan not sent
door-unknown-name = Unknown code
door-unknown-text = No registration of this event carries this code.
door-misread = Unreadable code
door-misread-text = This is not the code of a badge. Read it again or search the name.
door-room-full = Room full: { $inside } of { $capacity }
door-room-nearly-full = Nearly full: { $inside } of { $capacity }
door-let-in = Let in
door-check-out = Check out
door-check-in = Check in
door-search-name = Search by name

# Reading
door-scan = Hand scanner or typed code
door-ready = Ready to read
door-camera = Camera
door-camera-unable = This browser cannot read a code through the camera: use a hand scanner, the typed code or the list.
door-camera-denied = The camera is not allowed for this page.
door-camera-none = No camera available.

# The gate
door-direction = Direction
door-direction-in = In
door-direction-out = Out
door-of-expected = present, of { $count } expected
door-of-capacity = in the room, for { $count } seats

# The list
door-list = List
door-search = Search the list
door-search-hint = Name or company
door-filter = People shown
door-filter-everybody = All
door-filter-expected = Expected
door-filter-in = Present
door-tick = { $name }, present
door-nobody = Nobody
door-nobody-found = No name or company matches.
door-nobody-expected = Nobody is expected at this gate.
door-more = { $count ->
    [one] { $count } more person: narrow the search.
   *[other] { $count } more people: narrow the search.
}

# After an outage
door-review = To review: refused when the network was back
door-review-done = Seen
