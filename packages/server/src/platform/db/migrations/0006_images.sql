-- Images of listings and the banks of reference images they are compared with. The files lie
-- outside the store under their digests; the tables say who shows which image.

create table listing_pictures (
  listing_id uuid not null,
  organisation_id uuid not null,
  -- Position among the images of the newest version, from 0.
  place int4 not null check (place >= 0),
  url text not null,
  host text not null,
  state text not null default 'waiting' check (state in ('waiting', 'stored', 'failed')),
  -- SHA-256 of the bytes.
  digest bytea check (length(digest) = 32),
  -- Why there is no image, or not yet, in words for people.
  reason text,
  attempts int4 not null default 0,
  due_at timestamptz(3) not null default now(),
  claimed_until timestamptz(3),
  primary key (listing_id, place),
  check ((state = 'stored') = (digest is not null)),
  constraint listing_pictures_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);

-- Images to fetch, the longest due first.
create index listing_pictures_due on listing_pictures (due_at) where state = 'waiting';
-- Which listings show an image: for a copy that was found, and before an image is deleted.
create index listing_pictures_by_digest on listing_pictures (digest) where digest is not null;
-- An image that other listings of the organisation show is not fetched again.
create index listing_pictures_by_url on listing_pictures (organisation_id, md5(url))
  where state = 'stored';
-- Images to fetch, by organisation.
create index listing_pictures_due_of_organisation on listing_pictures (organisation_id, due_at)
  where state = 'waiting';

alter table listing_pictures enable row level security, force row level security;

grant select, insert (listing_id, organisation_id, place, url, host), delete
  on listing_pictures to touchstone_app;
create policy own_pictures on listing_pictures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- As for the versions of listings.
create policy in_sight on listing_pictures for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listing_pictures.listing_id
      and m.organisation_id = listing_pictures.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));

grant select, insert, update (state, digest, reason, attempts, due_at, claimed_until), delete
  on listing_pictures to touchstone_operator;
create policy operator on listing_pictures for all to touchstone_operator
  using (true) with check (true);

-- Matches of a reference image change assessments until the image is quarantined or removed.
create table picture_references (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  bank text not null check (bank in ('official', 'known-fake', 'seller-photo', 'benign')),
  label text not null default '' check (length(label) <= 200),
  brand_id text check (length(brand_id) between 1 and 200),
  digest bytea not null check (length(digest) = 32),
  width int4 not null,
  height int4 not null,
  -- The decision that made it a reference image.
  decision_id uuid,
  -- The most listings per day that are expected to show it.
  expected int4 not null check (expected >= 1),
  added_at timestamptz(3) not null default now(),
  -- When its matches stopped counting: far more listings than expected show it, or nobody has
  -- confirmed it.
  quarantined_at timestamptz(3),
  -- When it was removed; it can be restored for a while.
  removed_at timestamptz(3),
  -- Lets processes find what changed.
  changed_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A known fake counts once another person confirms it, unless it comes from a listing that was
  -- decided on.
  confirmed_at timestamptz(3),
  -- The person who confirmed it.
  confirmed_by text,
  -- True if the owner shows an official photograph to marketplaces whose listings show it.
  shared boolean not null default false,
  constraint picture_references_of_owner unique (id, organisation_id),
  constraint picture_references_of_brand check (
    bank not in ('official', 'known-fake') or brand_id is not null
  ),
  constraint picture_references_known check (
    bank <> 'known-fake' or decision_id is not null or confirmed_at is not null
    or quarantined_at is not null or removed_at is not null
  ),
  constraint picture_references_shared check (not shared or bank = 'official')
);

-- A bank, newest first.
create index picture_references_of_bank
  on picture_references (organisation_id, bank, added_at desc, id desc);
-- A known fake stops counting when the decision behind it is withdrawn.
create index picture_references_decided on picture_references (decision_id)
  where decision_id is not null and quarantined_at is null and removed_at is null;
-- Checked before an image is deleted.
create index picture_references_by_digest on picture_references (digest);
-- What every process looks for each second, page by page: an import changes many at the same
-- time.
create index picture_references_changed on picture_references (changed_at, id);
-- A bank contains an image once per brand: a refusal must not reveal the reference images of
-- another brand to members limited to theirs.
create unique index picture_references_once
  on picture_references (organisation_id, bank, digest, brand_id) nulls not distinct
  where removed_at is null;

alter table picture_references enable row level security, force row level security;

grant select, insert (id, organisation_id, bank, label, brand_id, digest, width, height,
  decision_id, expected, quarantined_at), update (label, decision_id, expected, quarantined_at,
  removed_at, changed_at, confirmed_at, confirmed_by, shared)
  on picture_references to touchstone_app;
create policy own_references on picture_references for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_changed_references on picture_references for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody adds one in another's name.
create policy own_new_references on picture_references for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
create policy in_own_limits on picture_references as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (brand_id is null or sees_brand(brand_id)));
create policy in_own_limits_new on picture_references as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or brand_id is null or sees_brand(brand_id));

grant select, insert, update (quarantined_at, removed_at, changed_at), delete
  on picture_references to touchstone_operator;
