-- Pictures that offers show, and banks of references that they are held against. The pictures themselves
-- lie in files under their digests; here stands who shows which of them.

create table listing_pictures (
  listing_id uuid not null,
  organisation_id uuid not null,
  -- Among the pictures of the newest version, from 0.
  place int4 not null check (place >= 0),
  url text not null,
  host text not null,
  state text not null default 'waiting' check (state in ('waiting', 'stored', 'failed')),
  -- SHA-256 of the bytes.
  digest bytea check (length(digest) = 32),
  -- Why there is none, or none yet, in words for people.
  reason text,
  attempts int4 not null default 0,
  due_at timestamptz(3) not null default now(),
  claimed_until timestamptz(3),
  primary key (listing_id, place),
  check ((state = 'stored') = (digest is not null)),
  constraint listing_pictures_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);

-- What is fetched next, the longest due first.
create index listing_pictures_due on listing_pictures (due_at) where state = 'waiting';
-- Which offers show a picture: of a copy that was found, and before a picture is deleted.
create index listing_pictures_by_digest on listing_pictures (digest) where digest is not null;
-- A picture that the organisation's other offers show too is not fetched again.
create index listing_pictures_by_url on listing_pictures (organisation_id, md5(url))
  where state = 'stored';

create table picture_references (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  bank text not null check (bank in ('official', 'known-fake', 'seller-photo', 'benign')),
  label text not null default '' check (length(label) <= 200),
  brand_id text check (length(brand_id) between 1 and 200),
  digest bytea not null check (length(digest) = 32),
  width int4 not null,
  height int4 not null,
  -- The decision that made it one.
  decision_id uuid,
  -- Offers a day that are expected to show it, at the most.
  expected int4 not null check (expected >= 1),
  added_at timestamptz(3) not null default now(),
  -- Since when it speaks no more, because far more offers than expected show it.
  quarantined_at timestamptz(3),
  -- Since when it is removed; it can be taken back for a while.
  removed_at timestamptz(3),
  -- By which processes find what changed.
  changed_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  constraint picture_references_of_owner unique (id, organisation_id),
  constraint picture_references_of_brand check (bank not in ('official', 'known-fake') or brand_id is not null)
);

-- A bank, page by page from the newest.
create index picture_references_of_bank
  on picture_references (organisation_id, bank, added_at desc, id desc);
-- One picture stands once in a bank.
create unique index picture_references_once
  on picture_references (organisation_id, bank, digest) where removed_at is null;
-- What every process looks for each second.
create index picture_references_changed on picture_references (changed_at);
-- A known fake speaks no more once the decision that it rests on was taken back.
create index picture_references_decided on picture_references (decision_id)
  where decision_id is not null and quarantined_at is null and removed_at is null;
-- Before a picture is deleted.
create index picture_references_by_digest on picture_references (digest);

create table picture_matches (
  reference_id uuid not null,
  -- Whose reference it is.
  organisation_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  score float8 not null check (score between 0 and 1),
  kind text not null,
  edits text not null,
  -- x, y, width and height of what both show, as fractions of the picture.
  box json not null,
  found_at timestamptz(3) not null default now(),
  primary key (reference_id, digest),
  constraint picture_matches_of_reference foreign key (reference_id, organisation_id)
    references picture_references (id, organisation_id) on delete cascade deferrable
);

-- What a picture shows, each time that an offer with it is judged.
create index picture_matches_of_picture on picture_matches (digest);

-- How many offers showed a reference, by the day on which they were first found to.
create table picture_reference_days (
  reference_id uuid not null,
  organisation_id uuid not null,
  day date not null,
  offers int4 not null check (offers >= 0),
  primary key (reference_id, day),
  constraint picture_reference_days_of_reference foreign key (reference_id, organisation_id)
    references picture_references (id, organisation_id) on delete cascade deferrable
);

-- Pictures of the products of catalogs, which become official photographs of their brands.
create table product_pictures (
  organisation_id uuid not null,
  product_id text collate "C" not null,
  url text not null,
  state text not null default 'waiting' check (state in ('waiting', 'stored', 'failed')),
  reason text,
  attempts int4 not null default 0,
  due_at timestamptz(3) not null default now(),
  claimed_until timestamptz(3),
  -- What it became; the reference may have been removed since.
  reference_id uuid,
  primary key (organisation_id, product_id, url),
  constraint product_pictures_of_product foreign key (organisation_id, product_id)
    references products (organisation_id, id) deferrable
);

-- What is fetched next, the longest due first.
create index product_pictures_due on product_pictures (due_at) where state = 'waiting';
-- Products that changed since they were last looked through for pictures.
create index products_changed on products (changed_at);

alter table product_pictures enable row level security;
alter table product_pictures force row level security;
alter table listing_pictures enable row level security;
alter table listing_pictures force row level security;
alter table picture_references enable row level security;
alter table picture_references force row level security;
alter table picture_matches enable row level security;
alter table picture_matches force row level security;
alter table picture_reference_days enable row level security;
alter table picture_reference_days force row level security;

grant select, delete on listing_pictures to touchstone_app;
grant insert (listing_id, organisation_id, place, url, host) on listing_pictures to touchstone_app;
grant select on picture_references, picture_matches, picture_reference_days to touchstone_app;
grant insert (id, organisation_id, bank, label, brand_id, digest, width, height, decision_id, expected)
  on picture_references to touchstone_app;
grant update (label, expected, quarantined_at, removed_at, changed_at) on picture_references
  to touchstone_app;
grant select, insert, delete on listing_pictures to touchstone_operator;
grant update (state, digest, reason, attempts, due_at, claimed_until) on listing_pictures
  to touchstone_operator;
grant select, insert, delete on product_pictures to touchstone_operator;
grant update (state, reason, attempts, due_at, claimed_until, reference_id) on product_pictures
  to touchstone_operator;
grant select, insert, delete on picture_references, picture_matches, picture_reference_days
  to touchstone_operator;
grant update (quarantined_at, removed_at, changed_at) on picture_references
  to touchstone_operator;
grant update (offers) on picture_reference_days to touchstone_operator;

create policy own_pictures on listing_pictures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- As beside the versions of offers.
create policy in_sight on listing_pictures for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listing_pictures.listing_id
      and m.organisation_id = listing_pictures.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));
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
create policy own_matches on picture_matches for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_days on picture_reference_days for select to touchstone_app
  using (organisation_id = current_organisation());

create policy operator on listing_pictures for all to touchstone_operator
  using (true) with check (true);
create policy operator on product_pictures for all to touchstone_operator
  using (true) with check (true);
create policy operator on picture_references for all to touchstone_operator
  using (true) with check (true);
create policy operator on picture_matches for all to touchstone_operator
  using (true) with check (true);
create policy operator on picture_reference_days for all to touchstone_operator
  using (true) with check (true);

-- An assessment that waited for pictures is completed by what they show, in its own row.
grant update (verdict, probability) on assessments to touchstone_operator;
