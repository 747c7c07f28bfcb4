-- Offers as marketplaces sent them, with every version, and what the engine said of each. Their JSON
-- is of the type json: jsonb refuses what offers may hold, a null character or half a surrogate pair.

create table listings (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- '' where the offer names no marketplace: the organisation has one only.
  marketplace text not null,
  external_id text not null,
  -- Of the newest version; 0 while the first one is being written.
  version int4 not null,
  content_hash bytea not null,
  first_seen_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  constraint listings_external_id unique (organisation_id, marketplace, external_id)
);

-- An organisation's offers, page by page from the newest.
create index listings_of_organisation on listings (organisation_id, first_seen_at desc, id desc);

create table listing_versions (
  listing_id uuid not null references listings deferrable,
  version int4 not null check (version > 0),
  organisation_id uuid not null references organisations deferrable,
  -- Names of the fields that differ from the version before; empty for the first.
  changed json not null,
  content json not null,
  received_at timestamptz(3) not null default now(),
  primary key (listing_id, version)
);

create table assessments (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  version int4 not null,
  engine text not null,
  judged_hash bytea not null,
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  probability float8 not null check (probability between 0 and 1),
  body json not null,
  at timestamptz(3) not null default now(),
  constraint assessments_of_version unique (listing_id, version, engine),
  foreign key (listing_id, version) references listing_versions deferrable
);

-- What was said of the same content before, so that it is judged once.
create index assessments_of_content on assessments (organisation_id, judged_hash, engine);

-- Answers to requests that carried an idempotency key, for those who send one again.
create table answered_requests (
  organisation_id uuid not null references organisations deferrable,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  request_hash bytea not null,
  answer json not null,
  at timestamptz(3) not null default now(),
  primary key (organisation_id, idempotency_key)
);

alter table listings enable row level security;
alter table listings force row level security;
alter table listing_versions enable row level security;
alter table listing_versions force row level security;
alter table assessments enable row level security;
alter table assessments force row level security;
alter table answered_requests enable row level security;
alter table answered_requests force row level security;

grant select, insert on listings, listing_versions, assessments, answered_requests to touchstone_app;
grant update (version, content_hash, last_seen_at) on listings to touchstone_app;
grant select, insert on listings, listing_versions, assessments, answered_requests
  to touchstone_operator;

create policy own_listings on listings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_versions on listing_versions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_assessments on assessments for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_answers on answered_requests for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

create policy operator on listings for all to touchstone_operator using (true) with check (true);
create policy operator on listing_versions for all to touchstone_operator
  using (true) with check (true);
create policy operator on assessments for all to touchstone_operator using (true) with check (true);
create policy operator on answered_requests for all to touchstone_operator
  using (true) with check (true);
