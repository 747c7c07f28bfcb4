-- The turns at each site that is watched, one row per authority (scheme, host and port), for all
-- organisations together. It says nothing of who asks, and organisations cannot read it.
create table gate_authorities (
  authority text primary key check (length(authority) between 1 and 300),
  -- No request begins earlier; while a turn is held, the moment by which it has surely ended.
  next_at timestamptz(3) not null,
  -- Whoever holds the turn.
  lease uuid,
  -- The pause after the last refusal in a row, which the next one doubles.
  penalty_milliseconds int4 not null default 0 check (penalty_milliseconds between 0 and 86400000),
  -- The last known robots.txt, empty if there is none. Null: it was never readable, and all is closed.
  robots_text text check (length(robots_text) <= 512000),
  -- When it is read again; null before the first time.
  robots_until timestamptz(3)
);

alter table gate_authorities enable row level security, force row level security;

grant select, insert, update, delete on gate_authorities to touchstone_operator;
create policy operator on gate_authorities for all to touchstone_operator
  using (true) with check (true);
