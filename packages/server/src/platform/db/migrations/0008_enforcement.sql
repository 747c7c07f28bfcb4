-- What happens under regimes of law: proceedings, the notices of rights holders, how marketplaces
-- moderate, what sellers answer, confidentiality holds, and how often senders and rules are
-- wrong.
--
-- Proceedings and notices are append-only lists of events. Their states and deadlines are stored
-- beside them and can be rebuilt.

create table proceedings (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The listing it is about; null if there is none, and after the listing was deleted.
  listing_id uuid references listings on delete set null deferrable,
  title text not null check (length(title) between 1 and 300),
  -- It stays under the version with which it began.
  regime text not null,
  version text not null,
  profile json not null,
  settings json not null,
  -- How many events it has.
  events int4 not null default 0 check (events >= 0),
  opened_at timestamptz(3) not null default now(),
  case_id uuid references cases deferrable,
  -- The part of the program that leads the proceeding: every step goes through it, so that its
  -- own rows stay consistent.
  managed_by text,
  constraint proceedings_of_organisation unique (id, organisation_id)
);

-- Proceedings, newest first.
create index proceedings_newest on proceedings (organisation_id, opened_at desc, id desc);
-- The proceedings about one listing, and what the deletion of a listing updates.
create index proceedings_of_listing on proceedings (listing_id);
-- The proceedings of one case, for its timeline.
create index proceedings_of_case on proceedings (case_id) where case_id is not null;
-- The proceedings under one regime, by which the deadlines of a regime with few are found.
create index proceedings_of_regime on proceedings (organisation_id, regime, id);

alter table proceedings enable row level security, force row level security;

grant select, insert, update (events) on proceedings to touchstone_app;
create policy own on proceedings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_listing_in_sight on proceedings as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));
create policy of_own_case on proceedings as restrictive for insert to touchstone_app
  with check (case_id is null or exists (
    select from cases c
    where c.id = case_id and c.organisation_id = proceedings.organisation_id
  ));
create policy in_own_limits_new on proceedings as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or case when listing_id is null
    then sees_whole_case(case_id) else sees_listing(listing_id) end);

grant select, insert, update (events), delete on proceedings to touchstone_operator;
create policy operator on proceedings for all to touchstone_operator using (true) with check (true);
create policy of_sample on proceedings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees a proceeding: the policy of the table decides.
create function sees_proceeding(proceeding uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from proceedings p where p.id = proceeding);

create function refuse_loss_of_proceeding() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create table proceeding_events (
  proceeding_id uuid not null,
  position int4 not null check (position > 0),
  organisation_id uuid not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  event json not null,
  -- A concurrent writer of the same position is refused.
  primary key (proceeding_id, position),
  constraint proceeding_events_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

create trigger proceeding_events_append_only
  before update or truncate on proceeding_events
  for each statement execute function refuse_change_of_log();
create trigger proceeding_events_kept
  before delete on proceeding_events
  for each row execute function refuse_loss_of_proceeding();

alter table proceeding_events enable row level security, force row level security;

grant select, insert on proceeding_events to touchstone_app;
create policy own on proceeding_events for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on proceeding_events as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());
-- Checked before the primary key: a taken position would reveal another organisation's
-- proceeding.
create policy of_own_proceeding on proceeding_events as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = proceeding_events.organisation_id
  ));
create policy in_own_limits on proceeding_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_proceeding(proceeding_id));

grant select, insert, delete on proceeding_events to touchstone_operator;
create policy operator on proceeding_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on proceeding_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The workflow instances of a proceeding and their states.
create table workflow_instances (
  proceeding_id uuid not null,
  instance text not null,
  organisation_id uuid not null,
  machine text not null,
  -- Which part the workflow plays in its regime; null for none.
  part text,
  state text not null,
  since timestamptz(3) not null,
  primary key (proceeding_id, instance),
  constraint workflow_instances_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- Notices awaiting a decision: few beside all that were decided, which no work list reads.
create index workflow_instances_undecided
  on workflow_instances (organisation_id, proceeding_id, instance)
  where part = 'notice' and state in ('received', 'on-hold', 'triaged', 'in-review', 'information-requested');
-- Open work after a decision: restrictions without a statement of reasons, complaints, dispute
-- settlement bodies, reports, buyers, and people who were not informed. Few beside all that has
-- ended, which no work list reads.
create index workflow_instances_following
  on workflow_instances (organisation_id, proceeding_id, instance)
  where (part = 'notice' and state = 'decided')
    or (part = 'restriction' and state in ('proposed', 'imposed'))
    or (part = 'complaint' and state in ('lodged', 'human-review', 'upheld', 'rejected'))
    or (part = 'dispute-settlement' and state in ('referred', 'engaged', 'extended', 'decided'))
    or (part = 'life-safety-report' and state = 'suspected')
    or (part = 'buyer-notification' and state in ('aware', 'selected', 'notified-in-part'));

alter table workflow_instances enable row level security, force row level security;

grant select, insert, delete on workflow_instances to touchstone_app;
create policy own on workflow_instances for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_proceeding on workflow_instances as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = workflow_instances.organisation_id
  ));
create policy in_own_limits on workflow_instances as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_proceeding(proceeding_id));

grant select, insert, delete on workflow_instances to touchstone_operator;
create policy operator on workflow_instances for all to touchstone_operator
  using (true) with check (true);

-- One row per running time limit.
create table proceeding_deadlines (
  proceeding_id uuid not null,
  instance text not null,
  time_limit text not null,
  run int4 not null,
  organisation_id uuid not null,
  -- The first instant that is too late; null for a time limit that never expires.
  due_at timestamptz(3),
  why text not null,
  primary key (proceeding_id, instance, time_limit, run),
  constraint proceeding_deadlines_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- Expired deadlines, oldest first: the sweep reads none that still runs.
create index proceeding_deadlines_due on proceeding_deadlines (due_at) where due_at is not null;
-- An organisation's running deadlines, the next to expire first: its people look at few of many.
create index proceeding_deadlines_next on proceeding_deadlines
  (organisation_id, due_at, proceeding_id, instance, time_limit, run) where due_at is not null;

alter table proceeding_deadlines enable row level security, force row level security;

grant select, insert, delete on proceeding_deadlines to touchstone_app;
create policy own on proceeding_deadlines for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_proceeding on proceeding_deadlines as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = proceeding_deadlines.organisation_id
  ));
create policy in_own_limits on proceeding_deadlines as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_proceeding(proceeding_id));

grant select, insert, delete on proceeding_deadlines to touchstone_operator;
create policy operator on proceeding_deadlines for all to touchstone_operator
  using (true) with check (true);

-- That counsel of an organisation has checked one version of a regime.
create table counsel_signatures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  regime text not null check (length(regime) between 1 and 100),
  version text not null check (length(version) between 1 and 100),
  checked_on date not null,
  -- By name, as disclosed on request.
  counsel text not null check (length(counsel) between 1 and 200),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  at timestamptz(3) not null default now()
);

-- What an organisation's counsel signed of one regime: checked with every look at a proceeding,
-- since sending depends on it.
create index counsel_signatures_of_regime
  on counsel_signatures (organisation_id, regime, checked_on);

alter table counsel_signatures enable row level security, force row level security;

grant select, insert on counsel_signatures to touchstone_app;
create policy own on counsel_signatures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on counsel_signatures as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());

grant select, insert, delete on counsel_signatures to touchstone_operator;
create policy operator on counsel_signatures for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on counsel_signatures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- What a register says of a claimed right: the extract itself and its content.
create table register_extracts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  claim_id uuid not null references claims deferrable,
  name text not null check (length(name) between 1 and 300),
  kind text not null check (kind in ('trade-mark', 'copyright', 'design', 'other')),
  territory text[] not null check (cardinality(territory) between 1 and 300),
  -- Classes of the Nice Agreement; null for a right that has none.
  classes int4[],
  valid_from date not null,
  valid_until date,
  -- The date of the extract.
  extract_on date not null,
  media_type text not null,
  content bytea not null,
  sha256 bytea not null check (length(sha256) = 32),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- The extracts of a claim, newest first.
create index register_extracts_of_claim
  on register_extracts (claim_id, extract_on desc, added_at desc);
-- An organisation's extracts, newest first.
create index register_extracts_of_organisation
  on register_extracts (organisation_id, added_at desc);

alter table register_extracts enable row level security, force row level security;

grant select, insert on register_extracts to touchstone_app;
create policy own on register_extracts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_claim on register_extracts as restrictive for insert to touchstone_app
  with check (exists (
    select from claims c
    where c.id = claim_id and c.organisation_id = register_extracts.organisation_id
  ));
create policy in_own_limits on register_extracts as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from claims c where c.id = claim_id and sees_brand(c.brand_id)
  ));

