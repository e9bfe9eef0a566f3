# The console's own words. What client-core names is in the shared catalogue.

## Frame
console-app-name = Régie
console-skip-to-page = Skip to content
console-opening = Loading the event…
console-close = Close
console-retry = Try again
console-retry-now = Retry now
console-reload-now = Reload
console-undo = Undo
console-leave = Sign out
console-keep-it = Keep
console-until-time = until { $time }
console-nav-label = Sections
console-nav-room = Control
console-nav-floor = Floor
console-nav-people = People
console-nav-programme = Programme
console-nav-plan = Plan
console-nav-messages = Messages
console-nav-settings = Settings
console-nav-alerts = { $count ->
    [one] { $count } alert to look at
   *[other] { $count } alerts to look at
}
console-nav-conflicts = { $count ->
    [one] { $count } conflict to settle
   *[other] { $count } conflicts to settle
}
console-day-of = Day { $number } of { $count }
console-clock-live = Live
console-clock-speed-hint = The event runs faster than real time
console-theme-label = Theme: { $theme }
console-theme-system = automatic
console-theme-light = light
console-theme-dark = dark
console-account-label = Account of { $name }
console-presence-label = Other members of the team who are connected
console-presence-works = is working on
console-presence-at = { $place }, { $time }
console-presence-on = { $person }
console-page-before = Previous
console-page-after = Next
console-page-of = { $number } of { $count }

## Control room
console-rundown-label = Current slot
console-rundown-on-air = On air
console-rundown-standby = Next slot
console-rundown-over = The day is over
console-rundown-slot = slot { $number } of { $count }
console-rundown-meter = Share of the slot that is over
console-rundown-left = left
console-rundown-starts-in = in
console-rundown-next = { $count ->
    [one] { $count } meeting
   *[other] { $count } meetings
}
console-rundown-missing = { $count ->
    [one] { $count } person not here yet
   *[other] { $count } not here yet
}
console-tile-running = Meetings running
console-tile-of-tables = { $count ->
    [one] of { $count } table
   *[other] of { $count } tables
}
console-tile-late = { $count } late
console-tile-without-news = { $count } without news
console-tile-unrecorded = { $count } to confirm
console-tile-present = On site
console-tile-of-expected = of { $count } expected
console-tile-trend = { $n } in 10 min
console-tile-freed = Freed slots
console-tile-to-fill = to fill
console-tile-offered = { $count } offered
console-tile-filled = { $count } filled
console-tile-fill = Overall fill rate
console-tile-goal = goal { $percent }
console-tile-points = { $n } points since { $time }
console-alerts-title = Alerts
console-alerts-none = Nothing to report
console-alerts-none-text = Every room is below its capacity and the experts are here.
console-alert-acknowledge = Take note
console-alert-choose = Choose
console-alert-replace = Replace…
console-alert-acknowledged-by = Noted by { $name } at { $time }
console-alert-since = for { $length }
console-rooms-title = Room occupancy
console-rooms-none = No room
console-room-nearly-full = Nearly full
console-room-overfull = Above its capacity
console-fill-title = Fill rates
console-fill-sessions = Sessions
console-fill-experts = Experts
console-fill-none = Nothing to fill
console-fill-below = Below the threshold
console-fill-low-count = { $count } below the alert threshold
console-freed-title = Freed slots
console-freed-one = Freed slot
console-freed-none = No freed slot
console-freed-none-text = Each cancellation appears here with the best people to take its place.
console-freed-more = { $count ->
    [one] and { $count } more later
   *[other] and { $count } more later
}
console-freed-offered = offered, { $left }
console-freed-offered-to = Offered to { $name } – answer expected before { $time }
console-freed-by = Freed by { $name } { $age }
console-freed-worked-on = { $name } is on it
console-freed-withdraw = Withdraw the offer
console-freed-ask = Find candidates
console-freed-failed = The candidates could not be computed.
console-freed-nobody = Nobody can take this slot.
console-freed-dismiss = Leave it empty
console-freed-offer = Offer
console-freed-assign = Assign
console-freed-offer-to = Offer to { $name }
console-freed-assign-to = Assign to { $name }
console-freed-gone = This slot no longer needs filling
console-feed-title = Activity
console-feed-all = All
console-feed-team = Team
console-feed-none = Nothing yet
console-feed-none-text = What the team does and what happens on site appears here as it happens.
console-feed-you = You
console-feed-undo = Undo this action

## Floor
console-axis-label = Rows
console-axis-places = Places
console-axis-experts = Experts
console-axis-place = Place
console-axis-expert = Expert
console-day-label = Day
console-after-pause = after the break
console-floor-now = Now
console-floor-none = The floor is empty
console-floor-none-text = There are no slots or places for this day yet.
console-density-normal = Density: comfortable
console-density-compact = Density: compact
console-legend-label = Legend
console-legend-late = Late
console-keys-walk = walk
console-keys-move = move
console-keys-open = open
console-keys-choose = choose the place
console-keys-drop = drop
console-keys-cancel = put back
console-cell-free = free
console-cell-past = past
console-cell-closed = Closed
console-cell-absent = Absent
console-cell-unseen = Taken
console-cell-freed = Freed slot
console-cell-hold = On hold
console-cell-hold-until = expires at { $time }
console-cell-offered = Offered
console-cell-late = +{ $minutes } min
console-cell-pending = being sent
console-row-absent = absent since { $time }
console-lease = { $name } is on it
console-lease-since = since { $time }
console-session-taken = { $count } registered
console-drop-moves = Free for both
console-drop-swaps = Swap the two meetings
console-drop-stays = Where it stands now
console-meeting-chosen = Chosen meeting
console-meeting-gone = This meeting no longer exists
console-meeting-no-news = No news of a participant
console-meeting-move-title = Move
console-meeting-move = Pick up
console-meeting-history = Last change
console-meeting-touched = At { $time }
console-meeting-touched-by = By { $name }, at { $time }
console-meeting-cancel = Cancel the meeting
console-meeting-cancel-title = Cancel this meeting?
console-meeting-cancel-why = Reason
console-targets-title = Free for both
console-targets-none = No other slot suits both.
console-targets-failed = The places could not be computed.
console-targets-place = Place
console-late-title = Delay
console-late-none = On time
console-late-of = Delay of { $name }
console-late-minutes = +{ $minutes } min
console-late-affects = { $count ->
    [one] { $count } following meeting is affected:
   *[other] { $count } following meetings are affected:
}
console-late-lost = { $minutes } min lost
console-record-title = What happened
console-conflict-theirs = Theirs
console-conflict-yours = Yours
console-conflict-keep = Keep theirs
console-conflict-replace = Replace with mine
console-conflict-next = Next free place: { $time }, { $place }
console-conflict-asking = Looking for another place…
console-conflict-show = Show on the floor
console-conflict-more = { $count ->
    [one] Another conflict waits.
   *[other] { $count } more conflicts wait.
}

