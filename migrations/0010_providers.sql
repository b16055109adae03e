-- What the panel last learnt of a provider, and what the price guard keeps of its own.
-- Written by src/providers alone.

alter table providers
    -- What came instead of an answer when its balance was last asked for; null: it answered.
    add column balance_trouble  text,
    -- When its list was last read, and what came instead of one since.
    add column list_at          timestamptz,
    add column list_trouble     text;

-- One question at a time about the same thing: a price that moves on moves the question.
create unique index provider_changes_one_open
    on provider_changes (service_id, provider_id, upstream_service, kind) where state = 'open';
