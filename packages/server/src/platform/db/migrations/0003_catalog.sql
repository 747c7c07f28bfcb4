-- What is genuine, as each organisation tells it: brands with their rights and channels, products, and
-- every version of both. Prices, sellers and channels are the owner's alone, so that no policy here
-- shows a row to another organisation. Names are compared byte by byte ("C"): pages go on where they
-- ended on every engine, whatever the locale of its database.

create table brands (
  organisation_id uuid not null references organisations deferrable,
  id text collate "C" not null check (length(id) between 1 and 200),
  name text not null check (length(name) between 1 and 500),
  version int4 not null check (version > 0),
  content json not null,
  changed_at timestamptz(3) not null default now(),
  -- Kept without showing: what was said of offers still names it, and it may come back.
  removed_at timestamptz(3),
  primary key (organisation_id, id)
);

create table products (
  organisation_id uuid not null references organisations deferrable,
  id text collate "C" not null check (length(id) between 1 and 200),
  brand_id text collate "C" not null,
  version int4 not null check (version > 0),
  content json not null,
  changed_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  primary key (organisation_id, id),
  foreign key (organisation_id, brand_id) references brands (organisation_id, id) deferrable
);

-- The products of one brand, page by page: its list, and what goes into the engine.
create index products_of_brand on products (organisation_id, brand_id, id)
  where removed_at is null;

create table catalog_versions (
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('brand', 'product')),
  id text collate "C" not null,
  version int4 not null check (version > 0),
  state text not null check (state in ('added', 'changed', 'removed')),
  -- Names of the fields that differ from the version before; empty where it was added or removed.
  changed json not null,
  content json not null,
  -- The subject under which the log knows who changed it.
  change_id uuid not null,
  at timestamptz(3) not null default now(),
  primary key (organisation_id, kind, id, version)
);

-- One row a change, numbered in the order in which changes become visible: whoever remembers the
-- last number sees by one look into the index whether anything changed since.
create table catalog_revisions (
  revision bigint generated always as identity primary key,
  organisation_id uuid not null references organisations deferrable,
  change_id uuid not null,
  at timestamptz(3) not null default now()
);

alter table brands enable row level security;
alter table brands force row level security;
alter table products enable row level security;
alter table products force row level security;
alter table catalog_versions enable row level security;
alter table catalog_versions force row level security;
alter table catalog_revisions enable row level security;
alter table catalog_revisions force row level security;

grant select, insert on brands, products, catalog_versions, catalog_revisions to touchstone_app;
grant update (name, version, content, changed_at, removed_at) on brands to touchstone_app;
grant update (brand_id, version, content, changed_at, removed_at) on products to touchstone_app;

grant select, insert on brands, products, catalog_versions, catalog_revisions
  to touchstone_operator;
grant update (name, version, content, changed_at, removed_at) on brands to touchstone_operator;
grant update (brand_id, version, content, changed_at, removed_at) on products
  to touchstone_operator;

create policy own_brands on brands for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_products on products for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_catalog_versions on catalog_versions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_catalog_revisions on catalog_revisions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

create policy operator on brands for all to touchstone_operator using (true) with check (true);
create policy operator on products for all to touchstone_operator using (true) with check (true);
create policy operator on catalog_versions for all to touchstone_operator
  using (true) with check (true);
create policy operator on catalog_revisions for all to touchstone_operator
  using (true) with check (true);
