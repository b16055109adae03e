-- What customers ask, and what staff answer. Written by src/support alone.

-- What a ticket can be about: customers choose from these.
create table ticket_subjects (
    id            bigint generated always as identity primary key,
    name          text not null check (length(name) between 1 and 100),
    position      integer not null default 0,
    enabled       boolean not null default true,
    created_at    timestamptz not null
);
create unique index ticket_subjects_name on ticket_subjects (lower(name));
insert into ticket_subjects (name, position, created_at) values
    ('Order', 1, now()), ('Payment', 2, now()), ('API', 3, now()), ('Something else', 4, now());

-- Answers that staff keep, to put them into a reply.
create table ticket_templates (
    id            bigint generated always as identity primary key,
    name          text not null check (length(name) between 1 and 100),
    body          text not null check (length(body) between 1 and 10000),
    created_at    timestamptz not null
);
create unique index ticket_templates_name on ticket_templates (lower(name));

create table tickets (
    id            bigint generated always as identity primary key,
    account_id    bigint not null references accounts,
    subject_id    bigint not null references ticket_subjects,
    -- waiting: for staff. answered: staff wrote last. closed: by either side.
    state         text not null check (state in ('waiting', 'answered', 'closed')),
    -- Who of the staff takes care of it; null: nobody.
    assignee_id   bigint references accounts,
    opened_at     timestamptz not null,
    -- The first message that staff have not answered, and since when it waits; null: none.
    waits_id      bigint,
    waits_since   timestamptz,
    -- The last message that the customer sees, and its moment.
    last_id       bigint not null,
    moved_at      timestamptz not null,
    -- The last answer of staff (0: none), and up to which answer the customer has read.
    answer_id     bigint not null default 0,
    read_id       bigint not null default 0,
    -- When staff answered first, and when it was closed last; a reply opens it again.
    answered_at   timestamptz,
    closed_at     timestamptz,
    constraint tickets_standing_check check (
        (state = 'waiting') = (waits_id is not null)
        and (state = 'waiting') = (waits_since is not null)
        and (state = 'closed') = (closed_at is not null))
);
create index tickets_account on tickets (account_id, last_id);
create index tickets_opened on tickets (account_id, opened_at);
create index tickets_unread on tickets (account_id) where answer_id > read_id;
create index tickets_waiting on tickets (waits_id) where state = 'waiting';
create index tickets_state on tickets (state, last_id);
create index tickets_assignee on tickets (assignee_id, state, last_id) where assignee_id is not null;
create index tickets_answered_at on tickets (answered_at) where answered_at is not null;
create index tickets_closed_at on tickets (closed_at) where closed_at is not null;

-- Rows are only added by the panel. The table is no history all the same: the law may ask that what
-- a person wrote is erased.
create table ticket_messages (
    id            bigint generated always as identity primary key,
    ticket_id     bigint not null references tickets,
    account_id    bigint not null references accounts,
    -- note: for staff; the customer never sees it.
    side          text not null check (side in ('customer', 'staff', 'note')),
    -- Plain text with line breaks.
    body          text not null check (length(body) between 1 and 10000),
    -- What the customer sent with it.
    picture_id    bigint references pictures,
    -- The form's own id: a second click makes no second row.
    form_id       text not null,
    written_at    timestamptz not null
);
create unique index ticket_messages_form on ticket_messages (form_id);
create index ticket_messages_ticket on ticket_messages (ticket_id, id);
create index ticket_messages_day on ticket_messages (account_id, written_at) where side = 'customer';

-- The customer's own orders that a ticket is about.
create table ticket_orders (
    ticket_id     bigint not null references tickets,
    order_id      bigint not null,
    primary key (ticket_id, order_id)
);

-- Who may answer. The column is of src/accounts, as in 0024_rights.sql.
alter table accounts
    drop constraint accounts_areas_check,
    add constraint accounts_areas_check check (areas <@ array['orders', 'money', 'services',
        'providers', 'customers', 'settings', 'tickets']);
update accounts set areas = areas || array['tickets'] where role in ('support', 'admin');
