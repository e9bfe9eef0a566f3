# What client-core names: refusals, alerts, the activity feed, toasts, the connection, scans and small lists.

## Refusals
reject-malformed = The server did not understand this message.
reject-too-large = The message is too large.
reject-too-many = Too many actions in a short time. Try again in { $seconds } s.
reject-busy = The server is busy. Next attempt in { $seconds } s.
reject-too-old = This version is no longer supported. Reload the page.
reject-unavailable = The server could not save. Next attempt in a moment.
reject-command-id-reused = This action was already used for something else. Please start again.
reject-forbidden = Your rights do not allow this.
reject-not-found = This does not exist, or no longer exists.
reject-id-taken = This exists already.
reject-limit-reached = The limit is reached: { $limit }.
reject-person-busy = { $person } is already busy at { $time }.
reject-place-busy = { $place } is already taken at { $time }.
reject-person-unavailable = { $person } is not available at { $time }.
reject-too-far = { $person } cannot get to the other site in time: { $needed } min needed, { $given } left.
reject-slot-past = The { $time } slot has begun or is over.
reject-resource-busy = { $resource }: all are taken in the { $time } slot.
reject-slot-not-begun = The { $time } slot has not begun.
reject-unknown-slot = There is no such slot.
reject-no-meeting-place = { $place } is not a place for meetings.
reject-no-common-slot = No free slot suits both parties.
reject-expert-absent-then = { $person } is absent at that time.
reject-expert-full = { $person } has reached the allowed number of meetings ({ $max }).
reject-experts-do-not-meet = Experts do not meet each other.
reject-not-a-pair = These two people cannot meet.
reject-already-meeting = These two people already have a meeting.
reject-person-withdrawn-already = { $person } no longer takes part.
reject-still-in-use = Something is still planned there.
reject-timetable-invalid = Times overlap, or end before they begin.
reject-meeting-elsewhere = This meeting has moved: { $time }, { $place }.
reject-meeting-closed = This meeting is cancelled or over.
reject-request-closed = This request was already answered or withdrawn.
reject-request-not-accepted = This request must be accepted first.
reject-vacancy-gone = This slot is no longer open.
reject-vacancy-offered = This slot is already offered to { $person }.
reject-offer-gone = This slot is no longer offered.
reject-plan-outdated = { $count ->
    [one] { $count } meeting has changed since the proposal was made.
   *[other] { $count } meetings have changed since the proposal was made.
}
reject-no-plan-coming = Slots are taken directly here: no plan will come.
reject-proposal-outdated = { $count ->
    [one] { $count } meeting of the proposal no longer holds.
   *[other] { $count } meetings of the proposal no longer hold.
}
reject-only-supposed = This proposal supposes other resources than the event has: it can be looked at, not published.
reject-plan-gives-slots = At this event the plan gives the slots: make a request.
reject-applicants-changed = The requests have changed since: { $came ->
    [one] { $came } new
   *[other] { $came } new
}, { $gone ->
    [one] { $gone } closed
   *[other] { $gone } closed
}. Look at your choice again.
reject-too-many-kept = { $count ->
    [0] { $person } has no room left.
    [one] { $person } can take one more meeting only.
   *[other] { $person } can take { $count } more meetings only.
}
reject-desk-edit-stale = Somebody else saved a change in the meantime. Compare both versions.
reject-vocabulary-changed = Somebody has just changed these lists. Here they are now.
reject-event-frozen = The event is not open to changes at the moment.
reject-stage-outdated = Somebody has just changed the state of the event. Here it is now.
reject-resource-changed = Somebody has just changed { $resource }. Here is how it is now.
reject-assignment-outdated = Somebody has just changed who looks after { $person }. Nobody was assigned.
reject-needs-outdated = Somebody has just changed what { $person } needs. Here it is now.
reject-figure-out-of-bounds = This figure is given between { $min } and { $max }.
reject-cannot-undo = This cannot be undone: later changes build on it.
reject-session-closed = “{ $session }” is closed to registration.
reject-session-full = “{ $session }” is full ({ $quota } seats).
reject-seat-taken-already = Already registered for “{ $session }”.
reject-no-seat = Not registered for “{ $session }”.
reject-unknown-badge = This badge is unknown here.
reject-already-in = { $person } already came in at { $time }.
reject-not-in = { $person } is not inside.
reject-no-gate = There is no door to check here.
reject-by-whom = By { $by }, at { $time }.

