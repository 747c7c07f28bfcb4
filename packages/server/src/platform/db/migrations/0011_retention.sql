-- How long offers are kept, what has to be kept whatever its age, and what was asked about whose data.

-- Where an organisation says nothing, the program's defaults hold.
create table retention_settings (
  organisation_id uuid primary key references organisations deferrable,
  clear_days int4 not null check (clear_days between 1 and 3650),
  personal_days int4 not null check (personal_days between 1 and 3650),
  changed_at timestamptz(3) not null default now()
);

-- With which an organisation's hashes of sellers are salted. Never changes: the hashes would be lost.
create table pseudonym_salts (
  organisation_id uuid primary key references organisations deferrable,
  salt bytea not null check (length(salt) = 32)
);

create table legal_holds (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  scope text not null check (scope in ('organisation', 'seller', 'listing')),
  -- References no offer: a hold that was released outlives what it held.
  listing_id uuid,
  marketplace text,
  -- Blanked when the hold is released; the hash stays.
  seller_id text,
  seller_hash bytea check (length(seller_hash) = 32),
  reason text not null check (length(reason) between 1 and 2000),
  set_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  released_at timestamptz(3),
  released_by_kind text,
  released_by_id text,
  constraint legal_holds_scope_named check (
    (listing_id is not null) = (scope = 'listing')
    and (seller_hash is not null) = (scope = 'seller')
    and (marketplace is not null) = (scope = 'seller')
    and (seller_id is not null) = (scope = 'seller' and released_at is null)
  ),
  constraint legal_holds_released_by check (
    (released_at is null) = (released_by_kind is null)
    and (released_at is null) = (released_by_id is null)
  )
);

-- What stands is asked for with every batch of a purge; it is little.
create index legal_holds_standing on legal_holds (organisation_id) where released_at is null;
-- An organisation's holds, page by page from the newest.
create index legal_holds_of_organisation on legal_holds (organisation_id, set_at desc, id desc);

-- Sellers whose data was erased, so that they are known again and stay erased.
create table erased_sellers (
  organisation_id uuid not null references organisations deferrable,
  seller_hash bytea not null check (length(seller_hash) = 32),
  erased_at timestamptz(3) not null default now(),
  primary key (organisation_id, seller_hash)
);

-- Who asked for what and what came of it; of whom, only as a hash or an offer's id.
create table privacy_requests (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('access', 'rectification', 'erasure')),
  subject_kind text not null check (subject_kind in ('seller', 'listing')),
  subject_id text not null,
  listings int4 not null default 0 check (listings >= 0),
  requested_at timestamptz(3) not null default now(),
  -- Null while an erasure is under way.
  done_at timestamptz(3),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- An organisation's requests, page by page from the newest.
create index privacy_requests_of_organisation
  on privacy_requests (organisation_id, requested_at desc, id desc);
-- Erasures that broke off, which the purge goes on with: mostly none.
create index privacy_requests_open on privacy_requests (organisation_id) where done_at is null;

-- Of marketplace and seller; null where the version names no seller, or none any longer.
alter table listing_versions add column seller_hash bytea check (length(seller_hash) = 32);

alter table listings
  -- When the personal fields of all versions were taken away; null again with a new version.
  add column redacted_at timestamptz(3),
  -- From when its days are counted, as far as the purge knows: last_seen_at when it looked last. Kept
  -- apart, since a sighting that changed an index would cost several times as much. Null where nothing
  -- is left to be done.
  add column counted_from timestamptz(3) default now();

-- The clear offers whose time may be up, oldest first.
create index listings_to_purge on listings (organisation_id, counted_from, id)
  where verdict = 'clear';
-- Those that hold personal fields still, likewise.
create index listings_to_redact on listings (organisation_id, counted_from, id)
  where redacted_at is null;
-- Everything of one seller: access, erasure, holds.
create index listing_versions_of_seller
  on listing_versions (organisation_id, seller_hash, listing_id, version)
  where seller_hash is not null;
