-- Deadlines that passed while nothing was done since: a projection, like the running ones.
create table missed_deadlines (
  proceeding_id uuid not null,
  instance text not null,
  time_limit text not null,
  run int4 not null,
  organisation_id uuid not null,
  due_at timestamptz(3) not null,
  primary key (proceeding_id, instance, time_limit, run),
  constraint missed_deadlines_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- An organisation's missed deadlines, the longest missed first.
create index missed_deadlines_of_organisation on missed_deadlines (organisation_id, due_at);

alter table missed_deadlines enable row level security, force row level security;

grant select, insert, delete on missed_deadlines to touchstone_app;
create policy own on missed_deadlines for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_proceeding on missed_deadlines as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = missed_deadlines.organisation_id
  ));
create policy in_own_limits on missed_deadlines as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_proceeding(proceeding_id));

grant select, insert, delete on missed_deadlines to touchstone_operator;
create policy operator on missed_deadlines for all to touchstone_operator
  using (true) with check (true);
