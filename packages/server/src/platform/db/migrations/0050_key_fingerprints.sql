-- Which keys the processes of this installation hold, so that one with others is refused at its start. A
-- fingerprint is a hash keyed with the key itself, 32 random bytes: it gives nothing of it away.
create table key_fingerprints (
  key text primary key check (key in ('secret-key', 'evidence-key')),
  fingerprint bytea not null check (length(fingerprint) = 32),
  recorded_at timestamptz(3) not null default now()
);

alter table key_fingerprints enable row level security;
alter table key_fingerprints force row level security;
-- Nobody but the operator: no request needs it.
grant select, insert, update (fingerprint, recorded_at) on key_fingerprints to touchstone_operator;
create policy operator on key_fingerprints for all to touchstone_operator
  using (true) with check (true);
