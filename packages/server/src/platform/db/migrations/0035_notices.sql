-- Notices: what an organisation writes to a marketplace about offers of a case, from the draft to the end
-- of what follows. What happened to each is a list of events, to which rows are only added.

-- What a register says of a right that is claimed: the extract itself, and what it states.
create table register_extracts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  claim_id uuid not null references claims deferrable,
  name text not null check (length(name) between 1 and 300),
  kind text not null check (kind in ('trade-mark', 'copyright', 'design', 'other')),
  territory text[] not null check (cardinality(territory) between 1 and 300),
  -- Of the Nice agreement; null for a right that knows none.
  classes int4[],
  valid_from date not null,
  valid_until date,
  -- The day of which it tells.
  extract_on date not null,
  media_type text not null,
  content bytea not null,
  sha256 bytea not null check (length(sha256) = 32),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- Of a claim, the newest first.
create index register_extracts_of_claim on register_extracts (claim_id, extract_on desc, added_at desc);
-- An organisation's.
create index register_extracts_of_organisation on register_extracts (organisation_id, added_at desc);

-- Who may sign notices: a row for each person that was ever named.
create table notice_signatories (
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null,
  authorised bool not null,
  until_day date,
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, person_id)
);

create table notice_settings (
  organisation_id uuid primary key references organisations deferrable,
  -- Whether a second person sends what the first has prepared.
  second_person bool not null,
  remind_days int4 not null check (remind_days between 1 and 90),
  -- Reminders before it is escalated.
  reminders int4 not null check (reminders between 0 and 10),
  changed_at timestamptz(3) not null default now()
);

create table notice_templates (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  name text not null check (length(name) between 1 and 200),
  -- Counsel's own: the only way in which goods of the grey market have a notice.
  of_counsel bool not null,
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 20000),
  retired_at timestamptz(3),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- An organisation's, which are few.
create index notice_templates_of_organisation on notice_templates (organisation_id, added_at);

create table notices (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  case_id uuid not null references cases deferrable,
  regime text not null,
  ground text not null,
  state text not null default 'draft' check (state in ('draft', 'proposed', 'sent', 'withdrawn')),
  -- What was asked for; of one that was sent also what went out, as it went out.
  content json not null,
  sent json,
  events int4 not null default 0 check (events >= 0),
  -- Who prepared it, where a second person sends.
  proposed_by text,
  sent_at timestamptz(3),
  acknowledged_at timestamptz(3),
  decided_at timestamptz(3),
  outcome text check (outcome in ('restricted', 'no-action', 'already-gone', 'other')),
  withdrawn_at timestamptz(3),
  -- When a marketplace that has not confirmed receipt is reminded next; null where nobody is.
  remind_at timestamptz(3),
  reminders int4 not null default 0,
  drafted_at timestamptz(3) not null default now(),
  constraint notices_of_organisation unique (id, organisation_id)
);

-- Page by page from the newest; of one case; and what is to be reminded of, the longest due first.
create index notices_newest on notices (organisation_id, drafted_at desc, id desc);
create index notices_of_case on notices (case_id, drafted_at desc);
create index notices_to_remind on notices (remind_at) where remind_at is not null;