grant select, insert, delete on register_extracts to touchstone_operator;
create policy operator on register_extracts for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on register_extracts as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who may sign notices: one row for everyone who was ever named.
create table notice_signatories (
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null,
  authorised bool not null,
  until_day date,
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, person_id)
);

alter table notice_signatories enable row level security, force row level security;

grant select, insert, update (authorised, until_day, changed_at)
  on notice_signatories to touchstone_app;
create policy own on notice_signatories for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on notice_signatories to touchstone_operator;
create policy operator on notice_signatories for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_signatories as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table notice_settings (
  organisation_id uuid primary key references organisations deferrable,
  -- Whether sending needs the approval of a second person.
  second_person bool not null,
  remind_days int4 not null check (remind_days between 1 and 90),
  -- Reminders before escalation.
  reminders int4 not null check (reminders between 0 and 10),
  -- Contact for replies in new drafts; null for the address of the person who drafts.
  contact text check (length(contact) between 3 and 254),
  changed_at timestamptz(3) not null default now()
);

alter table notice_settings enable row level security, force row level security;

grant select, insert, update (second_person, remind_days, reminders, contact, changed_at)
  on notice_settings to touchstone_app;
create policy own on notice_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on notice_settings to touchstone_operator;
create policy operator on notice_settings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_settings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Where notices about the listings of marketplaces outside the alliance go.
create table notice_addresses (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- As listings name it.
  marketplace text not null check (length(marketplace) between 1 and 200),
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) between 3 and 254),
  -- Null under a law that Touchstone does not carry: nothing is sent there.
  regime text check (length(regime) between 1 and 100),
  territory text[] not null,
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- An organisation's address book, which is short.
create index notice_addresses_of_organisation on notice_addresses (organisation_id, marketplace);

alter table notice_addresses enable row level security, force row level security;

grant select, insert, delete on notice_addresses to touchstone_app;
create policy own on notice_addresses for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on notice_addresses to touchstone_operator;
create policy operator on notice_addresses for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_addresses as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table notice_templates (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  name text not null check (length(name) between 1 and 200),
  -- Written by counsel: required for notices about grey-market goods.
  of_counsel bool not null,
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 20000),
  retired_at timestamptz(3),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- An organisation's templates, which are few.
create index notice_templates_of_organisation on notice_templates (organisation_id, added_at);

alter table notice_templates enable row level security, force row level security;

grant select, insert, update (retired_at) on notice_templates to touchstone_app;
create policy own on notice_templates for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on notice_templates to touchstone_operator;
create policy operator on notice_templates for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_templates as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees what a notice says: one text about several listings is
-- visible to those who see all of them.
create function sees_items_of_notice(file uuid, content json) returns boolean
  language sql stable
  return current_brands() is null or not exists (
    select from json_array_elements(content -> 'items') i
    where not sees_listing_of_case(file, (i ->> 'listing')::uuid)
  );

-- What a rights holder sends to marketplaces about the listings of a case, from the draft to the
-- end of what follows.
create table notices (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  case_id uuid not null references cases deferrable,
  regime text not null,
  ground text not null,
  state text not null default 'draft' check (state in ('draft', 'proposed', 'sent', 'withdrawn')),
  -- As drafted; and as sent, once it was.
  content json not null,
  sent json,
  events int4 not null default 0 check (events >= 0),
  -- Who submitted it for approval.
  proposed_by text,
  sent_at timestamptz(3),
  acknowledged_at timestamptz(3),
  decided_at timestamptz(3),
  outcome text check (
    outcome in ('restricted', 'overturned', 'ended', 'no-action', 'already-gone', 'other')
  ),
  withdrawn_at timestamptz(3),
  -- When a marketplace that has not confirmed receipt is reminded next; null for never.
  remind_at timestamptz(3),
  reminders int4 not null default 0,
  drafted_at timestamptz(3) not null default now(),
  -- Counts the changes of a draft, so that nobody overwrites a change they have not seen.
  version int4 not null default 1 check (version > 0),
  -- Why it was withdrawn: only a mistaken notice counts against its sender. Null if nobody was
  -- asked.
  withdrawn_cause text
    check (withdrawn_cause in ('mistaken', 'settled', 'listing-gone', 'right-ended')),
  constraint notices_of_organisation unique (id, organisation_id)
);

-- Notices, newest first; those of one case; and those to send reminders for, the longest due
-- first.
create index notices_newest on notices (organisation_id, drafted_at desc, id desc);
create index notices_of_case on notices (case_id, drafted_at desc);
create index notices_to_remind on notices (remind_at) where remind_at is not null;
-- Notices sent since a day, for figures.
create index notices_sent_since on notices (organisation_id, sent_at) where sent_at is not null;

alter table notices enable row level security, force row level security;

grant select, insert, update (regime, ground, state, content, sent, events, proposed_by, sent_at,
  acknowledged_at, decided_at, outcome, withdrawn_at, remind_at, reminders, version,
  withdrawn_cause) on notices to touchstone_app;
create policy own on notices for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_case on notices as restrictive for insert to touchstone_app
  with check (exists (
    select from cases c
    where c.id = case_id and c.organisation_id = notices.organisation_id
  ));
create policy in_own_limits on notices as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_case(case_id) and sees_items_of_notice(case_id, content)
  ));

grant select, insert, update (regime, ground, state, content, sent, events, proposed_by, sent_at,
  acknowledged_at, decided_at, outcome, withdrawn_at, remind_at, reminders, withdrawn_cause),
  delete on notices to touchstone_operator;
create policy operator on notices for all to touchstone_operator using (true) with check (true);
create policy of_sample on notices as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table notice_items (
  notice_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  -- No foreign key: the name of a deleted listing stays.
  listing_id uuid not null,
  claim_id uuid not null,
  marketplace text not null,
  external_id text not null,
  url text,
  -- The result of the last takedown check, and when the next one is due; null for never.
  look text not null default 'unknown'
    check (look in ('live', 'gone', 'changed', 'blocked', 'login-wall', 'error', 'unknown')),
  look_sentence text,
  checked_at timestamptz(3),
  -- The last check that saw it live before the first that saw it gone.
  live_at timestamptz(3),
  gone_at timestamptz(3),
  look_due_at timestamptz(3),
  primary key (notice_id, place),
  constraint notice_items_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

-- Other notices about one listing.
create index notice_items_of_listing on notice_items (listing_id, organisation_id);
-- Takedown checks, the longest due first.
create index notice_items_to_look_at on notice_items (look_due_at) where look_due_at is not null;

alter table notice_items enable row level security, force row level security;

-- A draft's items and recipients are written anew with it.
grant select, insert, update (look, look_sentence, checked_at, live_at, gone_at, look_due_at), delete
  on notice_items to touchstone_app;
create policy own on notice_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_draft on notice_items as restrictive for delete to touchstone_app
  using (exists (select from notices n where n.id = notice_id and n.state = 'draft'));
create policy of_own_notice on notice_items as restrictive for insert to touchstone_app
  with check (exists (
    select from notices n
    where n.id = notice_id and n.organisation_id = notice_items.organisation_id
  ));
create policy in_own_limits on notice_items as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from notices n where n.id = notice_id
  ));

grant select, insert, update (look, look_sentence, checked_at, live_at, gone_at, look_due_at), delete
  on notice_items to touchstone_operator;
create policy operator on notice_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who gets a notice, how it is delivered, and what became of it there.
create table notice_recipients (
  notice_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  by text not null check (by in ('inside', 'email', 'webhook', 'file')),
  -- An address, or the slug of an organisation; empty for a webhook and a file.
  target text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'handed-over', 'recalled', 'refused')),
  -- Why it was not accepted.
  refused text,
  message_id uuid,
  -- Its id at the marketplace of this installation that received it, and that organisation.
  received_id uuid,
  received_by uuid,
  handed_over_at timestamptz(3),
  -- Null if not withdrawn.
  withdrawal text check (withdrawal in ('waiting', 'told', 'not-needed')),
  withdrawal_message_id uuid,
  withdrawn_at timestamptz(3),
  -- What the marketplace last reported, for figures.
  response json,
  primary key (notice_id, place),
  constraint notice_recipients_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

-- Withdrawals that wait for the end of a confidentiality hold: few, however large the table.
create index notice_recipients_waiting on notice_recipients (notice_id)
  where withdrawal = 'waiting';

alter table notice_recipients enable row level security, force row level security;

grant select, insert, update (state, refused, message_id, received_id, received_by,
  handed_over_at, withdrawal, withdrawal_message_id, withdrawn_at, response), delete
  on notice_recipients to touchstone_app;
create policy own on notice_recipients for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_draft on notice_recipients as restrictive for delete to touchstone_app
  using (exists (select from notices n where n.id = notice_id and n.state = 'draft'));
create policy of_own_notice on notice_recipients as restrictive for insert to touchstone_app
  with check (exists (
    select from notices n
    where n.id = notice_id and n.organisation_id = notice_recipients.organisation_id
  ));