## Absent expert
console-absence-open = Expert unavailable…
console-absence-title = Expert unavailable
console-absence-lede = The meetings go to other experts, in one operation that can be undone.
console-absence-expert = Expert
console-absence-from = From
console-absence-until = Until
console-absence-to-the-end = the end
console-absence-choose = Choose an expert
console-absence-choose-text = The plan of substitutes is computed at once.
console-absence-affected = Affected meetings
console-absence-taken-over = Taken over
console-absence-to-decide = Called off
console-absence-nobody = No substitute
console-absence-called-off = Called off
console-absence-called-off-text = The participant will be told.
console-absence-cancel-one = Call this meeting off
console-absence-change = Change for { $name }
console-absence-change-short = Change…
console-absence-other-time = at { $time }
console-absence-clash = Already taken by another line of this plan.
console-absence-outdated = The situation has changed since this was computed.
console-absence-again = Compute again
console-absence-failed = The plan could not be computed
console-absence-no-meetings = No meeting is affected
console-absence-no-meetings-text = The absence can be recorded as it is.
console-absence-based-on = Based on state no. { $seq }
console-absence-apply = { $count ->
    [0] Record the absence
    [one] Apply { $count } substitution
   *[other] Apply the { $count } substitutions
}

## People
console-people-search = Search for a person
console-people-search-hint = Name, company, function
console-people-filter = Filter
console-people-everybody = Everybody
console-people-present = On site
console-people-expected = Expected
console-people-experts = Experts
console-people-without-meeting = Without a meeting
console-people-withdrawn = Withdrawn
console-people-found = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
console-people-none = Nobody matches
console-people-none-text = Try another name or another filter.
console-people-meetings = { $count ->
    [one] { $count } meeting
   *[other] { $count } meetings
}
console-people-expert = Expert
console-people-absent = Absent
console-people-agenda = Agenda
console-people-open = Open the agenda of { $name }
console-people-unknown = Unknown person
console-people-load = { $taken } meetings of { $max }
console-people-free = { $count ->
    [one] { $count } free slot
   *[other] { $count } free slots
}
console-people-check-in = Check in
console-people-check-out = Check out
console-people-back = Back again
console-agenda-none = Nothing on the agenda
console-agenda-session = Session
console-agenda-attended = Attended
console-agenda-cancelled = Cancelled
console-agenda-free = { $count ->
    [one] Free
   *[other] Free, { $count } slots
}

## Programme
console-programme-none = No session on the programme
console-programme-open = Open registration
console-programme-close = Close registration
console-programme-cancel = Cancel the session
console-programme-cancel-title = Cancel this session?
console-programme-cancel-text = { $count ->
    [0] Nobody is registered.
    [one] One registered person will be told.
   *[other] { $count } registered people will be told.
}
console-programme-seats = { $taken } registered of { $capacity }
console-programme-waiting = { $count } waiting
console-programme-attended = { $count } attended

## Messages
console-messages-new = New message
console-messages-sent = Sent
console-messages-none = No message sent
console-messages-none-text = A message reaches the phones at once.
console-messages-to = To
console-messages-text = Text
console-messages-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
console-messages-send = Send
console-messages-done = Message sent
console-messages-failed = The message was not sent. Nothing is lost: try again.
console-audience-everybody = Everybody
console-audience-experts = The experts
console-audience-staff = The team

## Settings
console-thresholds-sessions = Session thresholds
console-thresholds-experts = Expert thresholds
console-threshold-none = No threshold
console-threshold-of = Threshold of { $name }
console-mode-title = Booking of meetings
console-mode-label = Who chooses the time
console-mode-self-service = The participants
console-mode-self-service-text = Accepting a request holds a slot, to be confirmed before it is released.
console-mode-pre-assigned = The plan
console-mode-pre-assigned-text = An accepted request waits: time and table come when the plan is published.
console-mode-mixed = Each participant decides
console-mode-mixed-text = Whoever accepts takes a slot, or leaves the time to the plan.
console-team-title = Team
console-team-here = Connected
console-desk-title = Desk
console-desk-registrations = Registrations
console-desk-profiles = Profiles
console-desk-assignment = Automatic assignment
console-desk-form = Registration form
console-desk-team = Team and rights
console-desk-journal = Journal
console-desk-connections = Log of connections
console-desk-clone = Open a new event
console-desk-privacy = Personal data
console-role-main = Main administrator
console-role-secondary = Secondary administrator
console-role-scoped = Administrator of a co-organiser
console-role-door = Door
console-role-screen = Screen

