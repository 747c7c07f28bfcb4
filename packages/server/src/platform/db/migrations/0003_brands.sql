-- Brands and products as each organisation describes them, who may act for a brand, and from
-- which probability on its listings get which verdict.
--
-- Prices, sellers and channels belong to their owner alone: no policy shows a catalog to another
-- organisation. Ids are compared byte by byte ("C"), so that pages continue where they ended on
-- every engine, whatever the locale of its database.

-- Whether the actor's limits include a brand.
create function sees_brand(brand text) returns boolean
  language sql stable
  return current_brands() is null or brand = any (current_brands());

create table brands (
  organisation_id uuid not null references organisations deferrable,
  id text collate "C" not null check (length(id) between 1 and 200),
  name text not null check (length(name) between 1 and 500),
  version int4 not null check (version > 0),
  content json not null,
  changed_at timestamptz(3) not null default now(),
  -- Removed brands are kept: assessments still name them, and they can be restored.
  removed_at timestamptz(3),
  primary key (organisation_id, id)
);

alter table brands enable row level security, force row level security;

grant select, insert, update (name, version, content, changed_at, removed_at)
  on brands to touchstone_app;
create policy own_brands on brands for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (name, version, content, changed_at, removed_at), delete
  on brands to touchstone_operator;
create policy operator on brands for all to touchstone_operator using (true) with check (true);
create policy of_sample on brands as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table products (
  organisation_id uuid not null references organisations deferrable,
  id text collate "C" not null check (length(id) between 1 and 200),
  brand_id text collate "C" not null,
  version int4 not null check (version > 0),
  content json not null,
  changed_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  primary key (organisation_id, id),
  foreign key (organisation_id, brand_id) references brands (organisation_id, id) deferrable
);

-- The products of one brand, page by page: for its list and for the engine.
create index products_of_brand on products (organisation_id, brand_id, id)
  where removed_at is null;
-- Products changed since they were last searched for pictures.
create index products_changed on products (changed_at);

alter table products enable row level security, force row level security;

grant select, insert, update (brand_id, version, content, changed_at, removed_at)
  on products to touchstone_app;
create policy own_products on products for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (brand_id, version, content, changed_at, removed_at), delete
  on products to touchstone_operator;
create policy operator on products for all to touchstone_operator using (true) with check (true);
create policy of_sample on products as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table catalog_versions (
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('brand', 'product')),
  id text collate "C" not null,
  version int4 not null check (version > 0),
  state text not null check (state in ('added', 'changed', 'removed')),
  -- Names of the fields that differ from the version before; empty when added or removed.
  changed json not null,
  content json not null,
  -- The subject of the audit log entry that says who changed it.
  change_id uuid not null,
  at timestamptz(3) not null default now(),
  primary key (organisation_id, kind, id, version)
);

create trigger catalog_versions_keep_their_time
  before update of at on catalog_versions
  for each row when (new.at is distinct from old.at)
  execute function refuse_other_time();

alter table catalog_versions enable row level security, force row level security;

grant select, insert on catalog_versions to touchstone_app;
create policy own_catalog_versions on catalog_versions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (at), delete on catalog_versions to touchstone_operator;
create policy operator on catalog_versions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on catalog_versions as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- One row per change, numbered in the order in which changes become visible: comparing the last
-- number shows whether anything changed since.
create table catalog_revisions (
  revision bigint generated always as identity primary key,
  organisation_id uuid not null references organisations deferrable,
  change_id uuid not null,
  at timestamptz(3) not null default now()
);

alter table catalog_revisions enable row level security, force row level security;

grant select, insert on catalog_revisions to touchstone_app;
create policy own_catalog_revisions on catalog_revisions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on catalog_revisions to touchstone_operator;
create policy operator on catalog_revisions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on catalog_revisions as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Organisations that the operator appoints to decide on claims.
create table claim_approvers (
  organisation_id uuid primary key references organisations deferrable,
  named_at timestamptz(3) not null default now()
);

alter table claim_approvers enable row level security, force row level security;

grant select on claim_approvers to touchstone_app;
create policy own_naming on claim_approvers for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on claim_approvers to touchstone_operator;
create policy operator on claim_approvers for all to touchstone_operator
  using (true) with check (true);

create function approves_claims() returns boolean
  language sql stable
  return exists (select from claim_approvers where organisation_id = current_organisation());

-- Approvers see a claimant's group. A scalar subquery is evaluated once per statement.
create policy for_approvers on organisations for select to touchstone_app
  using ((select approves_claims()));

