-- Packages of whole cases for counsel: requested by a person, made in the background, deleted soon.

create table case_packages (
  id uuid primary key,
  case_id uuid not null references cases deferrable,
  organisation_id uuid not null references organisations deferrable,
  -- Whose roles are read again when it is made.
  person_id uuid not null,
  reason text not null check (length(reason) between 1 and 2000),
  language text not null check (language ~ '^[a-z]{2}$'),
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'ready', 'failed')),
  attempts int4 not null default 0,
  done int4 not null default 0 check (done >= 0),
  total int4 not null default 0 check (total >= 0),
  problem_code text,
  problem text,
  -- What it holds: it is deleted with the first of them.
  listings uuid[] not null default '{}',
  seller_accounts uuid[] not null default '{}',
  captures uuid[] not null default '{}',
  sha256 bytea check (length(sha256) = 32),
  bytes int8 check (bytes > 0),
  requested_at timestamptz(3) not null default now(),
  -- When a step was last finished: work without progress is resumed.
  progressed_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  expires_at timestamptz(3),
  disposed_at timestamptz(3),
  disposed_for text check (disposed_for in ('expired', 'content-changed')),
  constraint case_packages_ended check ((state in ('ready', 'failed')) = (ended_at is not null)),
  constraint case_packages_stored check ((state = 'ready') = (sha256 is not null)
    and (sha256 is null) = (bytes is null) and (sha256 is null) = (expires_at is null)),
  constraint case_packages_failed check ((state = 'failed') = (problem is not null)
    and (problem is null) = (problem_code is null)),
  constraint case_packages_disposed check ((disposed_at is null) = (disposed_for is null)
    and (disposed_at is null or state = 'ready'))
);

-- The packages of a case, the last requested first.
create index case_packages_of_case on case_packages (case_id, requested_at desc, id desc);
-- Work that no process may be doing.
create index case_packages_in_progress on case_packages (progressed_at)
  where state in ('waiting', 'running');
-- Whether a package that is still kept needs a blob.
create index case_packages_by_digest on case_packages (sha256);
-- What the purge looks at.
create index case_packages_stored on case_packages (organisation_id, id)
  where state = 'ready' and disposed_at is null;

alter table case_packages enable row level security, force row level security;

-- Members request them; the installation makes and deletes them.
grant select, insert (id, case_id, organisation_id, person_id, reason, language)
  on case_packages to touchstone_app;
create policy own on case_packages for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_case on case_packages as restrictive for insert to touchstone_app
  with check (current_actor_kind() = 'person' and person_id::text = current_actor_id()
    and exists (select from cases c where c.id = case_id));
-- It holds everything of a case, whatever brands that concerns.
create policy in_own_limits on case_packages as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (state, attempts, done, total, problem_code, problem, listings,
  seller_accounts, captures, sha256, bytes, progressed_at, ended_at, expires_at, disposed_at, disposed_for), delete
  on case_packages to touchstone_operator;
create policy operator on case_packages for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on case_packages as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