## Keywords and key figures
console-vocabulary-topics = Keywords
console-vocabulary-cooperations = Cooperation sought
console-vocabulary-renamed = Somebody has just renamed this keyword. It is now: { $name }.
console-vocabulary-figure-overtaken = Somebody has just changed this figure. It is now: { $name }, { $bounds }.
console-vocabulary-figure-gone = Somebody has just removed this figure.
console-vocabulary-figures = Key figures
console-vocabulary-none = The list is empty
console-vocabulary-add-keyword = New words, separated by |
console-vocabulary-add = Add
console-vocabulary-search = Search a word
console-vocabulary-profiles = { $count ->
    [0] No profile
    [one] { $count } profile
   *[other] { $count } profiles
}
console-vocabulary-more = { $count ->
    [one] And { $count } more: search it.
   *[other] And { $count } more: search them.
}
console-vocabulary-keep-named = Keep: { $name }
console-vocabulary-rename-named = Change: { $name }
console-vocabulary-remove-named = Remove: { $name }
console-vocabulary-bounds = From { $min } to { $max } { $unit }
console-vocabulary-figure-name = Name
console-vocabulary-figure-unit = Unit
console-vocabulary-figure-min = Minimum
console-vocabulary-figure-max = Maximum
console-vocabulary-add-figure = Add the figure
console-vocabulary-change = Save
console-vocabulary-not-now = Cancel
console-vocabulary-import = Import lists
console-vocabulary-import-label = Lines of a CSV file
console-vocabulary-import-help = One line per word, fields separated by semicolons: kind (keyword, cooperation or figure), name, and for a figure unit, minimum and maximum. What is there already stays.
console-vocabulary-import-do = Import
console-vocabulary-imported = { $count ->
    [one] { $count } line imported
   *[other] { $count } lines imported
}
console-vocabulary-flaw-empty = Give a name.
console-vocabulary-flaw-too-long = These words are too long.
console-vocabulary-flaw-bounds = The minimum is above the maximum.
console-vocabulary-flaw-full = The list is full.
console-vocabulary-flaw-taken = This name is there already.
console-vocabulary-flaw-line = Line { $line } cannot be read. Nothing was imported.

## Planning
console-plan-new = New proposal
console-plan-waiting = { $count ->
    [0] No request waits for a plan.
    [one] { $count } request waits for a plan.
   *[other] { $count } requests wait for a plan.
}
console-plan-seconds = Time to compute
console-plan-seconds-of = { $count } seconds
console-plan-suppose = What if…
console-plan-days = Days to plan
console-plan-days-long = { $count } slots: the plan is made in windows of whole days, early days first.
console-plan-required = Require meetings
console-plan-required-count = Require meetings ({ $count })
console-plan-required-text = What is required is placed before everything else. If it cannot all be kept, the proposal says why.
console-plan-required-search = Search a request
console-plan-required-none = No request to require
console-plan-required-when = Required time for { $name }
console-plan-required-any = At any time
console-plan-require = Require
console-plan-require-named = Require: { $name }
console-plan-release = Require no more
console-plan-release-named = Require no more: { $name }
console-plan-suppose-text = A proposal with other resources can be looked at and compared, not published.
console-plan-suppose-choose = Choose…
console-plan-suppose-remove = Remove
console-plan-tables-added = Tables more
console-plan-places-lost = Places lost
console-plan-slots-closed = Slots closed
console-plan-advanced = Advanced
console-plan-seed = Seed of chance
console-plan-seed-help = Another seed gives another proposal, as good.
console-plan-start = Compute a proposal
console-plan-start-supposed = Compute the hypothesis
console-plan-busy = A computation is under way. Try again in a moment.
console-plan-unreachable = The server does not answer.
console-plan-forbidden = The plan is reserved
console-plan-forbidden-text = It concerns every participant: you must see all rows and be allowed to book meetings.
console-plan-running = Computing
console-plan-progress = Computed: { $percent }
console-plan-cancel = Stop
console-plan-computed = The proposal is ready.
console-plan-failed = The last computation failed. Start it again.
console-plan-proposals = Proposals
console-plan-none = No proposal
console-plan-none-text = Compute one: nothing changes before it is published.
console-plan-title = { $placed } meetings of { $of } requests
console-plan-published-in = Published, entry { $seq }
console-plan-supposed = Hypothesis
console-plan-entries-since = { $count ->
    [one] { $count } change since
   *[other] { $count } changes since
}
console-plan-open = View
console-plan-open-named = View the proposal: { $name }
console-plan-compare = Compare
console-plan-compare-named = Compare with: { $name }
console-plan-discard-named = Discard the proposal: { $name }
console-plan-choose = Choose a proposal
console-plan-choose-text = One to review it, two to compare them.
console-plan-figure-placed = Meetings placed
console-plan-figure-bound = Most possible
console-plan-figure-breaks = Waits
console-plan-figure-gap = Gap of waits between participants
console-plan-figure-changes = Table changes
console-plan-figure-without = Participants without a meeting
console-plan-distribution = Participants by number of meetings
console-plan-distribution-bar = { $count ->
    [one] { $count } participant
   *[other] { $count } participants
}: { $meetings } meetings
console-plan-held = { $count ->
    [one] { $count } accepted request keeps the slot that it holds.
   *[other] { $count } accepted requests keep the slots that they hold.
}
console-plan-displaced = { $count ->
    [one] { $count } booked meeting stands in a lost place or slot.
   *[other] { $count } booked meetings stand in a lost place or slot.
}
console-plan-windows = More slots than one computation holds: planned in { $count } windows of whole days, one after the other. Early days fill first.
console-plan-days-planned = Days planned: { $days }.
console-plan-required-kept = { $count ->
    [0] None of { $of } required meetings is placed.
    [one] { $count } of { $of } required meetings is placed.
   *[other] { $count } of { $of } required meetings are placed.
}
console-plan-required-mark = Required: { $why }
console-plan-publish-unkept = { $count ->
    [one] { $count } required meeting is not placed.
   *[other] { $count } required meetings are not placed.
}
console-plan-conflict = What is required cannot all be kept.
console-plan-conflict-minimal = Giving up one of these is enough:
console-plan-conflict-open = These contradict each other; some of them may not be to blame:
console-plan-cause-required = { $pair } must meet.
console-plan-cause-required-time = { $pair }: only at the required time, { $times }.
console-plan-cause-wished-times = { $pair }: the asker chose only { $times }.
console-plan-cause-may-not-meet = { $pair } may not meet at this event.
console-plan-cause-already-meeting = { $pair } may meet once only, and do already or are required to twice.
console-plan-cause-not-plannable = { $pair }: the request is not accepted, or it is closed.
console-plan-cause-availability = { $person } is there only { $times }.
console-plan-cause-never-available = { $person } is never there.
console-plan-cause-engaged = { $person } is engaged in { $count } { $count ->
    [one] slot
   *[other] slots
} already.
console-plan-cause-allowed-number = { $count ->
    [0] { $person } takes no more meetings.
    [one] { $person } takes { $count } more meeting only.
   *[other] { $person } takes { $count } more meetings only.
}
console-plan-cause-tables = { $count ->
    [0] There is no table.
    [one] There is one table only.
   *[other] There are { $count } tables only, and other meetings take some.
}
console-plan-cause-home = One meeting at a time at { $thing }.
console-plan-cause-resource = { $thing }: { $count ->
    [0] there is none.
    [one] one meeting at a time can have it.
   *[other] { $count } meetings at a time can have it at most.
}
console-plan-cause-ways = The way between the sites takes time.
console-plan-detail = Detail
console-plan-search = Search a person or company
console-plan-tab-placed = Placed
console-plan-tab-unplaced = Not placed
console-plan-tab-empty = Empty agendas
console-plan-all-placed = Every request has its place
console-plan-nobody-empty = Everybody has a meeting at least
console-plan-nobody-found = No meeting found
console-plan-nowhere = no place
console-plan-why-may-not-meet = The two may not meet.
console-plan-why-already-meeting = The two have a meeting already.
console-plan-why-no-common-availability = No common availability.
console-plan-why-engaged = Their common slots are taken already.
console-plan-why-expert-full = { $person } has reached the allowed number of meetings ({ $count }).
console-plan-why-too-many-requests = { $person } has { $count } requests for { $slots } free slots.
console-plan-why-too-far = The way to their other meetings is too long.
console-plan-why-no-table = Every table is taken at their common times.
console-plan-why-no-resource = { $resource }: all are taken at their common times.
console-plan-why-gave-way = Their common slots went to other requests.
console-plan-comparison = Comparison
console-plan-difference = Difference
console-plan-better = better
console-plan-worse = worse
console-plan-differing = Meetings that differ
console-plan-same = Both place the same meetings at the same times
console-plan-publish = { $count ->
    [one] Publish { $count } meeting
   *[other] Publish { $count } meetings
}
console-plan-publish-title = { $count ->
    [one] Publish { $count } meeting?
   *[other] Publish { $count } meetings?
}
console-plan-publish-text = The agendas of participants and experts change at once. One undo takes all of it back.
console-plan-publish-since = The event has changed since the computation: if a meeting no longer holds, nothing is published and you will know which.
console-plan-publish-now = Publish
console-plan-not-yet = Not yet
console-plan-published = { $count ->
    [one] { $count } meeting published
   *[other] { $count } meetings published
}
console-plan-taken-back = Publication undone: the requests wait for a plan again.
console-plan-refused = Refused by the server.
console-plan-refused-text = Nothing was published. Compute a new proposal.
console-plan-problems = What no longer holds
console-plan-since = What changed since
console-plan-since-more = { $count ->
    [one] And { $count } more change.
   *[other] And { $count } more changes.
}
console-plan-supposed-text = This hypothesis supposes other resources than the event has: it can be looked at and compared, not published.

