-- What people decided on queries that were proposed for a watch.

create table watch_proposal_decisions (
  watch_id uuid not null,
  query text collate "C" not null check (length(query) between 1 and 200),
  organisation_id uuid not null references organisations deferrable,
  decision text not null check (decision in ('accepted', 'dismissed')),
  -- In force for 90 days; deleted afterwards.
  decided_at timestamptz(3) not null default now(),
  primary key (watch_id, organisation_id, query),
  constraint watch_proposal_decisions_of_watch foreign key (watch_id, organisation_id)
    references watches (id, organisation_id) on delete cascade deferrable
);

create index watch_proposal_decisions_by_age on watch_proposal_decisions (decided_at);

alter table watch_proposal_decisions enable row level security, force row level security;

grant select, insert, delete, update (decision, decided_at)
  on watch_proposal_decisions to touchstone_app;
create policy own on watch_proposal_decisions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on watch_proposal_decisions as restrictive for all to touchstone_app
  using ((select current_brands()) is null or sees_watch(watch_id))
  with check ((select current_brands()) is null or sees_watch(watch_id));

grant select, insert, update, delete on watch_proposal_decisions to touchstone_operator;
create policy operator on watch_proposal_decisions for all to touchstone_operator
  using (true) with check (true);