create policy operator on picture_references for all to touchstone_operator
  using (true) with check (true);

create table picture_matches (
  reference_id uuid not null,
  -- The organisation of the reference image.
  organisation_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  score float8 not null check (score between 0 and 1),
  kind text not null,
  -- How the image was derived from the reference image, as it is read.
  changes json not null,
  -- x, y, width and height of what both show, as fractions of the image.
  box json not null,
  found_at timestamptz(3) not null default now(),
  -- Lines of text in the reference image that the image hides, if any: text, how, and x, y, width
  -- and height as fractions of the image.
  hidden json,
  primary key (reference_id, digest),
  constraint picture_matches_of_reference foreign key (reference_id, organisation_id)
    references picture_references (id, organisation_id) on delete cascade deferrable
);

-- The matches of an image, each time a listing with it is assessed.
create index picture_matches_of_picture on picture_matches (digest);

alter table picture_matches enable row level security, force row level security;

grant select on picture_matches to touchstone_app;
create policy own_matches on picture_matches for select to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on picture_matches as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from picture_references r where r.id = reference_id
  ));

grant select, insert, delete on picture_matches to touchstone_operator;
create policy operator on picture_matches for all to touchstone_operator
  using (true) with check (true);

-- How many listings showed a reference image, by the day of the first match. Only listings that
-- the owner of the reference image may see are counted.
create table picture_reference_days (
  reference_id uuid not null,
  organisation_id uuid not null,
  day date not null,
  listings int4 not null check (listings >= 0),
  -- True if only listings about the brand of the reference image are counted: what members
  -- limited to this brand see.
  of_brand boolean not null default false,
  primary key (reference_id, day, of_brand),
  constraint picture_reference_days_of_reference foreign key (reference_id, organisation_id)
    references picture_references (id, organisation_id) on delete cascade deferrable
);

alter table picture_reference_days enable row level security, force row level security;

grant select on picture_reference_days to touchstone_app;
create policy own_days on picture_reference_days for select to touchstone_app
  using (organisation_id = current_organisation());
create policy in_own_limits on picture_reference_days as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    of_brand and exists (select from picture_references r where r.id = reference_id)
  ));

grant select, insert, update (listings), delete on picture_reference_days to touchstone_operator;
create policy operator on picture_reference_days for all to touchstone_operator
  using (true) with check (true);

-- Listings to count for the reference images that they show. A listing is added when it is
-- assessed with the image: only then is it known which brands it is about, and who may see it.
create table picture_counts_due (
  listing_id uuid not null,
  organisation_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  noted_at timestamptz(3) not null default now(),
  primary key (listing_id, digest),
  constraint picture_counts_due_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);

-- Listings to count, oldest first.
create index picture_counts_due_in_order on picture_counts_due (noted_at);

alter table picture_counts_due enable row level security, force row level security;

grant select, insert, update (noted_at), delete on picture_counts_due to touchstone_operator;
create policy operator on picture_counts_due for all to touchstone_operator
  using (true) with check (true);

-- Whether a listing counts for a reference image: its owner must be allowed to see the listing. The
-- owner's own listings count; and, while the owner has a claim on the brand, a marketplace's
-- listings that are surely about the brand.
create function counts_for_reference(
  owner uuid, bank text, brand text, listing uuid, sender uuid
) returns boolean
  language sql stable
  return owner = sender or (
    bank in ('official', 'known-fake')
    and exists (
      select from listing_mentions m
      where m.listing_id = listing and m.organisation_id = sender and m.brand_id = brand
        and m.shared and m.confidence >= 0.9
    )
    and exists (
      select from brand_sight s
      where s.organisation_id = owner and s.brand_id = brand
        and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
    )
  );

-- Images of catalog products, which become official photographs of their brands.
create table product_pictures (
  organisation_id uuid not null,
  product_id text collate "C" not null,
  url text not null,
  state text not null default 'waiting' check (state in ('waiting', 'stored', 'failed')),
  reason text,
  attempts int4 not null default 0,
  due_at timestamptz(3) not null default now(),
  claimed_until timestamptz(3),
  -- The resulting reference image, which may have been removed since.
  reference_id uuid,
  primary key (organisation_id, product_id, url),
  constraint product_pictures_of_product foreign key (organisation_id, product_id)
    references products (organisation_id, id) deferrable
);

-- Images to fetch, the longest due first.
create index product_pictures_due on product_pictures (due_at) where state = 'waiting';
-- Images to fetch, by organisation.
create index product_pictures_due_of_organisation on product_pictures (organisation_id, due_at)
  where state = 'waiting';

alter table product_pictures enable row level security, force row level security;

-- The owner of the catalog sees which images failed and has them fetched again.
grant select, update (state, attempts, due_at, claimed_until) on product_pictures to touchstone_app;
create policy own_product_pictures on product_pictures for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_again on product_pictures for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (state, reason, attempts, due_at, claimed_until, reference_id),
  delete on product_pictures to touchstone_operator;
create policy operator on product_pictures for all to touchstone_operator
  using (true) with check (true);