## Arbitration: an expert with more applicants than time
console-arbitration-call = { $count ->
    [one] { $count } expert has more requests than room.
   *[other] { $count } experts have more requests than room.
}
console-arbitration-open = Choose
console-arbitration-title = Arbitration
console-arbitration-lede = Experts with more requests than meetings that are possible
console-arbitration-none = Nothing to arbitrate
console-arbitration-none-text = Every expert can meet those who ask.
console-arbitration-demand = { $applicants ->
    [one] { $applicants } request
   *[other] { $applicants } requests
} for { $free ->
    [one] { $free } place
   *[other] { $free } places
}
console-arbitration-waiting = { $count } waiting
console-arbitration-excess = { $count } too many
console-arbitration-room-again = Room again
console-arbitration-choose = Choose
console-arbitration-choose-for = Choose among the requests for { $name }
console-arbitration-of = Arbitration: { $name }
console-arbitration-of-lede = Every request gets an answer; all of it is applied at once and undone at once.
console-arbitration-failed = The ranking could not be made
console-arbitration-nobody = No request for this expert any more
console-arbitration-offline = Offline: your choices stay here and can be applied once the connection is back.
console-arbitration-outdated = The requests have changed since the ranking.
console-arbitration-again = Refresh
console-arbitration-gone = Requests closed since: { $names }
console-arbitration-applicants = Ranked requests
console-arbitration-new = New
console-arbitration-no-slot = No slot in common
console-arbitration-answer-to = Answer to { $name }
console-arbitration-to-keep = Keep
console-arbitration-to-wait = Wait
console-arbitration-to-drop = Drop
console-arbitration-slots = { $count ->
    [one] { $count } slot in common
   *[other] { $count } slots in common
}
console-arbitration-keywords = { $count ->
    [one] { $count } keyword in common
   *[other] { $count } keywords in common
}
console-arbitration-meetings = { $count ->
    [0] company without meetings
    [one] company with { $count } meeting
   *[other] company with { $count } meetings
}
console-arbitration-arrived = request no. { $count }
console-arbitration-first = Keep the first
console-arbitration-others = The others
console-arbitration-others-wait = On the waiting list
console-arbitration-others-drop = Dropped
console-arbitration-fill-in = Fill in
console-arbitration-n-kept = Kept
console-arbitration-n-free = Room for
console-arbitration-n-waiting = Waiting
console-arbitration-n-dropped = Dropped
console-arbitration-released = { $count ->
    [one] { $count } held slot will be given back.
   *[other] { $count } held slots will be given back.
}
console-arbitration-back = Back
console-arbitration-apply = { $count ->
    [one] Apply, { $count } kept
   *[other] Apply, { $count } kept
}
console-arbitration-applied = Arbitration applied

