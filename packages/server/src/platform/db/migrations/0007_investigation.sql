-- Cases: listings of one seller, product or network that an organisation follows together; and
-- the evidence it captures.
--
-- What happened in a case is an append-only list of events. The state of a case is stored beside
-- it and can be rebuilt from the events. The files of captures lie outside the store, by their
-- digests.

-- Append-only versions; a case names the one it was opened with.
create table case_templates (
  id uuid not null,
  version int4 not null check (version >= 1),
  organisation_id uuid not null references organisations deferrable,
  retired bool not null default false,
  template json not null,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A concurrent writer of the same version is refused.
  primary key (id, version)
);

-- The newest version of each, which are few.
create index case_templates_of_organisation on case_templates (organisation_id, id, version desc);

alter table case_templates enable row level security, force row level security;

grant select, insert on case_templates to touchstone_app;
create policy own on case_templates for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new on case_templates for insert to touchstone_app
  with check (organisation_id = current_organisation()
    and actor_kind = current_actor_kind() and actor_id = current_actor_id());

grant select, insert, delete on case_templates to touchstone_operator;
create policy operator on case_templates for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on case_templates as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table case_queues (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  name text not null check (length(name) between 1 and 100),
  -- Queues are tried in this order.
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

-- An organisation's queues in their order.
create index case_queues_in_order on case_queues (organisation_id, place, id);

alter table case_queues enable row level security, force row level security;

grant select, insert, update (name, place, rules, sla, assignee, assign_hours, retired,
  changed_at) on case_queues to touchstone_app;
create policy own on case_queues for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on case_queues to touchstone_operator;
create policy operator on case_queues for all to touchstone_operator using (true) with check (true);
create policy of_sample on case_queues as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table cases (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- How many events it has; the next one gets the number after.
  events int4 not null check (events >= 1),
  title text not null,
  about text not null check (about in ('seller', 'product', 'network')),
  -- For members limited to brands; empty: visible only to those who are not limited.
  brands text[] not null default '{}',
  -- 0 is the most urgent.
  urgency int4 not null check (urgency between 0 and 3),
  assignee uuid,
  assigned_until timestamptz(3),
  due_at timestamptz(3),
  snoozed_until timestamptz(3),
  closed_at timestamptz(3),
  opened_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  -- How many listings it contains.
  listings int4 not null default 0 check (listings >= 0),
  -- What no list is read by: escalation, outcome, tasks, turnover.
  rest json not null,
  queue_id uuid,
  -- When it must be closed; null if nothing is promised, if it is closed, and once it was
  -- reported as late.
  sla_at timestamptz(3),
  -- True from the report that it is late until it is closed.
  sla_late bool not null default false,
  constraint cases_in_queue foreign key (queue_id, organisation_id)
    references case_queues (id, organisation_id) deferrable
);

-- An organisation's open cases, the most urgent and earliest due first. Closed cases become the
-- majority, and nobody pages through them in this order.
create index cases_to_work_on on cases (
  organisation_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null;
-- Closed cases, latest first.
create index cases_closed on cases (organisation_id, closed_at desc, id desc)
  where closed_at is not null;
-- The open cases of one queue, in the order of the list.
create index cases_of_queue on cases (
  queue_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null and queue_id is not null;
-- Open cases in each column of the board and in each queue, counted without reading the cases
-- themselves.
create index cases_counted on cases (organisation_id, queue_id)
  include (snoozed_until, assignee, assigned_until, due_at, sla_at, sla_late)
  where closed_at is null;
-- Late cases that were not reported, the longest late first: the sweep reads no other case.
create index cases_sla_due on cases (sla_at) where sla_at is not null;
-- The open cases of one assignee, in the order of the list: few among many.
create index cases_of_assignee on cases (
  assignee, organisation_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null and assignee is not null;

alter table cases enable row level security, force row level security;

grant select, insert, update on cases to touchstone_app;
create policy own on cases for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on cases as restrictive for select to touchstone_app
  using ((select current_brands()) is null or brands && (select current_brands()));
create policy in_own_limits_new on cases as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or brands && (select current_brands()));

grant select, insert, update, delete on cases to touchstone_operator;
create policy operator on cases for all to touchstone_operator using (true) with check (true);
create policy of_sample on cases as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees a case: the policy of the table decides.
create function sees_case(file uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from cases c where c.id = file);

-- Whether a member sees all brands of a case.
create function sees_whole_case(file uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from cases c where c.id = file and c.brands <@ current_brands()
  );

-- Whether a member limited to brands sees a listing of a case. Nothing says any more which brands
-- a deleted listing was about: it is visible to those who see all brands of the case.
create function sees_listing_of_case(file uuid, listing uuid) returns boolean
  language sql stable
  return sees_listing(listing) or (
    not exists (select from listings l where l.id = listing) and sees_whole_case(file)
  );

create table case_events (
  case_id uuid not null references cases deferrable,
  position int4 not null check (position >= 1),
  organisation_id uuid not null references organisations deferrable,
  kind text not null,
  data json not null,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A concurrent writer of the same position is refused.
  primary key (case_id, position)
);

alter table case_events enable row level security, force row level security;

grant select, insert on case_events to touchstone_app;
create policy own on case_events for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody acts in another's name, or on a case they don't see.
create policy own_new on case_events for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and exists (select from cases c where c.id = case_id)
  );

grant select, insert, delete on case_events to touchstone_operator;
create policy operator on case_events for all to touchstone_operator using (true) with check (true);
create policy of_sample on case_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The listings in a case.
create table case_listings (
  case_id uuid not null references cases deferrable,
  -- No foreign key: the name of a deleted listing stays in the case.
  listing_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null,
  external_id text not null,
  added_at timestamptz(3) not null default now(),
  -- The account of its seller when it was added. No foreign key: a case outlives accounts.
  seller_account_id uuid,
  primary key (case_id, listing_id)
);

-- The listings in a case, the last added first.
create index case_listings_added on case_listings (case_id, added_at desc, listing_id desc);
-- An organisation's cases with a listing.
create index case_listings_by_listing on case_listings (listing_id, organisation_id);
-- An organisation's cases with listings of a seller.
create index case_listings_of_seller on case_listings (seller_account_id, organisation_id, case_id)
  where seller_account_id is not null;

alter table case_listings enable row level security, force row level security;

grant select, insert, delete on case_listings to touchstone_app;
create policy own on case_listings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and exists (select from cases c where c.id = case_id)
  );
-- As sees_listing_of_case, without a call for each of many listings.
create policy in_own_limits on case_listings as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    exists (
      select from listing_mentions m
      where m.listing_id = case_listings.listing_id
        and m.brand_id = any ((select current_brands())::text[])
    )
    or (
      not exists (select from listings l where l.id = case_listings.listing_id)
      and sees_whole_case(case_id)
    )
  ));

