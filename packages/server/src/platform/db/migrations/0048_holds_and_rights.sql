-- Offers that an authority holds by their names on marketplaces, at every organisation of the alliance that has them.

alter table embargoes
  drop constraint embargoes_scope_check,
  add constraint embargoes_scope_check check (scope in ('listing', 'case', 'seller', 'offers'));

-- What those who have such an offer read of the embargo: who holds it, whom to ask, and how long. File and reason stay
-- with the embargo, which is the authority's own.
create table embargoed_offers (
  id uuid primary key,
  embargo_id uuid not null,
  organisation_id uuid not null,
  marketplace text not null,
  external_id text not null,
  -- The authority's name, which the reader's sight does not reach.
  authority text not null,
  contact text not null check (length(contact) between 1 and 500),
  set_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  lifted_at timestamptz(3),
  constraint embargoed_offers_named_once unique (embargo_id, marketplace, external_id),
  constraint embargoed_offers_of_embargo foreign key (embargo_id, organisation_id)
    references embargoes (id, organisation_id) deferrable
);

-- Before anything goes out about an offer it is asked for by its name.
create index embargoed_offers_standing on embargoed_offers (marketplace, external_id, expires_at)
  where lifted_at is null;
-- Page by page from the newest.
create index embargoed_offers_newest on embargoed_offers (set_at desc, id desc);

-- Which organisations were told in their own log that an authority holds offers that they have, and that it ended.
create table embargo_tellings (
  embargo_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  told_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (embargo_id, organisation_id)
);

-- Those whose end was not told yet.
create index embargo_tellings_open on embargo_tellings (embargo_id) where ended_at is null;

alter table embargoed_offers enable row level security;
alter table embargoed_offers force row level security;
alter table embargo_tellings enable row level security;
alter table embargo_tellings force row level security;

grant select, insert on embargoed_offers to touchstone_app;
grant update (expires_at, lifted_at) on embargoed_offers to touchstone_app;
grant select, insert, delete on embargoed_offers to touchstone_operator;
grant select, insert, delete on embargo_tellings to touchstone_operator;
grant update (ended_at) on embargo_tellings to touchstone_operator;

create policy operator on embargoed_offers for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on embargoed_offers as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy operator on embargo_tellings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on embargo_tellings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create policy own on embargoed_offers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Only an authority holds what others have, under its own name, and by an embargo of its own that stands.
create policy by_authority on embargoed_offers as restrictive for insert to touchstone_app
  with check (
    current_actor_kind() = 'person' and lifted_at is null
    and exists (select from organisations o
      where o.id = current_organisation() and o.kind = 'authority' and o.name = authority)
    and exists (select from embargoes e
      where e.id = embargo_id and e.organisation_id = embargoed_offers.organisation_id
        and e.scope = 'offers' and e.lifted_at is null)
  );
-- Whoever has an offer, or sees it, reads that it is held. The authority reads nothing back: whether anybody has what
-- it named it learns neither here nor by what it is answered.
create policy at_those_who_have_it on embargoed_offers for select to touchstone_app
  using (exists (
    select from listings l
    where l.marketplace = embargoed_offers.marketplace
      and l.external_id = embargoed_offers.external_id offset 0
  ));

-- By its name an offer is found whoever sent it in.
create index listings_by_name on listings (marketplace, external_id);

-- Whether anything that an organisation has is held: an offer, a case, a seller; by itself or by an authority.
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
  );

create or replace function is_message_embargoed(
  organisation uuid, kind text, about text, at timestamptz
) returns boolean
  language sql stable
  return (exists (
    select from embargoes e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at
  ) or exists (
    select from embargoed_offers e where e.lifted_at is null and e.expires_at > at
  )) and case kind
    when 'notice' then is_notice_embargoed(organisation, about::uuid, at)
    when 'proceeding' then is_proceeding_embargoed(organisation, about::uuid, at)
    else false
  end;

-- Which offers that an organisation sent in or has in a case an authority holds, and by which embargo.
create function held_by_authorities(organisation uuid, at timestamptz)
  returns table (embargo_id uuid, listing_id uuid, set_at timestamptz)
  language sql stable
  begin atomic
    select e.embargo_id, l.id, e.set_at
    from embargoed_offers e join listings l
      on l.marketplace = e.marketplace and l.external_id = e.external_id
    where e.lifted_at is null and e.expires_at > at and (
      l.organisation_id = organisation
      or exists (select from case_offers o
        where o.listing_id = l.id and o.organisation_id = organisation)
    );
  end;

-- Why a notice was withdrawn: only one that was wrong counts against its sender. Null where nothing was asked yet.
alter table notices add column withdrawn_cause text
  check (withdrawn_cause in ('mistaken', 'settled', 'offer-gone', 'right-ended'));
alter table received_notices add column withdrawn_cause text
  check (withdrawn_cause in ('mistaken', 'settled', 'offer-gone', 'right-ended'));
grant update (withdrawn_cause) on notices, received_notices to touchstone_app, touchstone_operator;

-- Who sent a notice without an account asks what is kept of him, and that his name goes.
alter table privacy_requests
  drop constraint privacy_requests_subject_kind_check,
  add constraint privacy_requests_subject_kind_check
    check (subject_kind in ('seller', 'listing', 'notice'));
-- What was asked about a notice: whether its sender's name may go.
create index privacy_requests_of_notice on privacy_requests (subject_id)
  where subject_kind = 'notice' and kind = 'erasure';
