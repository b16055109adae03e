# English. Each language has the same messages with the same arguments.

## Times

moment = { $day }, { $time }
time-now = just now
time-minutes-ago = { $count } min ago
time-in-minutes = in { $count } min
time-hours-ago = { $count } h ago
time-in-hours = in { $count } h
time-days-ago = { $count } days ago
time-in-days = in { $count } days
duration-minutes = { $count } min
duration-hours = { $count } h
duration-days = { $count } days

rate-per-thousand = { $price } per 1000

## The frame of all pages

maintenance = Orders cannot be placed at the moment, because of maintenance. Orders that were placed before go on.
skip-to-content = Skip to content
nav-main = Main
nav-new-order = New order
nav-orders = Orders
nav-services = Services
nav-statement = Statement
nav-add-funds = Add funds
nav-affiliate = Affiliate
nav-api = API
nav-account = Account
nav-updates = Updates
nav-staff-side = Staff side
nav-terms = Acceptable use
nav-waiting = waiting
sign-out = Sign out
balance = Balance
your-menu = Your menu
search-placeholder = Order number or link
search-label = Search orders
theme = Theme
theme-auto = Auto
theme-light = Light
theme-dark = Dark
theme-and-language = Theme and language
language = Language
close = Close
keys-title = Keyboard shortcuts
keys-palette = Go to a page, an order, a service
keys-search = Search
keys-new-order = New order
keys-orders = Go to orders
keys-services = Go to services
keys-updates = Go to updates
keys-statement = Go to statement
keys-add-funds = Go to add funds
keys-api = Go to the API page
keys-affiliate = Go to affiliate
keys-account = Go to account
keys-rows = Next, previous row
keys-select = Select the row
keys-open = Open the row
keys-pages = Next, previous page or order
keys-back = Close, step back
keys-this = This list
keys-on = Use single-key shortcuts in this browser
palette-label = Go to

## Parts that several pages have

delivered = Delivered
pages = Pages
newer = Newer
older = Older
previous = Previous
next = Next
last-tries = The last tries
compact-rows = Compact rows
copy-ids = Copy ids
clear = Clear
remove-filter = Remove the filter { $filter }
optional = optional
please-check = Please check this

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = Keywords
parameter-comments = Comments
parameter-usernames = Usernames
parameter-username = Username
parameter-username-hint = Without the @
parameter-hashtags = Hashtags
parameter-hashtag = Hashtag
parameter-hashtag-hint = Without the #
# A post on a social network.
parameter-media = Media
parameter-media-hint = The post whose likers are mentioned
# One of the answers of a poll.
parameter-answer = Answer
parameter-answer-hint = The number of the answer
parameter-groups = Groups
# Of a subscription: the smallest and the largest quantity that is ordered for each new post.
parameter-min = Least for a post
parameter-max = Most for a post
parameter-max-hint = A random quantity between the two
parameter-delay = Delay
parameter-delay-hint = Minutes after the post, 0 to 600
# Of a subscription: for how many new posts.
parameter-posts = New posts
parameter-posts-hint = How many; empty for no end
parameter-old-posts = Posts that are there already
parameter-old-posts-hint = How many of the newest are served too
parameter-expiry = Ends on
# How the day has to be typed: the day, the month and the year in figures, with / between them.
parameter-expiry-hint = day/month/year; empty for no end
parameter-country = Country
# WW is typed as it is. It stands for the whole world.
parameter-country-hint = A country's code, or WW
parameter-device = Device
parameter-device-desktop = Desktop
parameter-device-android = Mobile (Android)
parameter-device-ios = Mobile (iOS)
parameter-device-mobile = Mixed (mobile)
parameter-device-mixed = Mixed (mobile and desktop)
# Where the visitors of a web page come from. The three choices follow.
parameter-traffic = Where visitors come from
parameter-traffic-search = From a search
parameter-traffic-page = From another page
parameter-traffic-direct = Direct
parameter-search-words = Search words
parameter-search-words-hint = For traffic from a search
parameter-referring-page = Referring page
parameter-referring-page-hint = For traffic from another page
# Of a field of several lines.
parameter-lines-hint = One a line

## States of an order, as badges beside it

order-state-scheduled = Scheduled
order-state-pending = Pending
order-state-processing = Processing
# Of a subscription that goes on.
order-state-active = Active
order-state-in-progress = In progress
order-state-completed = Completed
# The order has ended, and only a part of it was delivered.
order-state-partial = Partial
order-state-canceled = Canceled
order-state-paused = Paused
# Of a subscription whose last day is over.
order-state-expired = Expired

# Beside the state. $when is a time in words: “in 3 h”.
order-waiting-starts = starts { $when }
# $when is a time in words: “in 3 h”.
order-waiting-portion = next portion { $when }
order-waiting-credit = needs credit for the next post
order-waiting-operator = the operator is checking it

# How much of a quantity was delivered: “1,200 of 5,000”. For a subscription: how many posts.
order-progress = { $done } of { $total }
order-progress-posts-of = { $posts } of { $most } posts
order-progress-posts =
    { $posts ->
        [one] { $posts } post
       *[other] { $posts } posts
    }

## The lists of orders

orders-title = Orders
orders-lists = Lists of orders
orders-tab-orders = Orders
orders-tab-drip-feeds = Drip-feeds
orders-tab-subscriptions = Subscriptions
orders-tab-refills = Refills
orders-new-order = New order
# A file to download.
orders-csv = CSV
orders-failed-title = The list could not be read
orders-away = The database did not answer. Your orders are safe and go on.
orders-try-again = Try again
orders-clear-filters = Clear filters

# Heads of columns.
orders-head-order = Order
orders-head-link = Service and link
orders-head-account = Service and account
orders-head-state = State
orders-head-charge = Charge, { $currency }
orders-head-actions = Actions
# What happens to an order when many are canceled or refilled at once.
orders-head-happens = What happens
# How many runs of a drip-feed were made so far, and when the next one is made.
orders-head-made = Made
orders-head-next = Next
# How many posts of a subscription were ordered so far, and until which day it goes on.
orders-head-posts = Posts
orders-head-until = Until
# When a refill was asked for, when it was answered, and its number.
orders-head-asked = Asked
orders-head-answered = Answered
orders-head-refill = Refill

# Filters of a list by the state of its orders. “All” stands before them.
orders-all = All
orders-chip-pending = Pending
orders-chip-processing = Processing
orders-chip-in-progress = In progress
orders-chip-paused = Paused
orders-chip-completed = Completed
orders-chip-partial = Partial
orders-chip-canceled = Canceled
orders-chip-active = Active
orders-chip-ended = Ended

orders-search-and-filter = Search and filter
orders-filter-search = Numbers, link or service
orders-filter-service-hint = Number or words
orders-filter-kind = Kind
# The first and the last day of the orders to show.
orders-filter-from = From
orders-filter-to = To
# A button: shows what the filters say.
orders-filter-show = Show
orders-kind-any = Any kind
orders-kind-single = Single orders
orders-kind-mass = Mass orders
orders-kind-api = By the API
orders-kind-drip-feed = Drip-feeds
# Orders that are delivered so many units a minute.
orders-kind-paced = At a pace
orders-kind-subscription = Subscriptions
orders-filter-no-day = “{ $text }” is not a day. Write it like 2026-11-30.
orders-filter-days-reversed = The first day is after the last one, so there is nothing to show.

# Before the filters in force, which follow as buttons.
orders-showing = Showing
orders-showing-one-state = <span class="soft">Showing</span><span>one state</span>
orders-clear-all = Clear all
# Filters in force: each is a small button that removes it.
orders-active-search = “{ $text }”
orders-active-service-id = Service ID { $service }
orders-active-service-words = Service “{ $text }”
orders-active-from = From { $day }
orders-active-from-wrong = From “{ $text }”: not a day
orders-active-to = To { $day }
orders-active-to-wrong = To “{ $text }”: not a day
# The runs, portions or posts of this order.
orders-active-parent = Of order { $order }

# Views are filters that the customer has kept under a name.
orders-views = Your views
orders-view-keep = Keep as a view
orders-view-keep-yes = Keep
orders-view-name = Name of the view
orders-view-name-hint = It stands above the list. The same name again replaces it.
orders-view-remove = Remove the view { $name }
orders-view-kept = The view is kept. It stands above the list.
orders-view-removed = The view “{ $name }” is removed.
orders-view-name-wrong = A name has 1 to { $count } characters.
orders-view-nothing = Choose a filter first. A view keeps the filters of the list.
orders-view-too-long = These filters are too long to be kept. Search for less.
orders-view-too-many = You have { $count } views, and there is room for no more. Remove one first.

orders-none-title = No orders yet
orders-none = Choose a service, paste a link, say how many. The order shows up here and moves by itself.
orders-none-action = Place the first order
orders-no-match-title = No order matches
orders-no-match = Try another number or link, or look at all states.
orders-no-new-match-title = No match among the newest orders
# “Older” is the link under the list, the message “older”.
orders-no-new-match = There are older ones that were not looked at yet. Go on with “Older”, or narrow by days or service.

# The button with three dots in a row, and what it opens.
orders-actions-for = Actions for order { $order }
orders-open = Open
orders-cancel-ask = Cancel…
orders-refill-ask = Refill…
orders-again-ask = Order again…
orders-cancel-one-yes = Yes, cancel order { $order }

## Many orders at once

orders-tick-all = Tick all orders on this page
orders-ticked = Ticked orders
# How many orders are ticked. The page replaces the 0.
orders-ticked-count = Ticked: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = Tick the orders first.
orders-bulk-too-many = At most { $most } orders at a time; these are { $count }.
orders-bulk-back = Back
orders-bulk-back-to-list = Back to the list
orders-cancel-title = Cancel these orders?
orders-cancel-none = None of these orders can be canceled now.
orders-cancel-intro = { $amount } comes back to your balance at once.
orders-cancel-intro-asks = { $amount } comes back to your balance at once. What the provider stops comes back when it has answered.
orders-cancel-yes =
    { $count ->
        [one] Cancel { $count } order
       *[other] Cancel { $count } orders
    }
orders-refill-title = Refill these orders?
orders-refill-none = None of these orders can be refilled now.
orders-refill-intro = A refill costs nothing.
orders-refill-yes =
    { $count ->
        [one] Ask for { $count } refill
       *[other] Ask for { $count } refills
    }
# What would happen to one order of the list.
orders-refill-foreseen = What has dropped is delivered again.
orders-done-title =
    { $count ->
        [one] Done for { $count } order
       *[other] Done for { $count } orders
    }