create policy in_own_limits on notice_recipients as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from notices n where n.id = notice_id
  ));

grant select, insert, update (state, refused, message_id, received_id, received_by,
  handed_over_at, withdrawal, withdrawal_message_id, withdrawn_at, response), delete
  on notice_recipients to touchstone_operator;
create policy operator on notice_recipients for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_recipients as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create function refuse_loss_of_notice_event() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create table notice_events (
  notice_id uuid not null,
  position int4 not null check (position > 0),
  organisation_id uuid not null,
  kind text not null,
  data json not null,
  at timestamptz(3) not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A concurrent writer of the same position is refused.
  primary key (notice_id, position),
  constraint notice_events_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

create trigger notice_events_append_only
  before update or truncate on notice_events
  for each statement execute function refuse_change_of_log();
create trigger notice_events_kept
  before delete on notice_events
  for each row execute function refuse_loss_of_notice_event();

alter table notice_events enable row level security, force row level security;

grant select, insert on notice_events to touchstone_app;
create policy own on notice_events for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on notice_events as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());
create policy of_own_notice on notice_events as restrictive for insert to touchstone_app
  with check (exists (
    select from notices n
    where n.id = notice_id and n.organisation_id = notice_events.organisation_id
  ));
create policy in_own_limits on notice_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from notices n where n.id = notice_id
  ));

grant select, insert, delete on notice_events to touchstone_operator;
create policy operator on notice_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- What a marketplace is and states: one row per change, with its author. The newest applies.
create table moderation_settings (
  organisation_id uuid not null references organisations deferrable,
  version int4 not null check (version > 0),
  -- Tier and size, which decide on the duties that apply; and the numbers that the law leaves
  -- open.
  profile json not null,
  settings json not null,
  -- Names and ways of redress as stated to people, and the countries in which measures apply.
  texts json not null,
  door text not null check (door in ('open', 'closed')),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  set_at timestamptz(3) not null default now(),
  -- Whether the seller of a restricted listing gets an appeal link, for how long, in which
  -- language, and where the marketplace's own site offers the same.
  seller_link json not null default '{"send":true,"days":184,"locale":"en"}',
  primary key (organisation_id, version)
);

alter table moderation_settings enable row level security, force row level security;

grant select, insert on moderation_settings to touchstone_app;
create policy own on moderation_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on moderation_settings to touchstone_operator;
create policy operator on moderation_settings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on moderation_settings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- One row while strangers may send notices: all they see of an organisation by its name.
create table notice_forms (
  organisation_id uuid primary key references organisations deferrable,
  slug text not null constraint notice_forms_slug unique,
  name text not null
);

alter table notice_forms enable row level security, force row level security;

grant select, insert, delete on notice_forms to touchstone_app;
create policy own on notice_forms for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- An organisation opens under its own slug only.
create policy of_own_slug on notice_forms as restrictive for insert to touchstone_app
  with check (exists (
    select from organisations o
    where o.id = organisation_id and o.slug = notice_forms.slug
  ));
-- A stranger sees the organisation they name.
create policy named_by_visitor on notice_forms for select to touchstone_app
  using (slug = nullif(current_setting('touchstone.door', true), ''));

grant select, insert, delete on notice_forms to touchstone_operator;
create policy operator on notice_forms for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on notice_forms as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Trusted flaggers as listed by coordinators, and notifiers in the marketplace's own programme.
create table flaggers (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  notifier_type text not null check (notifier_type in ('trusted-flagger', 'programme-member')),
  name text not null,
  -- The same organisation on this installation: only then it is recognised by itself.
  member uuid,
  awarded_by text not null,
  areas text[] not null,
  status text not null check (status in ('active', 'suspended', 'revoked')),
  source text not null,
  listed_on date not null,
  proceeding_id uuid,
  changed_at timestamptz(3) not null default now(),
  constraint flaggers_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- An organisation's flaggers, which are few.
create index flaggers_of_organisation on flaggers (organisation_id, name, id);

alter table flaggers enable row level security, force row level security;

grant select, insert, update (notifier_type, name, member, awarded_by, areas, status, source, listed_on,
  proceeding_id, changed_at) on flaggers to touchstone_app;
create policy own on flaggers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (notifier_type, name, member, awarded_by, areas, status, source, listed_on,
  proceeding_id, changed_at), delete on flaggers to touchstone_operator;
create policy operator on flaggers for all to touchstone_operator using (true) with check (true);
create policy of_sample on flaggers as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Notices as a marketplace received them. Their states, deadlines and open duties are in its
-- proceedings.
create table received_notices (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The sender, if it is an organisation on this installation, and its own id of the notice.
  from_organisation uuid,
  from_notice uuid,
  -- SHA-256 of the code with which a stranger asks for the status.
  receipt_hash bytea check (length(receipt_hash) = 32),
  -- Hashes of the sender's network and address, salted by day, to detect floods.
  network_hash bytea,
  address_hash bytea,
  notice json not null,
  evidence json not null,
  elements text[] not null,
  contact bool not null,
  -- How receipt was confirmed: by mail, or in the response itself.
  acknowledged text check (acknowledged in ('mail', 'response')),
  received_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  -- When the sender's name was removed; what the notice says of the listing stays with the
  -- decision.
  forgotten_at timestamptz(3),
  withdrawn_cause text
    check (withdrawn_cause in ('mistaken', 'settled', 'listing-gone', 'right-ended')),
  constraint received_notices_of_organisation unique (id, organisation_id),
  constraint received_notices_of_sender unique (id, from_organisation),
  -- A notice that is delivered again is the same one.
  constraint received_notices_sent_once unique (organisation_id, from_organisation, from_notice)
);

-- A stranger's notice by its code.
create unique index received_notices_by_receipt on received_notices (receipt_hash)
  where receipt_hash is not null;
-- How many came from one network or under one address lately.
create index received_notices_of_network on received_notices
  (organisation_id, network_hash, received_at) where network_hash is not null;
create index received_notices_of_address on received_notices
  (organisation_id, address_hash, received_at) where address_hash is not null;
-- Notices received since a day, for figures.
create index received_notices_since on received_notices (organisation_id, received_at);
-- Notices whose sender's name has still to be removed, oldest first.
create index received_notices_to_forget on received_notices (organisation_id, received_at, id)
  where forgotten_at is null;

alter table received_notices enable row level security, force row level security;

grant select, insert, update (acknowledged, withdrawn_at, withdrawn_reason, withdrawn_cause)
  on received_notices to touchstone_app;
create policy own on received_notices for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- A stranger sees the notice whose code they know.
create policy named_by_receipt on received_notices for select to touchstone_app
  using (receipt_hash = decode(nullif(current_setting('touchstone.receipt', true), ''), 'hex'));

grant select, insert, update (network_hash, address_hash, notice, acknowledged, withdrawn_at,
  withdrawn_reason, forgotten_at, withdrawn_cause), delete
  on received_notices to touchstone_operator;
create policy operator on received_notices for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on received_notices as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table received_items (
  notice_id uuid not null,
  position int4 not null check (position >= 0),
  organisation_id uuid not null,
  proceeding_id uuid not null,
  instance text not null,
  -- Tells whether two notices are about one listing: its id if known, else a hash of its address.
  listing_key text not null,
  -- No foreign key: the name of a deleted listing stays.
  listing_id uuid,
  -- The lowest comes first.
  urgency int4 not null check (urgency between 0 and 9),
  received_at timestamptz(3) not null,
  primary key (notice_id, position),
  constraint received_items_of_notice foreign key (notice_id, organisation_id)
    references received_notices (id, organisation_id) deferrable,
  constraint received_items_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  -- From a workflow instance to its item.
  constraint received_items_by_instance unique (proceeding_id, instance)
);

-- Other notices received about a listing.
create index received_items_of_listing on received_items (organisation_id, listing_key, received_at);

alter table received_items enable row level security, force row level security;

grant select, insert, update (listing_key, listing_id, urgency) on received_items to touchstone_app;
create policy own on received_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_notice on received_items as restrictive for insert to touchstone_app
  with check (exists (
    select from received_notices n
    where n.id = notice_id and n.organisation_id = received_items.organisation_id
  ));
create policy of_own_proceeding on received_items as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = received_items.organisation_id
  ));
create policy in_own_limits on received_items as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_listing(listing_id));

grant select, insert, update (listing_key, listing_id, urgency), delete
  on received_items to touchstone_operator;
create policy operator on received_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on received_items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a received notice or a proceeding is about a visible listing. Functions, since the
-- policies of the tables would otherwise refer to each other.
create function sees_received(notice uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from received_items i where i.notice_id = notice and sees_listing(i.listing_id)
  );

create policy in_own_limits on received_notices as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_received(id));

create function sees_item_of(proceeding uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from received_items i where i.proceeding_id = proceeding and sees_listing(i.listing_id)
  );

