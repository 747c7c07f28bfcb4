-- Codes on goods: who issues which numbers, the batches of units, what became of each unit, and the
-- scans of its code. Goods concern the whole organisation: members limited to brands see none of it.

-- The beginnings of GTINs (GS1 company prefixes) of an organisation, as confirmed by the operator:
-- without it, anyone could answer for another maker's goods. A GTIN has one issuer.
create table gtin_prefixes (
  prefix text collate "C" primary key check (prefix ~ '^[0-9]{4,12}$'),
  organisation_id uuid not null references organisations deferrable,
  confirmed_at timestamptz(3) not null default now(),
  confirmed_by text not null default current_actor_id()
);

create index gtin_prefixes_of_organisation on gtin_prefixes (organisation_id);

alter table gtin_prefixes enable row level security, force row level security;

grant select on gtin_prefixes to touchstone_app;
create policy own on gtin_prefixes for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on gtin_prefixes to touchstone_operator;
create policy operator on gtin_prefixes for all to touchstone_operator
  using (true) with check (true);

-- What the serials of a GTIN are recognised by.
create table gtin_secrets (
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null check (gtin ~ '^[0-9]{14}$'),
  -- Of the digests of listed serials. It never changes: they would become useless.
  salt bytea not null check (length(salt) = 16),
  -- The key from which derived serials follow, encrypted with the installation's key.
  sealed_key bytea not null,
  -- How many derived units there are; the next batch begins there.
  derived_units int8 not null default 0 check (derived_units between 0 and 1000000000),
  primary key (organisation_id, gtin)
);

alter table gtin_secrets enable row level security, force row level security;

grant select, insert, update (derived_units) on gtin_secrets to touchstone_app;
create policy own on gtin_secrets for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on gtin_secrets as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on gtin_secrets to touchstone_operator;
create policy operator on gtin_secrets for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on gtin_secrets as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table code_batches (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null check (gtin ~ '^[0-9]{14}$'),
  -- The batch or lot number (AI 10).
  name text not null check (length(name) between 1 and 20),
  kind text not null check (kind in ('list', 'range', 'derived')),
  -- A list counts once all of its codes are stored.
  state text not null check (state in ('receiving', 'issued')),
  -- When codes of it were last stored: a list without progress was abandoned.
  progressed_at timestamptz(3) not null default now(),
  units int8 not null check (units between 1 and 1000000000),
  -- Serials of a range: a fixed beginning, then a number of so many digits.
  range_prefix text collate "C" check (length(range_prefix) <= 19),
  range_first text collate "C" check (range_first ~ '^[0-9]{1,15}$'),
  range_last text collate "C" check (range_last ~ '^[0-9]{1,15}$'),
  -- The number of the first derived unit.
  first_unit int8 check (first_unit >= 0),
  issued_at timestamptz(3) not null default now(),
  -- The last that was recorded of the whole batch.
  unit_state text not null default 'issued' check (unit_state in
    ('issued', 'shipped', 'sold', 'returned', 'recalled', 'stolen', 'destroyed')),
  unit_state_at timestamptz(3) not null default now(),
  constraint code_batches_of_owner unique (id, organisation_id),
  constraint code_batches_name_taken unique (organisation_id, gtin, name),
  constraint code_batches_range check ((kind = 'range') = (range_first is not null)
    and (range_first is null) = (range_last is null)
    and (range_first is null) = (range_prefix is null)
    and length(range_first) = length(range_last) and range_first <= range_last),
  constraint code_batches_derived check ((kind = 'derived') = (first_unit is not null))
);

create index code_batches_of_organisation on code_batches (organisation_id, issued_at desc, id desc);

alter table code_batches enable row level security, force row level security;

grant select, insert, update (state, units, progressed_at, unit_state, unit_state_at),
  delete
  on code_batches to touchstone_app;
create policy own on code_batches for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- What was issued stays issued.
create policy unfinished on code_batches as restrictive for delete to touchstone_app
  using (state = 'receiving');
