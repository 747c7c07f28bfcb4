-- A row hangs on rows of its own organisation alone. Foreign keys look past row-level security: who
-- wrote a row of its own that names another's could take a primary key from it, and so keep out what
-- the other writes next. These policies ask beside the others, which say whose the row itself is.

create policy of_own_listing on listing_versions as restrictive for insert to touchstone_app
  with check (exists (
    select from listings l
    where l.id = listing_id and l.organisation_id = listing_versions.organisation_id
  ));
create policy of_own_listing on assessments as restrictive for insert to touchstone_app
  with check (exists (
    select from listings l
    where l.id = listing_id and l.organisation_id = assessments.organisation_id
  ));
create policy of_own_listing on judgements_due as restrictive for insert to touchstone_app
  with check (exists (
    select from listings l
    where l.id = listing_id and l.organisation_id = judgements_due.organisation_id
  ));

-- The policies of listings look at the mentions, whose own may not look back. A mention of another's
-- offer gives no sight of it, as those policies say, and takes no key that its owner needs.
alter table listing_mentions
  drop constraint listing_mentions_pkey,
  add primary key (listing_id, organisation_id, brand_id);

-- Decisions are made on offers of others too, where they are in sight.
create policy on_listing_in_sight on decisions as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
create policy of_listing_in_sight on outcomes as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));

create policy of_own_webhook on webhook_secrets as restrictive for insert to touchstone_app
  with check (exists (select from webhooks w where w.id = webhook_id));
create policy of_own_event on webhook_deliveries as restrictive for insert to touchstone_app
  with check (
    exists (select from webhooks w where w.id = webhook_id)
    and exists (select from outbox_events e where e.id = event_id)
  );

-- A person becomes a member by its own acceptance: nobody makes others his colleagues, whose address
-- he then reads.
create policy by_oneself on memberships as restrictive for insert to touchstone_app
  with check (person_id = current_person());

-- Offers of others are seen by who holds rights, and by who speaks for them. A marketplace above a
-- house of theirs is neither.
create or replace function brands_in_sight() returns text[]
  language sql stable
  return array(
    select s.brand_id from brand_sight s
    where s.organisation_id = current_organisation()
      and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
      and exists (
        select from organisations o
        where o.id = s.organisation_id and o.kind in ('rights-holder', 'counsel')
      )
  );

-- The owner of the tables sees no row of them.
set local role touchstone_operator;
delete from brand_sight s using organisations o
where o.id = s.organisation_id and o.kind not in ('rights-holder', 'counsel');
set local role none;
