-- The audit log as a Merkle log (RFC 9162), one for each organisation and one for the installation, so that
-- whoever was handed a signed head can tell whether entries were changed or removed since.

create table audit_logs (
  organisation_id uuid references organisations deferrable,
  -- That of the organisation; the nil UUID for the installation's.
  id uuid primary key
    generated always as (coalesce(organisation_id, '00000000-0000-0000-0000-000000000000')) stored,
  size int8 not null default 0 check (size >= 0)
);

-- Every complete node. A leaf names its entry, and stays when that is lawfully removed.
create table audit_log_nodes (
  log_id uuid not null references audit_logs deferrable,
  level int4 not null check (level >= 0),
  index int8 not null check (index >= 0),
  hash bytea not null check (length(hash) = 32),
  event_id uuid,
  primary key (log_id, level, index),
  constraint audit_log_nodes_entry check ((level = 0) = (event_id is not null))
);

-- Each entry has one leaf.
create unique index audit_log_nodes_of_event on audit_log_nodes (event_id) where level = 0;

create table audit_log_heads (
  log_id uuid not null references audit_logs deferrable,
  size int8 not null check (size > 0),
  at timestamptz(3) not null,
  root bytea not null check (length(root) = 32),
  -- The public key in PEM: a head stays verifiable when the key of the log is replaced.
  key text not null check (length(key) between 1 and 1000),
  signature bytea not null check (length(signature) = 64),
  -- When an evidence package took it along: later ones prove that they extend it.
  packed_at timestamptz(3),
  primary key (log_id, size)
);

-- The heads that packages hold, newest first: few among all.
create index audit_log_heads_packed on audit_log_heads (log_id, size desc) where packed_at is not null;

-- Entries that have no leaf yet, written by the statement that writes the entry. No foreign key: it would cost
-- every audited write a look into the log, and an entry that is gone from there must stay known here.
create table audit_pending (
  event_id uuid primary key,
  organisation_id uuid,
  at timestamptz(3) not null default now()
);

create function refuse_loss_of_chain() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.log_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_log_nodes_append_only
  before update or truncate on audit_log_nodes
  for each statement execute function refuse_change_of_log();
create trigger audit_log_nodes_kept
  before delete on audit_log_nodes
  for each row execute function refuse_loss_of_chain();
create trigger audit_log_heads_append_only
  before update of log_id, size, at, root, key, signature or truncate on audit_log_heads
  for each statement execute function refuse_change_of_log();
create trigger audit_log_heads_kept
  before delete on audit_log_heads
  for each row execute function refuse_loss_of_chain();

do $$
declare
  name text;
begin
  foreach name in array array['audit_logs', 'audit_log_nodes', 'audit_log_heads', 'audit_pending']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
  end loop;
  foreach name in array array['audit_log_nodes', 'audit_log_heads']
  loop
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(log_id))', name);
  end loop;
end
$$;
create policy of_sample on audit_logs as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

grant update (size) on audit_logs to touchstone_operator;
grant update (packed_at) on audit_log_heads to touchstone_operator;

-- Whoever may write an entry says here that it has no leaf yet: for its own organisation, for itself, or for
-- the claimant on whose claim it decides, as the policies of audit_events allow.
grant insert (event_id, organisation_id) on audit_pending to touchstone_app;
create policy own_entries on audit_pending for insert to touchstone_app
  with check (organisation_id = current_organisation());
create policy own_doings on audit_pending for insert to touchstone_app
  with check (organisation_id is null and current_person() is not null);
create policy entries_on_claims on audit_pending for insert to touchstone_app
  with check (
    (select approves_claims())
    and exists (select from claims c where c.organisation_id = audit_pending.organisation_id)
  );

-- What was written before gets its leaves too.
set local role touchstone_operator;
insert into audit_pending (event_id, organisation_id, at)
  select id, organisation_id, at from audit_events;
set local role none;