-- Without a listing, or once it is deleted, a proceeding is about the case as a whole.
create policy in_own_limits on proceedings as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    case when listing_id is null
      then sees_item_of(id) or sees_whole_case(case_id)
      else sees_listing(listing_id) or sees_item_of(id)
    end
  ));

-- Statements of reasons as sent, each with its record for the Transparency Database.
create table statements_of_reasons (
  proceeding_id uuid not null,
  instance text not null,
  organisation_id uuid not null,
  statement json not null,
  text text not null,
  -- Null if the database need not have it.
  record json,
  record_hash bytea,
  completed_by text not null default current_actor_id(),
  -- The message, or the reference in the marketplace's own channel.
  delivered_by text not null check (delivered_by in ('mail', 'own-channel')),
  delivery text not null,
  sent_at timestamptz(3) not null,
  filed_at timestamptz(3),
  primary key (proceeding_id, instance),
  constraint statements_of_reasons_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- Statements to be filed, oldest first.
create index statements_of_reasons_to_file on statements_of_reasons (organisation_id, sent_at)
  where record is not null and filed_at is null;

alter table statements_of_reasons enable row level security, force row level security;

grant select, insert, update (filed_at) on statements_of_reasons to touchstone_app;
create policy own on statements_of_reasons for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_proceeding on statements_of_reasons as restrictive for insert to touchstone_app
  with check (exists (
    select from proceedings p
    where p.id = proceeding_id and p.organisation_id = statements_of_reasons.organisation_id
  ));
create policy in_own_limits on statements_of_reasons as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_proceeding(proceeding_id));

grant select, insert, update (filed_at), delete on statements_of_reasons to touchstone_operator;
create policy operator on statements_of_reasons for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on statements_of_reasons as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Which measure applies to a listing or a seller since when, and by which decision.
create table measures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  proceeding_id uuid not null,
  -- The restriction that imposes it.
  instance text not null,
  listing_key text not null,
  listing_id uuid,
  seller text,
  measure text not null,
  words text,
  territory text[] not null,
  starts_on date not null,
  -- The last day; null for none.
  ends_on date,
  ended_at timestamptz(3),
  ended_because text check (ended_because in ('expired', 'reversed', 'replaced', 'withdrawn')),
  constraint measures_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint measures_end_has_reason check ((ended_at is null) = (ended_because is null))
);

-- The measures of one decision.
create index measures_of_decision on measures (proceeding_id, instance);
-- Present and past measures on a listing.
create index measures_of_listing on measures (organisation_id, listing_key, starts_on);
-- Present measures on a seller, and how many there were: the seller's strikes.
create index measures_of_seller on measures (organisation_id, seller) where seller is not null;
-- Present measures, newest first.
create index measures_holding on measures (organisation_id, starts_on desc, id desc)
  where ended_at is null;
-- Measures that end on a day, for the hourly job.
create index measures_ending on measures (ends_on) where ended_at is null and ends_on is not null;

alter table measures enable row level security, force row level security;

-- An erased seller is removed from measures that have ended.
grant select, insert, update (seller, ended_at, ended_because) on measures to touchstone_app;
create policy own on measures for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on measures as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_listing(listing_id) or sees_proceeding(proceeding_id)
  ));

grant select, insert, update (seller, ended_at, ended_because), delete
  on measures to touchstone_operator;
create policy operator on measures for all to touchstone_operator using (true) with check (true);
create policy of_sample on measures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who is observed for misuse, and in which role; warnings and suspensions are in the proceeding.
create table misuse_records (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  role text not null check (role in ('seller', 'notifier', 'complainant')),
  -- An organisation, a seller's id, or a hash of an address.
  subject text not null,
  label text not null,
  proceeding_id uuid not null,
  instance text not null,
  opened_at timestamptz(3) not null default now(),
  constraint misuse_records_once unique (organisation_id, role, subject),
  constraint misuse_records_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

alter table misuse_records enable row level security, force row level security;

grant select, insert on misuse_records to touchstone_app;
create policy own on misuse_records for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on misuse_records to touchstone_operator;
create policy operator on misuse_records for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on misuse_records as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Requests for proof, to sellers. What sellers write is only in these tables, where it can be
-- removed: the events of a proceeding refer to it by id.
create table proof_requests (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The listing it is about; null after it was deleted.
  listing_id uuid references listings on delete set null deferrable,
  marketplace text not null,
  -- Null after the seller was erased.
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  brand_id text not null check (length(brand_id) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  accepts text[] not null check (cardinality(accepts) between 1 and 20),
  state text not null default 'requested'
    check (state in ('requested', 'submitted', 'accepted', 'not-accepted', 'withdrawn', 'expired')),
  requested_by text not null default current_actor_id(),
  requested_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by text,
  reasons text check (length(reasons) between 1 and 5000),
  -- Until when an accepted proof counts for other listings of this seller and brand.
  valid_until timestamptz(3),
  -- The request whose accepted proof served this one.
  reused_from uuid,
  -- Reviewers decide on the submission that they read.
  version int4 not null default 1 check (version > 0),
  constraint proof_requests_of_organisation unique (id, organisation_id),
  constraint proof_requests_reused_own foreign key (reused_from, organisation_id)
    references proof_requests (id, organisation_id) deferrable,
  constraint proof_requests_validity check (valid_until is null or state = 'accepted')
);

create trigger proof_requests_versions before update on proof_requests
  for each row execute function raise_version();

-- Requests, newest first.
create index proof_requests_newest on proof_requests (organisation_id, requested_at desc, id desc);
-- Open requests, for the sweep that reports a missed deadline.
create index proof_requests_due on proof_requests (due_at) where state = 'requested';
-- Whether a proof of this seller for this brand was accepted.
create index proof_requests_accepted on proof_requests (organisation_id, seller_hash, brand_id, valid_until)
  where state = 'accepted';
-- All requests to a seller, for their rights.
create index proof_requests_of_seller on proof_requests (organisation_id, seller_hash);
-- What the deletion of a listing updates.
create index proof_requests_of_listing on proof_requests (listing_id);

alter table proof_requests enable row level security, force row level security;

grant select, insert, update (seller_id, state, decided_at, decided_by, reasons, valid_until)
  on proof_requests to touchstone_app;
create policy own on proof_requests for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_listing_in_sight on proof_requests as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));
create policy in_own_limits on proof_requests as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_brand(brand_id));
create policy in_own_limits_new on proof_requests as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or (
    sees_brand(brand_id) and sees_listing(listing_id)
  ));

grant select, insert, update, delete on proof_requests to touchstone_operator;
create policy operator on proof_requests for all to touchstone_operator using (true) with check (true);
create policy of_sample on proof_requests as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees a proof request: the policy of the table decides.
create function sees_proof_request(proof_request uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from proof_requests a where a.id = proof_request);

-- Appeal links: a seller opens one once, without an account, and acts under its id for the
-- organisation that created it.
create table appeal_links (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- About one proceeding or one proof request, and one seller.
  proceeding_id uuid,
  proof_request_id uuid,
  -- The workflow instance, if the proceeding has several restrictions.
  instance text check (length(instance) between 1 and 300),
  marketplace text not null,
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  -- Where the seller finds the same on the marketplace's own site.
  own_channel text not null check (length(own_channel) between 1 and 500),
  token_hash bytea not null
    constraint appeal_links_token_taken unique check (length(token_hash) = 32),
  -- The session of the browser that opened it.
  session_hash bytea check (length(session_hash) = 32),
  made_by text not null default current_actor_id(),
  made_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  opened_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint appeal_links_about_one check ((proceeding_id is null) <> (proof_request_id is null)),
  constraint appeal_links_opened check ((opened_at is null) = (session_hash is null)),
  constraint appeal_links_of_organisation unique (id, organisation_id),
  constraint appeal_links_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint appeal_links_of_proof_request foreign key (proof_request_id, organisation_id)
    references proof_requests (id, organisation_id) deferrable
);

-- Links, newest first.
create index appeal_links_newest on appeal_links (organisation_id, made_at desc, id desc);
-- The links of one proceeding, which a new link revokes.
create index appeal_links_of_one_proceeding on appeal_links (proceeding_id)
  where proceeding_id is not null;
create index appeal_links_of_one_proof_request on appeal_links (proof_request_id) where proof_request_id is not null;
-- All links for a seller, for their rights.
create index appeal_links_of_seller on appeal_links (organisation_id, seller_hash);
-- The link that a browser opened.
create index appeal_links_of_session on appeal_links (session_hash) where session_hash is not null;

alter table appeal_links enable row level security, force row level security;

-- Opening a link that a confidentiality hold kept shut extends it (link_opens_until).
grant select, insert, update (seller_id, session_hash, opened_at, revoked_at, expires_at)
  on appeal_links to touchstone_app;