console-settings-failed = The server does not answer. Nothing was changed.
console-resources-title = Interpreters and equipment
console-resources-none = Nothing is counted
console-resources-none-text = Add what can serve only so many meetings at a time.
console-resources-new = Add an interpreter or equipment
console-resources-kind = Kind
console-resources-interpreter = Interpreter
console-resources-equipment = Equipment
console-resources-number = Number
console-resources-number-help = Meetings that can have it at a time
console-resources-count = { $count } at a time
console-resources-users = { $count ->
    [0] nobody needs it
    [one] { $count } person needs it
   *[other] { $count } people need it
}
console-resources-always = There in every slot
console-resources-absent = not there
console-resources-from = { $day }, from
console-resources-until = { $day }, until
console-resources-overtaken = Somebody has just changed this line. It is now: { $name }, { $kind }, { $count } at a time.
console-resources-gone = Somebody has just removed this line.
console-resources-flaw-never = Choose at least one slot.
console-needs-title = Needs
console-needs-none = Neither interpreter nor equipment
console-needs-edit = Change the needs
console-needs-text = At each meeting, this person needs:
console-needs-overtaken = Somebody has just changed these needs. Now: { $names }.
console-needs-full = { $count } needs at most.
console-limit-title = Number of meetings
console-limit-none = As many as the agenda holds
console-limit-of = { $count ->
    [0] No meeting
    [one] { $count } meeting at most
   *[other] { $count } meetings at most
}
console-limit-edit = Change the number
console-limit-label = Meetings at most
console-limit-help = Leave empty for no limit. Meetings that are booked stand.
console-limit-flaw = Give a whole number, or nothing.
console-limit-overtaken = Somebody has just changed this number. Now: { $now }.

