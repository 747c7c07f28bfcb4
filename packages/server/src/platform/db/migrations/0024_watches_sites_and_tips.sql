-- Sites that are left out of all watches, what shops asked, tips of people, and the summary of a day.

-- By host, without "www.": no watch of the installation visits it. Organisations cannot read it.
create table excluded_sites (
  host text primary key check (length(host) between 1 and 253),
  excluded_at timestamptz(3) not null default now(),
  note text check (length(note) between 1 and 1000)
);

alter table excluded_sites enable row level security, force row level security;

grant select, insert, update, delete on excluded_sites to touchstone_operator;
create policy operator on excluded_sites for all to touchstone_operator
  using (true) with check (true);

-- What people of a site asked without an account: to be left out, or what was taken from it.
create table site_requests (
  id uuid primary key,
  kind text not null check (kind in ('exclusion', 'extract')),
  host text not null check (length(host) between 1 and 253),
  -- Scheme, host and port whose robots.txt proves who asks.
  origin text not null check (length(origin) between 1 and 300),
  email text check (length(email) between 1 and 254),
  message text check (length(message) between 1 and 4000),
  -- SHA-256 of the code that was shown once.
  receipt_hash bytea not null check (length(receipt_hash) = 32),
  -- The line to put into the robots.txt.
  proof text not null check (length(proof) between 1 and 100),
  -- A hash of the day and the network, against floods.
  network_hash bytea not null check (length(network_hash) = 32),
  received_at timestamptz(3) not null default now(),
  checked_at timestamptz(3),
  proven_at timestamptz(3),
  constraint site_requests_by_receipt unique (receipt_hash)
);

create index site_requests_by_time on site_requests (received_at desc, id desc);
create index site_requests_by_network on site_requests (network_hash, received_at);

alter table site_requests enable row level security, force row level security;

grant select, insert, update, delete on site_requests to touchstone_operator;
create policy operator on site_requests for all to touchstone_operator
  using (true) with check (true);

-- Pages that people reported to an organisation.
create table tips (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  brand_id text collate "C" check (length(brand_id) between 1 and 200),
  url text not null check (length(url) between 1 and 2000),
  words text check (length(words) between 1 and 4000),
  -- Where it came from.
  source text not null
    check (source in ('consumer', 'employee', 'partner', 'test-purchase', 'customs', 'other')),
  -- When the organisation received it.
  received_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  person_id uuid not null references people deferrable,
  -- When its page was read, or why it could not be.
  read_at timestamptz(3),
  failure text check (length(failure) between 1 and 1000),
  constraint tips_of_owner unique (id, organisation_id)
);

create index tips_of_organisation on tips (organisation_id, recorded_at desc, id desc);

alter table tips enable row level security, force row level security;

grant select, insert, update (read_at, failure), delete on tips to touchstone_app;
create policy own on tips for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody records a tip in another's name.
create policy by_its_person on tips as restrictive for insert to touchstone_app
  with check (current_actor_kind() = 'person' and person_id::text = current_actor_id());
create policy in_own_limits on tips as restrictive for all to touchstone_app
  using ((select current_brands()) is null or (brand_id is not null and sees_brand(brand_id)))
  with check ((select current_brands()) is null or (brand_id is not null and sees_brand(brand_id)));

grant select, insert, update, delete on tips to touchstone_operator;
create policy operator on tips for all to touchstone_operator using (true) with check (true);

-- Whether the actor's limits include the brand of a tip.
create function sees_tip(tip uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from tips t where t.id = tip);

-- The listings that the page of a tip held.
create table tip_listings (
  tip_id uuid not null,
  listing_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  primary key (tip_id, listing_id, organisation_id),
  constraint tip_listings_of_tip foreign key (tip_id, organisation_id)
    references tips (id, organisation_id) on delete cascade deferrable,
  constraint tip_listings_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);

create index tip_listings_of_listing on tip_listings (listing_id, organisation_id);

alter table tip_listings enable row level security, force row level security;

grant select, insert, delete on tip_listings to touchstone_app;
create policy own on tip_listings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on tip_listings as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_tip(tip_id))
  with check ((select current_brands()) is null or sees_tip(tip_id));

grant select, insert, update, delete on tip_listings to touchstone_operator;
create policy operator on tip_listings for all to touchstone_operator
  using (true) with check (true);

-- Days whose summary was sent to webhooks, or that had nothing new.
create table watch_summary_days (
  organisation_id uuid not null references organisations deferrable,
  day date not null,
  settled_at timestamptz(3) not null default now(),
  primary key (organisation_id, day)
);

alter table watch_summary_days enable row level security, force row level security;

grant select on watch_summary_days to touchstone_app;
create policy own on watch_summary_days for all to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, update, delete on watch_summary_days to touchstone_operator;
create policy operator on watch_summary_days for all to touchstone_operator
  using (true) with check (true);

-- What changed on a day, over all watches of an organisation.
create index watch_listing_versions_by_day on watch_listing_versions (organisation_id, at);
create index watch_listings_by_first_day on watch_listings (organisation_id, first_seen_at);
