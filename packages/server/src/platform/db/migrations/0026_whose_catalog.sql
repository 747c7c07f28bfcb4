-- Two rivals may both have a standing claim on a brand: what an assessment says from the catalog of one
-- is told to that one, its group and its agents, and to nobody else.

-- Who may hear what is said by a claim, as keys that tell neither group nor entry: equal ones fit.
create function hearing_key(brand text, kind text, of_whom text) returns text
  language sql immutable
  return left(encode(sha256(convert_to(brand || ' ' || kind || ' ' || of_whom, 'UTF8')), 'hex'), 16);

-- The keys under which a catalog speaks of a brand, by the claim behind it. An owner is heard by its
-- group and by the agents for its entry of the register; an agent by the owner and other agents too.
create function keys_to_speak(
  brand text, group_id uuid, basis text, office text, number text
) returns text[]
  language sql immutable
  return array[
    hearing_key(brand, 'group', group_id::text),
    hearing_key(brand, 'entry', office || ' ' || number)
  ] || case when basis = 'agent'
    then array[hearing_key(brand, 'agent', office || ' ' || number)] else '{}' end;

-- The keys by which whoever sees offers by a claim hears a catalog.
create function keys_to_hear(
  brand text, group_id uuid, basis text, office text, number text
) returns text[]
  language sql immutable
  return array[
    hearing_key(brand, 'group', group_id::text),
    hearing_key(brand, 'agent', office || ' ' || number)
  ] || case when basis = 'agent'
    then array[hearing_key(brand, 'entry', office || ' ' || number)] else '{}' end;

alter table brand_sight
  add column hears text[] not null default '{}',
  -- True where a rival has a standing claim on the brand, or had one: its words may still be kept.
  add column beside_rival bool not null default false;

alter table listing_mentions
  -- Under which keys the catalog speaks in what is shown by this brand; none: the shipped pack alone.
  -- Null where that is not known, which nobody hears.
  add column heard_by text[],
  -- As `shown_probability`, without what a catalog says; null where nothing is said from one.
  add column plain_probability float8 check (plain_probability between 0 and 1);

-- Of what is kept already. The owner of the tables sees no row of them.
grant update (heard_by, plain_probability) on listing_mentions to touchstone_operator;
grant update (hears, beside_rival) on brand_sight to touchstone_operator;
set local role touchstone_operator;
with recursive above (claim_id, id, parent_id) as (
  select c.id, o.id, o.parent_id from claims c join organisations o on o.id = c.organisation_id
  where c.approved_at is not null
  union
  select a.claim_id, o.id, o.parent_id from above a join organisations o on o.id = a.parent_id
), keyed as materialized (
  select c.id, c.brand_id, keys_to_speak(c.brand_id, a.id, c.basis, c.office, c.number) as speaks,
    keys_to_hear(c.brand_id, a.id, c.basis, c.office, c.number) as hears
  from above a join claims c on c.id = a.claim_id where a.parent_id is null
)
update brand_sight s set hears = c.hears,
  beside_rival = exists (
    select from keyed o where o.brand_id = c.brand_id and not (o.speaks && c.hears)
  )
from keyed c where c.id = s.claim_id;
-- What was said before nobody hears of, until the offers are judged again. The bits are those of the
-- signals that speak from a catalog: price.far-below-band, price.below-typical, channel.*,
-- guard.authorised-seller, price.far-below-msrp, product.identified, product.never-made,
-- product.foreign-code and seller.stock-of-scarce-goods.
update listing_mentions set plain_probability = 0.02 where shown_signals & 2147516208 <> 0;
set local role none;
revoke update (hears, beside_rival) on brand_sight from touchstone_operator;

-- A page by probability of what a rival's catalog speaks of, for whoever does not hear it.
create index listing_mentions_in_sight_by_plain_probability
  on listing_mentions (brand_id, verdict, plain_probability desc, listing_id desc)
  where confidence >= 0.9 and plain_probability is not null;