grant select, insert, delete on case_listings to touchstone_operator;
create policy operator on case_listings for all to touchstone_operator using (true) with check (true);
create policy of_sample on case_listings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

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
  -- Who requested its removal, why and when; a second person removes it.
  removal json,
  disposed_at timestamptz(3),
  constraint case_files_removed check (disposed_at is null or removal is not null)
);

-- The files of a case, the last added first.
create index case_files_of_case on case_files (case_id, at desc, id desc);
-- Whether a file that is still kept needs a blob.
create index case_files_by_digest on case_files (sha256);

alter table case_files enable row level security, force row level security;

grant select, insert, update (removal, disposed_at) on case_files to touchstone_app;
create policy own on case_files for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_case on case_files as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and exists (select from cases c where c.id = case_id));
-- A file names no brand: it is visible to whoever added it and to those who see all brands of the
-- case.
create policy in_own_limits on case_files as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_whole_case(case_id)
    or (
      sees_case(case_id)
      and actor_kind = current_actor_kind() and actor_id = current_actor_id()
    )
  ));

grant select, insert, delete on case_files to touchstone_operator;
create policy operator on case_files for all to touchstone_operator using (true) with check (true);
create policy of_sample on case_files as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees an event of a case that they see, by what it is about.
create function sees_case_event(file uuid, kind text, data json) returns boolean
  language sql stable
  return current_brands() is null or case kind
    when 'turnover-added' then sees_listing_of_case(file, (data ->> 'listing')::uuid)
    when 'turnover-removed' then exists (select from case_events e
      where e.case_id = file and e.kind = 'turnover-added'
        and e.data ->> 'id' = sees_case_event.data ->> 'line')
    when 'note-shared' then sees_brand(data ->> 'brand')
      and sees_listing_of_case(file, (data ->> 'listing')::uuid)
    when 'listings-added' then exists (
      select from json_array_elements_text(data -> 'listings') o (id)
      where sees_listing_of_case(file, o.id::uuid))
    when 'listings-removed' then exists (
      select from json_array_elements_text(data -> 'listings') o (id)
      where sees_listing_of_case(file, o.id::uuid))
    when 'file-added' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'file-removal-asked' then exists (select from case_files f
      where f.id = (data ->> 'file')::uuid)
    when 'file-removal-rejected' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'file-removed' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'merged-into' then sees_case((data ->> 'case')::uuid)
    when 'merged-from' then sees_case((data ->> 'case')::uuid)
    when 'merge-undone' then sees_case((data ->> 'case')::uuid)
    when 'split-off' then sees_case((data ->> 'case')::uuid)
    when 'split-from' then sees_case((data ->> 'case')::uuid)
    else true
  end;

