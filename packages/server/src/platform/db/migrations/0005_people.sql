-- People, what they sign in with, and of which organisations they are members. What proves a person
-- stands in tables of its own, seen by that person's transactions alone: a tenant sees who its
-- members are, and nothing with which they sign in.

-- The person for whom a transaction runs that concerns nobody else: sign-in, own sessions, password.
create function current_person() returns uuid
  language sql stable
  return nullif(current_setting('touchstone.person', true), '')::uuid;

alter table organisations add column require_two_factor boolean not null default false;

create table people (
  id uuid primary key,
  email text not null
    constraint people_email_form check (email ~ '^[^@A-Z]+@[^@A-Z]+$' and length(email) <= 254)
    constraint people_email_taken unique,
  name text not null check (length(name) between 1 and 200),
  locale text not null default 'en' check (length(locale) between 2 and 35),
  installation_admin boolean not null default false,
  created_at timestamptz(3) not null default now()
);

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

-- For whom a person can act, told at each sign-in.
create index memberships_of_person on memberships (person_id);

create table credentials (
  person_id uuid primary key references people deferrable,
  -- A PHC string: $scrypt$ln=15,r=8,p=3$salt$hash
  password_hash text not null check (password_hash like '$%'),
  must_change boolean not null default false,
  changed_at timestamptz(3) not null default now()
);

create table second_factors (
  person_id uuid primary key references people deferrable,
  sealed_secret bytea not null,
  -- Null until a first code has shown that the person's device has the secret.
  confirmed_at timestamptz(3),
  -- The time step of the newest code that was taken: none is taken twice.
  last_step int8 not null default 0
);

create table recovery_codes (
  person_id uuid not null references people deferrable,
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz(3),
  primary key (person_id, code_hash)
);

create table federated_identities (
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  person_id uuid not null references people deferrable,
  linked_at timestamptz(3) not null default now(),
  primary key (issuer, subject),
  constraint federated_identities_one_an_issuer unique (person_id, issuer)
);

create table sessions (
  id uuid primary key,
  token_hash bytea not null constraint sessions_token_taken unique check (length(token_hash) = 32),
  person_id uuid not null references people deferrable,
  -- For whom the person acts; null while for nobody.
  organisation_id uuid references organisations deferrable,
  method text not null check (method in ('password', 'oidc')),
  second_factor boolean not null default false,
  agent text not null default '' check (length(agent) <= 200),
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);

-- A person's own sessions, to list and to end them.
create index sessions_of_person on sessions (person_id);

create table invitations (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  email text not null check (email ~ '^[^@A-Z]+@[^@A-Z]+$' and length(email) <= 254),
  roles text[] not null check (
    cardinality(roles) > 0 and roles <@ '{admin,analyst,reviewer,auditor}'::text[]
  ),
  brands text[] not null default '{}',
  territories text[] not null default '{}',
  token_hash bytea not null constraint invitations_token_taken unique check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3)
);

-- An organisation's invitations, page by page from the newest.
create index invitations_of_organisation on invitations (organisation_id, created_at desc, id desc);

-- The open invitations of an address that an identity provider has verified.
create index invitations_open on invitations (email) where accepted_at is null and revoked_at is null;

-- Failed sign-ins, by a hash of the account's address or of the network address.
create table throttles (
  key text primary key check (length(key) = 64),
  failures int4 not null check (failures > 0),
  failed_at timestamptz(3) not null
);

alter table people enable row level security;
alter table people force row level security;
alter table memberships enable row level security;
alter table memberships force row level security;
alter table credentials enable row level security;
alter table credentials force row level security;
alter table second_factors enable row level security;
alter table second_factors force row level security;
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
alter table federated_identities enable row level security;
alter table federated_identities force row level security;
alter table sessions enable row level security;
alter table sessions force row level security;
alter table invitations enable row level security;
alter table invitations force row level security;
alter table throttles enable row level security;
alter table throttles force row level security;

-- Not its name: others of the alliance know an organisation by it.
grant update (require_two_factor) on organisations to touchstone_app;
-- Not installation_admin: no request makes one.
grant select, insert (id, email, name, locale), update (name, locale) on people to touchstone_app;
grant select, insert, update (roles, brands, territories), delete on memberships to touchstone_app;
grant select, insert, update (password_hash, must_change, changed_at), delete on credentials
  to touchstone_app;
