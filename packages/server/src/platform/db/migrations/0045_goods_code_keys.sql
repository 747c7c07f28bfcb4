-- Keys with which makers sign their codes, apart from those that seal evidence.
create table code_keys (
  -- SHA-256 of the public key (SPKI in DER), in hexadecimal.
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  organisation_id uuid not null references organisations deferrable,
  public_key text not null,
  -- The private key, encrypted with the installation's key; null if the maker holds it, and deleted when the key is
  -- replaced or revoked.
  sealed bytea,
  -- Whose key it is, as stated and signed by the keeper of the evidence log, and the position there.
  statement bytea not null,
  signature bytea not null check (length(signature) = 64),
  log_index int8 not null check (log_index >= 0),
  made_at timestamptz(3) not null,
  retired_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint code_keys_used_or_retired check (sealed is null or retired_at is null),
  constraint code_keys_revoked check (revoked_at is null or retired_at is not null)
);

-- Of two that are made at once, one wins.
create unique index code_keys_in_use on code_keys (organisation_id) where retired_at is null;
create index code_keys_of_organisation on code_keys (organisation_id, made_at desc);

alter table code_keys enable row level security, force row level security;

-- A request signs with the private key only through the operator's role, and never returns it.
grant select (id, organisation_id, public_key, statement, signature, log_index, made_at, retired_at,
  revoked_at), insert, update (sealed, retired_at, revoked_at) on code_keys to touchstone_app;
create policy own on code_keys for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on code_keys as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on code_keys to touchstone_operator;
create policy operator on code_keys for all to touchstone_operator using (true) with check (true);
create policy of_sample on code_keys as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
