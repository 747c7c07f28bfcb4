-- Which organisation answers for the offers of which marketplace, as the operator has confirmed it; and whom an authority
-- tells of an offer that it holds. Until now whoever sent in an offer under a name that is held learnt that it is.

create table marketplace_bindings (
  marketplace text not null check (length(marketplace) between 1 and 200),
  organisation_id uuid not null references organisations deferrable,
  confirmed_at timestamptz(3) not null default now(),
  confirmed_by text not null default current_actor_id(),
  primary key (organisation_id, marketplace)
);

-- Who beside the marketplace is told of an embargo on offers: by short names, so that an authority does not learn from
-- an answer which organisations there are.
create table embargo_grants (
  embargo_id uuid not null,
  organisation_id uuid not null,
  granted_to text not null check (length(granted_to) between 1 and 63),
  primary key (embargo_id, granted_to),
  constraint embargo_grants_of_embargo foreign key (embargo_id, organisation_id)
    references embargoes (id, organisation_id) deferrable
);

do $$
declare
  name text;
begin
  foreach name in array array['marketplace_bindings', 'embargo_grants']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
  end loop;
end
$$;
create policy of_sample on embargo_grants as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- An organisation reads for which marketplaces it answers; who does is the operator's to say.
grant select on marketplace_bindings to touchstone_app;
create policy own on marketplace_bindings for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert on embargo_grants to touchstone_app;
create policy own on embargo_grants for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy to_whom_it_is_granted on embargo_grants for select to touchstone_app
  using (exists (
    select from organisations o where o.id = current_organisation() and o.slug = granted_to
  ));
create policy by_authority on embargo_grants as restrictive for insert to touchstone_app
  with check (
    current_actor_kind() = 'person'
    and exists (select from embargoes e
      where e.id = embargo_id and e.organisation_id = embargo_grants.organisation_id
        and e.scope = 'offers' and e.lifted_at is null)
  );

-- Whether an organisation is told of an embargo on offers of a marketplace: who set it, who answers for the marketplace,
-- and whom the authority names. Everyone else sees and feels nothing of it, whatever they send in.
create function is_told_of_embargo(
  embargo uuid, authority uuid, market text, organisation uuid
) returns boolean
  language sql stable
  return organisation = authority or exists (
    select from marketplace_bindings b
    where b.organisation_id = organisation and b.marketplace = market
  ) or exists (
    select from embargo_grants g join organisations o on o.slug = g.granted_to
    where g.embargo_id = embargo and o.id = organisation
  );

-- The authority reads nothing back: whether anybody has what it named it learns neither here nor by what it is answered.
drop policy at_those_who_have_it on embargoed_offers;
create policy at_those_told on embargoed_offers for select to touchstone_app
  using (
    is_told_of_embargo(embargo_id, organisation_id, marketplace, current_organisation())
    and exists (
      select from listings l
      where l.marketplace = embargoed_offers.marketplace
        and l.external_id = embargoed_offers.external_id offset 0
    )
  );

create or replace function is_embargoed(
  organisation uuid, listing uuid, file uuid, seller bytea, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from embargoes e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at and (
      e.listing_id = listing or e.case_id = file or e.seller_hash = seller
      or (e.case_id is not null and exists (select from case_offers o
        where o.case_id = e.case_id and o.listing_id = listing))
      or (e.seller_hash is not null and exists (select from listing_versions v
        where v.listing_id = listing and v.organisation_id = organisation
          and v.seller_hash = e.seller_hash))
    )
  ) or exists (
    select from listings l join embargoed_offers e
      on e.marketplace = l.marketplace and e.external_id = l.external_id
    where l.id = listing and e.lifted_at is null and e.expires_at > at
      and is_told_of_embargo(e.embargo_id, e.organisation_id, e.marketplace, organisation)
  );

create or replace function held_by_authorities(organisation uuid, at timestamptz)
  returns table (embargo_id uuid, listing_id uuid, set_at timestamptz)
  language sql stable
  begin atomic
    select e.embargo_id, l.id, e.set_at
    from embargoed_offers e join listings l
      on l.marketplace = e.marketplace and l.external_id = e.external_id
    where e.lifted_at is null and e.expires_at > at
      and is_told_of_embargo(e.embargo_id, e.organisation_id, e.marketplace, organisation)
      and (
        l.organisation_id = organisation
        or exists (select from case_offers o
          where o.listing_id = l.id and o.organisation_id = organisation)
      );
  end;