create policy in_own_limits on case_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_case(case_id) and sees_case_event(case_id, kind, data)
  ));

-- An event as a member sees it: of several listings and cases, only the visible ones.
create function case_event_in_sight(file uuid, kind text, data json) returns json
  language sql stable
  return case
    when current_brands() is null or kind not in ('listings-added', 'listings-removed') then data
    else json_strip_nulls(json_build_object(
      'listings', (select json_agg(o.id) from json_array_elements_text(data -> 'listings') o (id)
        where sees_listing_of_case(file, o.id::uuid)),
      'from', case when sees_case((data ->> 'from')::uuid) then data ->> 'from' end,
      'to', case when sees_case((data ->> 'to')::uuid) then data ->> 'to' end
    ))
  end;

-- Messages between the organisation that sent a listing and those who hold a brand that it shows.
create table shared_notes (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The author's case; null for a reply from outside a case.
  case_id uuid references cases deferrable,
  -- No foreign key: the author keeps what was said about a deleted listing.
  listing_id uuid not null,
  marketplace text not null,
  external_id text not null,
  brand_id text not null check (length(brand_id) between 1 and 200),
  text text not null check (length(text) between 1 and 5000),
  -- The author's name, which readers could not look up.
  from_name text not null,
  -- The recipient: one organisation, with which it is deleted, or all who hold the brand and see
  -- the listing.
  to_organisation uuid references organisations on delete cascade deferrable,
  answer_to uuid references shared_notes on delete set null deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- Notes of a case, on a listing, received by one organisation, and for all holders of a brand,
-- each newest first.
create index shared_notes_of_case on shared_notes (case_id, at desc, id desc)
  where case_id is not null;
create index shared_notes_of_listing on shared_notes (listing_id, at desc, id desc);
create index shared_notes_to on shared_notes (to_organisation, at desc, id desc)
  where to_organisation is not null;
create index shared_notes_to_holders on shared_notes (brand_id, at desc, id desc)
  where to_organisation is null;
create index shared_notes_answers on shared_notes (answer_to) where answer_to is not null;

alter table shared_notes enable row level security, force row level security;

grant select, insert on shared_notes to touchstone_app;
create policy own_notes on shared_notes for select to touchstone_app
  using (organisation_id = current_organisation());
-- Those who no longer see a listing no longer read what is said about it.
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
-- The sender of a listing writes to those who see it, and they to the sender alone.
create policy new_notes on shared_notes for insert to touchstone_app
  with check (organisation_id = current_organisation()
    and actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and (case_id is null or exists (select from cases c where c.id = case_id))
    and exists (
      select from listings l where l.id = listing_id
        and (l.organisation_id = current_organisation() or l.organisation_id = to_organisation)
    ));
create policy in_own_limits on shared_notes as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_brand(brand_id));
create policy in_own_limits_new on shared_notes as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or sees_brand(brand_id));

grant select, insert, delete on shared_notes to touchstone_operator;
create policy operator on shared_notes for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on shared_notes as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table captures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The listing that it shows; null for an address that nobody sent, and after the listing was
  -- deleted.
  listing_id uuid references listings on delete set null deferrable,
  url text not null check (length(url) between 1 and 2000),
  also text[] not null default '{}' check (cardinality(also) <= 20),
  operator text not null check (length(operator) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'sealed', 'failed')),
  -- As stated by the capture; null before it ended.
  outcome text,
  sentence text,
  attempts int4 not null default 0,
  begun_at timestamptz(3),
  -- Why it is kept from deletion; null if it isn't.
  held_for text check (length(held_for) between 1 and 2000),
  requested_by_kind text not null default current_actor_kind(),
  requested_by_id text not null default current_actor_id(),
  requested_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  -- The listing's seller as the organisation's own salted hash: access and erasure find captures
  -- after the listing itself is gone.
  seller_hash bytea,
  disposed_at timestamptz(3),
  disposed_for text check (length(disposed_for) between 1 and 2000),
  constraint captures_ended check ((state in ('sealed', 'failed')) = (ended_at is not null)),
  constraint captures_disposed_for check ((disposed_at is null) = (disposed_for is null)),
  constraint captures_held_are_kept check (disposed_at is null or held_for is null)
);