## Alerts
alert-fill-low-event = Event fill rate below the threshold
alert-fill-low-session = “{ $session }” below the threshold
alert-fill-low-expert = { $person } below the meeting threshold
alert-fill-low-detail = { $value }% of { $limit }% expected
alert-room-nearly-full = { $place } nearly full
alert-room-overfull = { $place } over capacity
alert-room-detail = { $limit ->
    [one] { $value } for { $limit } place
   *[other] { $value } for { $limit } places
}
alert-expert-overbooked = Too many meetings: { $person }
alert-expert-overbooked-detail = { $value } meetings, { $limit } at most
alert-expert-absent = Absent: { $person }
alert-expert-absent-detail = { $value ->
    [one] { $value } meeting to reassign
   *[other] { $value } meetings to reassign
}

## Activity feed: sentences without a subject, so that any name can stand before them
feed-meeting-booked = Meeting booked: { $host } ↔ { $guest }, { $time }, { $place }
feed-meetings-booked = { $count ->
    [one] { $count } meeting booked
   *[other] { $count } meetings booked
}
feed-plan-published = { $count ->
    [one] Plan published: { $count } meeting
   *[other] Plan published: { $count } meetings
}
feed-meeting-moved = Meeting moved: { $host } ↔ { $guest }, from { $from-time } ({ $from-place }) to { $time } ({ $place })
feed-meetings-swapped = Meetings swapped: { $time }, { $place } and { $other-time }, { $other-place }
feed-meeting-cancelled = Meeting cancelled: { $host } ↔ { $guest }, { $time }, { $place } – { $reason }
feed-meeting-reinstated = Meeting reinstated: { $host } ↔ { $guest }, { $time }, { $place }
feed-lateness-marked = Delay announced: { $person }, { $minutes } min
feed-lateness-taken-back = Delay withdrawn: { $person } will be on time
feed-meeting-held = Meeting held: { $host } ↔ { $guest }
feed-meeting-not-held = Meeting not held: { $host } ↔ { $guest } – { $missing }
feed-expert-absent = Absence declared: { $person } – { $reassigned } reassigned, { $cancelled } cancelled
feed-expert-back = { $person } is back
feed-expert-limited = Allowed number of meetings changed: { $person }
feed-figures-changed = Key figures changed: { $person }
feed-tags-changed = Keywords changed: { $person }
feed-vocabulary-changed = Keywords and key figures changed
feed-stage-project = The event is a project again
feed-stage-planned = The event is planned
feed-stage-called-off = The event is called off
feed-stage-closed = The event is closed
feed-request-made = Meeting request: { $from } → { $to }
feed-request-accepted = Request accepted: { $from } → { $to }, place kept at { $time }, { $place }
feed-request-agreed = Request accepted: { $from } → { $to }, the plan will give the time
feed-request-refused = Request declined: { $from } → { $to }
feed-request-not-retained = Request not retained, too many requests: { $from } → { $to }
feed-request-waiting = On the waiting list: { $from } → { $to }
feed-expert-arbitrated = Requests arbitrated: { $person } – { $kept } kept, { $waiting } waiting, { $dropped } turned down
feed-request-cancelled = Request withdrawn: { $from } → { $to }
feed-request-expired = Request expired: { $from } → { $to }
feed-slot-freed = Slot freed: { $time }, { $place } – { $person }
feed-vacancy-filled = Slot given: { $time }, { $place } to { $person }
feed-vacancy-closed = Slot filled: { $time }, { $place }
feed-vacancy-dismissed = Slot left empty: { $time }, { $place }
feed-vacancy-lapsed = Slot passed unfilled: { $time }, { $place }
feed-offer-made = Slot offered: { $time }, { $place } to { $person }
feed-offer-accepted = Offer accepted: { $time }, { $place } – { $person }
feed-offer-declined = Offer declined: { $time }, { $place } – { $person }
feed-offer-expired = Offer expired: { $time }, { $place } – { $person }
feed-offer-withdrawn = Offer withdrawn: { $time }, { $place } – { $person }
feed-session-defined = Session updated: { $session }
feed-session-opened = Open to registration: { $session }
feed-session-full = Session full: { $session }
feed-session-closed = Closed to registration: { $session }
feed-session-cancelled = Session cancelled: { $session }
feed-seat-taken = Registered: { $person }, { $session }
feed-seat-waiting = Waiting list: { $person }, { $session }
feed-seat-attended = Attendance recorded: { $person }, { $session }
feed-seat-released = Seat given back: { $person }, { $session }
feed-checked-in = Arrival: { $person }
feed-room-entered = { $person } entered { $place }
feed-room-left = { $person } left { $place }
feed-checked-out = Departure: { $person }
feed-alert-raised = Alert: { $alert }
feed-alert-cleared = Alert over: { $alert }
feed-alert-acknowledged = Alert acknowledged: { $alert }
feed-threshold-set = Alert threshold set to { $percent }%
feed-threshold-cleared = Alert threshold removed
feed-announced = Announcement: “{ $text }”
feed-persons-registered = { $count ->
    [one] Registered: { $person }
   *[other] { $count } registrations
}
feed-person-erased = The data of a person were erased
feed-person-withdrawn = { $person } withdrew
feed-person-reinstated = { $person } takes part again
feed-availability-changed = Availability changed: { $person }
feed-needs-changed = Needs changed: { $person }
feed-resource-defined = Resource { $resource }: { $count }
feed-resource-withdrawn = Resource withdrawn: { $resource }
feed-persons-assigned = { $count ->
    [one] { $count } person assigned to a co-organiser
   *[other] { $count } persons assigned to co-organisers
}
feed-person-assigned = Organisation changed: { $person }
feed-badges-issued = { $count ->
    [one] { $count } badge issued
   *[other] { $count } badges issued
}
feed-places-changed = { $count ->
    [one] { $count } place changed
   *[other] { $count } places changed
}
feed-timetable-changed = Timetable changed
feed-settings-changed = Settings changed
feed-site-edited = Settings of the public site changed
feed-site-page-edited = Page of the public site changed
feed-registration-edited = Registration received or changed
feed-assignment-rules-edited = Rules of assignment changed
feed-profile-edited = Profile changed
feed-private-message = Private message
feed-message-settings-edited = Settings of private messages changed
feed-registration-form-edited = Registration form changed
feed-team-changed = Team changed: { $person }
feed-undone = The action of { $time } was undone

