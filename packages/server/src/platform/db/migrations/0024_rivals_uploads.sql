-- A rights holder sees a marketplace's offers by its brands. What another rights holder, or counsel,
-- sent in for itself is its own watching of the market and in nobody's sight. Whose an offer is
-- nobody may say himself, so the store looks.
alter table listing_mentions add column shared boolean not null default false;

create function share_offers_of_platforms() returns trigger
  language plpgsql as $$
begin
  new.shared := exists (
    select from organisations o
    where o.id = new.organisation_id and o.kind not in ('rights-holder', 'counsel')
  );
  return new;
end
$$;
create trigger listing_mentions_shared
  before insert on listing_mentions
  for each row execute function share_offers_of_platforms();

-- Of what is kept already. The owner of the table sees no row of it.
grant update (shared) on listing_mentions to touchstone_operator;
set local role touchstone_operator;
update listing_mentions m set shared = true
from organisations o
where o.id = m.organisation_id and o.kind not in ('rights-holder', 'counsel');
set local role none;
revoke update (shared) on listing_mentions from touchstone_operator;

-- The policies of offers, versions and assessments look for a mention that whoever asks may read.
drop policy in_sight on listing_mentions;
create policy in_sight on listing_mentions for select to touchstone_app
  using (shared and confidence >= 0.9 and brand_id = any ((select brands_in_sight())::text[]));
