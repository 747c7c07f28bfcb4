-- What the engine reads beyond the shipped files: terms and guards of the lexicon, weights. The
-- engine is shared by all organisations, so that revisions are the installation's and no tenant's.

create table engine_revisions (
  id uuid primary key,
  -- As people name it.
  number int4 not null constraint engine_revisions_number_taken unique check (number > 0),
  title text not null,
  note text,
  -- Whole, never a difference from another one. Of the type json, which keeps the order of its keys:
  -- engines are told apart by a hash of it.
  content json not null,
  state text not null default 'draft' check (state in ('draft', 'shadow', 'live', 'retired')),
  -- What was live when it was drafted; null where the shipped files were read alone.
  parent_id uuid references engine_revisions deferrable,
  -- What was live when it became so: the way back.
  replaced_id uuid references engine_revisions deferrable,
  -- Of the intake that it judges in shadow.
  share float8 check (share > 0 and share <= 1),
  edit int4 not null default 0,
  author_kind text not null default current_actor_kind(),
  author_id text not null default current_actor_id(),
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  constraint engine_revisions_share_in_shadow check ((state = 'shadow') = (share is not null)),
  constraint engine_revisions_replaces_another check (replaced_id <> id)
);

-- One is live and one in shadow at the most; every process looks for them once a second.
create unique index engine_revisions_at_work on engine_revisions (state)
  where state in ('live', 'shadow');

-- Who changed what: all revisions can be made anew from it.
create table engine_revision_events (
  id uuid primary key,
  revision_id uuid not null references engine_revisions deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  act text not null check (
    act in ('drafted', 'amended', 'to-shadow', 'to-draft', 'to-live', 'retired')
  ),
  note text,
  -- The content as it was from then on; null where it stayed.
  content json,
  -- Ids of terms and guards that this changed.
  terms text[] not null default '{}',
  weights bool not null default false
);

-- The history of one revision, newest first.
create index engine_revision_events_of_revision
  on engine_revision_events (revision_id, at desc, id desc);

-- What a revision would have said of stored offers: figures, and no offer.
create table engine_revision_trials (
  id uuid primary key,
  revision_id uuid not null references engine_revisions deferrable,
  kind text not null check (kind in ('sample', 'back-test')),
  -- Of the revision that was tried: what it says of an earlier content counts no longer.
  edit int4 not null,
  figures json not null,
  at timestamptz(3) not null default now()
);

-- The newest of each kind, beside its revision.
create index engine_revision_trials_of_revision
  on engine_revision_trials (revision_id, kind, at desc);

-- What a candidate said is compared with what was served, newest first; it is the smaller part.
create index assessments_of_candidate on assessments (at desc) where candidate;

create trigger engine_revision_events_append_only
  before update or delete or truncate on engine_revision_events
  for each statement execute function refuse_change_of_log();
create trigger engine_revision_trials_append_only
  before update or delete or truncate on engine_revision_trials
  for each statement execute function refuse_change_of_log();

alter table engine_revisions enable row level security;
alter table engine_revisions force row level security;
alter table engine_revision_events enable row level security;
alter table engine_revision_events force row level security;
alter table engine_revision_trials enable row level security;
alter table engine_revision_trials force row level security;

grant select, insert,
  update (title, note, content, state, replaced_id, share, edit, changed_at)
  on engine_revisions to touchstone_operator;
grant select, insert on engine_revision_events, engine_revision_trials to touchstone_operator;

create policy operator on engine_revisions for all to touchstone_operator
  using (true) with check (true);
create policy operator on engine_revision_events for all to touchstone_operator
  using (true) with check (true);
create policy operator on engine_revision_trials for all to touchstone_operator
  using (true) with check (true);
