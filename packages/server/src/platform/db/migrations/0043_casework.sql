-- How casework is organised: templates, queues with what they promise, files, and notes that are shared with the
-- other side of an offer.

-- Versions are only added; a case names the one by which it was opened.
create table case_templates (
  id uuid not null,
  version int4 not null check (version >= 1),
  organisation_id uuid not null references organisations deferrable,
  retired bool not null default false,
  template json not null,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A second writer of the same version is refused.
  primary key (id, version)
);

-- The newest of each, which are few.
create index case_templates_of_organisation on case_templates (organisation_id, id, version desc);

create table case_queues (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  name text not null check (length(name) between 1 and 100),
  -- In this order they are tried.
  place int4 not null check (place >= 0),
  rules json not null,
  -- Hours by priority.
  sla json not null,
  assignee uuid,
  assign_hours int4 check (assign_hours > 0),
  retired bool not null default false,
  changed_at timestamptz(3) not null default now(),
  constraint case_queues_of_organisation unique (id, organisation_id)
);

-- An organisation's, in their order.
create index case_queues_in_order on case_queues (organisation_id, place, id);

alter table cases add column queue_id uuid;
alter table cases add constraint cases_in_queue foreign key (queue_id, organisation_id)
  references case_queues (id, organisation_id) deferrable;
-- By when it must be closed; null where nothing is promised, where it is closed, and once it was told that it is late.
alter table cases add column sla_at timestamptz(3);
-- True where it was told that it is late, as long as it is open.
alter table cases add column sla_late bool not null default false;

-- The work of one queue, in the order of the list.
create index cases_of_queue on cases (
  queue_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null and queue_id is not null;
-- How many open cases stand in each column of the board and in each queue, without reading the cases themselves.
create index cases_counted on cases (organisation_id, queue_id)
  include (snoozed_until, assignee, assigned_until, due_at, sla_at, sla_late)
  where closed_at is null;
-- What is late and was not told, the longest first, for the sweep: it reads no case that is in time.
create index cases_sla_due on cases (sla_at) where sla_at is not null;

create table case_files (
  id uuid primary key,
  case_id uuid not null references cases deferrable,
  organisation_id uuid not null references organisations deferrable,
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  bytes int4 not null check (bytes > 0),
  sha256 bytea not null check (length(sha256) = 32),
  flags text[] not null default '{}',
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- Who asked to take it away, why and when; a second person does it.
  removal json,
  disposed_at timestamptz(3),
  constraint case_files_removed check (disposed_at is null or removal is not null)
);

-- The files of a case, those added last first.
create index case_files_of_case on case_files (case_id, at desc, id desc);
-- Whether a blob is named by a file that is still kept.
create index case_files_by_digest on case_files (sha256);

-- A word between whoever sent an offer in and whoever holds a brand that it shows.
create table shared_notes (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The writer's case; null for an answer from outside of one.
  case_id uuid references cases deferrable,
  -- No foreign key: of an offer that is purged the writer keeps what was said.
  listing_id uuid not null,
  marketplace text not null,
  external_id text not null,
  brand_id text not null check (length(brand_id) between 1 and 200),
  text text not null check (length(text) between 1 and 5000),
  -- The writer's name, which the reader's sight does not reach.
  from_name text not null,
  -- Whom it is for: one organisation, with which it goes, or all who hold the brand and see the offer.
  to_organisation uuid references organisations on delete cascade deferrable,
  answer_to uuid references shared_notes on delete set null deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- What a case shared; what was said about an offer; what came in, from the newest.
create index shared_notes_of_case on shared_notes (case_id, at desc, id desc) where case_id is not null;
create index shared_notes_of_offer on shared_notes (listing_id, at desc, id desc);
create index shared_notes_to on shared_notes (to_organisation, at desc, id desc)
  where to_organisation is not null;
create index shared_notes_to_holders on shared_notes (brand_id, at desc, id desc)
  where to_organisation is null;
create index shared_notes_answers on shared_notes (answer_to) where answer_to is not null;

do $$
declare
  name text;
begin
  foreach name in array array['case_templates', 'case_queues', 'case_files', 'shared_notes']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to touchstone_app', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(organisation_id))', name);
  end loop;
end
$$;

create policy own on case_queues for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
grant update (name, place, rules, sla, assignee, assign_hours, retired, changed_at) on case_queues
  to touchstone_app;

create policy own on case_templates for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new on case_templates for insert to touchstone_app
  with check (organisation_id = current_organisation()
    and actor_kind = current_actor_kind() and actor_id = current_actor_id());

create policy own on case_files for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_case on case_files as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and exists (select from cases c where c.id = case_id));
grant update (removal, disposed_at) on case_files to touchstone_app;

-- Of its policies those come first by which an organisation reads its own.
create policy own_notes on shared_notes for select to touchstone_app
  using (organisation_id = current_organisation());
-- Who no longer sees an offer reads no longer what is said about it.
create policy in_sight_to_one on shared_notes for select to touchstone_app
  using (to_organisation = current_organisation()
    and exists (select from listings l where l.id = listing_id offset 0));
create policy in_sight_to_holders on shared_notes for select to touchstone_app
  using (to_organisation is null and brand_id = any ((select brands_in_sight())::text[])
    and exists (
      select from listing_mentions m
      where m.listing_id = shared_notes.listing_id and m.brand_id = shared_notes.brand_id
        and m.organisation_id = shared_notes.organisation_id and m.confidence >= 0.9 offset 0
    ));
-- The sender of an offer speaks to those who see it, and they to him alone.
create policy new_notes on shared_notes for insert to touchstone_app
  with check (organisation_id = current_organisation()
    and actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and (case_id is null or exists (select from cases c where c.id = case_id))
    and exists (
      select from listings l where l.id = listing_id
        and (l.organisation_id = current_organisation() or l.organisation_id = to_organisation)
    ));
