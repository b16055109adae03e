-- Messages that are on their way. `mails` is written by src/mail alone.

-- Until then a process may be sending it, so nobody makes it due at once. Null: no process has it.
alter table mails add column leased_until timestamptz;
