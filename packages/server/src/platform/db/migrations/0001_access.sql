-- Who uses the installation: organisations, people, how they sign in, API keys, and the audit log
-- of what everyone did.
--
-- Conventions for every table of every domain. Foreign keys are deferrable, so that a restore
-- needs no order of tables. The operator may select and insert, and one policy shows the operator
-- all rows, so that backup and restore reach everything. Times have milliseconds, as exact as the
-- program's: a page that continues after a time would otherwise skip rows. A foreign key ignores
-- row-level security, and a taken key reveals another organisation's row: a restrictive policy
-- therefore checks that whatever a new row refers to belongs to the same organisation or is
-- visible to it. PostgreSQL evaluates the permissive policies of a table from the last name to
-- the first: policies that are cheap and true of an organisation's own rows are named own_ so
-- that they come before in_sight.
--
-- The operator may delete rows of the sample alliance only (of_sample), except where a table is
-- cleared by age or with a person. Members and keys limited to certain brands see only rows about
-- those brands (in_own_limits): the first half of the condition is evaluated once per statement,
-- the rest only for those who are limited.

-- The organisation, actor and person for whom the transaction runs. A setting left by an earlier
-- transaction is '', not null.
create function current_organisation() returns uuid
  language sql stable
  return nullif(current_setting('touchstone.organisation', true), '')::uuid;

create function current_actor_kind() returns text
  language sql stable
  return nullif(current_setting('touchstone.actor_kind', true), '');

create function current_actor_id() returns text
  language sql stable
  return nullif(current_setting('touchstone.actor_id', true), '');

-- The person, in a transaction about this person alone: sign-in, sessions, password.
create function current_person() returns uuid
  language sql stable
  return nullif(current_setting('touchstone.person', true), '')::uuid;

-- The ids of the brands to which the actor is limited; null for no limit.
create function current_brands() returns text[]
  language sql stable
  return case when nullif(current_setting('touchstone.brands', true), '') is not null
    then array(
      select jsonb_array_elements_text(current_setting('touchstone.brands', true)::jsonb)
    )
  end;

-- Grants and policies bind the roles; triggers bind the owner of the tables too.
create function refuse_change_of_log() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create table organisations (
  id uuid primary key,
  slug text not null
    constraint organisations_slug_form
      check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 63)
    constraint organisations_slug_taken unique,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (
    kind in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  parent_id uuid references organisations deferrable,
  created_at timestamptz(3) not null default now(),
  require_two_factor boolean not null default false,
  -- Set when the row is created and never changed: a real organisation never becomes a sample.
  sample boolean not null default false,
  constraint organisations_parent_is_another check (parent_id <> id)
);

alter table organisations enable row level security, force row level security;

-- Not the name: other organisations know this one by it.
grant select, update (require_two_factor) on organisations to touchstone_app;
create policy own_organisation on organisations for select to touchstone_app
  using (id = current_organisation());
create policy changed_by_admin on organisations for update to touchstone_app
  using (id = current_organisation() and current_actor_kind() = 'person')
  with check (id = current_organisation() and current_actor_kind() = 'person');

grant select, insert, update (name, parent_id, require_two_factor), delete
  on organisations to touchstone_operator;
create policy operator on organisations for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on organisations as restrictive for delete to touchstone_operator
  using (sample);

-- Whether an organisation belongs to the sample alliance, whose rows can be deleted.
create function is_of_sample(organisation uuid) returns boolean
  language sql stable
  return exists (select from organisations o where o.id = organisation and o.sample);

-- The version of a row that several people act on: no change can forget to raise it.
create function raise_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;

-- Loading the sample alliance moves its history into the past. Real rows keep their times.
create function refuse_other_time() returns trigger language plpgsql as $$
begin
  if is_of_sample(new.organisation_id) then
    return new;
  end if;
  raise exception 'when it happened never changes' using errcode = 'insufficient_privilege';
end
$$;

-- What identifies a person at sign-in is in separate tables, visible only to that person's own
-- transactions: an organisation sees who its members are, and nothing they sign in with.
create table people (
  id uuid primary key,
  email text not null
    constraint people_email_form check (email ~ '^[^@A-Z]+@[^@A-Z]+$' and length(email) <= 254)
    constraint people_email_taken unique,
  name text not null check (length(name) between 1 and 200),
  locale text not null default 'en' check (length(locale) between 2 and 35),
  installation_admin boolean not null default false,
  created_at timestamptz(3) not null default now(),
  sample boolean not null default false
);

alter table people enable row level security, force row level security;

