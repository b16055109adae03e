-- By what a half sign-in has begun, so that the session after it knows whether its owner has typed the
-- password. Written by src/accounts alone.

-- Whether the password was typed; false: an issuer alone has said who it is. The one that an older version
-- makes during an update says false, and the password is asked for again.
alter table half_sign_ins add column by_password boolean not null default false;
