-- By which brands and catalogs an organisation sees signals of the listings that it sent, and how far these
-- listings are queued for assessment since that changed.
create table portfolio_brand_views (
  organisation_id uuid not null references organisations on delete cascade deferrable,
  brand_id text not null,
  -- The keys of the catalogs; null if the brand is no longer visible.
  hears text[],
  -- True while listings remain to be queued: those that name the brand, newest first.
  pending bool not null default true,
  -- The last listing that was queued; null at the beginning.
  reached_at timestamptz(3),
  reached_id uuid,
  primary key (organisation_id, brand_id)
);

create index portfolio_brand_views_pending on portfolio_brand_views (organisation_id, brand_id)
  where pending;

alter table portfolio_brand_views enable row level security, force row level security;

grant select, insert, update (hears, pending, reached_at, reached_id), delete
  on portfolio_brand_views to touchstone_operator;
create policy operator on portfolio_brand_views for all to touchstone_operator
  using (true) with check (true);
