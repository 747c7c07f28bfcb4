-- That counsel of an organisation checked one version of a regime, and to which case a proceeding belongs.

create table counsel_signatures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  regime text not null check (length(regime) between 1 and 100),
  version text not null check (length(version) between 1 and 100),
  checked_on date not null,
  -- By name, as whoever is asked for it is told.
  counsel text not null check (length(counsel) between 1 and 200),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  at timestamptz(3) not null default now()
);

-- What an organisation's counsel signed of one regime: whether it may send is asked at every look at a proceeding.
create index counsel_signatures_of_regime on counsel_signatures (organisation_id, regime, checked_on);

alter table counsel_signatures enable row level security;
alter table counsel_signatures force row level security;
grant select, insert, delete on counsel_signatures to touchstone_operator;
grant select, insert on counsel_signatures to touchstone_app;
create policy operator on counsel_signatures for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on counsel_signatures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy own on counsel_signatures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on counsel_signatures as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());

alter table proceedings add column case_id uuid references cases deferrable;
-- The proceedings of one case, for its course.
create index proceedings_of_case on proceedings (case_id) where case_id is not null;
create policy of_own_case on proceedings as restrictive for insert to touchstone_app
  with check (case_id is null or exists (select from cases c
    where c.id = case_id and c.organisation_id = proceedings.organisation_id));