-- An organisation's captures, newest first.
create index captures_of_organisation on captures (organisation_id, requested_at desc, id desc);
-- The captures of one listing, and what the deletion of a listing updates.
create index captures_of_listing on captures (listing_id);
-- Captures in progress, oldest first: few among all that ended.
create index captures_open on captures (requested_at) where state in ('waiting', 'running');
-- The previous capture of an address. Addresses are long, hence the digest.
create index captures_of_address on captures (organisation_id, md5(url), requested_at desc);
-- The captures of one seller, for access and erasure.
create index captures_of_seller on captures (organisation_id, seller_hash)
  where seller_hash is not null;
-- What the purge disposes of next, skipping what is disposed of or held.
create index captures_to_dispose on captures (organisation_id, ended_at, id)
  where disposed_at is null and held_for is null;

alter table captures enable row level security, force row level security;

-- Members request captures and keep them from deletion. Results are written by the installation.
grant select, insert (id, organisation_id, listing_id, url, also, operator, reason, seller_hash),
  update (url, also, held_for, seller_hash, disposed_at, disposed_for)
  on captures to touchstone_app;
create policy own on captures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_listing on captures as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));
create policy in_own_limits on captures as restrictive for select to touchstone_app
  using ((select current_brands()) is null or case when listing_id is null
    then requested_by_kind = current_actor_kind() and requested_by_id = current_actor_id()
    else sees_listing(listing_id) end);
create policy in_own_limits_new on captures as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or (
    listing_id is null or sees_listing(listing_id)
  ));

grant select, insert, update (url, also, state, outcome, sentence, attempts, begun_at, ended_at,
  seller_hash, disposed_at, disposed_for), delete on captures to touchstone_operator;
create policy operator on captures for all to touchstone_operator using (true) with check (true);
create policy of_sample on captures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table evidence_items (
  capture_id uuid not null references captures deferrable,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,100}$'),
  organisation_id uuid not null references organisations deferrable,
  path text not null,
  title text not null,
  mediatype text not null,
  bytes int8 not null check (bytes >= 0),
  sha256 bytea not null check (length(sha256) = 32),
  -- The item of the same capture that this one is derived from, and how.
  derived_from text,
  derivation json,
  disposed_at timestamptz(3),
  primary key (capture_id, name),
  constraint evidence_items_derivation check ((derived_from is null) = (derivation is null)),
  constraint evidence_items_source foreign key (capture_id, derived_from)
    references evidence_items (capture_id, name) deferrable
);

-- Whether an item that is not disposed of needs a blob.
create index evidence_items_of_blob on evidence_items (sha256) where disposed_at is null;

alter table evidence_items enable row level security, force row level security;

-- Captured items are added by the installation alone; people add items derived from them.
grant select, insert, update (disposed_at) on evidence_items to touchstone_app;
create policy own on evidence_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy derived_alone on evidence_items as restrictive for insert to touchstone_app
  with check (derived_from is not null and exists (select from captures c
    where c.id = capture_id and c.organisation_id = evidence_items.organisation_id
      and c.disposed_at is null));
create policy in_own_limits on evidence_items as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from captures c where c.id = capture_id
  ));

grant select, insert, update (disposed_at), delete on evidence_items to touchstone_operator;
create policy operator on evidence_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on evidence_items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The seal of a capture: its files by name, in base64, about twenty kilobytes in all.
create table evidence_seals (
  capture_id uuid primary key references captures deferrable,
  organisation_id uuid not null references organisations deferrable,
  -- Position of its record in the log, from 0.
  log_index int8 not null constraint evidence_seals_place_taken unique,
  sealed_at timestamptz(3) not null,
  files json not null
);

alter table evidence_seals enable row level security, force row level security;

grant select on evidence_seals to touchstone_app;
create policy own on evidence_seals for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on evidence_seals as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from captures c where c.id = capture_id
  ));

