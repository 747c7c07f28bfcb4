-- Where organisations want their events sent, what was sent, and what was answered.

create table webhooks (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  url text not null check (length(url) between 1 and 2000),
  label text check (length(label) <= 100),
  types text[] not null check (cardinality(types) > 0),
  enabled bool not null default true,
  -- Why Touchstone itself disabled it: 'failing' for days, or 'gone' (410).
  disabled_because text check (disabled_because in ('failing', 'gone')),
  -- Of the first failure since the last success.
  failing_since timestamptz(3),
  failures int4 not null default 0,
  -- Nothing is sent before: a receiver that is down is not asked for each event.
  held_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  removed_at timestamptz(3)
);

-- Those of one organisation, as its list shows them and as its events find them.
create index webhooks_of_organisation on webhooks (organisation_id, created_at, id)
  where removed_at is null;

create table webhook_secrets (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  webhook_id uuid not null references webhooks deferrable,
  sealed bytea not null,
  created_at timestamptz(3) not null default now(),
  -- Set when a newer one takes its place: until then both sign.
  expires_at timestamptz(3)
);

create index webhook_secrets_of_webhook on webhook_secrets (webhook_id);

create table webhook_deliveries (
  webhook_id uuid not null references webhooks deferrable,
  event_id uuid not null references outbox_events deferrable,
  organisation_id uuid not null references organisations deferrable,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  -- Attempts since it was last asked for; one that is sent again begins anew.
  tries int4 not null default 0,
  -- When it is sent next. Whoever takes it moves this on, so that it comes back if he dies.
  due_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  primary key (webhook_id, event_id)
);

-- Open work of one receiver, which is little whatever the table holds.
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at)
  where state = 'pending';

-- A receiver's deliveries, page by page from the newest.
create index webhook_deliveries_of_webhook
  on webhook_deliveries (webhook_id, created_at desc, event_id desc);

-- By event, for clearing away what belongs to an old one.
create index webhook_deliveries_of_event on webhook_deliveries (event_id);

create table webhook_attempts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  webhook_id uuid not null,
  event_id uuid not null,
  at timestamptz(3) not null default now(),
  -- Null where no answer came; then `problem` says why.
  status int4,
  problem text,
  milliseconds int4 not null,
  -- The first 1 KiB.
  answer text,
  foreign key (webhook_id, event_id) references webhook_deliveries deferrable
);

create index webhook_attempts_of_delivery on webhook_attempts (webhook_id, event_id, at);

alter table webhooks enable row level security;
alter table webhooks force row level security;
alter table webhook_secrets enable row level security;
alter table webhook_secrets force row level security;
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
alter table webhook_attempts enable row level security;
alter table webhook_attempts force row level security;

grant select, insert on webhooks to touchstone_app;
grant update (url, label, types, enabled, disabled_because, failing_since, failures, held_until, removed_at)
  on webhooks to touchstone_app, touchstone_operator;
-- A request makes secrets and ends them; it never reads one, not even sealed.
grant select (id, organisation_id, webhook_id, created_at, expires_at) on webhook_secrets
  to touchstone_app;
grant insert, delete on webhook_secrets to touchstone_app;
grant update (expires_at) on webhook_secrets to touchstone_app, touchstone_operator;
grant select, insert on webhook_deliveries to touchstone_app;
grant update (state, tries, due_at, ended_at) on webhook_deliveries
  to touchstone_app, touchstone_operator;
grant select on webhook_attempts to touchstone_app;

grant select, insert on webhooks to touchstone_operator;
grant select, insert, delete on webhook_secrets to touchstone_operator;
grant select, insert, delete on webhook_deliveries to touchstone_operator;
grant select, insert, delete on webhook_attempts to touchstone_operator;

create policy own_webhooks on webhooks for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_secrets on webhook_secrets for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_deliveries on webhook_deliveries for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_attempts on webhook_attempts for select to touchstone_app
  using (organisation_id = current_organisation());

create policy operator on webhooks for all to touchstone_operator using (true) with check (true);
create policy operator on webhook_secrets for all to touchstone_operator
  using (true) with check (true);
create policy operator on webhook_deliveries for all to touchstone_operator
  using (true) with check (true);
create policy operator on webhook_attempts for all to touchstone_operator
  using (true) with check (true);
