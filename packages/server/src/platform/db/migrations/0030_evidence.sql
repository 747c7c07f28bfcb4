-- Evidence: captures of offers, the files that they brought, seals over them, the log into which the
-- seals go, and what happened to each. The files themselves lie outside the store, by their digests.

create table captures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The offer that it shows; null for an address that nobody sent, and once the offer was purged.
  listing_id uuid references listings on delete set null deferrable,
  url text not null check (length(url) between 1 and 2000),
  also text[] not null default '{}' check (cardinality(also) <= 20),
  operator text not null check (length(operator) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'sealed', 'failed')),
  -- As the capture itself names it; null before it ended.
  outcome text,
  sentence text,
  attempts int4 not null default 0,
  begun_at timestamptz(3),
  -- Why it may not be disposed of, for as long as somebody holds it.
  held_for text check (length(held_for) between 1 and 2000),
  requested_by_kind text not null default current_actor_kind(),
  requested_by_id text not null default current_actor_id(),
  requested_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  constraint captures_ended check ((state in ('sealed', 'failed')) = (ended_at is not null))
);

-- What an organisation captured, page by page from the newest.
create index captures_of_organisation on captures (organisation_id, requested_at desc, id desc);
-- The captures of one offer, and what a purge of it lets go of.
create index captures_of_listing on captures (listing_id);
-- What is still to be captured, the oldest first: few among all that ended.
create index captures_open on captures (requested_at) where state in ('waiting', 'running');

create table evidence_items (
  capture_id uuid not null references captures deferrable,
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,100}$'),
  organisation_id uuid not null references organisations deferrable,
  path text not null,
  title text not null,
  mediatype text not null,
  bytes int8 not null check (bytes >= 0),
  sha256 bytea not null check (length(sha256) = 32),
  primary key (capture_id, name)
);

-- Whether any item still needs a blob, before its bytes are disposed of.
create index evidence_items_of_blob on evidence_items (sha256);

-- The seal at the capture: its files by name, in base64; together some twenty kilobytes.
create table evidence_seals (
  capture_id uuid primary key references captures deferrable,
  organisation_id uuid not null references organisations deferrable,
  -- The place of its record in the log, counted from nought.
  log_index int8 not null constraint evidence_seals_place_taken unique,
  sealed_at timestamptz(3) not null,
  files json not null
);

-- Each names the digest of the one before it, so that the numbers have no gaps.
create table custody_events (
  capture_id uuid not null references captures deferrable,
  sequence int4 not null check (sequence > 0),
  organisation_id uuid not null references organisations deferrable,
  -- Of the type json, which keeps the order of its keys; what is digested is the canonical form.
  event json not null,
  primary key (capture_id, sequence)
);

create function refuse_loss_of_custody() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger custody_events_append_only
  before update or truncate on custody_events
  for each statement execute function refuse_change_of_log();
create trigger custody_events_kept
  before delete on custody_events
  for each row execute function refuse_loss_of_custody();

-- The Merkle log of the installation (RFC 9162). One row: whoever appends locks it, so that places are
-- given out one after the other and no two heads tell of one size.
create table evidence_log (
  only_one bool primary key default true check (only_one),
  size int8 not null default 0 check (size >= 0)
);

-- Every complete node; a proof of any entry reads as many as the log has levels.
create table evidence_log_nodes (
  level int4 not null check (level >= 0),
  index int8 not null check (index >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (level, index)
);

create table evidence_log_heads (
  size int8 primary key check (size > 0),
  at timestamptz(3) not null,
  root bytea not null check (length(root) = 32),
  signature bytea not null check (length(signature) = 64)
);

create trigger evidence_log_nodes_append_only
  before update or delete or truncate on evidence_log_nodes
  for each statement execute function refuse_change_of_log();
create trigger evidence_log_heads_append_only
  before update or delete or truncate on evidence_log_heads
  for each statement execute function refuse_change_of_log();

do $$
declare
  name text;
begin
  foreach name in array array['captures', 'evidence_items', 'evidence_seals', 'custody_events',
    'evidence_log', 'evidence_log_nodes', 'evidence_log_heads']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
  end loop;
  foreach name in array array['captures', 'evidence_items', 'evidence_seals', 'custody_events']
  loop
    execute format('grant delete on %I to touchstone_operator', name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(organisation_id))', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
    execute format('grant select on %I to touchstone_app', name);
  end loop;
end
$$;

-- A member asks for a capture, holds one, and reads: which is an event. What came is the work of the
-- installation.
grant insert (id, organisation_id, listing_id, url, also, operator, reason),
  update (held_for) on captures to touchstone_app;
grant insert on custody_events to touchstone_app;
create policy of_own_offer on captures as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));
create policy of_own_capture on custody_events as restrictive for insert to touchstone_app
  with check (exists (select from captures c
    where c.id = capture_id and c.organisation_id = custody_events.organisation_id));
grant update (state, outcome, sentence, attempts, begun_at, ended_at) on captures to touchstone_operator;
grant update (size) on evidence_log to touchstone_operator;