create policy in_own_limits on code_batches as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on code_batches to touchstone_operator;
create policy operator on code_batches for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on code_batches as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id) or state = 'receiving');

-- Listed serials as sorted digests of eight bytes, so many to a row that four rows fill a page.
create table code_chunks (
  batch_id uuid not null,
  -- The first digest, less 2^63. Under row-level security an index is used by leakproof comparisons
  -- alone, which those of int8 are.
  first_place int8 not null,
  organisation_id uuid not null references organisations deferrable,
  digests bytea not null check (length(digests) between 8 and 1920 and length(digests) % 8 = 0),
  -- With the organisation, so that the planner expects few rows and reads them in their order.
  primary key (organisation_id, batch_id, first_place),
  constraint code_chunks_of_batch foreign key (batch_id, organisation_id)
    references code_batches (id, organisation_id) on delete cascade deferrable
);

-- Digests do not compress, and are read with their row.
alter table code_chunks alter digests set storage plain;
alter table code_chunks enable row level security, force row level security;

grant select, insert, update (digests) on code_chunks to touchstone_app;
create policy own on code_chunks for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on code_chunks as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on code_chunks to touchstone_operator;
create policy operator on code_chunks for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on code_chunks as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Units of which something is known beyond that they were issued: one row each, of limited size.
create table items (
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null check (gtin ~ '^[0-9]{14}$'),
  serial text collate "C" not null check (length(serial) between 1 and 20),
  batch_id uuid not null,
  -- The last that was recorded of the unit itself.
  unit_state text check (unit_state in
    ('issued', 'shipped', 'sold', 'returned', 'recalled', 'stolen', 'destroyed')),
  unit_state_at timestamptz(3),
  -- What was seen of the code, as the model of copies keeps it.
  history json not null,
  scans int8 not null default 0,
  first_scan_at timestamptz(3),
  last_scan_at timestamptz(3),
  state text not null default 'plain'
    check (state in ('plain', 'watched', 'suspected-clone', 'public')),
  probability float8 not null default 0 check (probability between 0 and 1),
  reasons json not null default '[]',
  -- When copies were first suspected.
  alarm_at timestamptz(3),
  -- When the code was first read in a picture of a listing.
  published_at timestamptz(3),
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, gtin, serial),
  constraint items_of_batch foreign key (batch_id, organisation_id)
    references code_batches (id, organisation_id) deferrable
);

create index items_by_change on items (organisation_id, changed_at desc, gtin, serial);
create index items_suspected on items (batch_id) where state = 'suspected-clone';
-- What the purge looks at.
create index items_by_first_scan on items (organisation_id, first_scan_at)
  where first_scan_at is not null;

alter table items enable row level security, force row level security;

grant select, insert, update (unit_state, unit_state_at, history, scans, first_scan_at,
  last_scan_at, state, probability, reasons, alarm_at, published_at, changed_at)
  on items to touchstone_app;
create policy own on items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on items as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on items to touchstone_operator;
create policy operator on items for all to touchstone_operator using (true) with check (true);
create policy of_sample on items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- What was recorded of a unit, or of a whole batch.
create table unit_events (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  batch_id uuid not null,
  -- Null if it concerns the whole batch.
  serial text collate "C" check (length(serial) between 1 and 20),
  kind text not null check (kind in
    ('issued', 'shipped', 'sold', 'returned', 'recalled', 'stolen', 'destroyed', 'other')),
  at timestamptz(3) not null,
  lat float8 check (lat between -90 and 90),
  lon float8 check (lon between -180 and 180),
  recorded_at timestamptz(3) not null default now(),
  constraint unit_events_place check ((lat is null) = (lon is null)),
  constraint unit_events_of_batch foreign key (batch_id, organisation_id)
    references code_batches (id, organisation_id) deferrable
);

create index unit_events_of_unit on unit_events (batch_id, serial, at desc);

alter table unit_events enable row level security, force row level security;

