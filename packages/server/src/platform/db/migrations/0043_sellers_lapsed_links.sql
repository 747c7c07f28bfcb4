-- Identifiers and links lapse some time after the last sight of the listings that they rest on.
alter table retention_settings
  add seller_link_days int4 not null default 548 check (seller_link_days between 1 and 3650);
grant update (seller_link_days) on retention_settings to touchstone_app, touchstone_operator;

-- Listings that were last seen too long ago to link their accounts.
create table lapsed_link_listings (
  listing_id uuid not null,
  organisation_id uuid not null,
  seller_account_id uuid not null,
  lapsed_at timestamptz(3) not null default now(),
  primary key (listing_id, organisation_id),
  constraint lapsed_link_listings_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable,
  constraint lapsed_link_listings_of_account foreign key (seller_account_id, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

create index lapsed_link_listings_by_account on lapsed_link_listings (seller_account_id);
create index lapsed_link_listings_by_organisation on lapsed_link_listings (organisation_id, listing_id);

alter table lapsed_link_listings enable row level security, force row level security;

grant select, insert, delete on lapsed_link_listings to touchstone_operator;
create policy operator on lapsed_link_listings for all to touchstone_operator
  using (true) with check (true);
