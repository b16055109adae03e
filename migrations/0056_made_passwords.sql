-- Passwords that staff or a command made for somebody. Written by src/accounts alone.

-- When the panel made the account's password. It can be used for a week, and whoever signs in with it
-- chooses another one before anything else. Null: its holder chose it, or there is none.
alter table accounts add column password_made_at timestamptz;
