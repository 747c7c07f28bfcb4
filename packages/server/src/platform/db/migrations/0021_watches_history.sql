-- What visits to watched sites showed: pages with what the next visit sends back, the listings on
-- them, and what changed of each.

create table watch_pages (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  url text not null check (length(url) between 1 and 2048),
  -- SHA-256 of the address, which may be too long for an index.
  url_hash bytea not null check (length(url_hash) = 32),
  -- Sitemaps and start pages are read first in each run; pages in the order of visits.
  kind text not null check (kind in ('page', 'start', 'sitemap')),
  -- The query whose results led to it first; empty for none.
  query text not null default '' check (length(query) <= 200),
  -- Sent with the next visit, as the site sent them with the last one.
  etag text check (length(etag) <= 1000),
  last_modified text check (length(last_modified) <= 100),
  -- The date of its last change, as a sitemap states it now and as it did at the last visit.
  lastmod text check (length(lastmod) <= 40),
  visited_lastmod text check (length(visited_lastmod) <= 40),
  found_at timestamptz(3) not null,
  -- Null before the first page is read. The run is that of the last visit, whatever came of it.
  visited_at timestamptz(3),
  run_id uuid,
  -- What the visits showed of how often it changes.
  evidence_shape float8 not null default 0,
  evidence_days float8 not null default 0,
  -- When it is worth a visit again; null for a page to visit as soon as its turn comes.
  due_at timestamptz(3),
  constraint watch_pages_named unique (watch_id, url_hash),
  constraint watch_pages_of_owner unique (id, organisation_id),
  constraint watch_pages_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable
);

create index watch_pages_due on watch_pages (watch_id, due_at)
  where kind = 'page' and due_at is not null;
create index watch_pages_unvisited on watch_pages (watch_id, found_at, id)
  where kind = 'page' and due_at is null;
create index watch_pages_visited on watch_pages (watch_id, visited_at desc)
  where kind = 'page' and visited_at is not null;
create index watch_pages_sitemaps on watch_pages (watch_id) where kind = 'sitemap';

alter table watch_pages enable row level security, force row level security;

grant select on watch_pages to touchstone_app;
create policy own on watch_pages for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_pages as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_pages to touchstone_operator;
create policy operator on watch_pages for all to touchstone_operator using (true) with check (true);

-- The listings that a watch has seen.
create table watch_listings (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  -- The page on which it was seen last.
  page_id uuid not null,
  marketplace text not null check (length(marketplace) <= 300),
  external_id text not null check (length(external_id) between 1 and 200),
  state text not null
    check (state in ('new', 'changed', 'same', 'gone', 'back', 'blocked', 'unknown')),
  -- Whether the last page that was read held it, and since when its page was not found.
  is_listed bool not null,
  not_found_since timestamptz(3),
  -- As last seen, to tell what changes.
  content json not null,
  -- True once the seller was taken out of the content and of the history; none is stored again.
  seller_removed bool not null default false,
  -- Fields that differed at the last change, and when that was; at first, when it was new.
  changed text[] not null default '{}',
  content_at timestamptz(3) not null,
  first_seen_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  visited_at timestamptz(3) not null,
  -- The run that visited it last, and the one that last found something new in it.
  run_id uuid not null,
  content_run_id uuid not null,
  -- Entries of its history.
  version int4 not null check (version > 0),
  constraint watch_listings_named unique (watch_id, external_id),
  constraint watch_listings_of_owner unique (id, organisation_id),
  constraint watch_listings_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable,
  constraint watch_listings_of_page foreign key (page_id, organisation_id)
    references watch_pages (id, organisation_id) on delete cascade deferrable
);

create index watch_listings_by_visit on watch_listings (watch_id, visited_at desc, id desc);
create index watch_listings_by_state on watch_listings (watch_id, state, visited_at desc, id desc);
create index watch_listings_of_page on watch_listings (page_id);
create index watch_listings_with_seller on watch_listings (first_seen_at, id)
  where not seller_removed;

alter table watch_listings enable row level security, force row level security;

grant select on watch_listings to touchstone_app;
create policy own on watch_listings for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_listings as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_listings to touchstone_operator;
create policy operator on watch_listings for all to touchstone_operator
  using (true) with check (true);

-- The history of a listing: an entry for each change of its state or of its fields.
create table watch_listing_versions (
  listing_id uuid not null,
  version int4 not null check (version > 0),
  organisation_id uuid not null references organisations deferrable,
  watch_id uuid not null,
  run_id uuid not null,
  at timestamptz(3) not null,
  state text not null
    check (state in ('new', 'changed', 'same', 'gone', 'back', 'blocked', 'unknown')),
  -- The fields that differ, with the parts that differ; null for none.
  differences json,
  primary key (listing_id, version),
  constraint watch_listing_versions_of_listing foreign key (listing_id, organisation_id)
    references watch_listings (id, organisation_id) on delete cascade deferrable
);

alter table watch_listing_versions enable row level security, force row level security;

grant select on watch_listing_versions to touchstone_app;
create policy own on watch_listing_versions for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_listing_versions as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_listing_versions to touchstone_operator;
create policy operator on watch_listing_versions for all to touchstone_operator
  using (true) with check (true);

-- What is known of a watched site as a whole.
create table watch_visit_rates (
  watch_id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The worth from which on a visit is due.
  level float8 not null check (level > 0),
  -- How often its pages change: a gamma distribution of changes a day.
  prior_shape float8 not null check (prior_shape > 0),
  prior_days float8 not null check (prior_days > 0),
  -- Visits to pages of which the sitemap stated no change: without one, and with one.
  lastmod_kept int4 not null default 0,
  lastmod_missed int4 not null default 0,
  constraint watch_visit_rates_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable
);

alter table watch_visit_rates enable row level security, force row level security;

grant select on watch_visit_rates to touchstone_app;
create policy own on watch_visit_rates for all to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on watch_visit_rates as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_visit_rates to touchstone_operator;
create policy operator on watch_visit_rates for all to touchstone_operator
  using (true) with check (true);