create policy own on appeal_links for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- The holder of a link's token, or of the session it opened, sees this link only.
create policy at_the_door on appeal_links for select to touchstone_app
  using (
    token_hash = decode(nullif(current_setting('touchstone.appeal_token', true), ''), 'hex')
    or session_hash = decode(nullif(current_setting('touchstone.appeal_session', true), ''), 'hex')
  );
create policy of_own_link on appeal_links as restrictive for all to touchstone_app
  using (current_actor_kind() is distinct from 'recipient' or id::text = current_actor_id())
  with check (current_actor_kind() is distinct from 'recipient' or id::text = current_actor_id());
-- Checked before the keys: a taken key would reveal another organisation's row.
create policy of_own_proceeding on appeal_links as restrictive for insert to touchstone_app
  with check (
    exists (select from proceedings p
      where p.id = proceeding_id and p.organisation_id = appeal_links.organisation_id)
    or exists (select from proof_requests a
      where a.id = proof_request_id and a.organisation_id = appeal_links.organisation_id)
  );
create policy in_own_limits on appeal_links as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_proceeding(proceeding_id) or sees_proof_request(proof_request_id)
  ));

grant select, insert, update, delete on appeal_links to touchstone_operator;
create policy operator on appeal_links for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on appeal_links as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Those who came by a link reach what it is about, and nothing else here.
create function is_of_own_link(organisation uuid, proceeding uuid, proof_request uuid) returns boolean
  language sql stable
  return current_actor_kind() is distinct from 'recipient' or exists (
    select from appeal_links l
    where l.id::text = current_actor_id() and l.organisation_id = organisation
      and l.proceeding_id is not distinct from proceeding and l.proof_request_id is not distinct from proof_request
  );

create policy of_own_link on proof_requests as restrictive for all to touchstone_app
  using (is_of_own_link(organisation_id, null, id))
  with check (is_of_own_link(organisation_id, null, id));

create table appeals (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  link_id uuid not null,
  proceeding_id uuid,
  proof_request_id uuid,
  -- The complaint that it opened in the proceeding; null if the regime has none.
  instance text check (length(instance) between 1 and 300),
  seller_hash bytea not null check (length(seller_hash) = 32),
  -- Null once the seller's words were removed.
  words text check (length(words) <= 10000),
  locale text not null check (length(locale) between 2 and 20),
  state text not null default 'open' check (state in ('open', 'withdrawn', 'decided')),
  submitted_at timestamptz(3) not null,
  outcome text check (outcome in ('upheld', 'rejected', 'accepted', 'not-accepted')),
  -- For the seller.
  reasons text check (length(reasons) between 1 and 5000),
  -- Written by the decider for the notifier, who sees nothing else.
  summary text check (length(summary) between 1 and 2000),
  decided_at timestamptz(3),
  decided_by text,
  informed_at timestamptz(3),
  constraint appeals_about_one check ((proceeding_id is null) <> (proof_request_id is null)),
  constraint appeals_decided check (
    (state = 'decided') = (decided_at is not null and outcome is not null)
  ),
  constraint appeals_of_organisation unique (id, organisation_id),
  constraint appeals_by_link foreign key (link_id, organisation_id)
    references appeal_links (id, organisation_id) deferrable,
  constraint appeals_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint appeals_of_proof_request foreign key (proof_request_id, organisation_id)
    references proof_requests (id, organisation_id) deferrable
);

-- Appeals, newest first.
create index appeals_newest on appeals (organisation_id, submitted_at desc, id desc);
-- Appeals in one proceeding, and answers to one proof request.
create index appeals_of_one_proceeding on appeals (proceeding_id, submitted_at desc)
  where proceeding_id is not null;
create index appeals_of_one_proof_request on appeals (proof_request_id, submitted_at desc) where proof_request_id is not null;
-- Everything a seller sent, for their rights.
create index appeals_of_seller on appeals (organisation_id, seller_hash);
create index appeals_by_link on appeals (link_id);
-- Ended appeals with words and documents, for the sweep that removes them.
create index appeals_to_forget on appeals (organisation_id, coalesce(decided_at, submitted_at))
  where words is not null and state <> 'open';

alter table appeals enable row level security, force row level security;

grant select, insert, update (words, state, outcome, reasons, summary, decided_at, decided_by,
  informed_at) on appeals to touchstone_app;
create policy own on appeals for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_link on appeals as restrictive for all to touchstone_app
  using (is_of_own_link(organisation_id, proceeding_id, proof_request_id))
  with check (is_of_own_link(organisation_id, proceeding_id, proof_request_id));
create policy in_own_limits on appeals as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    sees_proceeding(proceeding_id) or sees_proof_request(proof_request_id)
  ));

grant select, insert, update, delete on appeals to touchstone_operator;
create policy operator on appeals for all to touchstone_operator using (true) with check (true);
create policy of_sample on appeals as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table appeal_documents (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  appeal_id uuid not null,
  place int4 not null check (place >= 0),
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  bytes int4 not null check (bytes > 0),
  -- Of the document itself, for comparison by its sender.
  sha256 bytea not null check (length(sha256) = 32),
  flags text[] not null default '{}',
  -- Encrypted with the installation's key.
  content bytea not null,
  constraint appeal_documents_in_place unique (appeal_id, place),
  constraint appeal_documents_of_appeal foreign key (appeal_id, organisation_id)
    references appeals (id, organisation_id) deferrable
);

alter table appeal_documents enable row level security, force row level security;

grant select, insert, delete on appeal_documents to touchstone_app;
create policy own on appeal_documents for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_link on appeal_documents as restrictive for all to touchstone_app
  using (exists (select from appeals a where a.id = appeal_id))
  with check (exists (
    select from appeals a
    where a.id = appeal_id and a.organisation_id = appeal_documents.organisation_id
  ));

grant select, insert, update, delete on appeal_documents to touchstone_operator;
create policy operator on appeal_documents for all to touchstone_operator
  using (true) with check (true);

-- Clearances: signed statements that a seller's goods are genuine or licensed.
create table cleared_records (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null,
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  brand_id text not null check (length(brand_id) between 1 and 200),
  -- As the marketplace names it; null for all of the seller's goods under the right.
  product text check (length(product) between 1 and 500),
  right_name text not null check (length(right_name) between 1 and 300),
  appeal_id uuid not null,
  -- The canonical bytes that were signed; null after the seller was erased.
  statement text,
  signature bytea not null check (length(signature) = 64),
  key_id text not null,
  issued_by text not null default current_actor_id(),
  issued_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_by text,
  revoked_because text check (length(revoked_because) between 1 and 2000),
  constraint cleared_records_revoked check ((revoked_at is null) = (revoked_because is null)),
  constraint cleared_records_of_appeal foreign key (appeal_id, organisation_id)
    references appeals (id, organisation_id) deferrable
);

-- Clearances, newest first.
create index cleared_records_newest on cleared_records (organisation_id, issued_at desc, id desc);
-- Whether this seller is cleared under a right: checked before each notice.
create index cleared_records_standing on cleared_records (marketplace, seller_id, right_name)
  where revoked_at is null;
create index cleared_records_of_seller on cleared_records (organisation_id, seller_hash);
create index cleared_records_of_appeal on cleared_records (appeal_id);

alter table cleared_records enable row level security, force row level security;

grant select, insert, update (seller_id, statement, revoked_at, revoked_by, revoked_because)
  on cleared_records to touchstone_app;
create policy own on cleared_records for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy no_recipient on cleared_records as restrictive for all to touchstone_app
  using (current_actor_kind() is distinct from 'recipient')
  with check (current_actor_kind() is distinct from 'recipient');
-- Holders of an approved claim on a brand see clearances under it, so that the same notice hits
-- nobody twice.
create policy of_claimed_brand on cleared_records for select to touchstone_app
  using (exists (
    select from claims c
    where c.organisation_id = current_organisation() and c.brand_id = cleared_records.brand_id
      and c.state = 'approved' and c.kind = 'registered'
  ));
create policy in_own_limits on cleared_records as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_brand(brand_id));
create policy in_own_limits_new on cleared_records as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or sees_brand(brand_id));

grant select, insert, update, delete on cleared_records to touchstone_operator;
create policy operator on cleared_records for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on cleared_records as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- What sealed captures sent with a notice inside the alliance show of a listing: for the
-- marketplace that received it, and for the listing's seller.
create table received_pictures (
  notice_id uuid not null,
  position int4 not null,
  sha256 bytea not null check (length(sha256) = 32),
  organisation_id uuid not null,
  mediatype text not null check (mediatype in ('image/png', 'image/jpeg', 'image/webp')),
  bytes int8 not null check (bytes >= 0),
  sealed_at timestamptz(3) not null,
  -- The captured item, whose chain of custody records every look. No foreign key: looking at a
  -- deleted one is refused, and the notice stays.
  capture_id uuid not null,
  name text not null,
  -- Whose capture it is: the sender of the notice.
  from_organisation uuid,
  disposed_at timestamptz(3),
  primary key (notice_id, position, sha256),
  constraint received_pictures_of_item foreign key (notice_id, position)
    references received_items (notice_id, position) deferrable,
  constraint received_pictures_of_notice foreign key (notice_id, organisation_id)
    references received_notices (id, organisation_id) deferrable,
  constraint received_pictures_of_sender foreign key (notice_id, from_organisation)
    references received_notices (id, from_organisation) deferrable
);