orders-done-all = Each order says what happened to it.
orders-done-left =
    { $count ->
        [one] { $count } was left as before. Each says why.
       *[other] { $count } were left as before. Each says why.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = Drip-feeds
orders-drip-feeds-teach = A drip-feed repeats an order at intervals, and a paced order is delivered in portions. Services that allow it have the fields in their order form.
orders-subscriptions-title = Subscriptions
orders-subscriptions-teach = A subscription watches an account and orders for each new post. Services of this type ask for the account's name in their order form.
# Of drip-feeds or of subscriptions: the list has none in the chosen state, or none at all.
orders-family-no-match-title = None matches
orders-family-no-match = None is in this state.
orders-family-none-title = None yet
orders-made-runs = { $made } of { $total } runs
orders-made-portions = { $made } of { $total } portions
# Of a subscription, in place of its last day.
orders-no-end = no end

orders-refills-title = Refills
orders-refills-no-match-title = No refill matches
orders-refills-no-match = No refill is in this state.
orders-refills-none-title = No refills yet
orders-refills-none = If some of what was delivered drops, ask for a refill on the order's page. It costs nothing.
orders-refills-none-action = See completed orders
# Filters of the list of refills by their state.
orders-refills-open = Open
orders-refills-done = Refilled
orders-refills-refused = Not refilled
# States of a refill, as badges.
orders-refill-pending = Asked for
orders-refill-under-way = Under way
orders-refill-completed = Refilled
orders-refill-rejected = Rejected
orders-refill-failed = Failed

## The page of an order

order-number = Order { $order }
order-copy-number = Copy order number
order-copy-link = Copy the link
order-updates = Updates by itself
# The count at the link before the order was sent, such as followers or views.
order-start-count = Start count
# How many units are still to be delivered.
order-remains = Remains
order-timeline = Timeline
order-money = Money
order-charge = Charge
order-refunded = Refunded
# The charge without what was refunded.
order-net = Net
order-in-statement = In the statement

order-terms = What was ordered
order-service = Service
order-service-id = ID { $service }
order-link = Link
# What the order is to the order that made it. The sentences below stand beside it.
order-made-as = Made as
order-made-as-run = a run of <a href="/orders/{ $order }">order { $order }</a>
order-made-as-portion = a portion of <a href="/orders/{ $order }">order { $order }</a>
order-made-as-post = a post of <a href="/orders/{ $order }">order { $order }</a>
# The orders that a drip-feed, a paced order or a subscription made; also a line of what was ordered.
order-runs = Runs
order-portions = Portions
order-posts = Posts
order-all-children = All of them
# How many runs, and how many units in each.
order-runs-value = { $runs } of { $each } each
order-minutes-between = Minutes between
# When the order starts. $wait is “2 h later”, that is after it was placed; $when is “in 3 h” or “3 h ago”.
order-start = Start
order-start-to-come = { $wait }, starts { $when }
order-start-past = { $wait }, started { $when }
order-minutes-later = { $count } min later
order-hours-later = { $count } h later
order-days-later = { $count } d later
# How fast the order is delivered.
order-pace = Pace
# $speed is a number of units, also “1.5”.
order-pace-value = { $speed } a minute
# How many portions, and how many units in each; the last one can have more.
order-portions-value = { $portions } of { $each } or more
# The place in a list of search results that the order has to reach.
order-position = Position
order-position-value = { $position } or better
# After how many hours the panel stops if the position is not reached.
order-given-up = Given up after
order-given-up-value = { $hours } h
order-rate = Rate
order-placed = Placed
# $when is a day and a time.
order-placed-page = { $when }, on a page
order-placed-api = { $when }, by the API
order-placed-subscription = { $when }, by its subscription

order-actions = What you can do
order-resume = Resume
order-resumed = The subscription goes on.
order-not-resumed = Only a paused subscription can be resumed, and this one is not paused.
order-again = Order again
# Not found, or of another customer.
order-not-found = You have no such order.

# A button that asks, and the button that does it.
order-cancel = Cancel
order-cancel-yes = Cancel the order
# What canceling would do.
order-cancel-ends-subscription = It ends now: no more posts are ordered. Orders for posts so far go on.
order-cancel-ends = It ends now, and { $amount } comes back.
order-cancel-stops-runs = Its { $runs } runs that were not made yet are canceled, and { $amount } comes back. Runs under way go on; cancel those one by one.
order-cancel-stops-portions = What was not sent yet is canceled, and { $amount } comes back. The provider is asked to stop the rest.
order-cancel-asks = The provider is asked to stop. What is not delivered comes back when it has answered; what is delivered stays charged.
# What canceling has done.
order-canceled-subscription = The subscription has ended: no more posts are ordered.
order-canceled = The order is canceled; what was charged and not delivered is back on your balance.
order-canceled-portions = What was not sent yet is canceled and refunded. The provider is asked to stop the rest.
order-canceled-runs = The runs that were not made yet are canceled and refunded. Runs under way go on.
order-cancel-asked = The provider is asked to stop. Until it answers, the order goes on.
# Why an order is not canceled.
order-no-cancel = Orders of this service cannot be canceled.
order-no-cancel-ended = Cannot be canceled: it has ended.
order-no-cancel-runs-made = Cannot be canceled: all of its runs are made. Cancel those one by one.
order-no-cancel-asked = A cancel is asked for already; the provider has not answered yet.

# A refill: what has dropped since the order was completed is delivered again.
order-refill = Refill
order-refill-question = Ask for what has dropped to be delivered again? It costs nothing.
order-refill-yes = Ask for a refill
order-refill-asked = The refill is asked for. It costs nothing.
# Why an order is not refilled.
order-no-refill-parent = Refills are asked for by its single orders.
order-no-refill = This service offers no refill.
order-no-refill-over = The days in which this service refills are over.
order-no-refill-not-completed = Only a completed order can be refilled.
order-no-refill-not-yet = A refill can be asked for when it is completed.
# $when is a day and a time.
order-no-refill-too-early = Refill possible from { $when }.
order-no-refill-open = A refill is under way already.

## The timeline of an order

# Who did something: stands small behind what was done.
order-event-by-you = by you
order-event-by-operator = by the operator
order-event-placed = Placed
order-event-charged = Charged { $amount }
order-event-scheduled = Scheduled
order-event-queued = Waiting to be sent
order-event-submitting = Being sent to the provider
order-event-active = Active
order-event-accepted = Accepted by the provider
order-event-checking = The operator is checking it
order-event-unknown-text = It is not clear whether the provider has taken the order.
order-event-completed = Completed
order-event-partial = Ended in part
order-event-partial-text = { $left } not delivered
order-event-partial-back = { $left } not delivered; { $amount } came back to the balance
order-event-came-back = { $amount } came back to the balance
order-event-canceled = Canceled
order-event-paused = Paused
order-event-paused-text = The balance did not cover the next post. Add credit and resume.
order-event-expired = The last day is over
order-event-run = A run was made
order-event-portion = A portion was made
order-event-post = A new post was ordered
order-event-rank = Position { $position }
order-event-gave-up = The position was not reached in time
order-event-gave-up-text = What is not delivered yet is stopped and comes back.
order-event-runs-canceled = Canceled the { $runs } runs not made yet
order-event-portions-canceled = Canceled what was not sent yet
order-event-cancel-asked = Cancel asked for
order-event-cancel-accepted = The provider is stopping it
order-event-cancel-refused = The provider did not cancel it; it goes on
order-event-cancel-unanswered = No answer about the cancel yet; asked again
order-event-refill-asked = Refill asked for
order-event-refill-waits = The refill could not be asked for yet; asked again
order-event-refill-accepted = Refill under way
order-event-refill-rejected = The provider did not refill it
order-event-refill-completed = Refilled
order-event-progress = Under way
order-event-progress-text = { $left } to be delivered
order-event-refunded = Refunded
# All that was refunded of the order so far.
order-event-refunded-text = { $amount } in all
# Staff corrected something of the order. What it is now stands below, in a list.
order-event-edited = Corrected
order-event-edited-start = start count { $count }
order-event-edited-link = link { $link }
# Joins two parts of that list.
order-event-edited-list = { $first }, { $next }
# The order was sent several times. $when is a time in words: “3 min ago”.
order-event-tried = Tried { $count } times, last { $when }
order-event-not-taken = Not taken
order-event-not-taken-yet = The provider has not taken the order yet. The panel sends it again by itself.
order-event-not-taken-at-all = The provider did not take the order.

## The chart of an order

# Beside the title: the present value.
chart-now = now <strong>{ $value }</strong>
chart-table = As a table
# Heads of the table.
chart-when = When
chart-portion = Portion
chart-delivered = Delivered
chart-pace = Pace
# For people who cannot see the drawing.
chart-pace-summary = { $made } of { $portions } portions were sent: { $sent } of { $units } units.
# In place of $value in the message “chart-now”.
chart-pace-now = { $sent } of { $units } sent
chart-pace-wanted = { $portions } portions of { $each } or more
chart-pace-note = The line is what was sent, the dashed one what was planned.
chart-position = Position
chart-position-summary = The position went from { $first } to { $last }.
chart-position-summary-wanted = The position went from { $first } to { $last }; wanted is { $wanted }.
chart-position-wanted = wanted { $wanted }
chart-position-note = 1 is the best position.
chart-position-note-wanted = The dashed line is the position that is wanted.

## New order: the page

new-title = New order
# The name of the two tabs below, for screen readers.
new-tabs = Kind of order
# A tab: the form for one order.
new-tab-one = One order
# A tab: many orders at once, one a line.
new-tab-mass = Mass order
new-no-services-title = No services yet
new-no-services-text = The operator has not opened any service. Once there is one, you can order it here.
new-no-services-see-orders = See your orders
# Stands in place of the form until a service is chosen.
new-blank = Choose a service; its fields and the price appear here.
new-last-orders = Last orders
new-all-orders = All orders

## New order: the facts about the service

# The name of the box, for screen readers.
new-about-service = About this service
# The service's number.
new-service-id = ID { $id }
# What the service costs.
new-rate = Rate
new-average-time = Average time
# Whether lost units are delivered again without a charge: “No”, “Yes” or “30 days”.
new-refill = Refill
# Whether an order can be canceled: “Yes” or “No”.
new-cancel = Cancel
new-yes = Yes
new-no = No
# For so long after an order lost units are delivered again.
new-refill-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
# What is ordered, where no quantity is chosen: it stands in place of a quantity.
new-one-package = one package
# The smallest and the largest quantity.
new-range = { $min }–{ $max }
# How long an order takes, as a rule.
new-about-a-minute = about a minute
new-about-minutes = about { $count } min
new-about-hours = about { $count } h
new-about-days = about { $count } days

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = Default
new-kind-package = Package
new-kind-seo = SEO
new-kind-custom-comments = Custom Comments
new-kind-custom-comments-package = Custom Comments Package
new-kind-mentions = Mentions
new-kind-mentions-with-hashtags = Mentions with Hashtags
new-kind-mentions-custom-list = Mentions Custom List
new-kind-mentions-hashtag = Mentions Hashtag
new-kind-mentions-user-followers = Mentions User Followers
new-kind-mentions-media-likers = Mentions Media Likers
new-kind-comment-likes = Comment Likes
new-kind-comment-replies = Comment Replies
new-kind-poll = Poll
new-kind-invites-from-groups = Invites from Groups
new-kind-subscriptions = Subscriptions
new-kind-web-traffic = Web Traffic

## New order: the fields of the form

# Ends a hint under a field. $text is one of the hints of the parameters, such as “Without the @”.
new-hint = { $text }.
# The address of the page that the order is for.
new-link = Link
new-link-hint = The page that the order is for, or the name of a profile.
new-quantity = Quantity
# The smallest and the largest number that the field takes.
new-range-hint = { $min } to { $max }.
# Of a subscription: the field for the largest quantity of a new post.
new-most-hint = { $min } to { $max }. A random quantity between the two.
# Of a field with several lines.
new-lines-hint = One a line, { $min } to { $max } lines.
new-last-day-hint = The last day on which posts are served; empty for no end.
# Opens the fields of the drip-feed, by which an order is placed again and again.
new-drip = Drip-feed: repeat this order
# How many times a drip-feed places the order.
new-runs = Runs
new-runs-hint = How many times, 1 to { $max }.
# How many minutes pass from one run to the next.
new-interval = Minutes between
# $max is the number of minutes of a week.
new-interval-hint = 1 to { $max }, which is a week.
# Opens the fields of the delivery.
new-delivery = When and how fast
new-after = Minutes until the start
# $max is the number of minutes of 30 days.
new-after-hint = 0 to { $max }, which is 30 days; empty: at once.
# The place in a list that the order should reach, such as among the results of a search.
new-position = Position
# $max: the lowest position. $least: the smallest quantity of such an order.
new-position-hint = 1 to { $max }, for { $least } or more at 1 a minute. Once there, the rest is refunded.
# After so many hours the position is not aimed at any more.
new-hours = Given up after, hours
# $hours: the number of hours if the field is left empty.
new-hours-hint = 1 to { $max }; empty: { $hours }.
new-speed = Speed (per minute)
# The field takes a point in a fraction, never a comma: leave 0.5 as it is.
new-speed-hint = Such as 0.5 or 20: it is delivered in portions. Empty: as fast as possible.
new-place = Place order
new-check = Work out the charge first

## New order: the charge

new-charge = Charge
# The balance that is left after the order.
new-balance-after = Balance after
new-balance-short = The balance does not cover this order.
new-add-funds = Add funds for this order
# How the charge comes about. $count: the quantity. $price: what a thousand cost, with its currency.
new-how = { $count } × { $price } / 1000
# The same for a drip-feed. $runs: how many times the order is placed.
new-how-runs =
    { $runs ->
        [one] { $runs } run of { $count } × { $price } / 1000
       *[other] { $runs } runs of { $count } × { $price } / 1000
    }
# Stands after “Charge”, which is nothing now: each new post is charged later. $most: an amount.
new-how-post = now; { $most } for each post
new-how-posts = now; { $least } to { $most } for each post
# $field: what the field is called.
new-fill-in-for-charge = Fill in “{ $field }” to see the charge.
new-charge-to-come = The charge appears once the fields are filled in.

## New order: what is wrong with it

new-choose-service = Choose a service.
new-service-gone = This service is not on sale any more. Choose another.
new-service-gone-meanwhile = This service is not on sale any more. Choose another; nothing was charged.
new-link-missing = Fill in the link.
new-link-refused = Orders for this target are not taken here.
new-link-unreadable = This is neither the address of a public page nor a name.
new-quantity-missing = Fill in the quantity.
# Leave 1000 without a separator: so it has to be typed.
new-quantity-not-whole = The quantity is a whole number, such as 1000.
new-too-few = At least { $min } for this service.
new-too-many = At most { $max } for this service.
# $count: how many lines stand in the field.
new-too-few-lines =
    { $count ->
        [one] At least { $min } for this service; there is { $count } now.
       *[other] At least { $min } for this service; there are { $count } now.
    }
new-too-many-lines =
    { $count ->
        [one] At most { $max } for this service; there is { $count } now.
       *[other] At most { $max } for this service; there are { $count } now.
    }
new-between = A whole number from { $min } to { $max }.
new-fill-in = Fill in “{ $field }”.
new-position-missing = Fill in the position.
new-position-or-runs = An order for a position is not drip-fed.
new-speed-or-runs = Choose a pace or runs: a drip-feed has its own pace.
# The field takes a point in a fraction, never a comma: leave 0.5 as it is.
new-speed-unreadable = A number above 0 such as 0.5 or 20, at most three digits after the point.
new-choose-one = Choose one of the list.
new-too-long = This is too long.
# A day is typed as its number, the month's number and the year, with / between them.
new-day-unreadable = A day that is not over, such as 31/12/2026.
# Beside the field for the largest quantity.
new-most-below-least = Not less than the smallest quantity for a post.
# The field takes only one line of text.
new-one-line = One line, please.
new-unreadable = This cannot be read: a name or one line of text.
new-not-drip-fed = This service is not drip-fed.
new-dearer = The charge is { $amount } now, more than this form showed. Nothing was placed or charged. Send the form again if you agree.
new-funds = Your balance of { $amount } does not cover this order. Nothing was charged.
new-duplicate = An order of this service for this link is not finished yet. Wait until it is.
# “Orders” is the page of that name.
new-form-used = This form had placed an order before you changed it; you find that one under Orders. Nothing was placed or charged now. Send the form again to place another.
new-unverified = Confirm your email address before you order: your account page sends you a link. Nothing was charged.
new-confirm-first = You can look at everything. To order, confirm your email address first, on your <a href="/account#address">account page</a>.
new-busy = Too much is going on. Nothing was charged; send the form again in a moment.
new-maintenance = Orders are not taken at the moment, because of maintenance. Nothing was charged; try again later.
new-outcome-unknown = The database was lost for a moment, so it is not known whether the order was placed. Send this form again as it is: it is placed and charged once at most.
new-look-over = Nothing was placed yet. Look it over and send it once more.
new-unseen = Nothing was placed yet: this order costs { $amount }. Send the form again if you agree.
# $count: seconds. $order: the number of that order.
new-same-seconds = You placed the same order { $count } s ago: order { $order }. Nothing was placed now. Send the form again to place another one.
new-same-minutes = You placed the same order { $count } min ago: order { $order }. Nothing was placed now. Send the form again to place another one.

## New order: what was done

new-placed = Order { $order } is placed; { $amount } was charged.
new-placed-already = Order { $order } was placed already; nothing was charged twice.
# Of a subscription.
new-placed-by-posts = Order { $order } is placed; each post is charged when it is ordered.

## The list of services to choose from

picker-service = Service
# The name of a row of links, for screen readers.
picker-category = Category
# All categories.
picker-all = All
picker-favourites = Favourites
# The services that the customer ordered last.
picker-lately = Ordered lately
picker-find = Find a service
picker-search = Search
picker-choose = Choose a service
picker-show-fields = Show the fields of this service
picker-none = No service matches. Try fewer words.
picker-no-favourites = No favourites yet. The star beside a service marks it.
# How many more services match than the list shows.
picker-more = { $count } more match. Type to narrow.
picker-count =
    { $count ->
        [one] { $count } service
       *[other] { $count } services
    }
# $count: how many services match. $shown: how many of them the list shows.
picker-count-and-more =
    { $count ->
        [one] { $count } service; { $shown } shown. Type to narrow.
       *[other] { $count } services; { $shown } shown. Type to narrow.
    }
# The service's number.
picker-id = ID { $id }
# $price: what a thousand cost, with its currency.
picker-rate = { $price } / 1000
# What a service can do, in a few letters: lost units are delivered again, its orders can be
# canceled, its orders can be repeated.
picker-refill = Refill
picker-cancel = Cancel
picker-drip = Drip-feed

## Mass order: many orders at once, one a line

mass-title = Mass order
# Earlier orders that could not be written as lines follow.
mass-left-out = Left out
mass-again-service-gone = Order { $order }: its service is gone.
mass-again-more-fields = Order { $order }: it has more fields than a line. Order it again from its own page.
# The name of the big field.
mass-lines = Orders, one a line
# The first words say how a line is written, with | between its cells.
mass-lines-hint = service | link | quantity. Cells pasted from a spreadsheet work too. For services with comments, each further column is a comment.
mass-check = Check the lines
mass-no-lines = Type or paste at least one line.
mass-too-many = At most { $most } lines at once; these are { $count }.
mass-changed = These lines have changed since they were checked. Nothing was placed. Look them over and send them once more.
mass-some-faults = Some lines have a fault. Nothing was placed. Correct them, or place the good ones.

## Mass order: what became of the lines

# Heads of the table; each counts orders.
mass-good = { $good } can be placed
mass-good-some = { $good } can be placed, { $bad } with a fault
mass-placed = { $placed } placed
mass-placed-some = { $placed } placed, { $refused } not placed
# A button that downloads the table.
mass-csv = CSV
mass-see-orders = See your orders
# The name of the table, for screen readers.
mass-table = Lines
# The heads of the columns. The first one is the line's number.
mass-line = Line
mass-service-and-link = Service and link
mass-quantity = Quantity
mass-charge = Charge
mass-result = Result
# In the column “Result”: the order that the line became.
mass-order = Order { $order }
# In the column “Result”: nothing is wrong with the line.
mass-line-good = Good
mass-charged = Charged
mass-charge-of-good = Charge of the good lines
mass-balance = Balance
# The balance that is left after the orders.
mass-balance-after = Balance after
mass-correct = The lines that were not placed stand above again. Correct them, check them and place them.
mass-place =
    { $count ->
        [one] Place { $count } order
       *[other] Place { $count } orders
    }
# Other lines have a fault.
mass-place-good =
    { $count ->
        [one] Place the { $count } good one
       *[other] Place the { $count } good ones
    }

## Mass order: what is wrong with a line

mass-not-on-sale = Service { $service } is not on sale.
mass-no-service = A line begins with the number of a service.
# $kind: a type of services, such as “Custom Comments”.
mass-more-fields = A service of the type { $kind } has more fields: order it by the form for one order.
mass-more-cells = There is more after the quantity.
mass-balance-short = The balance does not cover this line.
mass-line-no-answer = The database did not answer. Send this line again as it is: it is placed once at most.

## The start: what a guest sees first

# The owner may write a headline and a text of their own in place of these two.
start-headline = Order in bulk. Follow every order.
start-text = Place orders one by one, in bulk or by API. See what becomes of each, and what it cost.
start-create-account = Create an account
start-sign-in = Sign in
start-all-services = See all services ({ $count })
start-how = How it works
# Headings of three short texts: what one does here, in this order.
start-order = Order
start-order-text = One order, a whole list of lines, or your own program: the price is shown before you agree.
start-follow = Follow
start-follow-text = Every order shows how far it is. What was not delivered goes back to your balance.
# Here: to keep the books.
start-account = Account
start-account-text = Each movement of your balance stands in a statement, which you can download.
start-sold = What is sold here
start-price-list = The whole price list
start-more-categories =
    { $count ->
        [one] And { $count } more category
       *[other] And { $count } more categories
    }

# At the top of pages for guests.
guest-sign-in = Sign in
guest-sign-up = Sign up

## Services: the price list

services-title = Services
# For search engines. $panel is the name of this site.
services-description = Services of { $panel } with their prices, limits and average times.
services-updates = Updates
# The name of a file format; the button downloads the list.
services-csv = CSV
services-search-placeholder = Name, number or category
services-search = Search services
services-category = Category
services-all-categories = All categories
# An entry of the list of categories: its name, and how many services were found in it.
services-category-count = { $category } ({ $count })
services-show = Show
services-clear-filters = Clear filters
# The label of two links: All, and Favourites.
services-shown = Shown
services-all = All
services-favourites = Favourites
services-count =
    { $count ->
        [one] { $count } service
       *[other] { $count } services
    }
# Which of the services found are on this page: 101–200 of 250.
services-page = { $from }–{ $to } of { $count }
services-no-favourite-title = No favourite here
services-no-favourite-text = Press the star beside a service, and it is listed here.
services-see-all = See all services
services-none-title = No service matches
services-none-text = Try fewer words, or another category.
services-empty-title = No services yet
services-empty-text = The operator has not opened any service. Once there is one, it is listed here.
services-to-start = Go to the start
# Heads of columns.
services-favourite = Favourite
services-id = ID
services-service = Service
# $currency is a code, like USD.
services-rate = Rate per 1000, { $currency }
services-quantity = Quantity
services-average-time = Average time
# What the customer may do with orders of the service; below it stand the words Refill, Cancel, Drip-feed.
services-allows = Allows
services-allows-refill = Refill
services-allows-cancel = Cancel
# An order that is delivered in parts, with a pause between them.
services-allows-drip-feed = Drip-feed
# In place of a quantity: the service is sold as one package, not by number.
services-one-package = one package
# A button: orders the service.
services-order = Order
services-order-service = Order service { $service }
# $service is the service's number.
services-star = Favourite: service { $service }
services-star-add = Add to favourites
services-star-remove = Remove from favourites

## One service

# A button: orders the service.
service-order = Order
service-description = Description
service-no-description = There is no description.
service-changes = What changed
service-all-updates = All updates
# Heads of columns.
service-change-day = Day
service-change = Change
service-change-rate = Rate, { $currency }
# $service is the service's number.
service-id = Service ID { $service }
# Below a price.
service-for-package = for one package
service-per-thousand = per 1000
# What is known of the service: a list of words, each with its answer.
service-min = Smallest quantity
service-max = Largest quantity
service-time = Average time
service-time-unknown = Not known yet
service-refill = Can be refilled
service-refill-days =
    { $count ->
        [one] For { $count } day
       *[other] For { $count } days
    }
service-cancel = Can be canceled
service-drip-feed = Drip-feed
service-one-link = For one link
service-one-link-text = One open order at a time
service-type = Type
service-yes = Yes
service-no = No

## Updates of the price list

updates-title = Updates
updates-services = Services
updates-kind = Kind of change
# Among the kinds of change: all of them.
updates-all = All
updates-mine = Only what I have ordered
updates-none-title = Nothing of this kind has changed
updates-none-text = Updates of the last half year are kept.
updates-see-all = See all updates
updates-empty-title = No updates yet
updates-empty-text = New services, changed prices and services that go off sale are listed here, by day.
updates-see-services = See the services
# Heads of columns. $zone is the name of a time zone, like Europe/Berlin.
updates-time = Time, { $zone }
updates-change = Change
updates-id = ID
updates-service = Service
updates-rate = Rate per 1000, { $currency }
updates-quantity = Quantity
# What happened to the service.
updates-added = New
updates-restored = Back on sale
updates-removed = Off sale
updates-price-up = Price up
updates-price-down = Price down
# Its smallest or largest quantity has changed.
updates-limits = Limits
# After a price: it is for one package.
updates-a-package = a package
# The quantities that could be ordered before, and now: 1–1,000 → 5–500.
updates-quantity-changed = <span class="soft">Quantity</span> <span class="num"><span class="soft">{ $old }</span> → { $new }</span>

## The terms: what the site may be used for

terms-title = Acceptable use
# For search engines. $panel is the name of this site.
terms-description = What { $panel } may be used for.
# $contact is the operator's address, as they have written it.
terms-contact = Write to <b>{ $contact }</b>.
# $day is a date, like 2026-01-01.
terms-since = In force since { $day }.
terms-intro = These terms say what { $panel } may be used for. They apply to every order, however it is placed: on these pages, in bulk, or through an API.
terms-does-title = What this panel does
terms-does = The panel sells orders, records them, relays them to a provider and accounts for them. It holds no accounts on other sites, takes no action there and fetches no pages. What is delivered, and how, is up to the supplier of the service.
terms-duties-title = What you are responsible for
terms-duties-rules = You follow the rules of every platform that your orders concern.
# 16 CFR 465.8 is a rule of the law of the United States.
terms-duties-law = You follow the law where you are and where your audience is. In the United States, for example, 16 CFR 465.8 forbids selling or buying fake indicators of social-media influence in order to misrepresent it for a commercial purpose.
terms-duties-targets = You order for targets that are yours, or whose owner has agreed.
terms-duties-resell = If you resell, you hold your own customers to these terms.
terms-forbidden-title = What is not allowed
terms-forbidden-illegal = Anything illegal, or that helps with fraud, deception of buyers or false reviews.
terms-forbidden-harassment = Harassment, threats, hate, or piling on to a person or a group.
terms-forbidden-elections = Elections, referendums, political campaigns and public consultations.
terms-forbidden-health = Medical claims, public health and emergency information.
terms-forbidden-finance = Financial promotion that could move a price or draw people into a scheme.
terms-forbidden-minors = Content that sexualises minors or exploits anyone, and anything that points to it.
terms-forbidden-pretending = Pretending to be someone else, or disturbing a service or a network.
terms-operator-title = What the operator may do
terms-operator = The operator may refuse or cancel an order, block a target, and suspend an account that breaks these terms. Money for what has not been delivered goes back to the balance. Orders and money movements are kept as records.
terms-target-title = If your page is a target
terms-target = Anyone may ask the operator to block a page, a profile or a host. Requests are honoured for every customer and every way of ordering.
terms-cookies-title = Cookies
terms-cookies = This panel sets only the cookies that it needs. None of them is shared with anybody.
# The words in <b> are names of cookies; they stay as they are.
terms-cookie-session = <b>session</b> keeps you signed in. It is set when you sign in, for at most 30 days.
terms-cookie-device = <b>device</b> says that this browser has signed in to your account before, so that wrong passwords which others type do not slow you. It opens nothing. It is set when you sign in, for a year.
terms-cookie-second = <b>half</b> leads you to the second factor while you sign in, for ten minutes. <b>remembered</b> is set only if you tick that this browser is not asked for a code, for 30 days. Neither opens anything without your password.
terms-cookie-looks = <b>theme</b> and <b>density</b> hold how you want the pages to look. They are set when you choose, for a year.
terms-cookie-language = <b>lang</b> holds the language in which you want to read. It is set when you choose, for a year.
terms-cookie-flash = <b>flash</b> holds the message of the next page, for a minute.
terms-cookie-visitor = <b>visitor</b> is set only if you come by an affiliate’s link. It holds a random id, for the number of days that the affiliate’s offer says. When you sign up, it tells the panel who recommended it to you, so that this person is credited.

## The API page, for developers

# For search engines. $panel is the name of this site.
api-description = How programs place orders at { $panel }: examples in curl, PHP, Python, JavaScript and Go.
api-heading = API
api-keys = Keys and their request logs
api-sign-in = Sign in to make a key
# The label of the links to the three APIs.
api-tabs = APIs
api-copy-address = Copy the address
# A field in which one may put one's own key; it is then shown in the examples.
api-key-label = API key for the examples
api-token-label = Token for the examples
# Send is the button api-send.
api-key-hint = It stays in this page, which puts it into the examples. It is not stored, and it is sent only when you press Send below.
api-examples = Examples
api-language = Language
# $language is a programming language.
api-example = Example in { $language }
api-copy-example = Copy the example in { $language }
api-copy = Copy
api-try = Try it
api-try-key = The call goes from this page to this panel with the API key above.
api-try-token = The call goes from this page to this panel with the Token above.
api-try-real = It is a real call on your own account.
api-try-real-logged = It is a real call on your own account, and stands in <a href="/account/tokens">the request log</a>.
# A call of a program to the API: the label of a list of them.
api-call = Call
api-send = Send
api-yes = Yes, do it
api-no = Do nothing
api-answer = Answer
api-v2-title = API v2
api-v2-about = The protocol of the trade. Scripts and panels that speak it need another URL and another key, nothing else. One endpoint takes form parameters by POST and answers JSON.
# wb_ stays as it is.
api-v2-key = A key begins with wb_.
api-order-title = Order API
api-order-about = Three calls with JSON in and out, and a bearer token. An order can start later, keep a pace and aim at a position.
api-order-key = A JWT with the permission to read and place orders.
api-marketplace-title = Marketplace API
api-marketplace-about = For affiliates: what their links brought. It only reads, with a bearer token.
# affiliate:read stays as it is.
api-marketplace-key = A JWT with the permission affiliate:read.
# Titles of tables whose text stays in English. add and create are names of calls and stay as they are.
api-table-actions = Actions
api-table-add = What add takes, by the type of the service
api-table-order-statuses = Status words of orders
api-table-errors = Error sentences
api-table-limits = Limits
api-table-calls = Calls
api-table-create = What create takes
api-table-statuses = Status words
api-table-codes = Status codes
api-table-parameters = Parameters
# Labels of fields for what a call sends.
api-field-order = Order
api-field-orders = Orders
api-field-service = Service
api-field-link = Link
api-field-quantity = Quantity
api-field-refill = Refill
api-field-page = Page
api-field-rows = Rows on a page
api-field-type = Type
# How many votes.
api-field-vote = Vote
# After how many minutes the order starts.
api-field-after = After, minutes
# How many in a minute.
api-field-speed = Speed, a minute
api-asks-order = This places a real order, and its charge is taken from your balance.
api-asks-cancel = This asks to cancel a real order.
api-asks-refill = This asks for the refill of a real order.

## Sign-in, sign-up, the terms

auth-sign-in-title = Sign in
auth-sign-in = Sign in
auth-session-over = Your session has ended. Sign in, and your order is there again as you filled it in. Nothing was placed.
auth-email = Email
auth-password = Password
auth-new-here = New here? <a href="/sign-up">Create an account</a>
auth-wrong-pair = The email address or the password is wrong.
# $reason is what the operator has written to the customer.
auth-suspended-because = This account is suspended: { $reason }
auth-suspended = This account is suspended. Write to the operator.
auth-elsewhere = Staff cannot sign in from this network. Ask an owner of the panel.
auth-made-over = This password was made for you, and its time is over. Choose a new one under “Forgot your password?”, or ask the operator.
auth-made-text = Your password was made for you. Choose one of your own before you go on.
auth-too-many-tries =
    { $minutes ->
        [one] Too many tries. Wait a minute and try again.
       *[other] Too many tries. Wait { $minutes } minutes and try again.
    }
# The second step of a sign-in: a code of an app, beside the password.
auth-second-title = Second factor
auth-second-code = Code
auth-second-hint = The six digits that your app shows now, or one of your recovery codes.
auth-second-remember = Do not ask in this browser for 30 days
auth-second-remember-hint = Only on a device that nobody else uses.
auth-second-lost = If you have neither, write to the operator.
auth-second-again = Sign in again
auth-second-missing = Type a code.
auth-second-wrong = This code is wrong, or it was used. An app shows another one every 30 seconds.
auth-second-codes-left =
    { $count ->
        [one] You have used a recovery code. { $count } is left.
       *[other] You have used a recovery code. { $count } are left.
    }
auth-second-over-title = This sign-in is over
auth-second-over = The code has to come within ten minutes, and in five tries at most. Begin again with your password.
auth-sign-up-title = Create an account
# $offer is the name of an affiliate's offer.
auth-sign-up-brought = Recommended to you through the offer <strong>{ $offer }</strong>.
# The words in brackets before a sentence stay as they are: they are roles of staff.
auth-sign-up-invited =
    { $role ->
        [owner] You are invited to run this panel, as <strong>owner</strong>.
        [admin] You are invited to run this panel, as <strong>admin</strong>.
       *[support] You are invited to run this panel, as <strong>support</strong>.
    }
auth-password-hint = At least 10 characters: several words are good, your own address and common passwords are not. Pasting from a password manager is welcome.
auth-accept-terms-label = I accept the <a href="/terms">acceptable-use terms</a>
auth-create-account = Create account
auth-have-account = Have an account? <a href="/sign-in">Sign in</a>
auth-terms-missing = To get an account, accept the terms.
auth-email-taken = This address has an account already. Sign in instead.
auth-too-many-here = Many people have signed up from your network today. Try again tomorrow, or ask the operator for an invitation.
auth-closed-title = No new accounts at present
auth-closed = This panel makes no new accounts now. If you have one, sign in.
auth-by-invitation-title = Accounts by invitation
auth-by-invitation = To get an account here, ask the operator for an invitation, and open its link.
auth-invite-over-title = This invitation is over
auth-invite-over = Its link was used, or withdrawn, or is more than seven days old. Ask whoever sent it for another.
# $contact is the operator's address, as they have written it.
auth-operator = The operator: <strong>{ $contact }</strong>
auth-terms-title = Accept the terms
auth-terms-heading = Before you go on
auth-terms-read = I have read these terms and accept them
auth-terms-accept = Accept and go on
auth-sign-out-instead = Sign out instead
auth-terms-changed = The terms have changed in the meantime. Please read them again.
auth-terms-tick = Tick the box to accept the terms.
auth-proof-title = Your password again
auth-proof-heading = Type your password again
auth-proof-why = You have not typed it for a while, and this is important. Nothing is done yet; what you filled in is kept.
auth-proof-none = You have no password here, or have forgotten it? Choose one by mail, and sign in with it.
auth-proof-password = Your password
auth-proof-wrong = This is not your password.
auth-proof-code-heading = Type a code again
auth-proof-code-why = You have not typed one for a while, or not at all, and this is important. Nothing is done yet; what you filled in is kept.
auth-go-on = Go on
auth-carried-title = Signed in
auth-carried-heading = You are signed in
auth-carried-text = What you filled in is kept. Nothing is placed yet.
auth-carried-show = Show my order again

## Forgotten passwords, and links that were mailed

auth-forgot-link = Forgot your password?
auth-forgot-title = Choose a new password
auth-forgot-text = We send you a link by which you choose a new one.
auth-forgot-send = Send the link
auth-remember = You remember it? <a href="/sign-in">Sign in</a>
auth-issuer-continue = Continue with { $issuer }
auth-issuer-again = That took too long, or it was begun in another browser. Please begin again.
auth-issuer-refused = { $issuer } did not sign you in. Please try again, or use your password.
auth-issuer-away = { $issuer } cannot be reached at the moment. Please use your password, or try again later.
auth-issuer-staff = This account signs in by its password.
auth-issuer-no-address = { $issuer } does not confirm your e-mail address. Please use your password, or create an account with one.
auth-issuer-password-once = { $email } has an account here. Sign in with its password once; after that you can use { $issuer }.
auth-issuer-linked = Connected. You can sign in this way from now on.
auth-issuer-other-address = Not connected: the address there is { $email }, and your account has another one.
auth-issuer-taken = Not connected: that account there, or yours here, is connected already.
auth-issuer-connect-title = Connect { $issuer }?
auth-issuer-connect-text = { $issuer } knows you as { $email }. If you connect it, whoever is signed in there can sign in here.
auth-issuer-connect = Connect
auth-issuer-connect-not = No, go back
auth-mailed-title = Look into your mail
# The same words are shown whether there is such an account or not.
auth-mailed-reset = If { $email } has an account, a message with a link is on its way. The link works for 30 minutes, once.
auth-mailed-sign-up = A message is on its way to { $email }. Its link goes on from here, and works for 24 hours, once.
auth-mailed-hint = Nothing came? Look into the spam folder, and check the address. A newer link replaces an older one.
auth-sign-up-by-mail = We send you a link. Behind it you choose a password, and your account is there.
auth-reset-title = Choose a new password
auth-reset-tokens = Revoke my API tokens too
auth-reset-tokens-hint = Programs that order in your name then need new ones. Do it if somebody else has been in your account.
auth-reset-save = Save the new password
auth-reset-done = Your password is changed, and every session is signed out. Sign in with the new one.
# $count is how many API tokens were revoked.
auth-reset-done-tokens =
    { $count ->
        [one] Your password is changed, every session is signed out, and { $count } token is revoked. Sign in with the new password.
       *[other] Your password is changed, every session is signed out, and { $count } tokens are revoked. Sign in with the new password.
    }
auth-link-over-title = This link does not work any more
auth-link-over = It was used already, or a newer one was sent, or its time is over. Ask for a new one.
auth-confirm-title = Confirm your address
auth-confirm-text = You confirm that { $email } is yours.
auth-confirm-button = Confirm address
auth-confirm-done = Your address is confirmed.
auth-address-title = Use this address
auth-address-text = From now on, { $email } is the address of your account. You sign in with it.
auth-address-button = Use this address
auth-address-done = Your account has its new address. Sign in with it from now on.
auth-stop-title = Keep the old address
auth-stop-text = { $email } stays the address of your account, and every session is signed out. If the address was changed already, the password stops working too, and you choose a new one by mail.
auth-stop-button = Stop the change
auth-stop-kept = Your address stays as it is, and every session is signed out. If the change was not yours, somebody knows your password: choose a new one.
auth-stop-put-back = Your old address is back, every session is signed out, and the old password does not work any more. Enter your address, and you get a link to choose a new one.
auth-stop-taken = Every session is signed out. But your old address cannot be put back: another account has it by now, or one that looks the same. Write to whoever runs this panel, and say how you can show that the account is yours.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] Use at least { $count } character.
       *[other] Use at least { $count } characters.
    }
