-- The sample alliance: invented organisations and people with which a new installation can be
-- tried, and which can be removed completely.

-- One row once the sample was requested. It stays when the sample is removed, so that the next
-- start does not load it again.
create table sample_alliance (
  only_one bool primary key default true check (only_one),
  state text not null check (state in ('loading', 'loaded', 'removing', 'removed')),
  -- Listings ingested, of how many.
  taken int4 not null default 0 check (taken >= 0),
  total int4 not null check (total >= taken),
  begun_at timestamptz(3) not null default now()
);

alter table sample_alliance enable row level security, force row level security;

grant select on sample_alliance to touchstone_app;
-- It contains nothing of anyone.
create policy everybody on sample_alliance for select to touchstone_app using (true);

grant select, insert, update (state, taken, total, begun_at)
  on sample_alliance to touchstone_operator;
create policy operator on sample_alliance for all to touchstone_operator
  using (true) with check (true);