-- Not installation_admin: no request grants it.
grant select, insert (id, email, name, locale), update (name, locale) on people to touchstone_app;
create policy self on people for all to touchstone_app
  using (id = current_person()) with check (id = current_person());
-- Sign-in names an address and sees that one row.
create policy at_the_door on people for select to touchstone_app
  using (email = nullif(current_setting('touchstone.email', true), ''));

-- Name and email address can be erased after the last membership ends. The id stays, since the
-- audit log refers to it.
grant select, insert, update (email, name), delete on people to touchstone_operator;
create policy operator on people for all to touchstone_operator using (true) with check (true);
create policy of_sample on people as restrictive for delete to touchstone_operator using (sample);

create table memberships (
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null references people deferrable,
  roles text[] not null check (
    cardinality(roles) > 0 and roles <@ '{admin,analyst,reviewer,auditor}'::text[]
  ),
  -- Empty: all brands, all territories.
  brands text[] not null default '{}',
  territories text[] not null default '{}',
  since timestamptz(3) not null default now(),
  primary key (organisation_id, person_id)
);

-- The organisations a person can act for, listed at each sign-in.
create index memberships_of_person on memberships (person_id);

alter table memberships enable row level security, force row level security;

grant select, insert, update (roles, brands, territories), delete on memberships to touchstone_app;
create policy self on memberships for select to touchstone_app using (person_id = current_person());
create policy own_members on memberships for select to touchstone_app
  using (organisation_id = current_organisation());
-- Only people manage members: a stolen API key can't add one.
create policy new_members on memberships for insert to touchstone_app
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy changed_members on memberships for update to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person')
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy removed_members on memberships for delete to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');
-- People join by accepting an invitation themselves: nobody can make others colleagues in order
-- to read their addresses.
create policy by_oneself on memberships as restrictive for insert to touchstone_app
  with check (person_id = current_person());

grant select, insert, delete on memberships to touchstone_operator;
create policy operator on memberships for all to touchstone_operator using (true) with check (true);
create policy of_sample on memberships as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (select from people p where p.id = person_id and p.sample)
  );

create policy of_person on organisations for select to touchstone_app
  using (exists (
    select from memberships m
    where m.organisation_id = organisations.id and m.person_id = current_person()
  ));

create policy colleagues on people for select to touchstone_app
  using (exists (
    select from memberships m
    where m.person_id = people.id and m.organisation_id = current_organisation()
  ));

create table credentials (
  person_id uuid primary key references people deferrable,
  -- A PHC string: $scrypt$ln=15,r=8,p=3$salt$hash
  password_hash text not null check (password_hash like '$%'),
  must_change boolean not null default false,
  changed_at timestamptz(3) not null default now(),
  -- Named by the sealed cookie of each browser the person has signed in with, whose attempts are
  -- counted apart from those of strangers. Nothing is stored per device: a new value ends the
  -- cookies of all.
  device_epoch uuid not null default gen_random_uuid()
);

alter table credentials enable row level security, force row level security;

grant select, insert, update (password_hash, must_change, changed_at, device_epoch), delete
  on credentials to touchstone_app;
create policy self on credentials for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());

grant select, insert, update (password_hash, must_change, changed_at, device_epoch), delete
  on credentials to touchstone_operator;
create policy operator on credentials for all to touchstone_operator using (true) with check (true);

create table second_factors (
  person_id uuid primary key references people deferrable,
  sealed_secret bytea not null,
  -- Null until a first code proves that the person's device holds the secret.
  confirmed_at timestamptz(3),
  -- The time step of the newest accepted code. No code is accepted twice.
  last_step int8 not null default 0,
  -- Counted before a code is checked, and reset only by a complete sign-in.
  failures int4 not null default 0 check (failures >= 0),
  failed_at timestamptz(3),
  -- Set when wrong codes lock the second factor, until the person signs in again and reads about
  -- it.
  locked_at timestamptz(3),
  -- The latest time steps with an accepted code: none is accepted twice, even if the clock is set
  -- back.
  used_steps int8[] not null default '{}'
);

alter table second_factors enable row level security, force row level security;

grant select, insert, update (confirmed_at, last_step, failures, failed_at, locked_at,
  used_steps), delete on second_factors to touchstone_app;
create policy self on second_factors for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());

grant select, insert, delete on second_factors to touchstone_operator;
create policy operator on second_factors for all to touchstone_operator
  using (true) with check (true);

create table recovery_codes (
  person_id uuid not null references people deferrable,
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz(3),
  primary key (person_id, code_hash)
);

alter table recovery_codes enable row level security, force row level security;

grant select, insert, update (used_at), delete on recovery_codes to touchstone_app;
create policy self on recovery_codes for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());