create table notice_items (
  notice_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  -- No foreign key: an offer that is purged leaves its name.
  listing_id uuid not null,
  claim_id uuid not null,
  marketplace text not null,
  external_id text not null,
  url text,
  -- How the offer was found last, and when it is looked at again; null where nobody does.
  look text not null default 'unknown'
    check (look in ('live', 'gone', 'changed', 'blocked', 'login-wall', 'error', 'unknown')),
  look_sentence text,
  looked_at timestamptz(3),
  gone_at timestamptz(3),
  look_due_at timestamptz(3),
  primary key (notice_id, place),
  constraint notice_items_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

-- Other notices about one offer.
create index notice_items_of_offer on notice_items (listing_id, organisation_id);
-- What is looked at again, the longest due first.
create index notice_items_to_look_at on notice_items (look_due_at) where look_due_at is not null;

-- To whom a notice went, by which way, and what became of it there.
create table notice_recipients (
  notice_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  by text not null check (by in ('inside', 'email', 'webhook', 'file')),
  -- An address, or the slug of an organisation; empty for a web hook and a file.
  target text not null,
  state text not null default 'waiting' check (state in ('waiting', 'handed-over', 'recalled', 'refused')),
  -- Why it was not taken.
  refused text,
  message_id uuid,
  received_id uuid,
  handed_over_at timestamptz(3),
  -- null: not withdrawn.
  withdrawal text check (withdrawal in ('waiting', 'told', 'not-needed')),
  withdrawal_message_id uuid,
  withdrawn_at timestamptz(3),
  -- What the marketplace was last known to say, and when it was asked.
  answered json,
  asked_at timestamptz(3),
  primary key (notice_id, place),
  constraint notice_recipients_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

-- What is still to be handed over or taken back inside the alliance: little, whatever the table holds.
create index notice_recipients_waiting on notice_recipients (notice_id)
  where by = 'inside' and (state = 'waiting' or withdrawal = 'waiting');
-- Marketplaces inside that are asked how it stands, the longest not asked first.
create index notice_recipients_to_ask on notice_recipients (asked_at nulls first)
  where by = 'inside' and state = 'handed-over' and withdrawal is null;

create table notice_events (
  notice_id uuid not null,
  position int4 not null check (position > 0),
  organisation_id uuid not null,
  kind text not null,
  data json not null,
  at timestamptz(3) not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A second writer of the same place is turned away.
  primary key (notice_id, position),
  constraint notice_events_of_notice foreign key (notice_id, organisation_id)
    references notices (id, organisation_id) deferrable
);

create function refuse_loss_of_notice_event() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger notice_events_append_only
  before update or truncate on notice_events
  for each statement execute function refuse_change_of_log();
create trigger notice_events_kept
  before delete on notice_events
  for each row execute function refuse_loss_of_notice_event();

do $$
declare
  name text;
begin
  foreach name in array array['register_extracts', 'notice_signatories', 'notice_settings',
    'notice_templates', 'notices', 'notice_items', 'notice_recipients', 'notice_events']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(organisation_id))', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
    execute format('grant select, insert on %I to touchstone_app', name);
  end loop;
  -- Said before the keys are looked at: a key that is taken would tell of another's notice.
  foreach name in array array['notice_items', 'notice_recipients', 'notice_events']
  loop
    execute format('create policy of_own_notice on %I as restrictive for insert to touchstone_app
      with check (exists (select from notices n
        where n.id = notice_id and n.organisation_id = %I.organisation_id))', name, name);
  end loop;
end
$$;

create policy by_whoever_acts on notice_events as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());
create policy of_own_case on notices as restrictive for insert to touchstone_app
  with check (exists (select from cases c
    where c.id = case_id and c.organisation_id = notices.organisation_id));
create policy of_own_claim on register_extracts as restrictive for insert to touchstone_app
  with check (exists (select from claims c
    where c.id = claim_id and c.organisation_id = register_extracts.organisation_id));
grant update (authorised, until_day, changed_at) on notice_signatories to touchstone_app;
grant update (second_person, remind_days, reminders, changed_at) on notice_settings to touchstone_app;
grant update (retired_at) on notice_templates to touchstone_app;
grant update (regime, ground, state, content, sent, events, proposed_by, sent_at, acknowledged_at,
  decided_at, outcome, withdrawn_at, remind_at, reminders) on notices
  to touchstone_app, touchstone_operator;
-- The items and recipients of a draft are written anew with it.
grant delete on notice_items, notice_recipients to touchstone_app;
create policy of_draft on notice_items as restrictive for delete to touchstone_app
  using (exists (select from notices n where n.id = notice_id and n.state = 'draft'));
create policy of_draft on notice_recipients as restrictive for delete to touchstone_app
  using (exists (select from notices n where n.id = notice_id and n.state = 'draft'));
grant update (look, look_sentence, looked_at, gone_at, look_due_at) on notice_items
  to touchstone_app, touchstone_operator;
grant update (state, refused, message_id, received_id, handed_over_at, withdrawal, withdrawal_message_id,
  withdrawn_at, answered, asked_at) on notice_recipients to touchstone_app, touchstone_operator;
