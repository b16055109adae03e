-- Signing in by an account elsewhere (OpenID Connect). Written by src/accounts/oidc alone.

-- Who may say who somebody is. Off until the owner switches it on.
create table sign_in_issuers (
    id            bigint generated always as identity primary key,
    -- As people read it on the button.
    name          text not null check (char_length(name) between 1 and 40),
    -- The issuer's identifier: an address, and what its tokens say in "iss".
    issuer        text not null check (char_length(issuer) between 9 and 300),
    -- The panel's own name and secret there; the secret is sealed.
    client_id     text not null check (char_length(client_id) between 1 and 300),
    client_secret bytea not null,
    enabled       boolean not null default false,
    created_at    timestamptz not null,
    constraint sign_in_issuers_issuer unique (issuer)
);

-- Which account somebody has here whom an issuer knows by this subject. An e-mail address alone never
-- leads to an account.
create table identities (
    id         bigint generated always as identity primary key,
    issuer_id  bigint not null references sign_in_issuers on delete cascade,
    subject    text not null check (char_length(subject) between 1 and 255),
    account_id bigint not null references accounts,
    linked_at  timestamptz not null,
    used_at    timestamptz,
    constraint identities_subject unique (issuer_id, subject),
    constraint identities_account unique (account_id, issuer_id)
);