grant select, insert, delete on recovery_codes to touchstone_operator;
create policy operator on recovery_codes for all to touchstone_operator
  using (true) with check (true);

create table federated_identities (
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  person_id uuid not null references people deferrable,
  linked_at timestamptz(3) not null default now(),
  primary key (issuer, subject),
  constraint federated_identities_one_an_issuer unique (person_id, issuer)
);

alter table federated_identities enable row level security, force row level security;

grant select, insert on federated_identities to touchstone_app;
create policy self on federated_identities for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy at_the_door on federated_identities for select to touchstone_app
  using (
    issuer = nullif(current_setting('touchstone.issuer', true), '')
    and subject = nullif(current_setting('touchstone.subject', true), '')
  );

grant select, insert, delete on federated_identities to touchstone_operator;
create policy operator on federated_identities for all to touchstone_operator
  using (true) with check (true);

create table sessions (
  id uuid primary key,
  token_hash bytea not null constraint sessions_token_taken unique check (length(token_hash) = 32),
  person_id uuid not null references people deferrable,
  -- The organisation the person acts for; null while there is none.
  organisation_id uuid references organisations deferrable,
  method text not null check (method in ('password', 'oidc')),
  second_factor boolean not null default false,
  agent text not null default '' check (length(agent) <= 200),
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  -- When wrong codes locked the second factor before this session began.
  second_factor_locked_at timestamptz(3)
);

-- A person's sessions, to list and to end them.
create index sessions_of_person on sessions (person_id);

alter table sessions enable row level security, force row level security;

grant select, insert, update (token_hash, organisation_id, second_factor, last_seen_at,
  expires_at, second_factor_locked_at), delete on sessions to touchstone_app;
create policy self on sessions for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy at_the_door on sessions for select to touchstone_app
  using (token_hash = decode(nullif(current_setting('touchstone.session', true), ''), 'hex'));
-- Removing a member ends their sessions for this organisation only.
create policy of_members on sessions for select to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy ended_of_members on sessions for delete to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');

grant select, insert, delete on sessions to touchstone_operator;
create policy operator on sessions for all to touchstone_operator using (true) with check (true);

create table invitations (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  email text not null check (email ~ '^[^@A-Z]+@[^@A-Z]+$' and length(email) <= 254),
  roles text[] not null check (
    cardinality(roles) > 0 and roles <@ '{admin,analyst,reviewer,auditor}'::text[]
  ),
  brands text[] not null default '{}',
  territories text[] not null default '{}',
  token_hash bytea not null
    constraint invitations_token_taken unique check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3),
  invited_by uuid references people deferrable
);

-- An organisation's invitations, newest first.
create index invitations_of_organisation on invitations (organisation_id, created_at desc, id desc);
-- Open invitations to an address that an identity provider has verified.
create index invitations_open on invitations (email)
  where accepted_at is null and revoked_at is null;
-- Open invitations end with the rights of the person who sent them.
create index invitations_of_inviter on invitations (invited_by, organisation_id)
  where accepted_at is null and revoked_at is null;

alter table invitations enable row level security, force row level security;

grant select, insert, update (accepted_at, revoked_at) on invitations to touchstone_app;
create policy own_invitations on invitations for all to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person')
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy at_the_door on invitations for select to touchstone_app
  using (
    token_hash = decode(nullif(current_setting('touchstone.invitation', true), ''), 'hex')
    or email = nullif(current_setting('touchstone.email', true), '')
  );
-- Nobody invites in another's name.
create policy by_whoever_acts on invitations as restrictive for insert to touchstone_app
  with check (invited_by::text is not distinct from
    case when current_actor_kind() = 'person' then current_actor_id() end);

grant select, insert, update (email, revoked_at), delete on invitations to touchstone_operator;
create policy operator on invitations for all to touchstone_operator using (true) with check (true);
create policy of_sample on invitations as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create policy at_the_door on organisations for select to touchstone_app
  using (exists (
    select from invitations i
    where i.organisation_id = organisations.id
      and i.token_hash = decode(nullif(current_setting('touchstone.invitation', true), ''), 'hex')
  ));

-- Failed sign-ins, by a hash of the account's address or of the network address.
create table throttles (
  key text primary key check (length(key) = 64),
  failures int4 not null check (failures > 0),
  failed_at timestamptz(3) not null
);

alter table throttles enable row level security, force row level security;

grant select, insert, update (failures, failed_at), delete on throttles to touchstone_app;
create policy at_the_door on throttles for all to touchstone_app
  using (key = any (string_to_array(current_setting('touchstone.throttles', true), ',')))
  with check (key = any (string_to_array(current_setting('touchstone.throttles', true), ',')));