## Letters
console-nav-letters = E-mails
console-letters-tab-outbox = Outbox
console-letters-tab-templates = Templates
console-letters-tab-settings = Settings
console-letters-forbidden = E-mails are reserved
console-letters-forbidden-text = They concern every participant: one must see everybody, and e-mails must be open to you.
console-letters-unreachable = The server does not answer
console-letters-old = The server does not answer. What is shown may be old.
console-letters-gone = This e-mail is gone
console-letters-act-failed = That was not possible: the e-mail may stand elsewhere by now.
console-letters-not-done = The server does not answer. Nothing has changed, and nothing that you wrote is lost.
console-letters-not-now = Cancel
console-letters-no-server = No mail server is configured: e-mails are written and kept here, and do not leave.
console-letters-chip-on = On
console-letters-chip-off = Off
console-letters-on = Participants are told by e-mail when their agenda changes.
console-letters-off = Participants are not told by e-mail when their agenda changes.
console-letters-turn-from-on = Stop telling
console-letters-turn-from-off = Tell by e-mail
console-letters-turn-title-on = Stop telling participants?
console-letters-turn-title-off = Tell participants?
console-letters-turn-text-on = No more e-mail leaves when a meeting is booked, changed or called off. Those that already wait still leave; so do those of registration and sign-in.
console-letters-turn-text-off = From now on, each meeting that is booked, changed or called off is announced by e-mail to those concerned. What changed until now is not announced.
console-letters-filter = Show
console-letters-only-all = All
console-letters-only-waiting = Waiting
console-letters-only-sent = Sent
console-letters-only-kept = Kept
console-letters-only-failed = Failed
console-letters-only-cancelled = Called off
console-letters-is-waiting = Waiting
console-letters-is-sent = Sent
console-letters-is-kept = Kept
console-letters-is-failed = Failed
console-letters-is-cancelled = Called off
console-letters-none = No e-mail
console-letters-none-text = What participants must know is written here the moment it happens.
console-letters-pages = Pages of the outbox
console-letters-page = Page { $page }
console-letters-newer = Newer
console-letters-older = Older
console-letters-retry = Try again
console-letters-retry-all = Try failed ones again
console-letters-retry-all-title = Try all failed ones again?
console-letters-retry-all-text = { $count ->
    [0] No e-mail has failed.
    [one] { $count } e-mail goes out again. If the cause is still there, it will fail once more.
   *[other] { $count } e-mails go out again. If the cause is still there, they will fail once more.
}
console-letters-retried = The e-mail goes out again.
console-letters-retried-all = { $count ->
    [0] No e-mail to try again
    [one] { $count } e-mail goes out again
   *[other] { $count } e-mails go out again
}
console-letters-call-off = Do not send
console-letters-call-off-sure = This e-mail will never leave.
console-letters-called-off = The e-mail will not go out.
console-letters-letter = E-mail
console-letters-about = About
console-letters-to = Recipient
console-letters-address = Address
console-letters-written = Written
console-letters-attempts = Attempts
console-letters-ended = Ended
console-letters-due = Next attempt
console-letters-no-text = This e-mail cannot be written for now.
console-letters-form = Form
console-letters-form-html = Laid out
console-letters-form-text = Text only
console-letters-error-address = No usable address
console-letters-error-unreachable = The mail server did not answer
console-letters-error-tls = The protected connection with the mail server did not come about
console-letters-error-template = The template does not work: mend it, then try again
console-letters-error-refused = Refused by the mail server (answer { $code })
console-letters-error-later = The mail server asks us to wait (answer { $code })
console-letters-error-other = Failed ({ $code })
console-letters-choose = Choose an e-mail
console-letters-choose-text = Its words open here, in French or in English.
console-letters-language-fr = French
console-letters-language-en = English
console-letters-words-product = Words supplied
console-letters-words-own = Own words
console-letters-words-draft = not saved yet
console-letters-back = All templates
console-letters-subject = Subject
console-letters-body = Text
console-letters-body-help = An empty line begins a paragraph. What depends on a field stands between { $sign }.
console-letters-fields = Insert a field
console-letters-save = Save
console-letters-saved = Saved
console-letters-preview = Preview
console-letters-preview-old = The words have changed since this preview.
console-letters-test = Send me a test
console-letters-test-sent = The test has left for your address.
console-letters-test-no-server = No mail server is configured: the test has not left.
console-letters-test-no-address = No address is known for you: the test has not left.
console-letters-test-failed = The test has not left. { $why }
console-letters-give-back = Go back to the words supplied
console-letters-give-back-title = Go back to the words supplied?
console-letters-give-back-text = The next e-mails of this kind take the product’s words again. Yours are no longer used.
console-letters-given-back = The words supplied are in use again.
console-letters-overtaken = Somebody just saved another version. Theirs:
console-letters-theirs = Text that somebody else saved
console-letters-flaw-at = Line { $line }, character { $column }: { $what }
console-letters-flaw-in-line = Character { $column }: { $what }
console-letters-flaw-unknown = “{ $found }” is no field of this e-mail.
console-letters-flaw-not-allowed = “{ $found }” is not allowed here: only the name of a field may stand there.
console-letters-flaw-unclosed = the braces opened here are not closed.
console-letters-flaw-unbalanced = a condition misses its beginning or its end.
console-letters-flaw-empty = The words are missing.
console-letters-flaw-too-long = This is too long.
console-letters-flaw-several-lines = a subject has one line only.
console-letters-flaw-link-in-subject = the link belongs into the text, not into the subject.
console-letters-field-name = Recipient’s name
console-letters-field-event = Event’s name
console-letters-field-link = Link
console-letters-field-minutes = Minutes that the link serves
console-letters-field-date = Date
console-letters-field-time = Time
console-letters-field-device = Device
console-letters-field-on = On or off
console-letters-field-company = Company
console-letters-field-with = With whom
console-letters-field-place = Place
console-letters-field-old-date = Old date
console-letters-field-old-time = Old time
console-letters-field-old-place = Old place
console-letters-field-reason = Reason
console-letters-field-until = Answer before
console-letters-field-agenda = Whole agenda
console-letters-field-meetings = Number of meetings
console-letters-field-message = Message
console-letters-field-programme = Detailed programme
console-letters-field-badge = Badge
console-letters-settings-title = Sender, copies and colour
console-letters-sender = Sender’s name
console-letters-sender-help = Leave empty for the event’s name. E-mails leave from { $address }.
console-letters-reply = Reply address
console-letters-reply-help = Leave empty to get answers at the address that e-mails leave from.
console-letters-copies = Copies of registration e-mails
console-letters-copies-help = One address to a line, { $count } at most.
console-letters-colour-product = Banner in the product’s colour, or the public site’s if there is one
console-letters-colour = Banner’s colour
console-letters-announcing = Send the organisers’ messages by e-mail too
console-letters-setting-too-many = { $count } addresses at most.
console-letters-setting-too-long = This is too long.
console-letters-setting-control = This name holds a character that cannot stand in an e-mail.
console-letters-setting-address = { $nth ->
    [one] This is no address.
   *[other] Address no. { $nth } is none.
}
console-letters-setting-twice = Address no. { $nth } is there already.
console-letters-setting-colour = This is no colour.
console-matter-registration-draft = Registration begun
console-matter-registration-received = Registration received
console-matter-registration-validated = Registration validated
console-matter-registration-refused = Registration refused
console-matter-profile-received = Change of profile received
console-matter-profile-accepted = Change of profile accepted
console-matter-profile-refused = Change of profile refused
console-matter-set-password = First password
console-matter-reset-password = New password
console-matter-sign-in-link = Sign-in link
console-matter-new-sign-in = New sign-in
console-matter-password-changed = Password changed
console-matter-factor-changed = Second factor changed
console-matter-confirm-address = Address to confirm
console-matter-address-changed = Address changed
console-matter-meeting-accepted = Meeting booked
console-matter-meeting-changed = Meeting changed
console-matter-meeting-cancelled = Meeting called off
console-matter-slot-offered = Slot offered
console-matter-request-received = Request received
console-matter-requests-received = Several requests received
console-matter-request-accepted = Request accepted, to be confirmed
console-matter-request-answered = Answer to a request
console-matter-session-changed = Session changed
console-matter-session-cancelled = Session called off
console-matter-seat-obtained = Seat obtained
console-matter-event-called-off = Event called off
console-matter-event-reinstated = Event takes place after all
console-matter-agenda-issued = Whole agenda
console-matter-announcement = Organisers’ message
console-matter-message-waiting = Unread private message

