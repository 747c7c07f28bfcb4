-- What happened that others may want to know: written in the transaction of the change, sent on
-- afterwards. Data holds ids and verdicts, never what an offer says.

create table outbox_events (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  type text not null,
  data json not null,
  at timestamptz(3) not null default now(),
  -- When it was handed to those who want it.
  dispatched_at timestamptz(3)
);

-- Open work, which is little whatever the table holds.
create index outbox_events_open on outbox_events (at, id) where dispatched_at is null;

-- An organisation's events since a moment, for sending them again.
create index outbox_events_of_organisation on outbox_events (organisation_id, at, id);

-- Old events of all organisations, for clearing them away.
create index outbox_events_by_age on outbox_events (at);

alter table outbox_events enable row level security;
alter table outbox_events force row level security;

grant select, insert on outbox_events to touchstone_app;
grant select, insert, delete on outbox_events to touchstone_operator;
grant update (dispatched_at) on outbox_events to touchstone_operator;

create policy own_events on outbox_events for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new_events on outbox_events for insert to touchstone_app
  with check (organisation_id = current_organisation() and dispatched_at is null);

create policy operator on outbox_events for all to touchstone_operator
  using (true) with check (true);