grant select, insert, delete on throttles to touchstone_operator;
create policy operator on throttles for all to touchstone_operator using (true) with check (true);

create table keys (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  prefix text not null constraint keys_prefix_taken unique check (length(prefix) = 12),
  secret_hash bytea not null check (length(secret_hash) = 32),
  scopes text[] not null check (cardinality(scopes) > 0),
  label text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  -- Null if the operator created the key on the command line.
  made_by uuid references people deferrable,
  -- The limits of its creator at that time; empty for none. A key reaches what both these limits
  -- and its creator's present membership allow.
  brands text[] not null default '{}',
  territories text[] not null default '{}'
);

-- An organisation's keys, newest first.
create index keys_of_organisation on keys (organisation_id, created_at desc, id);
-- Keys end with the rights of the person who created them.
create index keys_of_maker on keys (made_by, organisation_id) where made_by is not null;

alter table keys enable row level security, force row level security;

grant select, insert, update (last_used_at, revoked_at) on keys to touchstone_app;
create policy own_keys on keys for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- A request that is not authenticated yet sees the one key whose prefix it names.
create policy key_at_the_door on keys for select to touchstone_app
  using (prefix = nullif(current_setting('touchstone.key_prefix', true), ''));
-- Nobody creates a key in another's name, and a person's key always names that person.
create policy by_whoever_acts on keys as restrictive for insert to touchstone_app
  with check (made_by::text is not distinct from
    case when current_actor_kind() = 'person' then current_actor_id() end);

grant select, insert, update (last_used_at, revoked_at), delete on keys to touchstone_operator;
create policy operator on keys for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on keys as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- A request with a key sees the membership of the person who created the key, and no other.
create policy of_key_at_the_door on memberships for select to touchstone_app
  using (exists (
    select from keys k
    where k.prefix = nullif(current_setting('touchstone.key_prefix', true), '')
      and k.made_by = memberships.person_id and k.organisation_id = memberships.organisation_id
  ));

-- Which organisation answers for the listings of which marketplace, as confirmed by the operator.
create table marketplace_bindings (
  marketplace text not null check (length(marketplace) between 1 and 200),
  organisation_id uuid not null references organisations deferrable,
  confirmed_at timestamptz(3) not null default now(),
  confirmed_by text not null default current_actor_id(),
  primary key (organisation_id, marketplace)
);

alter table marketplace_bindings enable row level security, force row level security;

-- An organisation reads its own marketplaces. Only the operator assigns them.
grant select on marketplace_bindings to touchstone_app;
create policy own on marketplace_bindings for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on marketplace_bindings to touchstone_operator;
create policy operator on marketplace_bindings for all to touchstone_operator
  using (true) with check (true);

-- The log of a sample organisation is deleted with it, together with what its people did on their
-- own account.
create function is_log_of_sample(organisation uuid, actor text, subject text) returns boolean
  language sql stable
  return is_of_sample(organisation) or (
    organisation is null
    and exists (select from people p where p.sample and p.id::text in (actor, subject))
  );