## Names of actions
command-settings = Settings
command-places = Places
command-persons = People
command-availability = Availability
command-resource = Resource
command-needs = Needs
command-withdraw-person = Withdrawal
command-badges = Badges
command-expert = Expert settings
command-make-request = Meeting request
command-accept-request = Acceptance
command-confirm-request = Confirmation
command-refuse-request = Refusal
command-cancel-request = Withdrawal of the request
command-requests = Requests
command-book-meeting = Booking
command-publish-plan = Publishing the plan
command-take-slot = Booking a slot
command-arbitrate = Choosing among requests
command-move-meeting = Move
command-swap-meetings = Swap
command-cancel-meeting = Cancellation
command-mark-late = Delay
command-mark-held = “Held”
command-mark-not-held = “Not held”
command-offer-vacancy = Offer
command-accept-offer = Acceptance
command-decline-offer = Answer
command-withdraw-offer = Withdrawal of the offer
command-fill-vacancy = Assignment
command-dismiss-vacancy = Slot left empty
command-expert-absent = Replacement of the expert
command-expert-back = Return of the expert
command-session = Session
command-take-seat = Registration
command-release-seat = Cancellation of a seat
command-check-in = Check-in
command-check-out = Check-out
command-threshold = Alert threshold
command-acknowledge-alert = Acknowledgement
command-announce = Announcement
command-team = Team
command-undo = Undo
command-deadlines = Deadlines
command-desk-edit = Edit

