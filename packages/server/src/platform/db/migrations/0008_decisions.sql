-- What people said of offers after looking, and what came of them. Append-only: a later decision
-- stands beside the earlier one.

create table decisions (
  id uuid primary key,
  -- Whose decision it is; the offer may be another organisation's.
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version that was looked at.
  version int4 not null,
  verdict text not null check (
    verdict in ('counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear')
  ),
  -- As what kind of organisation it was said; the weight of the label follows from it.
  source text not null check (
    source in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  reason text,
  note text,
  -- The reviewer as the organisation itself refers to him; not a name.
  reviewer text,
  decided_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  foreign key (listing_id, version) references listing_versions deferrable
);

-- An organisation's decisions on one offer: the last of them stands.
create index decisions_on_listing
  on decisions (listing_id, organisation_id, decided_at, recorded_at, id);

-- An organisation's decisions, page by page from the newest.
create index decisions_of_organisation on decisions (organisation_id, recorded_at desc, id desc);

create table outcomes (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null references listings deferrable,
  outcome text not null,
  source text not null check (
    source in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  note text,
  happened_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- What came of one offer, page by page from the newest.
create index outcomes_of_listing on outcomes (listing_id, organisation_id, recorded_at desc, id desc);

-- What an organisation told, page by page from the newest.
create index outcomes_of_organisation on outcomes (organisation_id, recorded_at desc, id desc);

alter table decisions enable row level security;
alter table decisions force row level security;
alter table outcomes enable row level security;
alter table outcomes force row level security;

grant select, insert on decisions, outcomes to touchstone_app, touchstone_operator;

create policy own_decisions on decisions for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_outcomes on outcomes for select to touchstone_app
  using (organisation_id = current_organisation());

-- Nobody decides in another's name.
create policy own_new_decisions on decisions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
create policy own_new_outcomes on outcomes for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );

create policy operator on decisions for all to touchstone_operator using (true) with check (true);
create policy operator on outcomes for all to touchstone_operator using (true) with check (true);
