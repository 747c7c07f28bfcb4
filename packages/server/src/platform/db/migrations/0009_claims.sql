-- Proof of right before sight: who claims which brand, who decides on it, and what a standing claim
-- lets its holder see of the offers of others.

-- Whom the operator names to decide on claims beside himself.
create table claim_approvers (
  organisation_id uuid primary key references organisations deferrable,
  named_at timestamptz(3) not null default now()
);

create table claims (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  brand_id text not null check (brand_id ~ '^[a-z0-9][a-z0-9-]*$' and length(brand_id) <= 200),
  basis text not null check (basis in ('owner', 'agent')),
  -- WIPO ST.3.
  office text not null check (office ~ '^[A-Z]{2}$'),
  number text not null check (length(number) between 1 and 100),
  owner text not null check (length(owner) between 1 and 200),
  -- Of the power of attorney; an owner needs none.
  acts_from date,
  acts_until date,
  state text not null default 'pending' check (
    state in ('pending', 'approved', 'contested', 'rejected', 'revoked', 'withdrawn')
  ),
  reason text check (length(reason) between 1 and 2000),
  submitted_at timestamptz(3) not null default now(),
  decided_at timestamptz(3),
  -- Null where the operator decided, or nobody yet.
  decided_by uuid references organisations deferrable,
  -- Null while it was never approved.
  approved_at timestamptz(3),
  constraint claims_power_of_attorney
    check ((basis = 'agent') = (acts_from is not null and acts_until is not null)),
  constraint claims_power_in_order check (acts_from <= acts_until)
);

-- An organisation claims a brand once at a time.
create unique index claims_standing on claims (organisation_id, brand_id)
  where state in ('pending', 'approved', 'contested');
-- The claims that rival one that is to be decided on.
create index claims_of_brand on claims (brand_id)
  where state in ('pending', 'approved', 'contested');
-- The list of claims, page by page from the newest: an organisation's own, and all for who decides.
create index claims_of_organisation on claims (organisation_id, submitted_at desc, id desc);
create index claims_newest on claims (submitted_at desc, id desc);

create table claim_documents (
  id uuid primary key,
  claim_id uuid not null references claims deferrable,
  organisation_id uuid not null references organisations deferrable,
  purpose text not null check (purpose in ('proof', 'power-of-attorney')),
  media_type text check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  content bytea check (octet_length(content) between 1 and 10485760),
  sha256 bytea check (length(sha256) = 32),
  reference text check (length(reference) between 1 and 500),
  constraint claim_documents_one_of_each unique (claim_id, purpose),
  constraint claim_documents_kept_or_named check (
    (content is null) = (reference is not null)
    and (content is null) = (media_type is null)
    and (content is null) = (sha256 is null)
  )
);

-- Who sees offers of a brand by which claim: the claimant and the groups above it. Derived from the
-- approved claims in the transaction that changes one. A power of attorney ends by its date.
create table brand_sight (
  organisation_id uuid not null references organisations deferrable,
  brand_id text not null,
  claim_id uuid not null references claims deferrable,
  -- True where the claimant is a house of this group.
  by_house boolean not null,
  starts_on date not null default '-infinity',
  ends_on date not null default 'infinity',
  primary key (organisation_id, brand_id, claim_id)
);

-- A claim that falls takes its rows along.
create index brand_sight_of_claim on brand_sight (claim_id);

-- Of the newest assessment of the newest version; null while there is none.
alter table listings add column verdict text
  check (verdict in ('clear', 'ask-proof', 'review', 'block'));

-- An organisation's offers of one verdict, page by page from the newest.
create index listings_of_verdict on listings (organisation_id, verdict, first_seen_at desc, id desc);

-- Which brands an offer is about, by the newest assessment of its newest version. What the lists sort
-- and filter by stands here again, so that a rights holder's page is read from one index.
create table listing_mentions (
  listing_id uuid not null references listings on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  brand_id text not null,
  confidence float8 not null check (confidence between 0 and 1),
  role text check (role in ('offered', 'compatible-with', 'compared-with', 'mentioned')),
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  marketplace text not null,
  first_seen_at timestamptz(3) not null,
  primary key (listing_id, brand_id)
);

-- A rights holder's page: the sure hits of a brand, from the newest. The verdict stands before the
-- time, so that one index serves pages of one verdict (one range) and of all (four, merged).
create index listing_mentions_in_sight
  on listing_mentions (brand_id, verdict, first_seen_at desc, listing_id desc)
  where confidence >= 0.9;
-- An organisation's own offers of a brand, however sure.
create index listing_mentions_of_organisation
  on listing_mentions (organisation_id, brand_id, first_seen_at desc, listing_id desc);

create function approves_claims() returns boolean
  language sql stable
  return exists (select from claim_approvers where organisation_id = current_organisation());

-- The brands that whoever asks sees offers of today.
create function brands_in_sight() returns text[]
  language sql stable
  return array(
    select brand_id from brand_sight
    where organisation_id = current_organisation()
      and (now() at time zone 'utc')::date between starts_on and ends_on
  );

alter table claim_approvers enable row level security;
alter table claim_approvers force row level security;
alter table claims enable row level security;
alter table claims force row level security;
alter table claim_documents enable row level security;
alter table claim_documents force row level security;
alter table brand_sight enable row level security;
alter table brand_sight force row level security;
alter table listing_mentions enable row level security;
alter table listing_mentions force row level security;