## Toasts
toast-refused = { $command } – refused: { $reason }
toast-not-sent = { $command } – not sent: the connection did not come back in time.
toast-unanswered = { $command } – no answer from the server. Check before trying again.
toast-done-after-all = Saved after all: { $what }
not-taken-no-connection = { $command } – not possible without a connection.
not-taken-too-many = { $command } – too many actions are waiting for the network.
not-taken-must-reload = Reload the page first: there is a new version.
not-taken-twice = { $command } – already under way.
conflict-title = Somebody was faster
conflict-title-by = { $by } was faster, at { $time }

## Connection
link-connecting = Connecting…
link-live = Live
link-catching-up = Catching up…
link-polling = Delayed
link-reconnecting = Reconnecting…
link-offline = Offline
link-must-reload = New version
link-age-seconds = { $count ->
    [0] just now
   *[other] { $count } s ago
}
link-age-minutes = { $count } min ago
link-age-hours = { $count } h ago
link-advice-polling = The network only lets spaced exchanges through: everything arrives, a little later.
link-advice-reconnecting = Connection lost. Actions resume when it is back.
link-advice-offline = No network. You see the last known state.
link-advice-must-reload = There is a new version. Reload the page to go on.

## Scans
scan-in = Welcome, { $person }
scan-out = Goodbye, { $person }
scan-waiting = Checking… { $person }
scan-queued = Noted, sent when the network is back. { $person }
scan-duplicate = Already recorded at { $time } by { $by }. { $person }
scan-unknown = This badge is unknown here
scan-not-in = No check-in recorded. { $person }
scan-full = Full. { $person }
scan-not-sent = Not sent, please scan again. { $person }

## Why a meeting was called off
cancel-reason-unwell = unable to come
cancel-reason-travel = travel trouble
cancel-reason-conflict = another priority
cancel-reason-no-interest = no longer of interest
cancel-reason-expert-absent = expert absent
cancel-reason-organiser = decision of the organiser
cancel-reason-other = other reason
missing-host = the host did not come
missing-guest = the guest did not come
missing-both = nobody came

## Why somebody is a good candidate
reason-asked-for-it = Request pending
reason-waiting = Waiting list
reason-keywords = { $count ->
    [one] { $count } keyword in common
   *[other] { $count } keywords in common
}
reason-few-meetings = { $count ->
    [0] No meeting yet
    [one] Only { $count } meeting
   *[other] Only { $count } meetings
}
reason-present = On site
reason-fills-a-gap = Fills a gap
reason-same-time = Same time
reason-same-place = Same place

## States
phase-planned = Planned
phase-running = Running
phase-unrecorded = To be confirmed
phase-held = Held
phase-not-held = Not held
phase-cancelled = Cancelled
presence-expected = Expected
presence-present = On site
presence-gone = Gone
request-requested = Pending
request-accepted = Accepted, to be confirmed
request-confirmed = Confirmed
request-refused = Declined
request-not-retained = Not retained: too many requests for this expert
request-waiting = On the waiting list
request-cancelled = Withdrawn
request-agreed = Accepted, the plan will give the time
request-expired = Expired
session-planned = Planned
session-open = Open
session-full = Full
session-closed = Closed
session-cancelled = Cancelled
seat-taken = Registered
seat-waiting = Waiting list
place-table = Table
place-booth = Booth
place-room = Room
fill-event = Event
fill-session = Session
fill-expert = Expert

## Functions of the team
function-meetings = Meetings
function-requests = Requests
function-experts = Experts
function-attendance = Check-in
function-programme = Programme
function-rooms = Places and times
function-announcements = Announcements
function-alerts = Alerts
function-persons = People
function-settings = Settings
function-team = Team
function-site = Public site
function-form = Form
function-registrations = Registrations
function-letters = E-mails
function-conversations = Private messages
function-privacy = Personal data

## The life of an event
stage-project = The event is a project: it is not public, and participants do not act yet.
stage-called-off = The event is called off: everything can be read, nothing changes any more.
stage-closed = The event is closed: everything can be read, nothing changes any more.
event-project = Project
event-planned = Planned
event-ongoing = Ongoing
event-past = Past
event-called-off = Called off
event-closed = Closed