account-error-password-long =
    { $count ->
        [one] Use at most { $count } byte.
       *[other] Use at most { $count } bytes.
    }
account-error-password-common = This is one of the most common passwords, which are tried first. Several words that do not belong together are better.
account-error-password-around = This is a common password with digits or signs around it, which is tried next. Several words that do not belong together are better.
# $count is a number of digits.
account-error-password-digits = These are only digits and signs: take at least { $count } of them, or add words. Several words that do not belong together are better.
account-error-password-few = It has fewer than four different characters. Several words that do not belong together are better.
account-error-password-row = It is a row of neighbours, like abcdef or 987654. Several words that do not belong together are better.
account-error-password-repeats = It repeats the same few characters. Several words that do not belong together are better.
account-error-password-known = It is little more than your own address or the name of this panel. Several words that do not belong together are better.
account-error-password-breached = This password was found in a breach of another site, so it is tried early. Take one that you use nowhere else.
account-error-password-same = This is the password that you have now. Choose another one.
account-error-email = Enter an e-mail address, like name@example.com.

## Why there is no page

failure-unreadable-title = This request could not be read
failure-unreadable = Go back, reload the page and try again.
failure-cross-site-title = This request came from another site
failure-cross-site = For your safety nothing was done. Open the page here and try again.
failure-forbidden-title = You may not do this
failure-forbidden = Your role does not allow it. An owner can change that.
# The title of the browser's window.
failure-not-found-window = Not found
failure-not-found-title = Nothing here
failure-not-found = This page does not exist, or it is not yours to see. Check the address or the number.
failure-method-title = This page cannot be used like that
failure-method = Go back and try again.
failure-too-large-title = That is too much at once
failure-too-large = Send less, or split it up.
failure-too-many-title = Too many requests
failure-too-many = Wait a little and try again.
failure-busy-title = Too much is going on
failure-busy = Nothing was done. Try again in a few seconds.
failure-away-title = The database cannot be reached
failure-away = Try again in a few seconds. If you were saving something, look first whether it is there.
failure-unknown-title = The outcome is not known
failure-unknown = The database was lost for a moment. What you did may have happened: look before you do it again.
failure-internal-title = Something went wrong here
failure-internal = It has been noted. Try again.
# $number is the request's number, in letters and digits. After it stands a button that copies it.
failure-number = If it happens again, tell us this number: <code>{ $number }</code>
failure-copy-number = Copy the request number
failure-to-start = Go to the start
failure-sign-in = Sign in

