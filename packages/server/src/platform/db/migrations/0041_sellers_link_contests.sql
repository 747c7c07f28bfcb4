-- Sellers contest links. A contested link is suspended until somebody who did not judge it decides; an upheld contest
-- is a judgement.
create table link_contests (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  account_a uuid not null,
  account_b uuid not null,
  -- Whose seller contests.
  side text not null check (side in ('a', 'b')),
  account_id uuid not null generated always as (
    case side when 'a' then account_a else account_b end) stored,
  state text not null default 'open' check (state in ('open', 'upheld', 'rejected')),
  -- What the seller says; null once the seller was erased.
  words text check (length(words) between 1 and 4000),
  -- The version of the model that linked them.
  linked_by int4,
  at timestamptz(3) not null default now(),
  actor_id text not null default current_actor_id(),
  decision_reason text check (length(decision_reason) between 1 and 2000),
  decided_at timestamptz(3),
  decided_by text,
  -- The judgement that an upheld contest became.
  judgement_id uuid,
  constraint link_contests_in_order check (account_a <= account_b),
  constraint link_contests_decided check (
    (state = 'open') = (decided_at is null) and (state = 'open') = (decided_by is null)
    and (state = 'upheld' or judgement_id is null)
  ),
  constraint link_contests_of_judgement foreign key (judgement_id, organisation_id)
    references link_judgements (id, organisation_id) on delete cascade deferrable,
  constraint link_contests_of_a foreign key (account_a, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable,
  constraint link_contests_of_b foreign key (account_b, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

-- A link is contested once at a time.
create unique index link_contests_open
  on link_contests (organisation_id, account_a, account_b) where state = 'open';
create index link_contests_of_a on link_contests (account_a);
create index link_contests_of_b on link_contests (account_b);
create index link_contests_of_judgement on link_contests (judgement_id) where judgement_id is not null;
create index link_contests_by_time on link_contests (organisation_id, at desc, id desc);

alter table link_contests enable row level security, force row level security;

grant select,
  insert (id, organisation_id, account_a, account_b, side, words, linked_by),
  update (state, words, decision_reason, decided_at, decided_by, judgement_id)
  on link_contests to touchstone_app;
create policy own on link_contests for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on link_contests as restrictive for select to touchstone_app
  using ((select current_brands()) is null);
create policy own_new on link_contests for insert to touchstone_app
  with check (
    organisation_id = current_organisation() and state = 'open'
    and current_actor_kind() = 'person' and actor_id = current_actor_id()
    and current_brands() is null
  );
-- Nobody decides in another's name, or on what they recorded. The words go with the seller's other personal data.
create policy decided on link_contests for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and (words is null or (decided_by = current_actor_id() and decided_by <> actor_id))
  );

grant select, insert, update (words, decision_reason), delete on link_contests to touchstone_operator;
create policy operator on link_contests for all to touchstone_operator
  using (true) with check (true);

-- The version of the model that linked the accounts by evidence alone when they were judged; null if none did.
alter table link_judgements add column linked_by int4;