# The public site
console-nav-site = Public site
console-site-forbidden = The public site is restricted
console-site-forbidden-text = It is everybody’s: one must see all records, and the public site must be open to you.
console-site-unreachable = The server does not answer
console-site-old = The server does not answer. What is shown may be old.
console-site-gone = It is gone
console-site-no-page = This page is gone
console-site-none = No page
console-site-none-yet = The event has no site yet. Choose its address and settings: it opens with nine pages that are written already and that you can change.
console-site-visit = See the site
console-site-back = All pages
console-site-cancel = Cancel
console-site-not-done = The server does not answer. Nothing has changed, and nothing that you wrote is lost.
console-site-offline = Without a connection nothing is sent; what you write stays here.
console-site-refused = The server refused this change.
console-site-moved-on = Somebody changed this page meanwhile. This is where it stands; do it again if it is still wanted.
console-site-tab-pages = Pages
console-site-tab-settings = Settings
console-site-french = French
console-site-english = English
console-site-languages = Language of the text
console-site-kind-welcome = Welcome
console-site-kind-practical = Practical information, with the map
console-site-kind-programme = Programme, which keeps itself up to date
console-site-kind-registration = Registration, with the form
console-site-kind-catalogue = Catalogue of participants
console-site-kind-contact = Contact
console-site-kind-legal = Legal notice
console-site-kind-privacy = Personal data
console-site-kind-accessibility = Accessibility
console-site-kind-own = Page of your own
console-site-is-typed = Not saved
console-site-is-published = Online
console-site-is-validated = Validated, not online yet
console-site-is-validated-newer = Online, a validated version waits
console-site-is-draft = Draft
console-site-is-newer = Online, with a newer draft
console-site-not-shown = Language not offered
console-site-not-in-menu = not in the menu
console-site-by = { $who }, { $day } at { $time }
console-site-by-former = a former member of the team
console-site-by-product = Régie
console-site-move-up = Move { $title } up
console-site-move-down = Move { $title } down
console-site-moved = { $title }: place { $place }
console-site-add = Add a page
console-site-add-title = Add a page
console-site-add-french = Title in French
console-site-add-english = Title in English
console-site-add-help = The page’s address follows from it.
console-site-in-menu = In the site’s menu
console-site-full = A site has at most { $count } pages.
console-site-view = Show
console-site-view-write = Write
console-site-view-preview = Preview
console-site-view-versions = Versions
console-site-title = Title
console-site-title-help = beyond 60, search engines cut it
console-site-description = Description
console-site-description-help = between 50 and 160, search engines show it whole
console-site-count = { $count } of { $max } characters
console-site-body = Text of the page
console-site-mode = Editing the text
console-site-mode-seen = As it looks
console-site-mode-source = HTML
console-site-source = Text of the page, in HTML
console-site-bytes-left = { $count } of { $max } bytes left
console-site-keys = Alt+F10 leads to the tools; Escape then Tab leaves the text.
console-site-no-editor = The editor could not be loaded. The text can be changed in HTML, and is saved the same way.
console-site-lost = This page holds what the editor cannot keep ({ $tags }). Change to HTML so as not to lose it.
console-site-tools = Tools of the editor
console-site-tool-keys = { $tool } ({ $keys })
console-site-control-key = Ctrl
console-site-tool-undo = Undo typing
console-site-tool-redo = Redo
console-site-tool-heading-2 = Heading
console-site-tool-heading-3 = Subheading
console-site-tool-bold = Bold
console-site-tool-italic = Italic
console-site-tool-link = Link
console-site-tool-bullets = List
console-site-tool-numbers = Numbered list
console-site-tool-quote = Quotation
console-site-tool-align-start = Align at the start
console-site-tool-align-center = Centre
console-site-tool-align-end = Align at the end
console-site-tool-table = Table
console-site-tool-rule = Line across
console-site-tool-row-add = Add a row
console-site-tool-row-remove = Remove the row
console-site-tool-column-add = Add a column
console-site-tool-column-remove = Remove the column
console-site-tool-header-row = Header row
console-site-tool-table-remove = Remove the table
console-site-link-address = Address
console-site-link-help = example.org, contact@example.org, a telephone number, or a page of the site
console-site-link-page = A page of the site
console-site-link-page-none = None
console-site-link-words = Text of the link
console-site-link-set = Set the link
console-site-link-remove = Remove the link
console-site-link-refused = This is no address that a page may hold.
console-site-tool-file = Insert a file
console-site-insert = Insert
console-site-insert-none = No file. Add some in the files of the site, then read the list again.
console-site-insert-again = Read the list again
console-site-insert-sought = Search by name
console-site-library = Files of the site
console-site-appearance = Banner and logos
console-site-save = Save the draft
console-site-save-first = Save, then validate and publish: visitors only see what is published.
console-site-saved = Draft saved
console-site-cleaned = Saved. The server kept only what a page may hold: check the text above.
console-site-drop = Discard
console-site-drop-title = Discard what you wrote?
console-site-drop-text = Your unsaved changes will be lost. Saved versions stay.
console-site-validate = Validate
console-site-validated = Validated. It still has to be published.
console-site-publish = Publish
console-site-published = Published. Visitors see it from now on.
console-site-withdraw = Take off the site
console-site-withdraw-title = Take this page off the site?
console-site-withdraw-text = Visitors will no longer see it in this language. Its text and versions stay here.
console-site-withdrawn = Taken off the site
console-site-preview = Preview
console-site-preview-old = The preview shows what was saved last, without your current changes.
console-site-version = Version { $number }
console-site-versions-help = The newest is version { $number }. Taking one back makes a new draft of it; nothing is erased.
console-site-look = Look
console-site-restore = Take back
console-site-restore-text = The version will take the place of what you wrote and did not save.
console-site-restored = The version is back as a new draft
console-site-theirs = Their version
console-site-overtaken = Somebody saved another version meanwhile. Theirs is below, yours is in the fields.
console-site-place = Address and menu
console-site-placed = Menu changed
console-site-address = Address
console-site-rename = Change the address
console-site-rename-title = Change the page’s address
console-site-rename-text = The former address will lead to the new one: no link breaks.
console-site-renamed = Address changed. The former one leads there.
console-site-slug = End of the address
console-site-slug-help = Small letters without accents, digits and dashes
console-site-remove = Remove the page
console-site-remove-title = Remove the page “{ $title }”?
console-site-remove-text = It disappears from the site in both languages, and its address will say that it is gone. Only to hide it, take it off the site or out of the menu.
console-site-removed = Page removed
console-site-fixed = Every event has this page: it can be hidden, not removed.
console-site-names = Name and colour
console-site-settings-slug = Address of the site
console-site-settings-slug-help = Small letters without accents, digits and dashes. It will not change any more.
console-site-has-english = Offer the site in English too
console-site-name-french = Name in French (empty: the event’s)
console-site-name-english = Name in English
console-site-tagline-french = Tagline in French
console-site-tagline-english = Tagline in English
console-site-accent = Colour
console-site-accent-good = Contrast { $ratio }: readable on light pages (at least 4.5). On dark pages it is made lighter.
console-site-accent-poor = Contrast { $ratio }: not readable on light pages, 4.5 is needed. Choose a darker one.
console-site-window = Opening
console-site-opens = The site opens
console-site-closes = The site closes
console-site-listed = Name the event on the entrance page
console-site-companies = Show the companies in the catalogue
console-site-contact = Contact
console-site-organiser = Organiser
console-site-email = E-mail address
console-site-phone = Telephone
console-site-postal = Postal address
console-site-partners = Partners
console-site-partner-name = Name
console-site-partner-link = Site
console-site-partner-add = Add a partner
console-site-partner-remove = Take { $title } out
console-site-open = Open the site
console-site-settings-save = Save the settings
console-site-settings-saved = Settings saved
console-site-flaw-slug = An address is written in small letters without accents, digits and dashes.
console-site-flaw-slug-taken = This address is taken.
console-site-flaw-languages = French is the site’s base language.
console-site-flaw-accent = This colour cannot be read on a light page.
console-site-flaw-window = The site must close after it opened.
console-site-flaw-link = A partner’s address begins with https://.
console-site-flaw-too-long = A text is too long, or there are too many.
console-site-flaw-title = A title is needed, of at most 70 characters.
console-site-flaw-description = A description has at most 200 characters.
console-site-flaw-body = The text is too long: a page has at most 49,152 bytes.
console-site-flaw-state = The state of this text has changed: see where it stands.
console-site-flaw-fixed = This page can be neither renamed nor removed.
console-site-decimal-sign = .