## The account page

account-title = Account
account-tokens-title = Tokens
account-tokens-none = Your own programs order with API keys and JWTs.
# [one] is for 1 alone in English. Where it covers other numbers too (21, 31), write the number in it.
account-tokens-live =
    { $count ->
        [one] One token is in force.
       *[other] { $count } tokens are in force.
    }
account-profile-title = Profile
# The name of a person.
account-name = Name
account-name-hint = What the operator may call you.
account-name-too-long =
    { $count ->
        [one] At most { $count } character.
       *[other] At most { $count } characters.
    }
# What is wrong with a typed name: it has line breaks or control characters.
account-name-control = One line of letters.
account-zone = Time zone
account-zone-hint = Times and days are shown as they are there.
account-zone-unknown = Choose one of the list.
account-profile-save = Save profile
account-profile-saved = Your profile is saved.
# “Auto” is the button of theme-auto.
account-theme-hint = The theme is for this browser. “Auto” follows your device.
account-language-hint = The language is for your account and this browser.
account-password-title = Password
account-sign-in-as = You sign in as <b>{ $email }</b>.
account-password-current = Current password
account-password-new = New password
account-password-hint = At least 10 characters: several words are good, your own address and common passwords are not. Other sessions are signed out.
account-password-change = Change password
account-password-changed = Your password is changed. Other sessions are signed out.
account-password-wrong = This is not your password.
account-address-title = Email address
account-address-is-confirmed = This address is confirmed.
account-address-unconfirmed = This address is not confirmed yet. We send a link to it; open it to show that you read its mail.
account-address-send = Send the link
account-address-sent = A link is on its way to { $email }. It works for 24 hours.
account-address-confirmed = Your address is confirmed already.
account-address-new = New address
account-address-hint = It counts when you have opened the link that we send there. The present address is told, and can stop the change for three days.
account-address-change = Change address
account-address-asked = Open the link that is on its way to { $email }. Until then your address stays as it is.
account-address-same = This is your address already.
account-address-too-many = Many messages were sent to this address within an hour. Try again later.
# A session: a browser that is signed in.
account-issuers-title = Other ways to sign in
account-issuers-text = Beside your password. A second factor is still asked for.
account-issuer-connect = Connect
account-issuer-remove = Disconnect
account-issuer-removed = Disconnected. You sign in by your password.
account-sessions-title = Sessions
account-sessions-end-others = Sign out all others
account-sessions-others-ended = All other sessions are signed out.
# Beside the session in which the page is read.
account-session-this = This one
account-session-end = Sign out
account-session-ended = That session is signed out.
account-visits-title = Support looked at your account
account-visits-text = To help you, the operator's staff can see your pages as you see them. They can change nothing there.
# When staff saw the account: a day, and two times of day.
account-visit-time = { $day }, { $from } to { $until }

