-- From which probability each organisation lets each verdict fall that the block rule allows, brand
-- by brand. Append-only: the newest version of a brand holds, a change and its undoing stand beside
-- what was before.
create table threshold_versions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- '' for all brands without thresholds of their own.
  brand_id text not null check (length(brand_id) <= 200),
  version int4 not null check (version > 0),
  -- In whole per cent; null where those for all others hold, or the engine's.
  ask_proof int4 check (ask_proof between 5 and 100),
  review int4 check (review between 10 and 100),
  block int4 check (block between 50 and 100),
  note text check (length(note) between 1 and 2000),
  -- The version that was taken back by this one.
  undoes int4 check (undoes > 0 and undoes < version),
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- What holds is read as the last of each brand.
  constraint threshold_versions_of_brand unique (organisation_id, brand_id, version),
  constraint threshold_versions_whole check (num_nulls(ask_proof, review, block) in (0, 3)),
  constraint threshold_versions_in_order check (ask_proof <= review and review <= block)
);

-- An organisation's changes, page by page from the newest.
create index threshold_versions_newest on threshold_versions (organisation_id, at desc, id desc);

alter table threshold_versions enable row level security;
alter table threshold_versions force row level security;

grant select, insert on threshold_versions to touchstone_app, touchstone_operator;

-- Thresholds are strategy: no other organisation reads them, whatever offers it shares.
create policy own_thresholds on threshold_versions for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new_thresholds on threshold_versions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
create policy operator on threshold_versions for all to touchstone_operator
  using (true) with check (true);

-- All that thresholds can ask of an offer, in one number: 200 for each step of the gravest verdict that
-- the block rule allows, and the probability in whole per cent; 0 below 5 per cent and where nothing
-- speaks against the offer, 1000 more where the engine's verdict stands for who sees a part of the
-- evidence. A verdict under any thresholds is a set of rungs, and each rung a range of an index.
alter table listings
  -- Null while nothing was said of the offer.
  add column rung int4,
  -- By whose thresholds it goes: the first brand of the newest assessment.
  add column lead_brand_id text;
alter table listing_mentions
  add column rung int4,
  add column lead_brand_id text;

-- An organisation's offers of one verdict under its own thresholds, page by page from the newest; the
-- brand tells those apart that have thresholds of their own.
create index listings_of_rung
  on listings (organisation_id, rung, first_seen_at desc, id desc) include (lead_brand_id);
-- Likewise of a brand with thresholds of its own, and how its offers lie, for the preview.
create index listings_of_lead_brand
  on listings (organisation_id, lead_brand_id, rung, first_seen_at desc, id desc);
-- Likewise for who holds rights in a brand.
create index listing_mentions_of_rung
  on listing_mentions (brand_id, rung, first_seen_at desc, listing_id desc)
  where confidence >= 0.9;

grant update (rung, lead_brand_id) on listings to touchstone_app, touchstone_operator;
grant update (rung, lead_brand_id) on listing_mentions to touchstone_operator;

-- Of what is kept already. The owner of the tables sees no row of them. How far the rule let these go
-- was not told; until they are judged again their verdict counts as the gravest.
set local role touchstone_operator;
with first_brand as materialized (
  select distinct on (m.listing_id) m.listing_id, m.brand_id from listing_mentions m
  join listings l on l.id = m.listing_id and l.organisation_id = m.organisation_id
  order by m.listing_id, m.confidence desc, m.brand_id
), known as materialized (
  select l.id, b.brand_id, a.verdict, floor(round((a.probability * 100)::numeric, 9))::int as percent
  from listings l
  cross join lateral (
    select verdict, probability from assessments a
    where a.listing_id = l.id and a.version = l.version and not a.candidate
    order by a.at desc, a.id limit 1
  ) a
  left join first_brand b on b.listing_id = l.id
)
update listings l
set lead_brand_id = known.brand_id,
  rung = 1000 + case when known.verdict = 'clear' or known.percent < 5 then 0
    else known.percent + 200 * array_position(array['ask-proof', 'review', 'block'], known.verdict) end
from known where known.id = l.id;
update listing_mentions m set rung = l.rung, lead_brand_id = l.lead_brand_id
from listings l where l.id = m.listing_id and l.rung is not null;
set local role none;