-- Old answers, whose faults quote what was sent.
create index answered_requests_by_age on answered_requests (organisation_id, at);

alter table retention_settings enable row level security;
alter table retention_settings force row level security;
alter table pseudonym_salts enable row level security;
alter table pseudonym_salts force row level security;
alter table legal_holds enable row level security;
alter table legal_holds force row level security;
alter table erased_sellers enable row level security;
alter table erased_sellers force row level security;
alter table privacy_requests enable row level security;
alter table privacy_requests force row level security;

grant select, insert on retention_settings, pseudonym_salts, legal_holds, erased_sellers,
  privacy_requests to touchstone_app, touchstone_operator;
grant update (clear_days, personal_days, changed_at) on retention_settings
  to touchstone_app, touchstone_operator;
grant update (seller_id, released_at, released_by_kind, released_by_id) on legal_holds
  to touchstone_app, touchstone_operator;
grant update (listings, done_at) on privacy_requests to touchstone_app, touchstone_operator;
grant update (redacted_at, counted_from) on listings to touchstone_app;
grant update (redacted_at, counted_from, content_hash, version) on listings to touchstone_operator;
grant update (content, seller_hash) on listing_versions to touchstone_app, touchstone_operator;
grant update (body, judged_hash) on assessments to touchstone_app, touchstone_operator;
grant update (reason, note) on decisions to touchstone_app, touchstone_operator;
grant update (note) on outcomes to touchstone_app, touchstone_operator;
grant update (since) on judgements_due to touchstone_operator;
-- A colleague whose last membership ended may be erased; the id stays, which the log names.
grant update (email, name) on people to touchstone_operator;
grant update (email, revoked_at) on invitations to touchstone_operator;
grant delete on credentials, federated_identities to touchstone_operator;
-- Whole offers go by their age alone, which is the installation's work.
grant delete on listings, listing_versions, assessments, answered_requests to touchstone_operator;

create policy own_settings on retention_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_salt on pseudonym_salts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_holds on legal_holds for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody holds in another's name, and what is released stays so.
create policy own_new_holds on legal_holds for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and released_at is null
  );
create policy own_releases on legal_holds for update to touchstone_app
  using (organisation_id = current_organisation() and released_at is null)
  with check (
    organisation_id = current_organisation()
    and released_at is not null
    and released_by_kind = current_actor_kind()
    and released_by_id = current_actor_id()
  );
create policy own_erasures on erased_sellers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_requests on privacy_requests for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new_requests on privacy_requests for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
create policy own_ended_requests on privacy_requests for update to touchstone_app
  using (organisation_id = current_organisation() and done_at is null)
  with check (organisation_id = current_organisation());
-- The words of a decision can be taken away, never changed.
create policy own_words on decisions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and reason is null and note is null);
create policy own_words on outcomes for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and note is null);

create policy operator on retention_settings for all to touchstone_operator
  using (true) with check (true);
create policy operator on pseudonym_salts for all to touchstone_operator
  using (true) with check (true);
create policy operator on legal_holds for all to touchstone_operator using (true) with check (true);
create policy operator on erased_sellers for all to touchstone_operator
  using (true) with check (true);
create policy operator on privacy_requests for all to touchstone_operator
  using (true) with check (true);

-- Of what is kept already. The owner of the tables sees no row of them. What PostgreSQL can't hold as
-- text becomes a question mark, as in the migration before.
set local role touchstone_operator;
insert into pseudonym_salts (organisation_id, salt)
select id, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from organisations;
update listings set counted_from = last_seen_at;
update listing_versions v
set seller_hash = sha256(s.salt || convert_to(l.marketplace || chr(10) || (
  regexp_replace(v.content::text, '\\u(0000|d[89a-f][0-9a-f]{2})', '\\u003f', 'gi')::json
    -> 'seller' -> 'id')::text, 'UTF8'))
from pseudonym_salts s, listings l
where s.organisation_id = v.organisation_id and l.id = v.listing_id;
set local role none;
