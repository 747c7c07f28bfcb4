-- A contest that has ended leaves its winner alone with the brand: its own thresholds hold again. What the
-- fallen rival's catalog had said of offers until then is taken out of what lists filter and sort by.

grant update (shown_probability, shown_signals, heard_by, plain_probability, rung)
  on listing_mentions to touchstone_operator;

-- Nobody whom the brand is in sight of hears what these mentions say from a catalog.
create function is_unheard(mention listing_mentions) returns bool
  language sql stable
  return mention.plain_probability is not null and not exists (
    select from brand_sight s
    where s.brand_id = mention.brand_id and mention.heard_by && (s.hears || '{*}')
  );

-- Of contests that ended before.
grant update (beside_rival) on brand_sight to touchstone_operator;
set local role touchstone_operator;
with recursive above (claim_id, id, parent_id) as (
  select c.id, o.id, o.parent_id from claims c join organisations o on o.id = c.organisation_id
  where c.state = 'approved'
  union
  select a.claim_id, o.id, o.parent_id from above a join organisations o on o.id = a.parent_id
), keyed as materialized (
  select c.id, c.brand_id, keys_to_speak(c.brand_id, a.id, c.basis, c.office, c.number) as speaks,
    keys_to_hear(c.brand_id, a.id, c.basis, c.office, c.number) as hears
  from above a join claims c on c.id = a.claim_id where a.parent_id is null
)
update brand_sight s set beside_rival = false
from keyed c
where c.id = s.claim_id and s.beside_rival and not exists (
  select from keyed o where o.brand_id = c.brand_id and not (o.speaks && c.hears)
);
update listings l set rung = l.rung + 1000
from listing_mentions m
where m.listing_id = l.id and l.rung < 1000 and is_unheard(m) and l.organisation_id in (
  select organisation_id from brand_sight s where s.brand_id = m.brand_id
);
update listing_mentions m
set shown_probability = plain_probability, shown_signals = shown_signals & ~2147516208,
  plain_probability = null, heard_by = null, rung = case when rung < 1000 then rung + 1000 else rung end
where is_unheard(m);
set local role none;
revoke update (beside_rival) on brand_sight from touchstone_operator;