-- Rights are proven before anything is visible: who claims which brand, and who decided on it.
create table claims (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  brand_id text not null check (brand_id ~ '^[a-z0-9][a-z0-9-]*$' and length(brand_id) <= 200),
  basis text not null check (basis in ('owner', 'agent')),
  -- A work is protected by copyright without an entry in a register. A claim to one supports
  -- notices and makes no listings visible.
  kind text not null default 'registered' check (kind in ('registered', 'work')),
  -- The code of the office in WIPO ST.3.
  office text check (office ~ '^[A-Z]{2}$'),
  number text check (length(number) between 1 and 100),
  -- Title, type, author and first publication.
  work json,
  owner text not null check (length(owner) between 1 and 200),
  -- Validity of the power of attorney; an owner needs none.
  acts_from date,
  acts_until date,
  state text not null default 'pending' check (
    state in ('pending', 'approved', 'contested', 'rejected', 'revoked', 'withdrawn')
  ),
  reason text check (length(reason) between 1 and 2000),
  submitted_at timestamptz(3) not null default now(),
  decided_at timestamptz(3),
  -- Null while undecided, or if the operator decided.
  decided_by uuid references organisations deferrable,
  -- Null if never approved.
  approved_at timestamptz(3),
  -- Approvers act on the version of a claim that they read.
  version int4 not null default 1 check (version > 0),
  constraint claims_power_of_attorney
    check ((basis = 'agent') = (acts_from is not null and acts_until is not null)),
  constraint claims_power_in_order check (acts_from <= acts_until),
  constraint claims_right check (
    (kind = 'registered') = (office is not null)
    and (kind = 'registered') = (number is not null)
    and (kind = 'work') = (work is not null)
  )
);

-- An organisation claims a brand once at a time, and a work of it as well.
create unique index claims_standing on claims (organisation_id, brand_id)
  where state in ('pending', 'approved', 'contested') and kind = 'registered';
create unique index claims_to_works_standing
  on claims (organisation_id, brand_id, (work ->> 'title'))
  where state in ('pending', 'approved', 'contested') and kind = 'work';
-- Rival claims on a brand, for the decision on one of them.
create index claims_of_brand on claims (brand_id)
  where state in ('pending', 'approved', 'contested');
-- Claims, newest first: an organisation's own, and all of them for approvers.
create index claims_of_organisation on claims (organisation_id, submitted_at desc, id desc);
create index claims_newest on claims (submitted_at desc, id desc);

create trigger claims_versions before update on claims
  for each row execute function raise_version();
create trigger claims_keep_their_time
  before update of submitted_at on claims
  for each row when (new.submitted_at is distinct from old.submitted_at)
  execute function refuse_other_time();

alter table claims enable row level security, force row level security;

grant select, insert, update (state, reason, decided_at, decided_by, approved_at)
  on claims to touchstone_app;
create policy own_claims on claims for select to touchstone_app
  using (organisation_id = current_organisation());
create policy claims_to_decide on claims for select to touchstone_app
  using ((select approves_claims()));
-- Nobody approves their own claim.
create policy new_claims on claims for insert to touchstone_app
  with check (organisation_id = current_organisation() and state = 'pending');
create policy own_withdrawal on claims for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and state = 'withdrawn');
create policy decision on claims for update to touchstone_app
  using ((select approves_claims()) and organisation_id <> current_organisation())
  with check (
    organisation_id <> current_organisation()
    and state in ('approved', 'rejected', 'contested', 'revoked')
  );

grant select, insert, update (state, reason, submitted_at, decided_at, decided_by, approved_at),
  delete on claims to touchstone_operator;
create policy operator on claims for all to touchstone_operator using (true) with check (true);
create policy of_sample on claims as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- An approver's decision is in the claimant's log too.
create policy entries_on_claims on audit_events for insert to touchstone_app
  with check (
    (select approves_claims())
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and subject_kind = 'claim'
    and exists (
      select from claims c
      where c.id::text = subject_id and c.organisation_id = audit_events.organisation_id
    )
  );

create policy entries_on_claims on audit_pending for insert to touchstone_app
  with check (
    (select approves_claims())
    and exists (select from claims c where c.organisation_id = audit_pending.organisation_id)
  );

create table claim_documents (
  id uuid primary key,
  claim_id uuid not null references claims deferrable,
  organisation_id uuid not null references organisations deferrable,
  purpose text not null check (purpose in ('proof', 'power-of-attorney')),
  media_type text check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  content bytea check (octet_length(content) between 1 and 10485760),
  sha256 bytea check (length(sha256) = 32),
  reference text check (length(reference) between 1 and 500),
  constraint claim_documents_one_of_each unique (claim_id, purpose),
  constraint claim_documents_kept_or_named check (
    (content is null) = (reference is not null)
    and (content is null) = (media_type is null)
    and (content is null) = (sha256 is null)
  )
);

alter table claim_documents enable row level security, force row level security;

grant select, insert on claim_documents to touchstone_app;
create policy own_documents on claim_documents for select to touchstone_app
  using (organisation_id = current_organisation());
create policy documents_to_decide_on on claim_documents for select to touchstone_app
  using ((select approves_claims()));
create policy new_documents on claim_documents for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and exists (
      select from claims c where c.id = claim_id and c.organisation_id = current_organisation()
    )
  );