## The second factor: a code of an app, beside the password

second-title = Second factor
second-on = Your account has a second factor.
second-none = Your account has no second factor.
second-what = With one, whoever knows your password still needs something that you have: an app that makes codes, or a passkey.
second-change = Change it
second-set-up = Set it up
second-app-title = App that makes codes
second-app-what = An app on your phone shows a new code every 30 seconds.
# $day is a date.
second-since = Set up on { $day }.
second-another = Use another app
second-codes-title = Recovery codes
second-codes-left =
    { $count ->
        [one] { $count } is left.
       *[other] { $count } are left.
    }
second-codes-text = Each of them signs you in once without your app. Keep them apart from the device with the app.
second-codes-new = Make new codes
second-codes-once = These codes are shown this once. Older ones do not work any more.
second-codes-copy = Copy all
second-codes-saved = I have kept them
second-browsers-title = Remembered browsers
second-browsers =
    { $count ->
        [one] { $count } browser is not asked for a code.
       *[other] { $count } browsers are not asked for a code.
    }
second-browsers-forget = Ask in every browser again
second-forgotten = Every browser is asked for a code again.
second-off-title = Turn it off
second-off-text = After that, your password alone signs you in. Other sessions are signed out.
second-turned-off = The second factor is off. Other sessions are signed out.
second-is-off = There is no second factor.
second-staff-need = The staff of this panel need a second factor.
second-scan = Scan this with an app that makes codes, a password manager for instance.
second-qr = The key as a QR code
second-type = Or type this key into the app:
second-copy-secret = Copy the key
second-code = Code of the app
second-code-hint = The six digits that the app shows now.
second-turn-on = Turn it on
second-code-wrong = The app shows another code. Is the time of your device right?
second-offer-over = This key is more than an hour old. Begin again.
second-is-on = The second factor is on. Other sessions are signed out.
## One's own data

privacy-title = Your data
privacy-link = What is kept of you, all of it in a file, and the end of the account.
privacy-open = Look at it
privacy-kept-text = The panel keeps some things for a time, and some as long as the account is there.
privacy-kept = See what is kept, and how long
export-title = Your data in a file
export-text = A ZIP file with your profile, sign-ins, sessions, tokens, notices, tickets, orders, statement, deposits and affiliate earnings, as JSON and CSV. It is made in the background. A message tells you when it is ready. It is there for a day, for you alone.
export-ask = Make the file
export-asked = The file is being made. A message tells you when it is ready.
export-under = Your file is being made.
export-too-many = You have asked often enough today. Ask again tomorrow.
export-ready = Your file is ready ({ $size }).
export-until = It is there until
export-save = Save the file
export-failed = The file could not be made. Ask again.
closing-title = Close the account
closing-text = Your address, your name, your second factor, your notices, tickets, pictures and tokens are erased, and every session ends. Orders and movements of money stay in the books, under a number alone. This cannot be undone.
closing-open = This has to come to its end first:
closing-orders = { $count ->
        [one] One open order
       *[other] { $count } open orders
    }
closing-deposits = { $count ->
        [one] One deposit that is not decided
       *[other] { $count } deposits that are not decided
    }
closing-owed = A debt of { $amount }
closing-payout = A payout that has not ended
closing-gives-up-balance = You give up your balance: { $amount }. Nobody gives it back.
closing-gives-up-earnings = You give up what you have earned as an affiliate: { $amount }.
closing-confirm = Your email address
closing-confirm-hint = Type { $email } to confirm.
closing-confirm-wrong = This is not the address of your account.
closing-submit = Close my account for good
closing-is-open = Something is open still. The account was not closed.
closing-more = There is more to give up than this page said before. Look again.
closing-last-owner = You are the last owner of the panel. Make somebody else an owner first.
closing-done = Your account is closed.
kept-title = What is kept, and how long
kept-description = What { $panel } keeps of its customers, and how long.
kept-text = The times are those by which this panel works now.
kept-what = What
kept-span = How long
kept-days = { $count ->
        [one] At most one day
       *[other] At most { $count } days
    }
kept-until-closed = Until the account is closed
kept-ever = For good; after the account is closed, under a number alone
kept-account = Your address, your name, your time zone and language. Of your password a hash is kept, from which nobody can read it.
kept-sessions = From which network address and with which browser you are signed in, and when you were last here.
kept-ways = That you have a second factor, its secret sealed and its recovery codes as hashes, and the names and public keys of your passkeys; the accounts elsewhere by which you sign in; the Telegram chat that is linked; and what you have chosen to be told of.
kept-remembered = Browsers that are not asked for a code of the second factor, as hashes.
kept-places = With which kind of browser and from which network the account was used, to tell you of a new one.
kept-notices = What you were told of, in the panel and in Telegram.
kept-calls = What your API tokens were used for, and from where.
kept-mails = To whom a message was sent, and when. What it says is deleted as soon as it is sent.
kept-links = Links in messages, as hashes.
kept-guesses = How often a wrong password was typed for an address, of which a hash is kept.
kept-tickets = What is written in tickets, and pictures.
kept-books = Orders with their links, deposits, also the address to which coins were to be sent, promo codes that you have used, and movements of money.
kept-orders = An order that waits while you add funds for it.
kept-answers = What was sent to providers for an order, and what they answered. It names no customer.
kept-hooks = What payment services send about payments.
kept-clicks = Visits by an affiliate's link: when, by which link, and a hash of the network address.
kept-audit = Who did what, and when.
kept-audit-people = From which network address and with which browser it was done.
kept-files = Files with your own data that you asked for.
kept-closed = When an account is closed, what names its holder is erased or replaced at once. Backups of the operator may hold it for some time longer.
kept-cookies = Cookies: one signs you in, one remembers that you have signed in with this browser, one, if you want it, that this browser is not asked for a code, one leads through a sign-in for some minutes, and some remember the language and how pages look. None is of another site.
kept-yours = All of your data in a file, and closing the account

## Passkeys, beside the codes of an app

passkey-title = Passkeys
passkey-what = Your phone, your computer or a security key keeps a passkey for you. It works for this panel alone, so no other site can ask you for it.
passkey-add = Add a passkey
passkey-how = Give it a name. Then your browser asks where to keep it.
passkey-name = Name
passkey-name-hint = By which you know it again, for instance that of the device.
# The name of a passkey that was given none.
passkey-unnamed = Passkey
# $day is a date.
passkey-used = Last used on { $day }.
passkey-remove = Remove
passkey-added = The passkey is added. Other sessions are signed out.
passkey-removed = The passkey is removed. Other sessions are signed out.
passkey-taken = This passkey is in use already.
passkey-too-many = An account can have 20 passkeys. Remove one first.
passkey-gone = This passkey is gone already.
passkey-no-host = Browsers keep no passkeys for the address of this panel. They need a name and https.
passkey-refused = The panel could not check this passkey, or you took more than five minutes. Nothing was added. Try again.
passkey-use = Use a passkey
passkey-wrong = The panel could not check this passkey, or you took more than five minutes. Try again, or type a code.
passkey-cannot = This browser cannot use your passkeys. Type a code instead.
passkey-cannot-add = This browser cannot make passkeys. Use an app that makes codes.
passkey-failed = The browser gave no passkey. Try again, or type a code.
passkey-not-made = The browser made no passkey. Try again. A device keeps one passkey of your account.

## Browsers, in the list of sessions

# As in “Firefox on Windows”.
device-browser-on-system = { $browser } on { $system }
device-unknown = An unknown browser

## Tokens: the keys by which programs act for an account

token-list-title = Tokens
token-back-to-account = Account
token-back-to-list = Tokens
token-new = New token
token-none-title = No tokens yet
token-none-text = A program orders in your name with a token. Give each program its own, with no more rights than it needs: then you can end one without touching the others.
token-list-foot = Tokens that have ended are shown for 30 days. A token can never make, see or end tokens.
token-name = Name
token-status = Status
# Which rights the token has.
token-may-do = May do
# From which addresses the token may be used, or a call came.
token-from = From
token-last-used = Last used
token-expires = Expires
token-created = Created
token-actions = Actions
token-kind = Kind
token-kind-key = API key
token-kind-jwt = JWT
token-access-everything = Everything
token-access-read = Read only
# A scope is one right of a token.
token-access-scopes =
    { $count ->
        [one] { $count } scope
       *[other] { $count } scopes
    }
token-networks = Allowed addresses
token-networks-any = Anywhere
token-networks-many =
    { $count ->
        [one] { $count } network
       *[other] { $count } networks
    }
# Of a token that never expires.
token-expires-not = Never
# Of a token that was never used.
token-used-not = Never
token-status-active = Active
token-status-expires-soon = Expires soon
# Another token was made in its place, and it still works for a while.
token-status-ending = Rotated, ending
token-status-expired = Expired
# Another token was made in its place.
token-status-rotated = Rotated
token-status-revoked = Revoked
token-revoke = Revoke
token-revoke-question = Programs that use it stop working at once. This cannot be undone.
token-revoke-question-named = Programs that use “{ $name }” stop working at once. This cannot be undone.
token-revoke-yes = Revoke the token
token-revoked = The token is revoked.
# To make another token with the same settings in place of this one.
token-rotate = Rotate
token-rotate-text = This makes a new secret with the same settings, valid for the same time again. Put it in your program, then let the old one end.
token-rotate-ends = The old one ends
token-rotate-now = Now
token-rotate-in-hour = In an hour
token-rotate-in-day = In 24 hours
token-rotate-in-week = In 7 days
token-rotate-yes = Make a new secret
token-rotate-no-end = Choose when the old one ends.
token-rotate-ended = This token has ended, or was rotated before.
token-rotate-too-many = You have too many tokens. Revoke one first.
token-rotated-to = Another was made in its place: <a href="/account/tokens/{ $token }">the new token</a>.
token-elsewhere = It does not work from where you are: { $address } is not among its addresses.

## The request log of a token

token-log-title = Request log
# $count: how many calls are kept, 1,000.
token-log-text = The last { $count } calls, and why a call was refused. New calls appear within a second or two. Neither parameters nor answers are kept.
# What the two filters are about, for screen readers.
token-log-which = Calls
token-log-all = All calls
token-log-errors = Errors only
token-log-no-errors-title = No errors
token-log-no-errors-text = None of the last { $count } calls was refused.
token-log-show-all = Show all calls
token-log-none-title = Not used yet
token-log-none-text = Each call of your program is listed here: what it asked for, its result, how long it took and where it came from.
token-log-time = Time (UTC)
# What the program asked for.
token-log-action = Action
token-log-result = Result
# How long the call took.
token-log-took = Took
token-log-ok = OK
token-log-refused = Refused
token-log-took-least = < 1 ms
token-log-took-ms = { $number } ms
token-log-took-seconds = { $number } s

## The form for a new token

token-create = Create token
token-name-hint = Where it will be used, for example “shop server”.
token-name-bad = Give the token a name of 1 to 64 characters.
token-kind-choose-key = API key, for /api/v2
token-kind-choose-jwt = JWT, for the order API with bearer tokens
token-kind-none = Choose one of the two.
token-permissions = Permissions
token-permissions-ticked = Only what is ticked below
token-permissions-none = Tick what it may do, or choose everything.
token-permissions-unknown = Choose among what is offered.
token-scopes = Scopes
token-scope-orders-read = Seeing orders
token-scope-orders-write = Placing and changing orders
token-scope-services-read = Seeing services and rates
token-scope-balance-read = Seeing the balance
token-scope-affiliate-read = Seeing affiliate figures
token-expires-in-days =
    { $count ->
        [one] In { $count } day
       *[other] In { $count } days
    }
