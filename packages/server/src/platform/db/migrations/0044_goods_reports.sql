-- Reports by buyers about goods or listings. No address is kept: a network is a hash under the key of
-- the day, and a reporter is known by the hash of a receipt code alone.
create table item_reports (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  receipt_hash bytea not null unique check (length(receipt_hash) = 32),
  -- A contest objects to what the check says of a code.
  kind text not null check (kind in ('problem', 'contest')),
  version int4 not null default 0 check (version >= 0),
  gtin text collate "C" check (gtin ~ '^[0-9]{14}$'),
  serial text collate "C" check (length(serial) between 1 and 20),
  listing text check (length(listing) between 1 and 2000),
  -- What independent reports have in common: the unit, the product, or the listing.
  subject_hash bytea not null check (length(subject_hash) = 32),
  category text not null check (category in
    ('medicine', 'cosmetics', 'chargers', 'toys', 'car-parts', 'clothing', 'other')),
  is_hurt bool not null,
  -- How dangerous to health: 2 if someone was hurt, 1 if copies of such goods can hurt.
  danger int4 not null check (danger between 0 and 2),
  -- Networks that reported the subject, each once a day; unfounded reports are not counted.
  sources int4 not null default 1 check (sources >= 0),
  country text check (country ~ '^[A-Z]{2}$'),
  content text not null check (length(content) between 1 and 4000),
  contact text check (length(contact) between 3 and 254),
  network bytea not null check (length(network) = 16),
  state text not null default 'open' check (state in
    ('open', 'answered', 'unfounded', 'cleared')),
  messages json not null default '[]',
  reason text check (length(reason) between 1 and 2000),
  case_id uuid references cases deferrable,
  received_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  constraint item_reports_of_owner unique (id, organisation_id),
  constraint item_reports_subject check (gtin is not null or listing is not null and serial is null),
  constraint item_reports_contest check (kind = 'problem' or serial is not null),
  constraint item_reports_cleared check (kind = 'contest' or state <> 'cleared'),
  constraint item_reports_unfounded check ((state = 'unfounded') = (reason is not null))
);

create index item_reports_by_state on item_reports
  (organisation_id, state, danger desc, sources desc, received_at desc, id desc);
create index item_reports_of_subject on item_reports (organisation_id, subject_hash);
create index item_reports_of_network on item_reports (organisation_id, network);
create index item_reports_of_case on item_reports (case_id) where case_id is not null;
-- What the purge looks at.
create index item_reports_by_change on item_reports (organisation_id, changed_at);

alter table item_reports enable row level security, force row level security;

grant select, insert, update (version, sources, state, messages, reason, case_id, changed_at), delete
  on item_reports to touchstone_app;
create policy own on item_reports for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on item_reports as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

-- Reports are deleted by age.
grant select, insert, update, delete on item_reports to touchstone_operator;
create policy operator on item_reports for all to touchstone_operator
  using (true) with check (true);

-- Photos of a report, made anew from their pixels and encrypted with the installation's key.
create table item_report_photos (
  report_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null references organisations deferrable,
  content bytea not null,
  primary key (report_id, place),
  constraint item_report_photos_of_report foreign key (report_id, organisation_id)
    references item_reports (id, organisation_id) on delete cascade deferrable
);

alter table item_report_photos enable row level security, force row level security;

grant select, insert, delete on item_report_photos to touchstone_app;
create policy own on item_report_photos for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on item_report_photos as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on item_report_photos to touchstone_operator;
create policy operator on item_report_photos for all to touchstone_operator
  using (true) with check (true);

-- What a batch counts.
create index items_of_batch on items (organisation_id, batch_id);

-- What waits in the inbox.
create index items_alarmed on items (organisation_id, alarm_at desc)
  where state = 'suspected-clone';

-- How long reports are kept.
alter table retention_settings
  add report_days int4 not null default 400 check (report_days between 1 and 3650);
grant update (report_days) on retention_settings to touchstone_app, touchstone_operator;
