-- Saved watches of organisations, their runs, and the ledger of what each run used.

create table watches (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Raised with each change by a person.
  version int4 not null default 1 check (version > 0),
  name text not null check (length(name) between 1 and 200),
  brand_id text collate "C" not null check (length(brand_id) between 1 and 200),
  connector text not null check (connector in ('shop', 'feed', 'sample-market')),
  site text not null check (length(site) between 1 and 2000),
  queries text[] not null check (cardinality(queries) <= 50),
  interval_minutes int4 not null check (interval_minutes between 15 and 43200),
  -- Budgets of a run and of a day (UTC). A cost is in the currency of the operator's rates; null for
  -- no limit.
  run_requests int4 not null check (run_requests >= 0),
  run_bytes int8 not null check (run_bytes >= 0),
  run_seconds float8 not null check (run_seconds >= 0),
  run_cost float8 check (run_cost >= 0),
  day_requests int4 not null check (day_requests >= 0),
  day_bytes int8 not null check (day_bytes >= 0),
  day_seconds float8 not null check (day_seconds >= 0),
  day_cost float8 check (day_cost >= 0),
  stopped bool not null default false,
  next_run_at timestamptz(3) not null default now(),
  -- Set by a person who does not want to wait for the next run.
  requested_at timestamptz(3),
  -- Until when a daily budget that is spent delays the next run.
  held_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  -- A removed watch is kept as long as its ledger: what was used today counts until midnight.
  removed_at timestamptz(3),
  constraint watches_of_owner unique (id, organisation_id)
);

create index watches_of_organisation on watches (organisation_id, created_at desc, id desc)
  where removed_at is null;
create index watches_due on watches (greatest(least(next_run_at, requested_at), held_until))
  where not stopped and removed_at is null;

alter table watches enable row level security, force row level security;

grant select, insert, update (version, name, site, queries, interval_minutes, run_requests, run_bytes,
  run_seconds, run_cost, day_requests, day_bytes, day_seconds, day_cost, stopped, next_run_at,
  requested_at, held_until, changed_at, removed_at) on watches to touchstone_app;
create policy own on watches for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on watches as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_brand(brand_id))
  with check ((select current_brands()) is null or sees_brand(brand_id));

grant select, insert, update, delete on watches to touchstone_operator;
create policy operator on watches for all to touchstone_operator using (true) with check (true);

-- Whether the actor's limits include the brand of a watch.
create function sees_watch(watch uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from watches w where w.id = watch);

create table watch_runs (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  trigger text not null check (trigger in ('schedule', 'request')),
  -- The day whose budgets it uses, in UTC.
  day date not null,
  started_at timestamptz(3) not null default now(),
  -- Null while it runs.
  ended_at timestamptz(3),
  ended_by text check (ended_by in ('end', 'requests', 'bytes', 'processor-seconds', 'cost',
    'blocked', 'pause', 'failures', 'stopped')),
  retry_at timestamptz(3),
  -- The process that runs it, by a number of its own; another one continues it after the lease.
  lease uuid,
  lease_until timestamptz(3) not null,
  attempts int4 not null default 1 check (attempts > 0),
  -- What it may use: taken from the budgets of the day when it starts.
  reserved_requests int4 not null,
  reserved_bytes int8 not null,
  reserved_seconds float8 not null,
  reserved_cost float8,
  -- What it counts for in the budgets of the day: all of it while it runs, then what it used.
  charged_requests int4 not null,
  charged_bytes int8 not null,
  charged_seconds float8 not null,
  charged_cost float8 not null,
  new_listings int4 not null default 0,
  changed_listings int4 not null default 0,
  gone_listings int4 not null default 0,
  seen_listings int4 not null default 0,
  permanent_errors int4 not null default 0,
  retryable_errors int4 not null default 0,
  blocked_errors int4 not null default 0,
  forbidden_errors int4 not null default 0,
  last_error_url text check (length(last_error_url) <= 2048),
  last_error_message text check (length(last_error_message) <= 1000),
  constraint watch_runs_of_owner unique (id, organisation_id),
  constraint watch_runs_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable,
  constraint watch_runs_ended check ((ended_at is null) = (ended_by is null))
);

-- A watch runs once at a time.
create unique index watch_runs_live on watch_runs (watch_id) where ended_at is null;
create index watch_runs_by_lease on watch_runs (lease_until) where ended_at is null;
create index watch_runs_of_watch on watch_runs (watch_id, started_at desc, id desc);
-- What counts for the budgets of a day, from the index alone.
create index watch_runs_of_day on watch_runs (organisation_id, day)
  include (watch_id, charged_requests, charged_bytes, charged_seconds, charged_cost);
create index watch_runs_by_age on watch_runs (started_at);