token-expires-in-other-days = In another number of days
token-expires-never = Never (API keys only)
token-expires-never-jwt = A JWT always ends: choose when.
token-expires-unknown = Choose one of the list.
token-expires-too-late =
    { $count ->
        [one] At most { $count } day ahead.
       *[other] At most { $count } days ahead.
    }
token-days = Days
# $count: the most days that can be typed, 366.
token-days-bad = A whole number of days, 1 to { $count }.
token-networks-hint = Addresses or networks, for example 192.0.2.7, 198.51.100.0/24. Empty: from anywhere.
# $typed: a word that somebody typed.
token-networks-unreadable = “{ $typed }” is neither an address nor a network like 192.0.2.0/24.
token-networks-too-many =
    { $count ->
        [one] At most { $count } network.
       *[other] At most { $count } networks.
    }
# A button that adds the reader's own address to the allowed ones.
token-networks-add-mine = Add mine, { $address }
token-warned-title = It will not work from where you are
token-warned-text = Your own address, { $address }, is not among the allowed ones. If the token is for another machine, create it all the same.
token-create-anyway = Create it all the same
token-cancel = Cancel
token-too-many = You cannot have more tokens than now. Revoke one first.

## The page that shows a new token's secret

token-created-title = Token created
token-created-key = API key “{ $name }” created
token-created-jwt = JWT “{ $name }” created
token-secret-once = This is the only time it is shown. Copy it now and keep it like a password.
token-secret-copy = Copy it
# Before an example of a command.
token-secret-try = To try it:
token-secret-saved = I saved it
token-old-stopped = The old token has stopped working.
# $moment: a day with a time.
token-old-works = The old token works until { $moment }.

## The statement: every movement of a customer's balance

statement-title = Statement
# The name of a kind of file, on a button that downloads it.
statement-csv = CSV
# The first and the last day of the range.
statement-from = From
statement-to = To
statement-show = Show
# What the filters below are about, for screen readers.
statement-kind = Kind
statement-kind-all = All
statement-kind-charges = Charges
statement-kind-refunds = Refunds
statement-kind-credits = Credits
# Stands before the filters that are in force.
statement-showing = Showing
statement-clear = Clear all
# The filters that are in force. Days are written like 2026-11-30.
statement-only-order = Order { $order }
statement-only-from = From { $day }
statement-only-until = Until { $day }
statement-only-range = { $from } to { $to }
statement-day-unreadable = A day is written like 2026-11-30.
statement-days-turned = The first day is after the last one.
statement-totals = Totals
statement-balance-now = Balance now
statement-opening = Opening balance
# What came in and what went out in the range, and the difference.
statement-total-in = In
statement-total-out = Out
statement-net = Net
statement-closing = Closing balance
statement-untold = There are more than { $count } movements. Choose a shorter range to see what came in and went out.
statement-none-found-title = No movement matches
statement-none-found-text = Nothing of this kind has moved the balance in this time.
statement-clear-filters = Clear filters
statement-none-title = No movements yet
statement-none-text = Credits, charges and refunds are listed here with the balance after each. The operator adds credit to your account.
statement-see-services = See the services
# Heads of columns, with the time zone or the currency.
statement-time = Time, { $zone }
statement-what = What
statement-in = In, { $currency }
statement-out = Out, { $currency }
statement-after = Balance after, { $currency }
# What a movement is called.
statement-charge = Charge
statement-charge-for = Charge for <a href="{ $orders }/{ $order }">order { $order }</a>
statement-refund = Refund
statement-refund-for = Refund for <a href="{ $orders }/{ $order }">order { $order }</a>
statement-credit = Credit
statement-payout = Affiliate payout
statement-takeback = Payment taken back
statement-restore = Payment given back
statement-repay = Debt repaid
statement-bonus = Bonus
statement-unbonus = Bonus taken back
statement-rebonus = Bonus given back
statement-given-up = Given up when the account was closed
statement-funds-added = Funds added
statement-correction = Correction

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.

palette-orders = Orders
palette-pages = Pages
palette-services = Services
palette-order = Order { $order }
palette-service-id = ID { $service }
palette-nothing = Nothing matches. Try fewer words.
palette-new-order-words = place buy
palette-mass-order = Mass order
palette-mass-order-words = many lines bulk
palette-orders-words = list history
palette-drip-feeds = Drip-feeds
palette-drip-feeds-words = orders runs
palette-subscriptions = Subscriptions
palette-subscriptions-words = orders posts
palette-refills = Refills
palette-refills-words = orders
palette-services-words = price list rates favourites
palette-updates-words = services prices new changed
palette-statement-words = balance money transfers
palette-deposits-words = deposit pay payment receipt
palette-affiliate-words = links commission payouts referrals
palette-api-words = examples documentation developers
palette-tokens = API keys and tokens
palette-tokens-words = key jwt
palette-account-words = profile password sessions time zone theme language
palette-terms-words = terms rules

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = Affiliate
# The first of the tabs over the pages of an affiliate.
affiliate-overview = Overview
# The other tabs, which are also the titles of their pages.
affiliate-links-title = Links
affiliate-referrals-title = Referrals
affiliate-payouts-title = Payouts

affiliate-make-link = Make a link
affiliate-commission = Commission
# Sums of commission, each with an amount below.
affiliate-pending = Pending
affiliate-pending-note = The order goes on, or its hold is not over
affiliate-approved = Approved
affiliate-approved-negative = Refunds took back more than was approved
affiliate-ask-payout = Ask for a payout
affiliate-paying = Being paid out
affiliate-paying-note = The operator pays it
affiliate-paid = Paid
# Where the commission was paid: to the balance on the panel, and outside of the panel.
affiliate-paid-note = To your balance and outside

# The heading over the figures of these days.
affiliate-last-days = { $count ->
    [one] The last { $count } day
   *[other] The last { $count } days
 }
# What one can choose for that heading: 7, 30 or 90 days.
affiliate-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
affiliate-period = Period
# Figures over the days, and columns of a table.
affiliate-clicks = Clicks
affiliate-sign-ups = Sign-ups
affiliate-orders = Orders
# What the referred customers paid for their orders.
affiliate-sales = Sales
# What the affiliate earned.
affiliate-earned = Earned
# Heads of columns. $currency: a code such as USD.
affiliate-sales-in = Sales, { $currency }
affiliate-earned-in = Earned, { $currency }
affiliate-commission-in = Commission, { $currency }
affiliate-amount-in = Amount, { $currency }

affiliate-as-table = As a table
# The name of the table of the days.
affiliate-by-day = By day
affiliate-day-utc = Day (UTC)
# Beside a row of bars: the highest of them. $amount: a number of clicks, or money.
affiliate-chart-most = Most in a day: { $amount }
# In its place when all days are empty: no clicks, or nothing earned.
affiliate-chart-none = None
# The rows of bars in words, for people who cannot see them. $amount: how many clicks.
affiliate-chart-clicks = Clicks by day. The most are { $amount }, on { $day }.
affiliate-chart-no-clicks = Clicks by day: none.
# $amount: money.
affiliate-chart-earned = Earned by day. The most are { $amount }, on { $day }.
affiliate-chart-not-earned = Earned by day: none.
# One bar. $amount: a number of clicks, or money.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = Next approvals
affiliate-next-none = No commission has a date yet. It gets one when its order ends.
affiliate-referrals-count = { $count ->
    [one] { $count } referral
   *[other] { $count } referrals
 }
affiliate-all-pending = All pending referrals
# The heading over the affiliate's links. 0 is possible.
affiliate-your-links = { $count ->
    [0] Your link
    [one] Your link
   *[other] Your links
 }
# A button beside a link.
affiliate-copy = Copy
affiliate-no-link-counts = None of your links counts visits at present.
affiliate-sub-ids-and-codes = Sub ids and QR codes
# For somebody who is an affiliate already. $count: how many other offers there are.
affiliate-other-offers = { $count ->
    [one] Another offer to join
   *[other] Other offers to join
 }
affiliate-what-it-is = Share a link to this panel with people who need it. When somebody signs up by your link, you earn commission on their orders, and it is paid to your balance or outside of the panel.
affiliate-no-offer-title = No offer at present
affiliate-no-offer-text = The operator has no affiliate offer that can be joined now. Offers are shown here when there are some.
affiliate-none-title = You are no affiliate yet
affiliate-none-text = Affiliates share a link, and earn commission on the orders of the customers who sign up by it.
affiliate-see-offers = See the offers

## An offer to affiliates, and the form to join it

affiliate-choose-offer = Choose an offer
# Before what is paid: a percentage or an amount.
affiliate-paid-for = Paid for
affiliate-offer-percent = { $percent } % of each order
affiliate-offer-flat = { $amount } for each order
# For how long commission is paid, after the word "Paid for".
affiliate-offer-always = As long as the customer orders
# For one month say "the first month": [1] is exactly one.
affiliate-offer-months = { $count ->
    [1] The first month after the sign-up
   *[other] The first { $count } months after the sign-up
 }
# Before "within 30 days of the click".
affiliate-sign-up-counts = A sign-up counts
affiliate-offer-click = { $count ->
    [one] Within { $count } day of the click
   *[other] Within { $count } days of the click
 }
# The time between the end of an order and the approval of its commission.
affiliate-hold = Hold
affiliate-offer-no-hold = None: approved when the order ends
affiliate-offer-hold = { $count ->
    [one] { $count } day after the order ends
   *[other] { $count } days after the order ends
 }
affiliate-minimum-payout = Minimum payout
# $balance and $outside: the least amounts that are paid to the balance, and outside of the panel.
affiliate-offer-payout = { $balance } to your balance, { $outside } outside
# Of somebody who applies to become an affiliate. One of the next two follows.
affiliate-approval = Approval
affiliate-offer-at-once = At once
affiliate-offer-looks = The operator looks at each application
affiliate-terms = Terms of this offer
# The code is the part of the link that names the affiliate.
affiliate-code = Code of your link
affiliate-code-hint = 3 to 32 letters, digits, - or _. Leave it empty to get a random one. It cannot be changed later.
affiliate-code-bad = A code has 3 to 32 letters, digits, - or _.
affiliate-code-taken = This code is taken. Choose another one.
affiliate-note = Note to the operator
affiliate-note-hint = For example where you will share the link.
affiliate-note-too-long = At most 2000 characters, please.
# The button of the form.
affiliate-join = Join
affiliate-joined = You are an affiliate now. This is your link.
affiliate-applied = Your application is sent. The operator answers on this page.
affiliate-applied-already = You have applied for this offer already.
affiliate-offer-closed = This offer takes no applications now.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = Waiting
affiliate-member-pending-text = You have applied. The operator answers here. After the approval, you get your link.
affiliate-member-paused = Paused
affiliate-member-paused-text = The offer is paused: your link counts no new visits. Customers who came before go on earning commission for you.
affiliate-member-approved = Approved
affiliate-member-denied = Denied
affiliate-member-denied-text = Your application was denied.
affiliate-member-suspended = Suspended
affiliate-member-suspended-text = Your membership is suspended: new orders earn no commission, and nothing is paid out.
# $reason: what the operator typed.
affiliate-operator-writes = The operator writes: { $reason }

## Links

affiliate-copy-link = Copy the link
affiliate-qr-label = QR code of this link
affiliate-qr-too-long = The link is too long for a QR code. Shorten the sub ids.
affiliate-sub-ids = Sub ids
# "newsletter" and "video-12" are examples of what may be typed.
affiliate-sub-ids-text = Sub ids tell the places apart where you share your link, for example newsletter or video-12. Each referral shows the sub ids of its link.
# A field to type in. $number: 1, 2 or 3.
affiliate-sub-id = Sub id { $number }
affiliate-make-the-link = Make the link
affiliate-without-sub-ids = Without sub ids

## Referrals

# A button that saves the list as a CSV file.
affiliate-referrals-csv = CSV
affiliate-state = State
affiliate-offer = Offer
affiliate-all-offers = All offers
# Labels of two fields for dates, and the button beside them.
affiliate-from = From
affiliate-to = To
affiliate-show = Show
# Before the filters in force.
affiliate-showing = Showing
affiliate-clear-all = Clear all
# Filters in force.
affiliate-filter-from = From { $day }
affiliate-filter-to = To { $day }
# Filters by state, to choose from. Each covers many referrals.
affiliate-filter-all = All
affiliate-filter-pending = Pending
affiliate-filter-approved = Approved
affiliate-filter-paid = Paid
affiliate-filter-denied = Denied
affiliate-referrals-none-match-title = No referral matches
affiliate-referrals-none-match-text = Try another state or other dates.
affiliate-clear-filters = Clear filters
affiliate-referrals-none-title = No referrals yet
affiliate-referrals-none-text = Each order of a customer who signed up by your link is a referral. It is listed here with its commission.
affiliate-get-link = Get your link
# Columns: the number of the order, and when it was placed.
affiliate-referral-order = Order
affiliate-referral-placed = Placed
affiliate-approved-on = Approved on
affiliate-offer-and-sub-ids = Offer and sub ids
# Beside an order's number: this row takes back commission that was paid too much.
affiliate-correction = Correction
# The state of one referral.
affiliate-referral-pending = Pending
affiliate-referral-approved = Approved
affiliate-referral-paying = Being paid out
affiliate-referral-paid = Paid
affiliate-referral-denied = Denied
# In the column "Approved on", when there is no date.
affiliate-why-refunded = The order was refunded.
affiliate-why-held = The operator checks it first.
affiliate-why-not-ended = After the order ends.
affiliate-why-due = The operator approves it.

## Payouts