grant select, insert, update (confirmed_at, last_step), delete on second_factors to touchstone_app;
grant select, insert, update (used_at), delete on recovery_codes to touchstone_app;
grant select, insert on federated_identities to touchstone_app;
grant select, insert, update (token_hash, organisation_id, second_factor, last_seen_at, expires_at),
  delete on sessions to touchstone_app;
grant select, insert, update (accepted_at, revoked_at) on invitations to touchstone_app;
grant select, insert, update (failures, failed_at), delete on throttles to touchstone_app;

grant update (require_two_factor) on organisations to touchstone_operator;
grant select, insert on people, memberships, credentials, second_factors, recovery_codes,
  federated_identities, sessions, invitations, throttles to touchstone_operator;
grant update (password_hash, must_change, changed_at) on credentials to touchstone_operator;
grant delete on second_factors, recovery_codes, sessions, throttles to touchstone_operator;

create policy self on people for all to touchstone_app
  using (id = current_person()) with check (id = current_person());
-- Whoever signs in names an address and sees that one row.
create policy at_the_door on people for select to touchstone_app
  using (email = nullif(current_setting('touchstone.email', true), ''));
create policy colleagues on people for select to touchstone_app
  using (exists (
    select from memberships m
    where m.person_id = people.id and m.organisation_id = current_organisation()
  ));

create policy self on memberships for select to touchstone_app using (person_id = current_person());
create policy own_members on memberships for select to touchstone_app
  using (organisation_id = current_organisation());
-- Persons alone manage persons: whoever finds a machine key can't make himself a member.
create policy new_members on memberships for insert to touchstone_app
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy changed_members on memberships for update to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person')
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy removed_members on memberships for delete to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');

create policy self on credentials for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy self on second_factors for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy self on recovery_codes for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());

create policy self on federated_identities for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy at_the_door on federated_identities for select to touchstone_app
  using (
    issuer = nullif(current_setting('touchstone.issuer', true), '')
    and subject = nullif(current_setting('touchstone.subject', true), '')
  );

create policy self on sessions for all to touchstone_app
  using (person_id = current_person()) with check (person_id = current_person());
create policy at_the_door on sessions for select to touchstone_app
  using (token_hash = decode(nullif(current_setting('touchstone.session', true), ''), 'hex'));
-- A member who is removed loses his sessions for the organisation, and no other.
create policy of_members on sessions for select to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy ended_of_members on sessions for delete to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person');

create policy own_invitations on invitations for all to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person')
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');
create policy at_the_door on invitations for select to touchstone_app
  using (
    token_hash = decode(nullif(current_setting('touchstone.invitation', true), ''), 'hex')
    or email = nullif(current_setting('touchstone.email', true), '')
  );

create policy at_the_door on throttles for all to touchstone_app
  using (key = any (string_to_array(current_setting('touchstone.throttles', true), ',')))
  with check (key = any (string_to_array(current_setting('touchstone.throttles', true), ',')));

create policy changed_by_admin on organisations for update to touchstone_app
  using (id = current_organisation() and current_actor_kind() = 'person')
  with check (id = current_organisation() and current_actor_kind() = 'person');
create policy of_person on organisations for select to touchstone_app
  using (exists (
    select from memberships m
    where m.organisation_id = organisations.id and m.person_id = current_person()
  ));
create policy at_the_door on organisations for select to touchstone_app
  using (exists (
    select from invitations i
    where i.organisation_id = organisations.id
      and i.token_hash = decode(nullif(current_setting('touchstone.invitation', true), ''), 'hex')
  ));

-- What a person does that concerns no organisation stands in the installation's log.
create policy own_doings on audit_events for insert to touchstone_app
  with check (
    organisation_id is null
    and actor_kind = 'person'
    and actor_id = current_person()::text
  );

create policy operator on people for all to touchstone_operator using (true) with check (true);
create policy operator on memberships for all to touchstone_operator using (true) with check (true);
create policy operator on credentials for all to touchstone_operator using (true) with check (true);
create policy operator on second_factors for all to touchstone_operator
  using (true) with check (true);
create policy operator on recovery_codes for all to touchstone_operator
  using (true) with check (true);
create policy operator on federated_identities for all to touchstone_operator
  using (true) with check (true);
create policy operator on sessions for all to touchstone_operator using (true) with check (true);
create policy operator on invitations for all to touchstone_operator using (true) with check (true);
create policy operator on throttles for all to touchstone_operator using (true) with check (true);
