-- What the inbox keeps beside what others keep: items that somebody handled, and who wants a daily
-- summary by email.

-- Marketplaces' responses and failed captures that somebody handled. One that came up again after
-- `handled_at` is open again.
create table inbox_handled_items (
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('marketplace-response', 'failed-capture')),
  -- No foreign key: what it names may be deleted.
  subject_id uuid not null,
  handled_at timestamptz(3) not null default now(),
  actor_id text not null default current_actor_id(),
  primary key (organisation_id, kind, subject_id)
);

alter table inbox_handled_items enable row level security, force row level security;

grant select, insert, update (handled_at, actor_id) on inbox_handled_items to touchstone_app;
create policy own on inbox_handled_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update, delete on inbox_handled_items to touchstone_operator;
create policy operator on inbox_handled_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on inbox_handled_items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who wants the inbox by email once a day. Without a row, nobody is written to.
create table daily_summaries (
  organisation_id uuid not null,
  person_id uuid not null,
  hour int4 not null check (hour between 0 and 23),
  time_zone text not null check (length(time_zone) between 1 and 100),
  -- The day in that time zone on which the inbox was last looked at for a summary.
  looked_on date,
  primary key (organisation_id, person_id),
  -- It ends with the membership.
  foreign key (organisation_id, person_id)
    references memberships (organisation_id, person_id) on delete cascade deferrable
);

-- The summaries of a person, and the sweep through all of them.
create index daily_summaries_of_person on daily_summaries (person_id);

alter table daily_summaries enable row level security, force row level security;

grant select, insert, update (hour, time_zone, looked_on), delete on daily_summaries
  to touchstone_app;
-- Each person sets their own.
create policy own on daily_summaries for all to touchstone_app
  using (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and person_id::text = current_actor_id()
  )
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and person_id::text = current_actor_id()
  );

grant select, insert, update (looked_on), delete on daily_summaries to touchstone_operator;
create policy operator on daily_summaries for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on daily_summaries as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
