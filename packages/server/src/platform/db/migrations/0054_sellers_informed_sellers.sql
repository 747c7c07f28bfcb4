-- Sellers who saw on their page that a referral names them, and what they said of it.

-- Those who came by a link see the rows of their own seller.
create function is_of_own_seller(organisation uuid, seller bytea) returns boolean
  language sql stable
  return current_actor_kind() is distinct from 'recipient' or exists (
    select from appeal_links l
    where l.id::text = current_actor_id() and l.organisation_id = organisation
      and l.seller_hash = seller);

create table informed_sellers (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  seller_hash bytea not null check (length(seller_hash) = 32),
  informed_at timestamptz(3) not null default now(),
  contest text check (contest in ('open', 'upheld', 'rejected')),
  -- Null once the seller was erased.
  words text check (length(words) between 1 and 4000),
  contested_at timestamptz(3),
  -- What named the seller when they contested it.
  refs text[] collate "C" not null default '{}',
  listings uuid[] not null default '{}',
  decided_at timestamptz(3),
  decided_by text,
  decision_reason text check (length(decision_reason) between 1 and 2000),
  constraint informed_sellers_once unique (referral_id, seller_hash),
  constraint informed_sellers_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable,
  constraint informed_sellers_contested check ((contest is null) = (contested_at is null)),
  constraint informed_sellers_decided check ((decided_at is null) = (decided_by is null)
    and (coalesce(contest, 'open') = 'open') = (decided_at is null))
);

create index informed_sellers_of_seller on informed_sellers (organisation_id, seller_hash);
create index informed_sellers_upheld on informed_sellers using gin (listings)
  where contest = 'upheld';

alter table informed_sellers enable row level security, force row level security;

grant select, insert (id, referral_id, organisation_id, seller_hash),
  update (contest, words, contested_at, refs, listings, decided_at, decided_by, decision_reason)
  on informed_sellers to touchstone_app;
create policy own on informed_sellers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()));
create policy of_own_seller on informed_sellers as restrictive for all to touchstone_app
  using (is_of_own_seller(organisation_id, seller_hash))
  with check (is_of_own_seller(organisation_id, seller_hash));
create policy in_own_limits on informed_sellers as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on informed_sellers to touchstone_operator;
create policy operator on informed_sellers for all to touchstone_operator
  using (true) with check (true);

-- A seller contests what was sent of them, and a contest is upheld.
alter table referral_notices drop constraint referral_notices_cause_check;
alter table referral_notices add constraint referral_notices_cause_check check (cause in
  ('acquittal', 'genuine', 'withdrawal', 'answer-upheld', 'erasure', 'contest', 'contest-upheld'));