affiliate-payout-suspended = Your membership is suspended. Nothing is paid out.
affiliate-payout-negative = Orders were refunded after their commission was paid. Your next commissions make up for it first; then you can ask for a payout again.
# The heading over the form that moves commission to the balance on the panel.
affiliate-to-balance = To my balance
affiliate-to-balance-text = All that is approved is on your balance at once, and you can order with it. The least is { $amount }.
affiliate-move-amount = Move { $amount } to my balance
# The same button when there is nothing to move.
affiliate-move = Move to my balance
# The heading over the form that asks to be paid outside of the panel.
affiliate-outside-title = Pay me outside
affiliate-outside-text = The operator pays all that is approved, by hand. The least is { $amount }.
affiliate-details = Where the money should go
affiliate-details-hint = For example a bank account with its holder, or a wallet address.
affiliate-open-requested = The operator has not begun to pay it. You can ask for another payout when this one has ended.
affiliate-open-processing = The operator is paying it. You can ask for another payout when this one has ended.
affiliate-cancel-payout = Cancel this payout
affiliate-payouts-none-here-title = No payout here
affiliate-payouts-none-here-text = There are no payouts before or after this one.
affiliate-newest-payouts = Newest payouts
affiliate-payouts-none-title = No payouts yet
affiliate-payouts-none-text = Each payout is listed here, with what became of it.
# Columns: when it was asked for, and where it goes.
affiliate-asked-for = Asked for
affiliate-payout-to = To
# A column: how many referrals are paid with it.
affiliate-payout-referrals = Referrals
affiliate-payout-details = Details
# In the column "To".
affiliate-way-balance = To my balance
affiliate-way-outside = Outside
# $reference: what the operator typed, such as the number of a transfer.
affiliate-payout-reference = Reference: { $reference }
# The state of one payout.
affiliate-payout-requested = Requested
affiliate-payout-processing = Processing
affiliate-payout-completed = Completed
affiliate-payout-failed = Failed
affiliate-payout-canceled = Canceled
affiliate-payout-canceled-why = Canceled by the affiliate.
affiliate-paid-to-balance = { $amount } is on your balance.
affiliate-asked-outside = You have asked for { $amount }. The operator pays it.
affiliate-payout-is-canceled = The payout is canceled. Its commissions are approved again.
# Why nothing is paid out.
affiliate-ask-pending = This membership is pending; nothing is paid out now.
affiliate-ask-denied = This membership is denied; nothing is paid out now.
affiliate-ask-suspended = This membership is suspended; nothing is paid out now.
affiliate-ask-too-little = { $approved } is approved. The least that is paid out is { $minimum }.
affiliate-ask-details = Say in 1 to 1000 characters where the money should go.
affiliate-ask-one-is-open = A payout is open already.
affiliate-ask-already = This payout was asked for already.
affiliate-cancel-too-late = This payout cannot be canceled any more.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

# A note for some seconds, after a click on a button that copies.
script-copied = Copied
script-not-copied = Could not copy: select the text and copy it by hand
# $count: how many ids of orders.
script-ids-copied = Copied { $count } ids
script-ids-not-copied = Could not copy
# $state: the new state of the order on the page, such as "Completed".
script-now = Now: { $state }
script-lost = Could not reach the panel; still trying
# Below a list that is drawn anew at each key.
script-list-failed = The list could not be read. Type on to try again.
# In the empty field of the list of services. $count: how many there are.
script-search-services = Search { $count } services by name, number or category
# The name of the list of services.
script-services = Services
# A button that closes that list.
script-close-list = Close the list
# In the empty field of the list that Ctrl K opens: what can be typed there.
script-palette = A page, an order’s number, a service
# On the API page, where a call can be tried. $status: a number such as 200. $ms: milliseconds.
script-waiting = Waiting for the answer
script-status = Status { $status }, { $ms } ms
script-more = … and { $count } characters more
script-no-answer = No answer came: the panel could not be reached
# A key of the API.
script-key-first = Paste a key at the top of the page first

## Add funds: how to pay, and what was told of

deposits-how = How to pay
deposits-pay = 1. Pay: { $method }
deposits-tell = 2. Tell us
deposits-tell-why = Your balance grows when we have seen the payment.
deposits-amount = Amount you paid, { $currency }
deposits-reference = Reference of your payment
deposits-reference-hint = Its number at your bank or wallet: we find it by this.
deposits-note = Note
deposits-note-hint = Such as the name of the account holder.
deposits-picture = Picture of the payment
deposits-picture-hint = A screenshot or a photo, at most 2 MB. We keep only what is seen on it.
deposits-paid = I have paid
deposits-no-method-title = No payment method yet
deposits-no-method = The operator has not set up a way to pay here. Ask them how you can add funds.
deposits-none-title = No deposit here
deposits-none = There are no deposits before or after this one.
deposits-newest = Newest deposits
deposits-yours = Your deposits
deposits-deposit = Deposit
# The head of a column of amounts.
deposits-amount-in = Amount, { $currency }
# How much may be paid at a time.
deposits-any-amount = Any amount
deposits-up-to = Up to { $max }
deposits-from = From { $min }
deposits-between = { $min } to { $max }
deposits-amount-wrong = A number such as 25 or { $example }.
deposits-reference-wrong = The number or name of your payment.
deposits-thanks = Thank you. Your balance grows when we have seen the payment.
deposits-again = You have told us about this payment already.
deposits-method-gone = This method is not offered any more. Choose another one.
deposits-at-least = At least { $min }.
deposits-at-most = At most { $max }.
deposits-note-long = At most 500 characters.
deposits-too-many-open = Five of your payments wait already. Tell us about more when they are looked at.
deposits-too-many = You told us about 20 payments in a day. Try again tomorrow.
deposits-too-many-pictures = You have sent many pictures today. Tell us without one, or try again tomorrow.
deposits-choose = Choose how you paid.
deposit-receipt = Receipt { $id }
deposit-number = Deposit { $id }
deposit-state = State
deposit-state-waiting = Waiting
deposit-state-checked = Being checked
deposit-state-credited = Credited
deposit-state-declined = Declined
# Above the amount that is on the balance now.
deposit-credited = Credited
# Above the amount that the customer says they paid.
deposit-claimed = You told us
deposit-method = Method
deposit-reference = Reference
# Above the time at which the customer told of the payment.
deposit-told = Told
# Above the time at which staff booked the payment.
deposit-booked = Booked
deposit-credited-on = Credited on
deposit-answered = Answered
deposit-account = Account
deposit-picture = Your picture
deposit-picture-what = What you sent about this payment
deposit-note = Your note
deposit-tell-again = Tell us again
deposit-print = Print this page, or save it as a PDF, for your books.
deposit-we-look = We look whether the money is there. Your balance grows by itself then.

## Deposits through a payment gateway

deposits-pay-by = Pay by { $method }
deposits-amount-wanted = Amount to add, { $currency }
deposits-fee-percent = A fee is added: { $percent } % of what you pay.
deposits-fee-fixed = A fee of { $fixed } is added.
deposits-fee-both = A fee is added: { $percent } % of what you pay, and { $fixed }.
deposits-pays-in = You pay in { $currency }. The next page shows how much.
deposits-go-on = Go on
deposits-go-on-what = The next page shows what you pay with the fee, and leads to the payment.
deposits-order-kept = Your order is kept. The page of the deposit leads back to it.
deposits-too-many-unpaid = Five of your deposits are not paid yet. Pay one of them, or wait until they expire.
deposits-too-many-begun = You began 20 deposits in a day. Try again tomorrow.
deposits-presets = Amounts to choose from
deposits-preset-pay = you pay { $amount }
deposits-preset-bonus = + { $bonus } bonus
deposits-bonus-percent = { $percent } % bonus
deposits-bonus-cap = At most { $cap }
deposits-bonus-first = First deposit only
deposits-bonus-when = The bonus is added if all of it is paid in time. What is refunded takes its share of the bonus with it.
deposits-held = What you pay this way is added to your balance { $hours } h after it has arrived.
deposits-young = New accounts add at most { $max } at a time.
deposits-too-many-here = Many deposits were begun from your network today. Try again tomorrow.
deposits-code = Promo code
deposits-code-hint = For a bonus with this deposit.
deposits-code-yours = Your code
deposits-code-use = Use it
deposits-code-credited = { $amount } was added to your balance.
deposits-code-percent = This code brings { $percent } % more with a deposit. Choose how much, and go on.
deposits-code-wrong = There is no such code, or it is over.
deposits-code-used = You have used this code already.
deposits-code-used-up = This code is used up.
deposits-code-not-first = This code is for a first deposit only.
deposits-code-at-once = This code needs no deposit: use it below.
deposits-code-not-here = Deposits by this method take no codes.
deposits-code-slow = You have tried many codes. Wait a few minutes.
deposit-is-test = This is a test method: no real money is paid.
deposit-state-preparing = Being prepared
deposit-state-to-pay = To be paid
deposit-state-partial = Partly paid
deposit-state-expired = Expired
deposit-state-failed = Not paid
deposit-state-refunded = Refunded
deposit-state-disputed = Disputed
deposit-state-charged-back = Charged back
deposit-wanted = To add
deposit-pay-amount = You pay
deposit-paid-amount = You paid
deposit-of-that-fee = { $fee } of it is the fee.
deposit-taken = Taken back
deposit-begun = Begun
deposit-pay = Pay { $amount }
deposit-pay-until = Pay until
deposit-send-title = Send coins
deposit-send-amount = Send exactly
deposit-send-address = To this address
deposit-send-memo = With this memo
deposit-send-network = By this network
deposit-send-qr = The address as a QR code
deposit-send-qr-text = The code holds the address alone: enter the amount in your wallet.
deposit-send-copy-amount = Copy the amount
deposit-send-copy-address = Copy the address
deposit-send-copy-memo = Copy the memo
deposit-send-memo-why = Without the memo your money is not found.
deposit-send-network-why = Send only { $currency }, and only by the network { $network }. What is sent in another way is lost.
deposit-send-over = The time to send is over: do not send anything to the address any more. What you have sent already will be found.
deposit-preparing = The payment is being prepared. This takes a few seconds.
deposit-moves-by-itself = This page moves by itself when the payment has arrived.
deposit-look-again = Look again
deposit-is-checked = Your payment has arrived, and we look at it. Your balance grows when that is done.
deposit-state-held = On hold
deposit-held-until = On your balance from
deposit-is-held = Your payment has arrived. It is added to your balance at the time above.
deposit-bonus = Bonus
deposit-came-to-nothing = Nothing was credited for this deposit.
deposit-pay-again = Pay again
deposit-order = Your order
deposit-order-waits = Your order waits here. Nothing is placed by itself.
deposit-order-now = The money is here. Look over your order, then place it.

## Pictures that are sent

picture-again = Choose the picture again: it was not kept.
picture-empty = The file is empty. Choose another one.
picture-too-large = The picture has more than 2 MB. Choose a smaller one, such as a screenshot of it.
picture-type = This is no PNG, JPEG or WebP picture. Choose another file.
picture-too-many-pixels = The picture has too many pixels: at most 10,000 on a side and 25 million in all. Choose a smaller one.
picture-moving = Moving pictures are not taken. Choose one that stands still.
picture-damaged = The picture is damaged or cut off. Choose another one.
failure-file-too-large-title = The file is too large
failure-file-too-large = A picture may have 2 MB. Nothing was sent: go back, and choose a smaller picture or none.

## Support: tickets

nav-support = Support
nav-unread = unread
your-menu-unread = Your menu; there are unread answers
keys-support = Go to support
order-ask = Ask about this order
palette-tickets-words = tickets questions answers help contact
palette-new-ticket-words = support ask question problem help
tickets-first-title = Nothing asked yet
tickets-first = If something is wrong with an order or a payment, or if you have a question, open a ticket. Name the orders that it is about, and we see them beside your question. The answer appears here, and a number beside “Support” tells you of it.
tickets-first-action = Ask a question
tickets-chips = Tickets
tickets-all = All
tickets-open = Open
tickets-closed = Closed
tickets-none-title = No ticket here
tickets-none = No ticket of yours is in this list.
tickets-none-action = All tickets
tickets-yours = Your tickets
tickets-head-ticket = Ticket
tickets-head-question = Question
tickets-head-last = Last message
tickets-new-answer = New answer
ticket-new-title = New ticket
ticket-number = Ticket { $id }
ticket-subject = Subject
ticket-orders = Orders
ticket-orders-hint = The numbers of the orders that it is about, such as 17, 18.
ticket-orders-wrong = Numbers of orders, such as 17, 18.
ticket-question = Your question
ticket-question-hint = What did you expect, and what happened? At most 10,000 characters.
ticket-send = Send
ticket-back = Back
ticket-before = Before you ask
ticket-before-order = The page of an order says how far it is, and whether you can cancel it or ask for a refill there at once.
ticket-your-orders = Your orders
ticket-no-secrets = Never write a password or an API key here. We do not need them.
ticket-picture = Picture
ticket-picture-hint = A screenshot, for example; at most 2 MB. We keep only what is seen on it.
ticket-picture-what = A picture with this message
ticket-too-many-pictures = You have sent many pictures today. Write without one, or try again tomorrow.
ticket-close = Close the ticket
ticket-earlier = Earlier messages
ticket-messages = Messages
# Above a message: the reader wrote it.
ticket-you = You
ticket-newest = Newest messages
ticket-is-closed = This ticket is closed. If you write again, it opens again.
ticket-message = Your message
ticket-about = About this ticket
ticket-state = State
ticket-state-waiting = Waiting for us
ticket-state-answered = Answered
ticket-state-closed = Closed
# Above the day on which the ticket was opened.
ticket-opened = Opened
ticket-order = Order { $id }
ticket-opened-done = We have your question. The answer appears here.
ticket-sent = Your message is sent.
ticket-closed-done = The ticket is closed. If you write again, it opens again.
ticket-closed-already = The ticket was closed already.
ticket-choose-subject = Choose a subject.
ticket-no-order = You have no order { $order }.
ticket-no-orders = These are not your orders: { $orders }.
ticket-too-many-orders = At most 20 orders in a ticket.
ticket-too-many-open = Five of your tickets are open. Write in one of them, or close one first.
ticket-too-many = You opened 10 tickets in a day. Try again tomorrow.
ticket-too-many-messages = You wrote 60 messages in a day. Try again tomorrow.
ticket-text-empty = Write your message.
ticket-text-long = At most { $max } characters. This text has { $chars }.