-- Whether a picture that is not disposed of needs a blob.
create index received_pictures_of_blob on received_pictures (sha256) where disposed_at is null;

alter table received_pictures enable row level security, force row level security;

-- Written by the sender of the notice alone, and only of items of its own captures: whoever could
-- write anything here would see any blob with a known digest.
grant select, insert on received_pictures to touchstone_app;
create policy of_own_capture on received_pictures for insert to touchstone_app
  with check (from_organisation = current_organisation() and exists (
    select from evidence_items e
    where e.capture_id = received_pictures.capture_id and e.name = received_pictures.name
      and e.sha256 = received_pictures.sha256 and e.organisation_id = current_organisation()
      and e.disposed_at is null
  ));
create policy own on received_pictures for select to touchstone_app
  using (organisation_id = current_organisation());
-- Those who came by a link see what was sent about the link's own listing, and nothing of other
-- notices.
create policy of_own_link on received_pictures as restrictive for select to touchstone_app
  using (exists (select from received_items i
    where i.notice_id = received_pictures.notice_id and i.position = received_pictures.position
      and is_of_own_link(i.organisation_id, i.proceeding_id, null)));
create policy in_own_limits on received_pictures as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from received_items i
    where i.notice_id = received_pictures.notice_id and i.position = received_pictures.position
  ));

grant select, insert, update (disposed_at), delete on received_pictures to touchstone_operator;
create policy operator on received_pictures for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on received_pictures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Confidentiality holds, requested by an authority or counsel: nothing is sent, answered or
-- counted about what they cover.
create table confidentiality_holds (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  scope text not null check (scope in ('listing', 'case', 'seller', 'listings')),
  -- No foreign keys: a hold outlives what it covers.
  listing_id uuid,
  case_id uuid,
  marketplace text,
  seller_hash bytea check (length(seller_hash) = 32),
  wanted_by text not null check (wanted_by in ('authority', 'counsel')),
  reference text not null check (length(reference) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  review_on date not null,
  expires_at timestamptz(3) not null,
  set_at timestamptz(3) not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  lifted_at timestamptz(3),
  lifted_by text,
  lifted_because text check (length(lifted_because) between 1 and 2000),
  -- When its expiry was entered in the log.
  lapse_notified_at timestamptz(3),
  constraint confidentiality_holds_scope_named check (
    (listing_id is not null) = (scope = 'listing')
    and (case_id is not null) = (scope = 'case')
    and (seller_hash is not null) = (scope = 'seller')
    and (marketplace is not null) = (scope = 'seller')
  ),
  constraint confidentiality_holds_lifted check (
    (lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_because is null)
  ),
  constraint confidentiality_holds_of_organisation unique (id, organisation_id)
);

-- Holds that may apply: checked before anything is sent, and few, however many there were.
create index confidentiality_holds_standing on confidentiality_holds (organisation_id, expires_at) where lifted_at is null;
-- Holds, newest first.
create index confidentiality_holds_newest on confidentiality_holds (organisation_id, set_at desc, id desc);
-- Expired holds that are not in the log yet.
create index confidentiality_holds_lapsing on confidentiality_holds (expires_at)
  where lifted_at is null and lapse_notified_at is null;

alter table confidentiality_holds enable row level security, force row level security;

grant select, insert, update (review_on, expires_at, lifted_at, lifted_by, lifted_because)
  on confidentiality_holds to touchstone_app;
create policy own on confidentiality_holds for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody sets a hold in another's name, and those who came by a link set none.
create policy by_whoever_acts on confidentiality_holds as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and current_actor_kind() is distinct from 'recipient' and lifted_at is null);

grant select, insert, update (lapse_notified_at), delete on confidentiality_holds to touchstone_operator;
create policy operator on confidentiality_holds for all to touchstone_operator using (true) with check (true);
create policy of_sample on confidentiality_holds as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Requested extensions and the answer of a second person.
create table confidentiality_hold_extensions (
  id uuid primary key,
  organisation_id uuid not null,
  confidentiality_hold_id uuid not null,
  review_on date not null,
  expires_at timestamptz(3) not null,
  reason text not null check (length(reason) between 1 and 2000),
  state text not null default 'requested' check (state in ('requested', 'confirmed', 'rejected')),
  requested_at timestamptz(3) not null,
  requested_by text not null default current_actor_id(),
  settled_at timestamptz(3),
  settled_by text,
  constraint confidentiality_hold_extensions_settled check (
    (state = 'requested') = (settled_at is null) and (settled_at is null) = (settled_by is null)
  ),
  constraint confidentiality_hold_extensions_second_person check (settled_by is null or settled_by <> requested_by),
  constraint confidentiality_hold_extensions_of_confidentiality_hold foreign key (confidentiality_hold_id, organisation_id)
    references confidentiality_holds (id, organisation_id) deferrable
);

-- The extensions of one hold, of which one at a time is open.
create index confidentiality_hold_extensions_of_one on confidentiality_hold_extensions (confidentiality_hold_id, requested_at);
create unique index confidentiality_hold_extensions_waiting on confidentiality_hold_extensions (confidentiality_hold_id)
  where state = 'requested';

alter table confidentiality_hold_extensions enable row level security, force row level security;

grant select, insert, update (state, settled_at, settled_by)
  on confidentiality_hold_extensions to touchstone_app;
create policy own on confidentiality_hold_extensions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody requests in another's name.
create policy by_whoever_acts on confidentiality_hold_extensions as restrictive for insert to touchstone_app
  with check (state = 'requested' and requested_by = current_actor_id()
    and exists (select from confidentiality_holds e where e.id = confidentiality_hold_id
      and e.organisation_id = confidentiality_hold_extensions.organisation_id));

grant select, insert, delete on confidentiality_hold_extensions to touchstone_operator;
create policy operator on confidentiality_hold_extensions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on confidentiality_hold_extensions as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Listings that an authority holds by their names on marketplaces, at every organisation that has
-- them. They read who holds it, whom to ask, and how long; file and reason stay in the hold,
-- which is the authority's own.
create table confidentiality_hold_listings (
  id uuid primary key,
  confidentiality_hold_id uuid not null,
  organisation_id uuid not null,
  marketplace text not null,
  external_id text not null,
  -- The authority's name, which readers could not look up.
  authority text not null,
  contact text not null check (length(contact) between 1 and 500),
  set_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  lifted_at timestamptz(3),
  constraint confidentiality_hold_listings_named_once unique (confidentiality_hold_id, marketplace, external_id),
  constraint confidentiality_hold_listings_of_confidentiality_hold foreign key (confidentiality_hold_id, organisation_id)
    references confidentiality_holds (id, organisation_id) deferrable
);

-- A listing by name: checked before anything is sent about it.
create index confidentiality_hold_listings_standing on confidentiality_hold_listings (marketplace, external_id, expires_at)
  where lifted_at is null;
-- Held listings, newest first.
create index confidentiality_hold_listings_newest on confidentiality_hold_listings (set_at desc, id desc);

alter table confidentiality_hold_listings enable row level security, force row level security;

grant select, insert, update (expires_at, lifted_at) on confidentiality_hold_listings to touchstone_app;
create policy own on confidentiality_hold_listings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Only an authority holds what others have, under its own name, and by a hold of its own that
-- applies.
create policy by_authority on confidentiality_hold_listings as restrictive for insert to touchstone_app
  with check (
    current_actor_kind() = 'person' and lifted_at is null
    and exists (select from organisations o
      where o.id = current_organisation() and o.kind = 'authority' and o.name = authority)
    and exists (select from confidentiality_holds e
      where e.id = confidentiality_hold_id and e.organisation_id = confidentiality_hold_listings.organisation_id
        and e.scope = 'listings' and e.lifted_at is null)
  );

grant select, insert, delete on confidentiality_hold_listings to touchstone_operator;
create policy operator on confidentiality_hold_listings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on confidentiality_hold_listings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who is informed of a hold on listings beside the marketplace, by slug: an answer then reveals
-- no organisation to the authority.
create table confidentiality_hold_grants (
  confidentiality_hold_id uuid not null,
  organisation_id uuid not null,
  granted_to text not null check (length(granted_to) between 1 and 63),
  primary key (confidentiality_hold_id, granted_to),
  constraint confidentiality_hold_grants_of_confidentiality_hold foreign key (confidentiality_hold_id, organisation_id)
    references confidentiality_holds (id, organisation_id) deferrable
);

