-- Evidence after the capture: a key for each organisation, items derived from others, and disposal.

-- The keys with which organisations seal.
create table evidence_keys (
  -- The SHA-256 of the public key (SPKI in DER), in hexadecimal digits.
  id text primary key check (id ~ '^[0-9a-f]{64}$'),
  organisation_id uuid not null references organisations deferrable,
  public_key text not null,
  -- The private part under the installation's key; gone once another key took its place.
  sealed bytea,
  -- Whose key it is, as the keeper of the log states and signs it.
  statement bytea not null,
  signature bytea not null check (length(signature) = 64),
  made_at timestamptz(3) not null,
  retired_at timestamptz(3),
  constraint evidence_keys_used_or_retired check ((sealed is null) = (retired_at is not null))
);

-- The one key that an organisation signs with: of two processes that make its first, one wins.
create unique index evidence_keys_in_use on evidence_keys (organisation_id)
  where retired_at is null;
-- All keys of an organisation, the newest first.
create index evidence_keys_of_organisation on evidence_keys (organisation_id, made_at desc);

alter table evidence_keys enable row level security;
alter table evidence_keys force row level security;
grant select, insert, delete, update (sealed, retired_at) on evidence_keys to touchstone_operator;
-- No request ever reads the private part.
grant select (id, organisation_id, public_key, statement, signature, made_at, retired_at)
  on evidence_keys to touchstone_app;
create policy operator on evidence_keys for all to touchstone_operator using (true) with check (true);
create policy of_sample on evidence_keys as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy own on evidence_keys for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

alter table captures
  -- The seller of the offer as the organisation's own salted hash, so that access and erasure find what
  -- was captured after the offer itself is gone.
  add column seller_hash bytea,
  add column disposed_at timestamptz(3),
  add column disposed_for text check (length(disposed_for) between 1 and 2000),
  add constraint captures_disposed_for check ((disposed_at is null) = (disposed_for is null)),
  add constraint captures_held_are_kept check (disposed_at is null or held_for is null);

-- The capture of an address before another one: addresses are long, so that a digest stands for them.
create index captures_of_address on captures (organisation_id, md5(url), requested_at desc);
-- What was captured of one seller, for access and erasure.
create index captures_of_seller on captures (organisation_id, seller_hash)
  where seller_hash is not null;
-- What the purge disposes of next: what was disposed of or is held is passed over.
create index captures_to_dispose on captures (organisation_id, ended_at, id)
  where disposed_at is null and held_for is null;

alter table evidence_items
  -- The item of the same capture that this one was made of, and how.
  add column derived_from text,
  add column derivation json,
  add column disposed_at timestamptz(3),
  add constraint evidence_items_derivation check ((derived_from is null) = (derivation is null)),
  add constraint evidence_items_source foreign key (capture_id, derived_from)
    references evidence_items (capture_id, name) deferrable;

-- Whether any item still needs a blob: what was disposed of needs none.
drop index evidence_items_of_blob;
create index evidence_items_of_blob on evidence_items (sha256) where disposed_at is null;

grant insert (seller_hash), update (url, also, seller_hash, disposed_at, disposed_for)
  on captures to touchstone_app;
grant update (url, also, seller_hash, disposed_at, disposed_for) on captures
  to touchstone_operator;
grant update (disposed_at) on evidence_items to touchstone_app, touchstone_operator;
-- What was captured is entered by the installation alone; people add what they derived from it.
grant insert on evidence_items to touchstone_app;
create policy derived_alone on evidence_items as restrictive for insert to touchstone_app
  with check (derived_from is not null and exists (select from captures c
    where c.id = capture_id and c.organisation_id = evidence_items.organisation_id
      and c.disposed_at is null));

alter table retention_settings
  add column evidence_days int4 not null default 1825 check (evidence_days between 1 and 3650);
grant update (evidence_days) on retention_settings to touchstone_app, touchstone_operator;