## The life of an event
console-stage-title = State of the event
console-stage-plan = Plan it
console-stage-plan-question = Plan the event?
console-stage-plan-text = The public site opens on the dates that you chose, and registration with it.
console-stage-withdraw = Back to project
console-stage-withdraw-question = Make the event a project again?
console-stage-withdraw-text = The public site disappears, registration closes, and participants cannot act until the event is planned again.
console-stage-close = Close
console-stage-close-question = Close the event?
console-stage-close-text = Everything can still be read, but nothing changes any more: no meetings, no sessions, no doors. You can open it again.
console-stage-call-off = Call the event off
console-stage-call-off-question = Call the event off?
console-stage-call-off-text = Every participant is told by e-mail if e-mails are switched on, and the public site says so. Meetings and seats stay recorded: this can be taken back.
console-stage-revive = Take place after all
console-stage-revive-question = Let the event take place after all?
console-stage-revive-text = The event is planned again, with all its meetings. Every participant is told by e-mail if e-mails are switched on.
console-stage-reopen = Reopen
console-stage-reopen-question = Reopen the event?
console-stage-reopen-text = The event is planned again: people can act in it.

# Private messages
console-nav-conversations = Private messages
console-conversations-tab-help = To the team
console-conversations-tab-reports = Reports
console-conversations-tab-settings = Settings
console-conversations-forbidden = Private messages are reserved
console-conversations-forbidden-text = A main administrator can open them to you.
console-conversations-gone = This conversation is no longer there
console-conversations-list = Conversations
console-conversations-messages = Messages of the conversation
console-conversations-none = Nobody wrote to the team
console-conversations-none-text = Participants’ requests for help arrive here, with the meeting that they are about.
console-conversations-newest = Newest
console-conversations-older = Older
console-conversations-unread = { $count ->
    [one] { $count } unread
   *[other] { $count } unread
}
console-conversations-about = meeting with { $with }
console-conversations-answer = The team’s answer
console-conversations-send = Send
console-conversations-sent = Answer sent
console-conversations-failed = The answer was not sent. It is kept here: send it again.
console-conversations-closed = Nobody can write in this conversation any more.
console-conversations-ended = The team ended this conversation.
console-conversations-end = End the conversation
console-conversations-reopen = Reopen the conversation
console-conversations-not-done = That was not possible. Nothing changed.
console-conversations-hidden = Hidden from participants
console-conversations-no-reports = No reports
console-conversations-no-reports-text = A message that somebody reports appears here with its reason. Other messages between participants are not shown to you.
console-conversations-reported-by = Reported by { $name }: { $reason }
console-conversations-reason-hostile = insults, threats or harassment
console-conversations-reason-unwanted = unwanted advertising
console-conversations-reason-deceptive = deception or impersonation
console-conversations-reason-other = another reason
console-conversations-to-settle = To settle
console-conversations-hidden-by = Hidden by { $name }, { $day } { $time }
console-conversations-settled-by = Settled by { $name }, { $day } { $time }
console-conversations-hide = Hide the message
console-conversations-show = Show it again
console-conversations-settle = Nothing to do
console-conversations-settings-title = Who writes to whom, and when a letter tells of it
console-conversations-catalogue = Write to people of the catalogue before any meeting
console-conversations-catalogue-help = Without it, two companies write to each other only once their meeting is booked.
console-conversations-letter = Tell of an unread message by e-mail
console-conversations-letter-never = Never
console-conversations-letter-after = After { $minutes } min
console-conversations-text = The e-mail quotes the message
console-conversations-text-help = Without it, the e-mail only says that a message waits, and from whom.
console-conversations-save = Save
console-conversations-saved = Settings saved
console-conversations-stale = Somebody saved other settings meanwhile. Yours are kept below: save again to make them count.