grant select, insert on unit_events to touchstone_app;
create policy own on unit_events for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on unit_events as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on unit_events to touchstone_operator;
create policy operator on unit_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on unit_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Scans of issued codes. No address is kept: a device is a number of the browser for this code alone,
-- a network a hash under a key that is thrown away daily.
create table item_scans (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null,
  serial text collate "C" not null,
  at timestamptz(3) not null,
  source text not null check (source in ('consumer', 'retail', 'officer')),
  -- Null without consent: such a scan counts for no alarm.
  device bytea check (length(device) = 16),
  network bytea check (length(network) = 16),
  lat float8 check (lat between -90 and 90),
  lon float8 check (lon between -180 and 180),
  accuracy_km float8 check (accuracy_km between 0 and 20100),
  country text check (country ~ '^[A-Z]{2}$'),
  constraint item_scans_place check ((lat is null) = (lon is null)
    and (lat is null) = (accuracy_km is null)),
  constraint item_scans_of_item foreign key (organisation_id, gtin, serial)
    references items deferrable
);

create index item_scans_of_item on item_scans (organisation_id, gtin, serial, at desc);
-- What the purge looks at.
create index item_scans_by_time on item_scans (organisation_id, at);

alter table item_scans enable row level security, force row level security;

grant select, insert on item_scans to touchstone_app;
create policy own on item_scans for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on item_scans as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

-- Scans are deleted by age.
grant select, insert, update, delete on item_scans to touchstone_operator;
create policy operator on item_scans for all to touchstone_operator
  using (true) with check (true);

-- The key under which networks are hashed on a day. It is deleted when the day is over.
create table network_keys (
  day date primary key,
  key bytea not null check (length(key) = 32)
);

alter table network_keys enable row level security, force row level security;

grant select, insert, delete on network_keys to touchstone_operator;
create policy operator on network_keys for all to touchstone_operator
  using (true) with check (true);

-- Documents of EPCIS events that were captured, with what was wrong in each.
create table epcis_captures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  captured_at timestamptz(3) not null default now(),
  -- Whether one refused event refuses all.
  on_error text not null check (on_error in ('rollback', 'proceed')),
  success bool not null,
  received int4 not null check (received >= 0),
  stored int4 not null check (stored >= 0),
  -- The first refused values, each with its pointer.
  errors json not null default '[]',
  constraint epcis_captures_of_owner unique (id, organisation_id)
);

create index epcis_captures_of_organisation
  on epcis_captures (organisation_id, captured_at desc, id desc);

alter table epcis_captures enable row level security, force row level security;

grant select, insert, update (stored) on epcis_captures to touchstone_app;
create policy own on epcis_captures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on epcis_captures as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on epcis_captures to touchstone_operator;
create policy operator on epcis_captures for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on epcis_captures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Events, each once: the key is the hash of what it says (CBV 2.0, 8.9).
create table epcis_events (
  organisation_id uuid not null references organisations deferrable,
  hash bytea not null check (length(hash) = 32),
  capture_id uuid not null,
  -- As the sender names it, else by its hash.
  event_id text not null check (length(event_id) between 1 and 500),
  event_time timestamptz(3) not null,
  record_time timestamptz(3) not null default now(),
  type text not null,
  action text,
  biz_step text,
  disposition text,
  -- What it names, by canonical Digital Links where it can have one.
  epcs text[] collate "C" not null default '{}',
  -- When it was declared to be in error.
  error_declared_at timestamptz(3),
  content json not null,
  primary key (organisation_id, hash),
  constraint epcis_events_of_capture foreign key (capture_id, organisation_id)
    references epcis_captures (id, organisation_id) deferrable
);

create index epcis_events_by_time on epcis_events (organisation_id, event_time, hash);

alter table epcis_events enable row level security, force row level security;

grant select, insert, update (error_declared_at, content) on epcis_events to touchstone_app;
create policy own on epcis_events for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on epcis_events as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on epcis_events to touchstone_operator;
create policy operator on epcis_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on epcis_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- How long scans are kept.
alter table retention_settings
  add scan_days int4 not null default 400 check (scan_days between 1 and 3650);
grant update (scan_days) on retention_settings to touchstone_app, touchstone_operator;