## Deposits that staff booked or declined

# Stands for the method of a payment.
deposit-by-staff = Booked by staff
# Why a deposit was declined.
deposit-not-confirmed = It could not be confirmed.

## Announcements, and pages to look something up in

announcements-title = Announcements
announcements-none-title = Nothing announced yet
announcements-none = What is new or changes here is announced on this page.
# A link, after two banners that are shown.
announcements-more =
    { $count ->
        [one] { $count } more announcement
       *[other] { $count } more announcements
    }
announcements-read = Read it
# The name of a small button beside a banner, for screen readers.
announcements-dismiss = Do not show “{ $title }” any more
# A badge beside an announcement.
announcements-important = Important
# Pages with answers, how-tos and the like.
help-title = Help
help-none-title = No pages yet
help-none = Answers to common questions will be found here.
help-changed = Last changed on { $day }.
palette-announcements-words = announcements news messages
palette-help-words = help pages questions faq how to

## Notices: what customers are told of

# What the customer is told of, behind the bell.
notices-title = Notices
# The name of the bell, for screen readers.
notices-bell = Notices: { $count } unread
# A badge beside a notice that was not read.
notices-new = New
# A button: opens what the notice is about.
notices-open = Open
notices-open-named = Open: { $title }
notices-read-all = Mark all as read
palette-notices-words = notices notifications bell alerts telegram
notices-all-read = All are marked as read.
notices-none-title = Nothing to tell yet
notices-none = What happens to your account, orders and payments is told here.
# The page, and the button that leads to it.
notices-choose = What you are told of
account-notices-text = Choose what you are told of in the panel, by mail and by Telegram.
# Ways in which a notice comes.
notices-way-panel = In the panel
notices-way-mail = By mail
notices-way-telegram = Telegram
# What notices are about.
notices-topic-sign-in = Sign-ins from a new device or network
notices-topic-credentials = Changes of the password, the second factor or tokens
notices-topic-token-end = Tokens that end soon
notices-topic-balance = A low balance
notices-topic-deposits = Money that is added or taken back
notices-topic-orders = Orders that do not end as ordered
notices-topic-requests = Answers to refills and cancels
notices-topic-tickets = Answers to your tickets
notices-topic-prices = New prices of services that you order
notices-hint-security = The panel and the mail always tell of it, because it keeps your account safe.
notices-hint-gathered = What comes within a few minutes is one message.
notices-hint-prices = Once a day at most, for services that you ordered in the last 90 days.
# Of a field for an amount.
notices-threshold = Tell me when my balance falls below ({ $currency })
notices-threshold-hint = Once for each fall. Blank: never.
notices-save = Save
notices-saved = It is saved.
# $bot is the name of a Telegram bot.
notices-telegram-text = Read your notices in Telegram, too: link your chat with @{ $bot }.
notices-telegram-link = Link Telegram
notices-telegram-code = Open @{ $bot } and send it this line. It works once, for 15 minutes.
notices-telegram-copy = Copy it
notices-telegram-open = Open Telegram
notices-telegram-is-linked = Your Telegram chat is linked.
notices-telegram-linked-as = Your Telegram chat is linked: { $name }.
notices-telegram-unlink = End the link
notices-telegram-unlinked = Your Telegram chat is not linked any more.
notices-telegram-none = There is no Telegram bot here.
# The page behind the link in a mail.
notices-stop-title = Less mail
# $topic is what such mails are about, such as “Answers to your tickets”.
notices-stop-text = Do you want no more mail about this? { $topic }.
notices-stop-button = Send no more of it
notices-stop-done = No more mail comes about this: { $topic }. In the panel you still read it.
notices-stop-over = This link does not work. Sign in to choose what you are told of.
# Notices: in the panel, as subjects of mails, and in Telegram.
notice-sign-in-title = A sign-in from a new device or network
# $device is a browser on a system, $address an address of the network, $when a day and a time.
notice-sign-in-text = { $device }, from { $address }, { $when }. If this was not you, change your password at once and end the other sessions.
notice-password-title = Your password was changed
notice-password-text = It was changed on { $when }. If this was not you, choose a new password at once.
notice-factor-changed-title = Your second factor was changed
notice-factor-reset-title = Your second factor was taken away
notice-factor-recovery-title = A recovery code was used
notice-issuer-on-title = Your account was connected with another way to sign in
notice-issuer-off-title = A way to sign in was disconnected from your account
notice-reset-link-title = Staff made a link to choose a new password for your account
notice-factor-text = It happened on { $when }. If this was not you, choose a new password at once and write to support.
# $name is what the customer calls the token.
notice-token-made-title = A token was made: { $name }
notice-token-replaced-title = A token was replaced: { $name }
notice-token-revoked-title = A token was revoked: { $name }
notice-token-text = It happened on { $when }. If this was not you, revoke your tokens and change your password.
notice-chat-title = A Telegram chat was linked to your account
notice-chat-text = It happened on { $when }. The chat gets your notices from now on. If this was not you, end the link on the page of your notices and choose a new password. A new password alone does not end the link.
notice-expiring-title = A token ends soon: { $name }
notice-expiring-text = It ends on { $when }. Replace it before, so that your programs go on.
notice-low-title = Your balance is low
notice-low-text = It is { $balance }. You wanted to know when it is below { $threshold }.
notice-deposit-title = { $amount } was added to your balance
notice-deposit-text = You can order with it now.
notice-taken-title = { $amount } of a payment was taken back
notice-taken-text = The payment was refunded or disputed. What your balance lacked for it, you owe. Whatever comes to your balance next pays it first.
notice-restored-title = { $amount } was given back to you
notice-restored-text = A payment that had been disputed counts again.
notice-part-deposit = Of this, deposit: { $amount }
notice-part-bonus = Of this, bonus: { $amount }
notice-repaid-title = { $amount } went to what you owe
notice-repaid-text = It had come to your balance: from an order that was refunded, or by a payment. What you owe is paid first. The statement shows each amount.
notice-ticket-title = Support has answered you
notice-ticket-text = There is a new answer in your ticket { $ticket }.
notice-orders-title =
    { $count ->
        [one] An order did not end as ordered
       *[other] { $count } orders did not end as ordered
    }
# Of refills and cancels.
notice-requests-title =
    { $count ->
        [one] A request of yours was answered
       *[other] { $count } requests of yours were answered
    }
notice-prices-title =
    { $count ->
        [one] A service that you order has a new price
       *[other] { $count } services that you order have new prices
    }
# $order is the number of an order.
notice-item-canceled = Order { $order } was canceled, and what it cost was given back.
notice-item-partial = Order { $order } was delivered in part, and the rest was given back.
notice-item-paused = Subscription { $order } is paused. Its page says why.
notice-item-gave-up = Order { $order } did not reach its position in time.
notice-item-refill-rejected = The refill of order { $order } was refused.
notice-item-refill-completed = The refill of order { $order } is done.
notice-item-cancel-refused = Order { $order } could not be canceled; it goes on.
notice-item-cancel-done = Order { $order } was canceled, as you asked.
notice-item-other = Order { $order } has changed.
# $service is the name of a service.
notice-item-up = { $service } costs more than before.
notice-item-down = { $service } costs less than before.
# After the first ones of a list.
notice-more = { $count } more
# What the bot answers in Telegram.
telegram-linked = This chat is linked. You read your notices here from now on. Send /stop to end that.
telegram-code-over = This code does not work any more. Make a new one on your account’s page.
telegram-unlinked = This chat is not linked any more.

## Messages by mail. $panel is the panel's name

mail-automatic = { $panel } has sent this message automatically. Nobody reads answers to it.
# Before the address of a link.
mail-button-fails = If the button does not work, open this address:
mail-sign-up-subject = Your account at { $panel }
mail-sign-up-text = Somebody, probably you, wants to open an account at { $panel } with this address. Open the link to choose a password. It works for 24 hours, once.
mail-sign-up-button = Create my account
mail-sign-up-end = If it was not you, ignore this message: no account is made.
mail-has-account-subject = You have an account at { $panel }
mail-has-account-text = Somebody, probably you, wanted to use this address for an account at { $panel }. It has an account already: sign in, or choose a new password if you have forgotten it.
mail-has-account-button = Sign in
mail-has-account-end = If it was not you, you need not do anything.
mail-verify-subject = Confirm your email address for { $panel }
mail-verify-text = Confirm that this is the address of your account at { $panel }. The link works for 24 hours, once.
mail-verify-button = Confirm address
mail-verify-end = If you have no account there, ignore this message.
mail-reset-subject = A new password for { $panel }
mail-reset-text = Somebody, probably you, wants to choose a new password for your account at { $panel }. The link works for 30 minutes, once. A newer link replaces it.
mail-reset-button = Choose a new password
mail-reset-end = If it was not you, ignore this message: your password stays as it is.
mail-reset-staff-subject = Staff of { $panel } help you to a new password
mail-reset-staff-text = The staff of { $panel } made a link just now by which you choose a new password for your account. It works for 30 minutes, once. A newer link replaces it.
mail-reset-staff-end = If you have not asked them for it, write to support at once.
mail-password-subject = Your password for { $panel } was changed
mail-password-text = The password of your account at { $panel } was changed just now. The other sessions were signed out.
mail-password-button = It was not me: choose a new password
mail-password-end = If it was you, you need not do anything. Otherwise choose a new password at once, and revoke your API tokens.
mail-issuer-subject = Another way to sign in to { $panel }
mail-issuer-text = Your account at { $panel } was connected just now with an account elsewhere. Whoever is signed in there can sign in to { $panel }.
mail-issuer-off-subject = A way to sign in to { $panel } is gone
mail-issuer-off-text = Your account at { $panel } is not connected any more with an account elsewhere. It was disconnected on your account page, or because the address or the password of your account was changed. You can connect it again on your account page.
mail-second-on-subject = Your account at { $panel } has a second factor
mail-second-on-text = A second factor was set up just now for your account at { $panel }. From now on it is asked for, beside the password. The other sessions were signed out.
mail-second-off-subject = Your account at { $panel } has no second factor any more
mail-second-off-text = The second factor of your account at { $panel } was turned off just now, by you or by the operator. The password alone signs in from now on.
mail-passkey-on-subject = Your account at { $panel } has a new passkey
mail-passkey-on-text = A passkey was added just now to your account at { $panel }. It is asked for beside the password. The other sessions were signed out.
mail-passkey-off-subject = A passkey of your account at { $panel } was removed
mail-passkey-off-text = A passkey of your account at { $panel } was removed just now. The account has another second factor. The other sessions were signed out.
mail-codes-new-subject = New recovery codes for { $panel }
mail-codes-new-text = New recovery codes were made just now for your account at { $panel }. Older ones do not work any more.
mail-code-used-subject = A recovery code was used at { $panel }
mail-code-used-text = One of the recovery codes of your account at { $panel } was used just now, in place of a code of your app.
mail-guessed-subject = Somebody tries codes at { $panel }
mail-guessed-text = Somebody knows the password of your account at { $panel } and has typed many wrong codes of the second factor. They did not get in. Choose a new password.
mail-second-end = If it was you, you need not do anything. Otherwise choose a new password at once, look at the second factor on your account page, and revoke your API tokens.
mail-address-confirm-subject = Confirm your new address for { $panel }
mail-address-confirm-text = Your account at { $panel } is to have this address: { $address }. Open the link to agree. It works for 24 hours, once.
mail-address-confirm-button = Use this address
mail-address-confirm-end = If it was not you, ignore this message: nothing changes.
mail-address-notice-subject = Your address for { $panel } is to be changed
mail-address-notice-text = The address of your account at { $panel } is to become { $address }. It does so as soon as it is confirmed there. If this was you, you need not do anything.
mail-address-notice-button = It was not me: stop the change
mail-address-notice-end = The link works for three days, also after the change: it then puts this address back, and the password stops working, so you choose a new one by mail. It signs out every session.
mail-address-changed-subject = Your address for { $panel } was changed
mail-address-changed-text = The address of your account at { $panel } is { $address } now. You sign in with it.
mail-address-changed-end = If it was not you, open the link in the message that the old address got before. It works for three days.
# Of a mail that tells of something.
mail-notice-button = Read more
# $link is an address.
mail-notice-end = You choose what you are told of on the page of your account. To get no more mail about this, open { $link }
mail-notice-end-security = Such messages always come, because they keep your account safe.
mail-export-subject = Your data at { $panel } is ready
mail-export-text = The file with what { $panel } keeps of your account is ready. It is there for 24 hours, for whoever is signed in to the account.
mail-export-button = Get the file
mail-export-end = If it was not you who asked for it, choose a new password at once.
