-- A candidate engine judges a share of the offers beside the one that is served; what it says is
-- kept to be compared and never served.
alter table assessments add column candidate bool not null default false;

-- Once the candidate is the engine that is served, what it said counts.
grant update (candidate) on assessments to touchstone_app, touchstone_operator;

-- A request that carries a key is noted before its offers are taken, with the answer null until
-- there is one.
grant update (answer) on answered_requests to touchstone_app;

-- Offers whose newest version the engine has still to judge: open work, mostly empty.
create table judgements_due (
  listing_id uuid primary key references listings on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  since timestamptz(3) not null default now(),
  -- Who works at it, and until when others leave it to him.
  claim uuid,
  claimed_until timestamptz(3)
);

-- Claims take the newest first and look at nothing else.
create index judgements_due_newest on judgements_due (since desc, listing_id);

-- How far an engine has come with the offers that were stored before it, newest first.
create table judging_passes (
  engine text primary key,
  -- The last offer that was looked at; null at the beginning.
  reached_at timestamptz(3),
  reached_id uuid,
  looked_at int4 not null default 0,
  due int4 not null default 0,
  started_at timestamptz(3) not null default now(),
  done_at timestamptz(3)
);

-- A new engine passes through the offers of all organisations, page by page from the newest.
create index listings_by_age on listings (first_seen_at desc, id desc);

alter table judgements_due enable row level security;
alter table judgements_due force row level security;
alter table judging_passes enable row level security;
alter table judging_passes force row level security;

grant select, insert, update (claim, claimed_until, since) on judgements_due to touchstone_app;
grant select, insert, delete, update (claim, claimed_until) on judgements_due to touchstone_operator;
grant select, insert, update (reached_at, reached_id, looked_at, due, started_at, done_at)
  on judging_passes to touchstone_operator;

create policy own_due on judgements_due for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

create policy operator on judgements_due for all to touchstone_operator
  using (true) with check (true);
create policy operator on judging_passes for all to touchstone_operator
  using (true) with check (true);