alter table confidentiality_hold_grants enable row level security, force row level security;

grant select, insert on confidentiality_hold_grants to touchstone_app;
create policy own on confidentiality_hold_grants for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy to_whom_it_is_granted on confidentiality_hold_grants for select to touchstone_app
  using (exists (
    select from organisations o where o.id = current_organisation() and o.slug = granted_to
  ));
create policy by_authority on confidentiality_hold_grants as restrictive for insert to touchstone_app
  with check (
    current_actor_kind() = 'person'
    and exists (select from confidentiality_holds e
      where e.id = confidentiality_hold_id and e.organisation_id = confidentiality_hold_grants.organisation_id
        and e.scope = 'listings' and e.lifted_at is null)
  );

grant select, insert, delete on confidentiality_hold_grants to touchstone_operator;
create policy operator on confidentiality_hold_grants for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on confidentiality_hold_grants as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether an organisation is informed of a hold on a marketplace's listings: the authority,
-- whoever answers for the marketplace, and whoever the authority names. Everyone else notices
-- nothing, whatever they send.
create function is_notified_of_confidentiality_hold(
  confidentiality_hold uuid, authority uuid, market text, organisation uuid
) returns boolean
  language sql stable
  return organisation = authority or exists (
    select from marketplace_bindings b
    where b.organisation_id = organisation and b.marketplace = market
  ) or exists (
    select from confidentiality_hold_grants g join organisations o on o.slug = g.granted_to
    where g.confidentiality_hold_id = confidentiality_hold and o.id = organisation
  );

-- The authority reads nothing back: neither this nor any answer reveals whether anyone has what
-- it named.
create policy at_those_told on confidentiality_hold_listings for select to touchstone_app
  using (
    is_notified_of_confidentiality_hold(confidentiality_hold_id, organisation_id, marketplace, current_organisation())
    and exists (
      select from listings l
      where l.marketplace = confidentiality_hold_listings.marketplace
        and l.external_id = confidentiality_hold_listings.external_id offset 0
    )
  );

-- Which organisations were informed, in their own log, that an authority holds listings of theirs,
-- and that the hold ended.
create table confidentiality_hold_notifications (
  confidentiality_hold_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  informed_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (confidentiality_hold_id, organisation_id)
);

-- Those not yet informed of the end.
create index confidentiality_hold_notifications_open on confidentiality_hold_notifications (confidentiality_hold_id) where ended_at is null;

alter table confidentiality_hold_notifications enable row level security, force row level security;

grant select, insert, update (ended_at), delete on confidentiality_hold_notifications to touchstone_operator;
create policy operator on confidentiality_hold_notifications for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on confidentiality_hold_notifications as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a listing, case or seller of an organisation is held, by itself or by an authority.
create function is_on_confidentiality_hold(
  organisation uuid, listing uuid, file uuid, seller bytea, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from confidentiality_holds e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at and (
      e.listing_id = listing or e.case_id = file or e.seller_hash = seller
      or (e.case_id is not null and exists (select from case_listings o
        where o.case_id = e.case_id and o.listing_id = listing))
      or (e.seller_hash is not null and exists (select from listing_versions v
        where v.listing_id = listing and v.organisation_id = organisation
          and v.seller_hash = e.seller_hash))
    )
  ) or exists (
    select from listings l join confidentiality_hold_listings e
      on e.marketplace = l.marketplace and e.external_id = l.external_id
    where l.id = listing and e.lifted_at is null and e.expires_at > at
      and is_notified_of_confidentiality_hold(e.confidentiality_hold_id, e.organisation_id, e.marketplace, organisation)
  );

-- Whether a proceeding is about something held: its listing, the listings of its notices, its
-- case, or its seller.
create function is_proceeding_on_confidentiality_hold(
  organisation uuid, proceeding uuid, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from proceedings p where p.id = proceeding and p.organisation_id = organisation
      and is_on_confidentiality_hold(organisation, p.listing_id, p.case_id, null, at)
  ) or exists (
    select from received_items i where i.proceeding_id = proceeding
      and i.organisation_id = organisation
      and is_on_confidentiality_hold(organisation, i.listing_id, null, null, at)
  ) or exists (
    select from appeal_links l where l.proceeding_id = proceeding
      and l.organisation_id = organisation
      and is_on_confidentiality_hold(organisation, null, null, l.seller_hash, at)
  );

-- Whether a notice that the organisation sends names something held.
create function is_notice_on_confidentiality_hold(organisation uuid, notice uuid, at timestamptz) returns boolean
  language sql stable
  return exists (
    select from notices n join notice_items i on i.notice_id = n.id
    where n.id = notice and n.organisation_id = organisation
      and is_on_confidentiality_hold(organisation, i.listing_id, n.case_id, null, at)
  );

-- The confidentiality holds ever set on a listing, case or seller of an organisation, or on what
-- it belongs to, each with when it ends or ended.
create function confidentiality_holds_on(organisation uuid, listing uuid, file uuid, seller bytea)
  returns table (confidentiality_hold uuid, set_at timestamptz, ends_at timestamptz)
  language sql stable
  begin atomic
    select e.id, e.set_at, least(e.lifted_at, e.expires_at)
    from confidentiality_holds e
    where e.organisation_id = organisation and (
      e.listing_id = listing or e.case_id = file or e.seller_hash = seller
      or (e.case_id is not null and exists (select from case_listings o
        where o.case_id = e.case_id and o.listing_id = listing))
      or (e.seller_hash is not null and exists (select from listing_versions v
        where v.listing_id = listing and v.organisation_id = organisation
          and v.seller_hash = e.seller_hash))
    )
    union all
    select e.confidentiality_hold_id, e.set_at, least(e.lifted_at, e.expires_at)
    from listings l join confidentiality_hold_listings e
      on e.marketplace = l.marketplace and e.external_id = l.external_id
    where l.id = listing
      and is_notified_of_confidentiality_hold(e.confidentiality_hold_id, e.organisation_id, e.marketplace, organisation);
  end;

-- The listings, cases and sellers that something is about: a notice, a proceeding, a proof
-- request, an appeal link or an appeal. They are read from its own rows, so that no caller can
-- leave one out.
create function items_about(organisation uuid, kind text, thing uuid)
  returns table (listing uuid, file uuid, seller bytea)
  language sql stable
  begin atomic
    with named as (
      select
        case items_about.kind when 'proceeding' then thing
          when 'appeal-link' then (select l.proceeding_id from appeal_links l
            where l.id = thing and l.organisation_id = organisation)
          when 'appeal' then (select a.proceeding_id from appeals a
            where a.id = thing and a.organisation_id = organisation)
        end as proceeding,
        case items_about.kind when 'proof-request' then thing
          when 'appeal-link' then (select l.proof_request_id from appeal_links l
            where l.id = thing and l.organisation_id = organisation)
          when 'appeal' then (select a.proof_request_id from appeals a
            where a.id = thing and a.organisation_id = organisation)
        end as proof_request
    )
    select thing, null::uuid, null::bytea where items_about.kind = 'listing'
    union all
    select null, thing, null where items_about.kind = 'case'
    union all
    select null, null, l.seller_hash from appeal_links l
    where items_about.kind = 'appeal-link' and l.id = thing and l.organisation_id = organisation
    union all
    select null, null, a.seller_hash from appeals a
    where items_about.kind = 'appeal' and a.id = thing and a.organisation_id = organisation
    union all
    select k.listing_id, null, k.seller_hash from named n join proof_requests k on k.id = n.proof_request
    where k.organisation_id = organisation
    union all
    select p.listing_id, p.case_id, null from named n join proceedings p on p.id = n.proceeding
    where p.organisation_id = organisation
    union all
    select i.listing_id, null, null
    from named n join received_items i on i.proceeding_id = n.proceeding
    where i.organisation_id = organisation
    union all
    select null, null, l.seller_hash
    from named n join appeal_links l on l.proceeding_id = n.proceeding
    where l.organisation_id = organisation
    union all
    select i.listing_id, w.case_id, null from notices w join notice_items i on i.notice_id = w.id
    where items_about.kind = 'notice' and w.id = thing and w.organisation_id = organisation
    union all
    select i.listing_id, null, null from received_items i
    where items_about.kind = 'notice' and i.notice_id = thing and i.organisation_id = organisation;
  end;

-- Since when anything that some things are about, or a seller, is held; null if nothing is.
create function held_since(
  organisation uuid, kinds text[], things uuid[], seller bytea, at timestamptz
) returns timestamptz
  language sql stable
  begin atomic
    select min(e.set_at)
    from (
      select i.listing, i.file, i.seller
      from unnest(kinds, things) as named (kind, thing)
      cross join lateral items_about(organisation, named.kind, named.thing) i
      union all
      select null::uuid, null::uuid, held_since.seller
    ) i cross join lateral confidentiality_holds_on(organisation, i.listing, i.file, i.seller) e
    where e.ends_at > at;
  end;