grant select, insert, delete on evidence_seals to touchstone_operator;
create policy operator on evidence_seals for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on evidence_seals as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create function refuse_loss_of_custody() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

-- The chain of custody. Each event names the digest of the one before it, so that numbers have no
-- gaps.
create table custody_events (
  capture_id uuid not null references captures deferrable,
  sequence int4 not null check (sequence > 0),
  organisation_id uuid not null references organisations deferrable,
  -- Of the type json, which keeps the order of keys; digests are of the canonical form.
  event json not null,
  primary key (capture_id, sequence)
);

create trigger custody_events_append_only
  before update or truncate on custody_events
  for each statement execute function refuse_change_of_log();
create trigger custody_events_kept
  before delete on custody_events
  for each row execute function refuse_loss_of_custody();

alter table custody_events enable row level security, force row level security;

-- Members add events: reading evidence is one.
grant select, insert on custody_events to touchstone_app;
create policy own on custody_events for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_capture on custody_events as restrictive for insert to touchstone_app
  with check (exists (
    select from captures c
    where c.id = capture_id and c.organisation_id = custody_events.organisation_id
  ));
create policy in_own_limits on custody_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from captures c where c.id = capture_id
  ));

grant select, insert, delete on custody_events to touchstone_operator;
create policy operator on custody_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on custody_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The Merkle log of the installation (RFC 9162). One row, which every append locks: positions are
-- assigned one after the other, and no two heads have the same size.
create table evidence_log (
  only_one bool primary key default true check (only_one),
  size int8 not null default 0 check (size >= 0)
);

alter table evidence_log enable row level security, force row level security;

grant select, insert, update (size) on evidence_log to touchstone_operator;
create policy operator on evidence_log for all to touchstone_operator
  using (true) with check (true);

-- Every complete node; a proof reads one node per level of the log.
create table evidence_log_nodes (
  level int4 not null check (level >= 0),
  index int8 not null check (index >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (level, index)
);

create trigger evidence_log_nodes_append_only
  before update or delete or truncate on evidence_log_nodes
  for each statement execute function refuse_change_of_log();

alter table evidence_log_nodes enable row level security, force row level security;

grant select, insert on evidence_log_nodes to touchstone_operator;
create policy operator on evidence_log_nodes for all to touchstone_operator
  using (true) with check (true);

create table evidence_log_heads (
  size int8 primary key check (size > 0),
  at timestamptz(3) not null,
  root bytea not null check (length(root) = 32),
  signature bytea not null check (length(signature) = 64)
);

create trigger evidence_log_heads_append_only
  before update or delete or truncate on evidence_log_heads
  for each statement execute function refuse_change_of_log();

alter table evidence_log_heads enable row level security, force row level security;

grant select, insert on evidence_log_heads to touchstone_operator;
create policy operator on evidence_log_heads for all to touchstone_operator
  using (true) with check (true);

-- The keys with which organisations seal.
create table evidence_keys (
  -- SHA-256 of the public key (SPKI in DER), in hexadecimal.
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  organisation_id uuid not null references organisations deferrable,
  public_key text not null,
  -- The private key, encrypted with the installation's key; deleted when the key is replaced.
  sealed bytea,
  -- Whose key it is, as stated and signed by the keeper of the log.
  statement bytea not null,
  signature bytea not null check (length(signature) = 64),
  made_at timestamptz(3) not null,
  retired_at timestamptz(3),
  constraint evidence_keys_used_or_retired check ((sealed is null) = (retired_at is not null))
);

-- The one key an organisation signs with: of two processes that create the first, one wins.
create unique index evidence_keys_in_use on evidence_keys (organisation_id)
  where retired_at is null;
-- An organisation's keys, newest first.
create index evidence_keys_of_organisation on evidence_keys (organisation_id, made_at desc);

alter table evidence_keys enable row level security, force row level security;

-- No request reads the private key.
grant select (id, organisation_id, public_key, statement, signature, made_at, retired_at)
  on evidence_keys to touchstone_app;
create policy own on evidence_keys for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (sealed, retired_at), delete on evidence_keys to touchstone_operator;
create policy operator on evidence_keys for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on evidence_keys as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Captures that failed, latest first: the inbox shows those of which nobody requested another.
create index captures_failed on captures (organisation_id, ended_at desc, id desc)
  where state = 'failed';