-- All other entries are permanent for everyone: policies bind the roles only.
create function refuse_loss_of_log() returns trigger language plpgsql as $$
begin
  if is_log_of_sample(old.organisation_id, old.actor_id, old.subject_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create table audit_events (
  id uuid primary key,
  -- Null if the event concerns the installation and no organisation.
  organisation_id uuid references organisations deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind()
    check (actor_kind in ('operator', 'person', 'key', 'recipient')),
  actor_id text not null default current_actor_id(),
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null default '{}'
);

-- An organisation's log, newest first.
create index audit_events_of_organisation on audit_events (organisation_id, at desc, id desc);
-- The log filtered by action: merged from one range per action.
create index audit_events_of_action on audit_events (organisation_id, action, at desc, id desc);
-- The log of one person or key.
create index audit_events_of_actor on audit_events (organisation_id, actor_id, at desc, id desc);

create trigger audit_events_append_only
  before update or truncate on audit_events
  for each statement execute function refuse_change_of_log();
create trigger audit_events_kept_from_the_owner
  before delete on audit_events
  for each statement when (current_user <> 'touchstone_operator')
  execute function refuse_change_of_log();
create trigger audit_events_kept
  before delete on audit_events
  for each row execute function refuse_loss_of_log();

alter table audit_events enable row level security, force row level security;

grant select, insert on audit_events to touchstone_app;
create policy own_log on audit_events for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody writes to the log in another's name.
create policy own_entries on audit_events for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
-- What people do on their own account is in the installation's log.
create policy own_doings on audit_events for insert to touchstone_app
  with check (
    organisation_id is null
    and actor_kind = 'person'
    and actor_id = current_person()::text
  );

grant select, insert, delete on audit_events to touchstone_operator;
create policy operator on audit_events for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on audit_events as restrictive for delete to touchstone_operator
  using (is_log_of_sample(organisation_id, actor_id, subject_id));

-- The audit log as a Merkle log (RFC 9162), one per organisation and one for the installation:
-- anyone who holds a signed head can tell whether entries were changed or removed since.
create table audit_logs (
  organisation_id uuid references organisations deferrable,
  -- The organisation's id; the nil UUID for the installation's log.
  id uuid primary key
    generated always as (coalesce(organisation_id, '00000000-0000-0000-0000-000000000000')) stored,
  size int8 not null default 0 check (size >= 0)
);

alter table audit_logs enable row level security, force row level security;

grant select, insert, update (size), delete on audit_logs to touchstone_operator;
create policy operator on audit_logs for all to touchstone_operator using (true) with check (true);
create policy of_sample on audit_logs as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create function refuse_loss_of_chain() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.log_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

-- Every complete node. A leaf names its entry and stays when the entry is lawfully removed.
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

create trigger audit_log_nodes_append_only
  before update or truncate on audit_log_nodes
  for each statement execute function refuse_change_of_log();
create trigger audit_log_nodes_kept
  before delete on audit_log_nodes
  for each row execute function refuse_loss_of_chain();

alter table audit_log_nodes enable row level security, force row level security;

grant select, insert, delete on audit_log_nodes to touchstone_operator;
create policy operator on audit_log_nodes for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on audit_log_nodes as restrictive for delete to touchstone_operator
  using (is_of_sample(log_id));

create table audit_log_heads (
  log_id uuid not null references audit_logs deferrable,
  size int8 not null check (size > 0),
  at timestamptz(3) not null,
  root bytea not null check (length(root) = 32),
  -- The public key in PEM: a head stays verifiable after the key of the log is replaced.
  key text not null check (length(key) between 1 and 1000),
  signature bytea not null check (length(signature) = 64),
  -- When an evidence package included it: later packages prove that they extend it.
  packed_at timestamptz(3),
  primary key (log_id, size)
);

-- Heads included in packages, newest first: few among all heads.
create index audit_log_heads_packed on audit_log_heads (log_id, size desc)
  where packed_at is not null;

create trigger audit_log_heads_append_only
  before update of log_id, size, at, root, key, signature or truncate on audit_log_heads
  for each statement execute function refuse_change_of_log();
create trigger audit_log_heads_kept
  before delete on audit_log_heads
  for each row execute function refuse_loss_of_chain();

alter table audit_log_heads enable row level security, force row level security;

grant select, insert, update (packed_at), delete on audit_log_heads to touchstone_operator;
create policy operator on audit_log_heads for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on audit_log_heads as restrictive for delete to touchstone_operator
  using (is_of_sample(log_id));

-- Entries without a leaf, recorded by the statement that writes the entry. No foreign key: it
-- would cost every audited write a lookup in the log, and an entry removed from there must stay
-- known here.
create table audit_pending (
  event_id uuid primary key,
  organisation_id uuid,
  at timestamptz(3) not null default now()
);

alter table audit_pending enable row level security, force row level security;

-- Whoever may write an entry records it here: for the own organisation, for oneself, or for the
-- claimant on whose claim an approver decides.
grant insert (event_id, organisation_id) on audit_pending to touchstone_app;
create policy own_entries on audit_pending for insert to touchstone_app
  with check (organisation_id = current_organisation());
create policy own_doings on audit_pending for insert to touchstone_app
  with check (organisation_id is null and current_person() is not null);

grant select, insert, delete on audit_pending to touchstone_operator;
create policy operator on audit_pending for all to touchstone_operator
  using (true) with check (true);

-- Which keys the processes of this installation hold: a process with different keys is refused at
-- its start. A fingerprint is a hash of 32 random bytes keyed with the key itself and reveals
-- nothing of it.
create table key_fingerprints (
  key text primary key check (key in ('secret-key', 'evidence-key')),
  fingerprint bytea not null check (length(fingerprint) = 32),
  recorded_at timestamptz(3) not null default now()
);

alter table key_fingerprints enable row level security, force row level security;

-- Operator only: no request needs it.
grant select, insert, update (fingerprint, recorded_at) on key_fingerprints to touchstone_operator;
create policy operator on key_fingerprints for all to touchstone_operator
  using (true) with check (true);
