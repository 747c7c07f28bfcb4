-- A reference counts the listings that it speaks of and that its owner may see. A member or key that is limited to brands
-- sees the references of these brands, what they match, and how many listings about their brand show them.

-- A picture is in a bank once for each brand. What another brand's people keep must not change the answer.
drop index picture_references_once;
create unique index picture_references_once
  on picture_references (organisation_id, bank, digest, brand_id) nulls not distinct
  where removed_at is null;

-- Beside the count of all listings, one of those about the reference's own brand.
alter table picture_reference_days
  add column of_brand boolean not null default false,
  drop constraint picture_reference_days_pkey,
  add primary key (reference_id, day, of_brand);

-- Listings to be counted for the references that their picture shows, as soon as they are assessed with it: only then is
-- it known which brands they are about, and who may see them.
create table picture_counts_due (
  listing_id uuid not null,
  organisation_id uuid not null,
  digest bytea not null check (length(digest) = 32),
  noted_at timestamptz(3) not null default now(),
  primary key (listing_id, digest),
  constraint picture_counts_due_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable
);
create index picture_counts_due_in_order on picture_counts_due (noted_at);
alter table picture_counts_due enable row level security;
alter table picture_counts_due force row level security;
grant select, insert, delete, update (noted_at) on picture_counts_due to touchstone_operator;
create policy operator on picture_counts_due for all to touchstone_operator
  using (true) with check (true);

-- Whether a reference speaks of a listing that its owner may see: its owner's own; and while a claim on the brand stands,
-- a marketplace's that is surely about the brand.
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

-- Counts of before included what rivals sent in. The day on which a listing was first seen comes closest to the day on
-- which it was counted. The owner of the tables sees no row of them.
set local role touchstone_operator;
with showing as (
  select distinct r.id, r.organisation_id, l.id as listing_id,
    (l.first_seen_at at time zone 'utc')::date as day,
    exists (select from listing_mentions a
      where a.listing_id = l.id and a.brand_id = r.brand_id) as is_of_brand
  from picture_references r
  join picture_matches m on m.reference_id = r.id and m.score >= 0.8
    and m.kind not in ('background', 'same-product')
  join listing_pictures p on p.digest = m.digest
  join listings l on l.id = p.listing_id
  where exists (select from picture_reference_days d where d.reference_id = r.id)
    and counts_for_reference(r.organisation_id, r.bank, r.brand_id, l.id, l.organisation_id)
), counts as materialized (
  select id, day, count(*)::int as offers, count(*) filter (where is_of_brand)::int as of_brand
  from showing group by id, day
), recounted as (
  update picture_reference_days d
  set offers = least(d.offers, coalesce(
    (select c.offers from counts c where c.id = d.reference_id and c.day = d.day), 0))
)
insert into picture_reference_days (reference_id, organisation_id, day, offers, of_brand)
select d.reference_id, d.organisation_id, d.day, least(d.offers, c.of_brand), true
from picture_reference_days d join counts c on c.id = d.reference_id and c.day = d.day
where c.of_brand > 0;
set local role none;

-- In each of these the first part is asked once a statement, and the rest only of a limited member or key.
do $$
declare
  given record;
begin
  for given in select * from (values
    ('picture_references', 'brand_id is null or sees_brand(brand_id)'),
    ('picture_matches', 'exists (select from picture_references r where r.id = reference_id)'),
    ('picture_reference_days', 'of_brand
      and exists (select from picture_references r where r.id = reference_id)')
  ) as sights (name, sight)
  loop
    execute format('create policy in_own_limits on %I as restrictive for select to touchstone_app
      using ((select current_brands()) is null or (%s))', given.name, given.sight);
  end loop;
end
$$;
create policy in_own_limits_new on picture_references as restrictive for insert to touchstone_app
  with check (
    (select current_brands()) is null or brand_id is null or sees_brand(brand_id)
  );
