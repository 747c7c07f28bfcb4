-- How long data is kept, what must be kept regardless of its age, and requests of the people it
-- is about.

-- Without a row, the program's defaults apply.
create table retention_settings (
  organisation_id uuid primary key references organisations deferrable,
  clear_days int4 not null check (clear_days between 1 and 3650),
  personal_days int4 not null check (personal_days between 1 and 3650),
  changed_at timestamptz(3) not null default now(),
  evidence_days int4 not null default 1825 check (evidence_days between 1 and 3650),
  -- How long names in notices, appeals and mail are kept.
  notice_days int4 not null default 365 check (notice_days between 1 and 3650),
  appeal_days int4 not null default 30 check (appeal_days between 1 and 3650),
  message_days int4 not null default 365 check (message_days between 1 and 3650)
);

alter table retention_settings enable row level security, force row level security;

grant select, insert, update (clear_days, personal_days, changed_at, evidence_days, notice_days,
  appeal_days, message_days) on retention_settings to touchstone_app;
create policy own_settings on retention_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (clear_days, personal_days, changed_at, evidence_days, notice_days,
  appeal_days, message_days), delete on retention_settings to touchstone_operator;
create policy operator on retention_settings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on retention_settings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The salt of an organisation's hashes of sellers. It never changes: the hashes would become
-- useless.
create table pseudonym_salts (
  organisation_id uuid primary key references organisations deferrable,
  salt bytea not null check (length(salt) = 32)
);

alter table pseudonym_salts enable row level security, force row level security;

grant select, insert on pseudonym_salts to touchstone_app;
create policy own_salt on pseudonym_salts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on pseudonym_salts to touchstone_operator;
create policy operator on pseudonym_salts for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on pseudonym_salts as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table legal_holds (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  scope text not null check (scope in ('organisation', 'seller', 'listing')),
  -- No foreign key: a released hold outlives what it held.
  listing_id uuid,
  marketplace text,
  -- Removed when the hold is released; the hash stays.
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

-- Holds that apply: checked with every batch of a purge, and few.
create index legal_holds_standing on legal_holds (organisation_id) where released_at is null;
-- An organisation's holds, newest first.
create index legal_holds_of_organisation on legal_holds (organisation_id, set_at desc, id desc);

alter table legal_holds enable row level security, force row level security;

grant select, insert, update (seller_id, released_at, released_by_kind, released_by_id)
  on legal_holds to touchstone_app;
create policy own_holds on legal_holds for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody sets a hold in another's name.
create policy own_new_holds on legal_holds for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and released_at is null
  );
-- A release is final.
create policy own_releases on legal_holds for update to touchstone_app
  using (organisation_id = current_organisation() and released_at is null)
  with check (
    organisation_id = current_organisation()
    and released_at is not null
    and released_by_kind = current_actor_kind()
    and released_by_id = current_actor_id()
  );

grant select, insert, update (seller_id, released_at, released_by_kind, released_by_id), delete
  on legal_holds to touchstone_operator;
create policy operator on legal_holds for all to touchstone_operator using (true) with check (true);
create policy of_sample on legal_holds as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from listings l where l.id = listing_id and is_of_sample(l.organisation_id)
    )
  );

-- Sellers whose data was erased: they are recognised and stay erased.
create table erased_sellers (
  organisation_id uuid not null references organisations deferrable,
  seller_hash bytea not null check (length(seller_hash) = 32),
  erased_at timestamptz(3) not null default now(),
  primary key (organisation_id, seller_hash)
);

alter table erased_sellers enable row level security, force row level security;

grant select, insert on erased_sellers to touchstone_app;
create policy own_erasures on erased_sellers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on erased_sellers to touchstone_operator;
create policy operator on erased_sellers for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on erased_sellers as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who requested what, and the result; the subject only as a hash or an id.
create table privacy_requests (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('access', 'rectification', 'erasure')),
  subject_kind text not null check (subject_kind in ('seller', 'listing', 'notice')),
  subject_id text not null,
  listings int4 not null default 0 check (listings >= 0),
  requested_at timestamptz(3) not null default now(),
  -- Null while an erasure is in progress.
  done_at timestamptz(3),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- An organisation's requests, newest first.
create index privacy_requests_of_organisation
  on privacy_requests (organisation_id, requested_at desc, id desc);
-- Interrupted erasures, which the purge continues: usually none.
create index privacy_requests_open on privacy_requests (organisation_id) where done_at is null;
-- Requests about a notice: whether its sender's name may be removed.
create index privacy_requests_of_notice on privacy_requests (subject_id)
  where subject_kind = 'notice' and kind = 'erasure';

alter table privacy_requests enable row level security, force row level security;

grant select, insert, update (listings, done_at) on privacy_requests to touchstone_app;
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

grant select, insert, update (listings, done_at), delete on privacy_requests to touchstone_operator;
create policy operator on privacy_requests for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on privacy_requests as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