-- Until when an unopened appeal link can be opened: its whole period again after a hold that kept
-- it shut.
create function link_opens_until(link uuid) returns timestamptz
  language sql stable
  begin atomic
    select greatest(l.expires_at, (
      select max(e.ends_at) + (l.expires_at - l.made_at)
      from items_about(l.organisation_id, 'appeal-link', l.id) i
      cross join lateral confidentiality_holds_on(l.organisation_id, i.listing, i.file, i.seller) e
      where e.set_at < l.expires_at and e.ends_at > l.made_at
    ))
    from appeal_links l where l.id = link;
  end;

-- Whether a message waits: to a seller, with a notice, or to a notifier. Receipt of a notice is
-- confirmed all the same.
create function is_message_on_confidentiality_hold(
  organisation uuid, kind text, about text, key text, at timestamptz
) returns boolean
  language sql stable
  return (exists (
    select from confidentiality_holds e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at
  ) or exists (
    select from confidentiality_hold_listings e where e.lifted_at is null and e.expires_at > at
  )) and case
    when kind in ('notice', 'proceeding') and not starts_with(key, 'acknowledgement:')
      then held_since(organisation, array[kind], array[about::uuid], null, at) is not null
    else false
  end;

-- Which listings of an organisation, sent or in a case, an authority holds, and by which hold.
create function held_by_authorities(organisation uuid, at timestamptz)
  returns table (confidentiality_hold_id uuid, listing_id uuid, set_at timestamptz)
  language sql stable
  begin atomic
    select e.confidentiality_hold_id, l.id, e.set_at
    from confidentiality_hold_listings e join listings l
      on l.marketplace = e.marketplace and l.external_id = e.external_id
    where e.lifted_at is null and e.expires_at > at
      and is_notified_of_confidentiality_hold(e.confidentiality_hold_id, e.organisation_id, e.marketplace, organisation)
      and (
        l.organisation_id = organisation
        or exists (select from case_listings o
          where o.listing_id = l.id and o.organisation_id = organisation)
      );
  end;

-- Warnings and safeguards where reversal rates are too high. The rates are always read from what
-- happened; these rows say what followed.
create table safeguards (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Notices sent, notices received, or listings removed on the organisation's own initiative.
  side text not null check (side in ('sent', 'received', 'own')),
  about text not null check (about in ('notifier-ground', 'rule', 'signal')),
  -- “<organisation> <ground>”, “<regime> <ground>” or a signal's code.
  subject text not null check (length(subject) between 1 and 200),
  -- The organisation whose notices they are, if it is about one.
  notifier uuid,
  warned_at timestamptz(3) not null,
  warned_figures json not null,
  safeguarded_at timestamptz(3),
  safeguarded_figures json,
  ended_at timestamptz(3),
  -- The rate fell before a safeguard began, or a person lifted the safeguard.
  ended_because text check (ended_because in ('kept', 'lifted')),
  ended_by text,
  reason text check (length(reason) between 1 and 2000),
  constraint safeguards_ended check ((ended_at is null) = (ended_because is null)),
  constraint safeguards_safeguarded check ((safeguarded_at is null) = (safeguarded_figures is null)),
  constraint safeguards_warned_first check (safeguarded_at is null or safeguarded_at > warned_at),
  -- A safeguard ends only by a person who gives a reason.
  constraint safeguards_lifted check (
    (ended_because is not distinct from 'lifted')
      = (ended_by is not null and reason is not null and safeguarded_at is not null)
  ),
  constraint safeguards_safeguarded_stays check (
    safeguarded_at is null or ended_because is null or ended_because = 'lifted'
  )
);

-- The open mark of a subject: concurrent sweeps warn once.
create unique index safeguards_standing on safeguards
  (organisation_id, side, about, subject) where ended_at is null;
-- Marks, newest first; and the lifts, after which rates count anew.
create index safeguards_newest on safeguards
  (organisation_id, warned_at desc, id desc);
-- What others say of an organisation's notices.
create index safeguards_of_notifier on safeguards (notifier, warned_at desc)
  where notifier is not null;

alter table safeguards enable row level security, force row level security;

-- Warnings and safeguards are set by the installation. A person lifts a safeguard.
grant select, update (ended_at, ended_because, ended_by, reason)
  on safeguards to touchstone_app;
create policy own on safeguards for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on safeguards as restrictive for update to touchstone_app
  using (current_actor_kind() = 'person' and safeguarded_at is not null and ended_at is null)
  with check (ended_because = 'lifted' and ended_by = current_actor_id());
-- An organisation reads what is said of its notices, wherever it is said.
create policy concerning_notifier on safeguards for select to touchstone_app
  using (notifier = current_organisation());

grant select, insert, update (safeguarded_at, safeguarded_figures, ended_at, ended_because), delete
  on safeguards to touchstone_operator;
create policy operator on safeguards for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on safeguards as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Notices that wait for a second person.
create index notices_proposed on notices (organisation_id, id) where state = 'proposed';
-- Notices of which a marketplace asks something.
create index notice_recipients_asked on notice_recipients (organisation_id, notice_id)
  where response::jsonb @? '$.items[*] ? (@.state == "information-requested")';
-- What marketplaces decided lately.
create index notice_events_responses on notice_events (organisation_id, at desc, notice_id)
  where kind in ('decided', 'complaint-decided', 'seller-answer-decided');
-- Appeals and proofs that wait for a decision, oldest first: few among all that ended.
create index appeals_open on appeals (organisation_id, submitted_at, id) where state = 'open';

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

-- Other notices of someone without an account, by the address they gave.
create index received_notices_of_email on received_notices
  (organisation_id, lower(notice ->> 'email'), received_at desc) where from_organisation is null;

-- Restrictions of many items by one person for one fact, carried out in the background.
create table bulk_restrictions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Whose roles are read again for each item.
  person_id uuid not null,
  fact json not null,
  measures text[] not null check (cardinality(measures) between 1 and 20),
  why text not null check (length(why) between 1 and 2000),
  state text not null default 'running'
    check (state in ('running', 'stopped', 'completed', 'reversing', 'reversed')),
  reversed_by uuid,
  reversal text check (length(reversal) between 1 and 2000),
  created_at timestamptz(3) not null,
  -- When an item was last finished: work without progress is resumed.
  progressed_at timestamptz(3) not null,
  constraint bulk_restrictions_of_organisation unique (id, organisation_id)
);

create index bulk_restrictions_newest on bulk_restrictions (organisation_id, created_at desc, id desc);
-- Work that no process may be doing.
create index bulk_restrictions_in_progress on bulk_restrictions (progressed_at)
  where state in ('running', 'reversing');

alter table bulk_restrictions enable row level security, force row level security;

grant select, insert, update (state, reversed_by, reversal, progressed_at)
  on bulk_restrictions to touchstone_app;
create policy own on bulk_restrictions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on bulk_restrictions as restrictive for insert to touchstone_app
  with check (current_actor_kind() = 'person' and person_id::text = current_actor_id());
-- It names listings of all brands.
create policy in_own_limits on bulk_restrictions as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (state, reversed_by, reversal, progressed_at), delete
  on bulk_restrictions to touchstone_operator;
create policy operator on bulk_restrictions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on bulk_restrictions as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table bulk_restriction_items (
  bulk_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  notice_id uuid not null,
  position int4 not null,
  -- The version of its proceeding that was displayed.
  version int4 not null check (version >= 0),
  state text not null default 'waiting'
    check (state in ('waiting', 'restricted', 'failed', 'reversed', 'reversal-failed')),
  instance text,
  problem_code text,
  problem text,
  primary key (bulk_id, place),
  constraint bulk_restriction_items_once unique (bulk_id, notice_id, position),
  constraint bulk_restriction_items_of_bulk foreign key (bulk_id, organisation_id)
    references bulk_restrictions (id, organisation_id) deferrable,
  constraint bulk_restriction_items_of_item foreign key (notice_id, position)
    references received_items (notice_id, position) deferrable,
  constraint bulk_restriction_items_problem
    check ((problem is null) = (problem_code is null))
);

create index bulk_restriction_items_of_notice on bulk_restriction_items (notice_id, position);

alter table bulk_restriction_items enable row level security, force row level security;

grant select, insert, update (state, instance, problem_code, problem)
  on bulk_restriction_items to touchstone_app;
create policy own on bulk_restriction_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_item on bulk_restriction_items as restrictive for insert to touchstone_app
  with check (exists (
    select from received_items i
    where i.notice_id = bulk_restriction_items.notice_id
      and i.position = bulk_restriction_items.position
      and i.organisation_id = bulk_restriction_items.organisation_id
  ));
create policy in_own_limits on bulk_restriction_items as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (state, instance, problem_code, problem), delete
  on bulk_restriction_items to touchstone_operator;
create policy operator on bulk_restriction_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on bulk_restriction_items as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