alter table watch_runs enable row level security, force row level security;

grant select on watch_runs to touchstone_app;
create policy own on watch_runs for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_runs as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_runs to touchstone_operator;
create policy operator on watch_runs for all to touchstone_operator using (true) with check (true);

-- What a run used for a query; the query is empty for a watch without any.
create table watch_usage (
  run_id uuid not null,
  query text not null check (length(query) <= 200),
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  day date not null,
  requests int4 not null default 0,
  bytes int8 not null default 0,
  seconds float8 not null default 0,
  fees float8 not null default 0,
  -- The most that the request under way may receive. It counts as received if the process dies.
  in_flight_bytes int8 not null default 0,
  -- Listings that the watch had not seen before.
  listings int4 not null default 0,
  primary key (run_id, query),
  constraint watch_usage_of_run foreign key (run_id, organisation_id)
    references watch_runs (id, organisation_id) on delete cascade deferrable,
  constraint watch_usage_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable
);

create index watch_usage_of_organisation on watch_usage (organisation_id, day);
create index watch_usage_of_watch on watch_usage (watch_id, day desc, run_id desc, query desc);

alter table watch_usage enable row level security, force row level security;

grant select on watch_usage to touchstone_app;
create policy own on watch_usage for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_usage as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_usage to touchstone_operator;
create policy operator on watch_usage for all to touchstone_operator using (true) with check (true);

-- Listings that a watch has seen, with the query and the day of the first time: what finds cost.
create table watch_sightings (
  watch_id uuid not null,
  listing_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  query text not null check (length(query) <= 200),
  day date not null,
  primary key (watch_id, listing_id),
  constraint watch_sightings_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable,
  constraint watch_sightings_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);

create index watch_sightings_of_listing on watch_sightings (listing_id, organisation_id);

alter table watch_sightings enable row level security, force row level security;

grant select on watch_sightings to touchstone_app;
create policy own on watch_sightings for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_sightings as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_sightings to touchstone_operator;
create policy operator on watch_sightings for all to touchstone_operator
  using (true) with check (true);

-- Minutes that people spent on a watch.
create table watch_time_entries (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  person_id uuid not null references people deferrable,
  day date not null,
  minutes int4 not null check (minutes between 1 and 1440),
  note text check (length(note) between 1 and 500),
  at timestamptz(3) not null default now(),
  constraint watch_time_entries_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable
);

create index watch_time_entries_of_watch on watch_time_entries (watch_id, at desc, id desc);
create index watch_time_entries_of_day on watch_time_entries (organisation_id, day);

alter table watch_time_entries enable row level security, force row level security;

grant select, insert, delete on watch_time_entries to touchstone_app;
create policy own on watch_time_entries for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody logs time in another's name.
create policy by_whoever_logs on watch_time_entries as restrictive for insert to touchstone_app
  with check (current_actor_kind() = 'person' and person_id::text = current_actor_id());
create policy in_own_limits on watch_time_entries as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id))
  with check ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_time_entries to touchstone_operator;
create policy operator on watch_time_entries for all to touchstone_operator
  using (true) with check (true);

-- An organisation's switch for all its watches, and its budget of a day; null for no limit.
create table watch_settings (
  organisation_id uuid primary key references organisations deferrable,
  version int4 not null check (version > 0),
  stopped bool not null,
  day_requests int4 check (day_requests >= 0),
  day_bytes int8 check (day_bytes >= 0),
  day_seconds float8 check (day_seconds >= 0),
  day_cost float8 check (day_cost >= 0),
  changed_at timestamptz(3) not null default now()
);

alter table watch_settings enable row level security, force row level security;

grant select, insert, update (version, stopped, day_requests, day_bytes, day_seconds, day_cost,
  changed_at) on watch_settings to touchstone_app;
create policy own on watch_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update, delete on watch_settings to touchstone_operator;
create policy operator on watch_settings for all to touchstone_operator
  using (true) with check (true);

-- The operator's switch for all watches, and the rates. One row, or none before the first change.
create table watch_installation (
  singleton bool primary key default true check (singleton),
  version int4 not null check (version > 0),
  stopped bool not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  per_thousand_requests float8 not null check (per_thousand_requests >= 0),
  per_gibibyte float8 not null check (per_gibibyte >= 0),
  per_processor_hour float8 not null check (per_processor_hour >= 0),
  per_person_hour float8 not null check (per_person_hour >= 0),
  changed_at timestamptz(3) not null default now()
);

alter table watch_installation enable row level security, force row level security;

grant select on watch_installation to touchstone_app;
create policy readable on watch_installation for select to touchstone_app using (true);

grant select, insert, update, delete on watch_installation to touchstone_operator;
create policy operator on watch_installation for all to touchstone_operator
  using (true) with check (true);
