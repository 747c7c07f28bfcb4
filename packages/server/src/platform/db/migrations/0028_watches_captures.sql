-- Captures that a watch requests by rule, before a find leaves its site; 0 a day for none.

alter table watches
  add column day_captures int4 not null default 0 check (day_captures between 0 and 100);
grant update (day_captures) on watches to touchstone_app;

create table watch_captures (
  capture_id uuid primary key references captures on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  -- As the watch knows it.
  listing_id uuid not null,
  -- The run that requested it.
  run_id uuid not null,
  rule text not null check (rule in ('changed', 'back', 'site-drops-listings')),
  requested_at timestamptz(3) not null default now(),
  constraint watch_captures_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable,
  constraint watch_captures_of_listing foreign key (listing_id, organisation_id)
    references watch_listings (id, organisation_id) on delete cascade deferrable
);

create index watch_captures_of_watch on watch_captures (watch_id, requested_at);
create index watch_captures_of_listing on watch_captures (listing_id, requested_at desc);

alter table watch_captures enable row level security, force row level security;

grant select on watch_captures to touchstone_app;
create policy own on watch_captures for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_captures as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_captures to touchstone_operator;
create policy operator on watch_captures for all to touchstone_operator
  using (true) with check (true);