grant select on claim_approvers to touchstone_app;
grant select, insert on claims, claim_documents to touchstone_app;
grant update (state, reason, decided_at, decided_by, approved_at) on claims to touchstone_app;
grant select, insert, delete on brand_sight, listing_mentions to touchstone_app;
grant update (verdict) on listings to touchstone_app;

grant select, insert, delete on claim_approvers, brand_sight, listing_mentions
  to touchstone_operator;
grant select, insert on claims, claim_documents to touchstone_operator;
grant update (state, reason, decided_at, decided_by, approved_at) on claims to touchstone_operator;
grant update (verdict) on listings to touchstone_operator;

create policy own_naming on claim_approvers for select to touchstone_app
  using (organisation_id = current_organisation());

-- Who decides on claims must know of a claimant's group. A scalar subquery is asked once a statement.
create policy for_approvers on organisations for select to touchstone_app
  using ((select approves_claims()));

create policy own_claims on claims for select to touchstone_app
  using (organisation_id = current_organisation());
create policy claims_to_decide on claims for select to touchstone_app
  using ((select approves_claims()));
-- Nobody approves what he brings himself.
create policy new_claims on claims for insert to touchstone_app
  with check (organisation_id = current_organisation() and state = 'pending');
create policy own_withdrawal on claims for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and state = 'withdrawn');
create policy decision on claims for update to touchstone_app
  using ((select approves_claims()) and organisation_id <> current_organisation())
  with check (
    organisation_id <> current_organisation()
    and state in ('approved', 'rejected', 'contested', 'revoked')
  );

create policy own_documents on claim_documents for select to touchstone_app
  using (organisation_id = current_organisation());
create policy documents_to_decide_on on claim_documents for select to touchstone_app
  using ((select approves_claims()));
create policy new_documents on claim_documents for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and exists (
      select from claims c where c.id = claim_id and c.organisation_id = current_organisation()
    )
  );

create policy own_sight on brand_sight for select to touchstone_app
  using (organisation_id = current_organisation());
create policy by_claim on brand_sight for select to touchstone_app
  using (exists (select from claims c where c.id = claim_id offset 0));
create policy sight_given on brand_sight for insert to touchstone_app
  with check (
    (select approves_claims())
    and organisation_id <> current_organisation()
    and exists (
      select from claims c
      where c.id = claim_id and c.brand_id = brand_sight.brand_id and c.state = 'approved'
        and c.organisation_id <> current_organisation()
    )
  );
create policy ended on brand_sight for delete to touchstone_app
  using (exists (select from claims c where c.id = claim_id offset 0));

-- Of policies for one table PostgreSQL asks the last by name first: those that are cheap, and true of
-- an organisation's own rows, are named own_ so that they come before these.
create policy own_mentions on listing_mentions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_sight on listing_mentions for select to touchstone_app
  using (confidence >= 0.9 and brand_id = any ((select brands_in_sight())::text[]));

-- A mention counts only where it is the offer's owner's: who writes mentions of offers that are not
-- its own gets no sight of them. With the brands named and OFFSET 0 each of these is one look into the primary key of the mentions:
-- the planner would else weigh reading every mention that is in sight into a table first.
create policy in_sight on listings for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listings.id and m.organisation_id = listings.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));
create policy in_sight on listing_versions for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listing_versions.listing_id and m.organisation_id = listing_versions.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));
create policy in_sight on assessments for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = assessments.listing_id and m.organisation_id = assessments.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));

-- What others decide on a claim stands in the claimant's log too.
create policy entries_on_claims on audit_events for insert to touchstone_app
  with check (
    (select approves_claims())
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and subject_kind = 'claim'
    and exists (
      select from claims c
      where c.id::text = subject_id and c.organisation_id = audit_events.organisation_id
    )
  );

create policy operator on claim_approvers for all to touchstone_operator
  using (true) with check (true);
create policy operator on claims for all to touchstone_operator using (true) with check (true);
create policy operator on claim_documents for all to touchstone_operator
  using (true) with check (true);
create policy operator on brand_sight for all to touchstone_operator using (true) with check (true);
create policy operator on listing_mentions for all to touchstone_operator
  using (true) with check (true);

-- Of what is kept already. The owner of the tables sees no row of them. JSON is read here as text
-- that PostgreSQL can hold: a null character or half a surrogate pair becomes a question mark.
set local role touchstone_operator;
with newest as materialized (
  select l.id, l.organisation_id, l.marketplace, l.first_seen_at, a.verdict,
    regexp_replace(a.body::text, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\u003f', 'gi')::json as body
  from listings l
  cross join lateral (
    select verdict, body from assessments a
    where a.listing_id = l.id and a.version = l.version order by a.at desc, a.id limit 1
  ) a
)
insert into listing_mentions
  (listing_id, organisation_id, brand_id, confidence, role, verdict, marketplace, first_seen_at)
select n.id, n.organisation_id, brand->>'id', (brand->>'confidence')::float8, brand->>'role',
  n.verdict, n.marketplace, n.first_seen_at
from newest n cross join lateral json_array_elements(n.body->'brands') as brand
on conflict do nothing;
update listings l set verdict = (
  select a.verdict from assessments a
  where a.listing_id = l.id and a.version = l.version order by a.at desc, a.id limit 1
);
set local role none;
