-- Every foreign key is deferrable, so that a restore needs no order of tables. Every table gives the
-- operator select and insert, so that backup and restore reach all of it. Times are kept in
-- milliseconds, as exact as the program's: a page that goes on after one would else lose rows.

-- Whoever asks, as the transaction was told. A setting of an earlier transaction is '', not null.
create function current_organisation() returns uuid
  language sql stable
  return nullif(current_setting('touchstone.organisation', true), '')::uuid;

create function current_actor_kind() returns text
  language sql stable
  return nullif(current_setting('touchstone.actor_kind', true), '');

create function current_actor_id() returns text
  language sql stable
  return nullif(current_setting('touchstone.actor_id', true), '');

create table organisations (
  id uuid primary key,
  slug text not null
    constraint organisations_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 63)
    constraint organisations_slug_taken unique,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (
    kind in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  parent_id uuid references organisations deferrable,
  created_at timestamptz(3) not null default now(),
  constraint organisations_parent_is_another check (parent_id <> id)
);

create table keys (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  prefix text not null constraint keys_prefix_taken unique check (length(prefix) = 12),
  secret_hash bytea not null check (length(secret_hash) = 32),
  scopes text[] not null check (cardinality(scopes) > 0),
  label text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- The keys of one organisation, newest first, as its list shows them.
create index keys_of_organisation on keys (organisation_id, created_at desc, id);

create table audit_events (
  id uuid primary key,
  -- Null where the event concerns the installation and no organisation.
  organisation_id uuid references organisations deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind()
    check (actor_kind in ('operator', 'person', 'key')),
  actor_id text not null default current_actor_id(),
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null default '{}'
);

-- The log of one organisation, page by page from the newest.
create index audit_events_of_organisation on audit_events (organisation_id, at desc, id desc);

-- Grants and policies bind the roles; the trigger binds the owner of the table too.
create function refuse_change_of_log() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_events_append_only
  before update or delete or truncate on audit_events
  for each statement execute function refuse_change_of_log();

alter table organisations enable row level security;
alter table organisations force row level security;
alter table keys enable row level security;
alter table keys force row level security;
alter table audit_events enable row level security;
alter table audit_events force row level security;

grant select on organisations to touchstone_app;
grant select, insert on keys to touchstone_app;
grant update (last_used_at, revoked_at) on keys to touchstone_app;
grant select, insert on audit_events to touchstone_app;

grant select, insert on organisations to touchstone_operator;
grant update (name, parent_id) on organisations to touchstone_operator;
grant select, insert on keys to touchstone_operator;
grant update (last_used_at, revoked_at) on keys to touchstone_operator;
grant select, insert on audit_events to touchstone_operator;

create policy own_organisation on organisations for select to touchstone_app
  using (id = current_organisation());

create policy own_keys on keys for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

-- Before a request is known to come from anyone, it may see the one key whose prefix it names.
create policy key_at_the_door on keys for select to touchstone_app
  using (prefix = nullif(current_setting('touchstone.key_prefix', true), ''));

create policy own_log on audit_events for select to touchstone_app
  using (organisation_id = current_organisation());

-- Nobody writes into the log in another's name.
create policy own_entries on audit_events for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );

create policy operator on organisations for all to touchstone_operator
  using (true) with check (true);
create policy operator on keys for all to touchstone_operator
  using (true) with check (true);
create policy operator on audit_events for all to touchstone_operator
  using (true) with check (true);