grant select, insert, delete on claim_documents to touchstone_operator;
create policy operator on claim_documents for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on claim_documents as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Who sees listings about a brand, and by which claim: the claimant and the groups above it.
-- Derived from approved claims in the transaction that changes one. A power of attorney ends on
-- its date.
create table brand_sight (
  organisation_id uuid not null references organisations deferrable,
  brand_id text not null,
  claim_id uuid not null references claims deferrable,
  -- True if the claimant is a house of this group.
  by_house boolean not null,
  starts_on date not null default '-infinity',
  ends_on date not null default 'infinity',
  -- The keys of the catalogs whose signals are visible to this organisation.
  hears text[] not null default '{}',
  -- True if a rival has or had an approved claim on the brand: signals from the rival's catalog
  -- may still be stored.
  beside_rival bool not null default false,
  primary key (organisation_id, brand_id, claim_id)
);

-- Rows are removed with their claim.
create index brand_sight_of_claim on brand_sight (claim_id);

alter table brand_sight enable row level security, force row level security;

grant select, insert, delete on brand_sight to touchstone_app;
create policy own_sight on brand_sight for select to touchstone_app
  using (organisation_id = current_organisation());
create policy by_claim on brand_sight for select to touchstone_app
  using (exists (select from claims c where c.id = claim_id offset 0));
create policy sight_given on brand_sight for insert to touchstone_app
  with check (
    (select approves_claims())
    and organisation_id <> current_organisation()
    and exists (
      select from claims c
      where c.id = claim_id and c.brand_id = brand_sight.brand_id and c.state = 'approved'
        and c.organisation_id <> current_organisation()
    )
  );
create policy ended on brand_sight for delete to touchstone_app
  using (exists (select from claims c where c.id = claim_id offset 0));

grant select, insert, delete on brand_sight to touchstone_operator;
create policy operator on brand_sight for all to touchstone_operator using (true) with check (true);

-- Listings of others are visible to rights holders and their counsel. A marketplace above a
-- rights holder in a group is neither.
create function brands_in_sight() returns text[]
  language sql stable
  return array(
    select s.brand_id from brand_sight s
    where s.organisation_id = current_organisation()
      and (now() at time zone 'utc')::date between s.starts_on and s.ends_on
      and exists (
        select from organisations o
        where o.id = s.organisation_id and o.kind in ('rights-holder', 'counsel')
      )
  );

-- Two rivals may both have an approved claim on a brand. Signals from the catalog of one are
-- visible to that one, its group and its agents only. Keys decide that without revealing group or
-- register entry: equal keys match.
create function hearing_key(brand text, kind text, of_whom text) returns text
  language sql immutable
  return left(encode(sha256(convert_to(brand || ' ' || kind || ' ' || of_whom, 'UTF8')), 'hex'), 16);

-- The keys of a catalog, by the claim behind it. Signals from an owner's catalog are visible to
-- its group and to agents for the same register entry; those from an agent's catalog to the owner
-- and other agents too.
create function keys_to_speak(
  brand text, group_id uuid, basis text, office text, number text
) returns text[]
  language sql immutable
  return array[
    hearing_key(brand, 'group', group_id::text),
    hearing_key(brand, 'entry', office || ' ' || number)
  ] || case when basis = 'agent'
    then array[hearing_key(brand, 'agent', office || ' ' || number)] else '{}' end;

-- The keys by which a claim makes the signals of a catalog visible.
create function keys_to_hear(
  brand text, group_id uuid, basis text, office text, number text
) returns text[]
  language sql immutable
  return array[
    hearing_key(brand, 'group', group_id::text),
    hearing_key(brand, 'agent', office || ' ' || number)
  ] || case when basis = 'agent'
    then array[hearing_key(brand, 'entry', office || ' ' || number)] else '{}' end;

-- From which probability on an organisation's listings get each verdict that the block rule
-- allows, by brand. Append-only: the newest version of a brand applies, and undoing a change adds
-- a version.
create table threshold_versions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- '' for all brands without thresholds of their own.
  brand_id text not null check (length(brand_id) <= 200),
  version int4 not null check (version > 0),
  -- Whole per cent; null where the thresholds for all other brands apply, or the engine's.
  ask_proof int4 check (ask_proof between 5 and 100),
  review int4 check (review between 10 and 100),
  block int4 check (block between 50 and 100),
  note text check (length(note) between 1 and 2000),
  -- The version that this one undoes.
  undoes int4 check (undoes > 0 and undoes < version),
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- The last version of each brand applies.
  constraint threshold_versions_of_brand unique (organisation_id, brand_id, version),
  constraint threshold_versions_whole check (num_nulls(ask_proof, review, block) in (0, 3)),
  constraint threshold_versions_in_order check (ask_proof <= review and review <= block)
);

-- An organisation's changes, newest first.
create index threshold_versions_newest on threshold_versions (organisation_id, at desc, id desc);

alter table threshold_versions enable row level security, force row level security;

grant select, insert on threshold_versions to touchstone_app;
-- Thresholds are strategy: no other organisation reads them, even where listings are shared.
create policy own_thresholds on threshold_versions for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new_thresholds on threshold_versions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );

grant select, insert, delete on threshold_versions to touchstone_operator;
create policy operator on threshold_versions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on threshold_versions as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Claims that wait for a decision, oldest first: few among all that were decided.
create index claims_to_decide on claims (submitted_at, id) where state in ('pending', 'contested');
