-- What people decide on listings, how often engine and people are wrong, and which release of the
-- engine is in service.

-- Append-only: a later decision is added beside the earlier one.
create table decisions (
  id uuid primary key,
  -- The organisation that decided; the listing may belong to another one.
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version that was reviewed.
  version int4 not null,
  verdict text not null check (
    verdict in ('counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear')
  ),
  -- The kind of organisation that decided, which gives the label its weight.
  source text not null check (
    source in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  reason text,
  note text,
  -- The reviewer's reference within the organisation; not a name.
  reviewer text,
  decided_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  foreign key (listing_id, version) references listing_versions deferrable
);

-- An organisation's decisions on one listing: the last one applies.
create index decisions_on_listing
  on decisions (listing_id, organisation_id, decided_at, recorded_at, id);
-- An organisation's decisions, newest first.
create index decisions_of_organisation on decisions (organisation_id, recorded_at desc, id desc);

create trigger decisions_keep_their_time
  before update of recorded_at on decisions
  for each row when (new.recorded_at is distinct from old.recorded_at)
  execute function refuse_other_time();

alter table decisions enable row level security, force row level security;

grant select, insert, update (reason, note) on decisions to touchstone_app;
create policy own_decisions on decisions for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody decides in another's name.
create policy own_new_decisions on decisions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
-- Listings of others can be decided on if they are visible.
create policy on_listing_in_sight on decisions as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
-- The words of a decision can be removed, never changed.
create policy own_words on decisions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and reason is null and note is null);

grant select, insert, update (reason, note, recorded_at), delete
  on decisions to touchstone_operator;
create policy operator on decisions for all to touchstone_operator using (true) with check (true);
create policy of_sample on decisions as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from listings l where l.id = listing_id and is_of_sample(l.organisation_id)
    )
  );

-- A withdrawn decision is kept beside the record of its withdrawal.
create table decision_withdrawals (
  decision_id uuid primary key references decisions deferrable,
  organisation_id uuid not null references organisations deferrable,
  withdrawn_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

alter table decision_withdrawals enable row level security, force row level security;

grant select, insert on decision_withdrawals to touchstone_app;
create policy own_withdrawals on decision_withdrawals for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody withdraws in another's name, or a decision of another organisation.
create policy own_new_withdrawals on decision_withdrawals for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and exists (
      select from decisions d
      where d.id = decision_id and d.organisation_id = current_organisation()
    )
  );

grant select, insert, delete on decision_withdrawals to touchstone_operator;
create policy operator on decision_withdrawals for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on decision_withdrawals as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from decisions d join listings l on l.id = d.listing_id
      where d.id = decision_id and is_of_sample(l.organisation_id)
    )
  );

-- What came of a listing, as organisations report it.
create table outcomes (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null references listings deferrable,
  outcome text not null,
  source text not null check (
    source in ('rights-holder', 'marketplace', 'authority', 'counsel', 'payment-provider', 'host')
  ),
  note text,
  happened_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- Outcomes of one listing, newest first.
create index outcomes_of_listing
  on outcomes (listing_id, organisation_id, recorded_at desc, id desc);
-- Outcomes reported by an organisation, newest first.
create index outcomes_of_organisation on outcomes (organisation_id, recorded_at desc, id desc);

create trigger outcomes_keep_their_time
  before update of recorded_at on outcomes
  for each row when (new.recorded_at is distinct from old.recorded_at)
  execute function refuse_other_time();

alter table outcomes enable row level security, force row level security;

grant select, insert, update (note) on outcomes to touchstone_app;
create policy own_outcomes on outcomes for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody reports in another's name.
create policy own_new_outcomes on outcomes for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
create policy of_listing_in_sight on outcomes as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
create policy own_words on outcomes for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and note is null);

grant select, insert, update (note, recorded_at), delete on outcomes to touchstone_operator;
create policy operator on outcomes for all to touchstone_operator using (true) with check (true);
create policy of_sample on outcomes as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from listings l where l.id = listing_id and is_of_sample(l.organisation_id)
    )
  );

-- Which verdicts need the approval of a second person. Without a row, one person decides.
create table decision_rules (
  organisation_id uuid primary key references organisations deferrable,
  second_person text[] not null check (
    second_person <@ array['counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear']
  ),
  changed_at timestamptz(3) not null default now()
);

alter table decision_rules enable row level security, force row level security;

grant select, insert, update (second_person, changed_at) on decision_rules to touchstone_app;
create policy own_rules on decision_rules for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on decision_rules to touchstone_operator;
create policy operator on decision_rules for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on decision_rules as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Policies don't see the previous row: a settlement is final, and nobody settles in another's
-- name, even while words are being removed.
create function refuse_other_settlement() returns trigger language plpgsql as $$
begin
  if new.state is not distinct from old.state then
    if (new.settled_at, new.settled_by_kind, new.settled_by_id, new.decision_id)
      is distinct from (old.settled_at, old.settled_by_kind, old.settled_by_id, old.decision_id)
    then
      raise exception 'a settlement never changes' using errcode = 'insufficient_privilege';
    end if;
  elsif old.state <> 'proposed'
    or (new.settled_by_kind, new.settled_by_id)
      is distinct from (current_actor_kind(), current_actor_id())
  then
    raise exception 'nobody settles in another''s name or twice'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

-- Decisions that need approval are kept apart until then: nothing that reads, learns from or
-- discloses decisions can come across one.
create table proposed_decisions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version that was reviewed.
  version int4 not null,
  verdict text not null check (
    verdict in ('counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear')
  ),
  reason text,
  note text,
  reviewer text,
  proposed_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  state text not null default 'proposed'
    check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  settled_at timestamptz(3),
  settled_by_kind text,
  settled_by_id text,
  settled_note text,
  -- The decision that resulted from approval.
  decision_id uuid references decisions deferrable,
  foreign key (listing_id, version) references listing_versions deferrable,
  constraint proposed_decisions_settled check (
    (state = 'proposed') = (settled_at is null)
    and (settled_at is null) = (settled_by_kind is null)
    and (settled_at is null) = (settled_by_id is null)
    and (state = 'confirmed') = (decision_id is not null)
  ),
  -- Only others approve or reject; only the proposer withdraws.
  constraint proposed_decisions_by_another check (
    case state
      when 'confirmed' then (settled_by_kind, settled_by_id) <> (actor_kind, actor_id)
      when 'rejected' then (settled_by_kind, settled_by_id) <> (actor_kind, actor_id)
      when 'withdrawn' then (settled_by_kind, settled_by_id) = (actor_kind, actor_id)
      else true
    end
  )
);

-- One proposal at a time is open for a listing: with two it would be unclear which one is meant.
create unique index proposed_decisions_open
  on proposed_decisions (listing_id, organisation_id) where state = 'proposed';
-- An organisation's proposals by state, newest first.
create index proposed_decisions_of_organisation
  on proposed_decisions (organisation_id, state, proposed_at desc, id desc);
-- Proposals on one listing, which keep the listing from being deleted.
create index proposed_decisions_on_listing on proposed_decisions (listing_id, organisation_id);
-- The proposal behind a decision that is restored.
create index proposed_decisions_by_decision on proposed_decisions (decision_id)
  where decision_id is not null;

create trigger proposed_decisions_settled_once
  before update on proposed_decisions
  for each row execute function refuse_other_settlement();

alter table proposed_decisions enable row level security, force row level security;

grant select, insert, update (reason, note, state, settled_at, settled_by_kind, settled_by_id,
  settled_note, decision_id) on proposed_decisions to touchstone_app;
create policy own_proposals on proposed_decisions for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody proposes in another's name, and every proposal starts open.
create policy own_new_proposals on proposed_decisions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and state = 'proposed'
  );
-- Only visible listings can be decided on.
create policy on_listing_in_sight on proposed_decisions as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
-- Nobody settles in another's name, and a settlement is final.
create policy own_settlements on proposed_decisions for update to touchstone_app
  using (organisation_id = current_organisation() and state = 'proposed')
  with check (
    organisation_id = current_organisation()
    and state <> 'proposed'
    and settled_by_kind = current_actor_kind()
    and settled_by_id = current_actor_id()
  );
-- Words can be removed, never changed.
create policy own_words on proposed_decisions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and reason is null and note is null and settled_note is null
  );

grant select, insert, update (reason, note, settled_note), delete
  on proposed_decisions to touchstone_operator;
create policy operator on proposed_decisions for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on proposed_decisions as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from listings l where l.id = listing_id and is_of_sample(l.organisation_id)
    )
    or exists (
      select from decisions d join listings l on l.id = d.listing_id
      where d.id = decision_id and is_of_sample(l.organisation_id)
    )
  );

-- Blind audits measure error: a seeded random sample of listings is annotated by people who see
-- neither the verdict nor each other's answer. Without a row, the program's defaults apply.
create table blind_audit_settings (
  organisation_id uuid primary key references organisations deferrable,
  enabled bool not null,
  clear_size int4 not null check (clear_size between 0 and 500),
  flagged_size int4 not null check (flagged_size between 0 and 500),
  removed_size int4 not null check (removed_size between 0 and 500),
  changed_at timestamptz(3) not null default now(),
  -- Sampled from listings restricted in a week whose sellers did not complain, in addition to
  -- those received.
  unappealed_size int4 not null default 10 check (unappealed_size between 0 and 500)
);

alter table blind_audit_settings enable row level security, force row level security;

grant select, insert, update (enabled, clear_size, flagged_size, removed_size, changed_at,
  unappealed_size) on blind_audit_settings to touchstone_app;
create policy own_settings on blind_audit_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on blind_audit_settings to touchstone_operator;
create policy operator on blind_audit_settings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on blind_audit_settings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- One sample per week. The week is that in which the listings were received, so that each is in
-- one frame only.
create table audit_samples (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  week date not null check (extract(isodow from week) = 1),
  seed text not null check (seed ~ '^[0-9a-f]{32}$'),
  -- SHA-256 of the frame as published.
  frame_digest bytea not null check (length(frame_digest) = 32),
  -- Listings in the frame by stratum, verdict and brand: the basis of the weights.
  counts json not null,
  drawn_at timestamptz(3) not null default now(),
  closes_at timestamptz(3) not null,
  constraint audit_samples_once unique (organisation_id, week)
);

alter table audit_samples enable row level security, force row level security;

grant select, insert on audit_samples to touchstone_app;
create policy own_samples on audit_samples for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on audit_samples to touchstone_operator;
create policy operator on audit_samples for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on audit_samples as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The ids of the listings in a frame, sixteen bytes each, in order.
create table sampling_frames (
  sample_id uuid not null references audit_samples deferrable,
  organisation_id uuid not null references organisations deferrable,
  stratum text not null check (stratum in ('clear', 'flagged', 'removed', 'unappealed')),
  ids bytea not null check (length(ids) % 16 = 0),
  primary key (sample_id, stratum)
);

alter table sampling_frames enable row level security, force row level security;

grant select, insert on sampling_frames to touchstone_app;
create policy own_frames on sampling_frames for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_sample on sampling_frames as restrictive for insert to touchstone_app
  with check (exists (select from audit_samples s where s.id = sample_id));

grant select, insert, delete on sampling_frames to touchstone_operator;
create policy operator on sampling_frames for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on sampling_frames as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table audit_items (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  sample_id uuid not null references audit_samples deferrable,
  listing_id uuid not null,
  -- The version and verdict at the time of sampling.
  version int4 not null,
  stratum text not null check (stratum in ('clear', 'flagged', 'removed', 'unappealed')),
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  brands text[] not null,
  families text[] not null,
  place int4 not null check (place >= 0),
  constraint audit_items_once unique (sample_id, listing_id),
  foreign key (listing_id, version) references listing_versions deferrable
);

-- Listings awaiting annotation, in the order of sampling.
create index audit_items_of_sample on audit_items (sample_id, place);
-- Whether a listing is sampled: checked before each deletion.
create index audit_items_of_listing on audit_items (listing_id);

alter table audit_items enable row level security, force row level security;

grant select, insert on audit_items to touchstone_app;
create policy own_items on audit_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Only visible listings are sampled.
create policy of_own_sample on audit_items as restrictive for insert to touchstone_app
  with check (
    exists (select from audit_samples s where s.id = sample_id)
    and exists (select from listings l where l.id = listing_id)
  );

grant select, insert, delete on audit_items to touchstone_operator;
create policy operator on audit_items for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on audit_items as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (
      select from listings l where l.id = listing_id and is_of_sample(l.organisation_id)
    )
  );

-- Two annotations per listing, and a third if they differ. Without a label it is in progress.
create table annotations (
  item_id uuid not null references audit_items deferrable,
  slot int4 not null check (slot between 1 and 3),
  organisation_id uuid not null references organisations deferrable,
  reader uuid not null references people deferrable,
  label text check (
    label in ('counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear')
  ),
  claimed_at timestamptz(3) not null default now(),
  read_at timestamptz(3),
  primary key (item_id, slot),
  constraint annotations_two_readers unique (item_id, reader),
  constraint annotations_read check ((label is null) = (read_at is null))
);

-- What a reader is annotating: usually one listing.
create index annotations_at_hand on annotations (organisation_id, reader)
  where label is null;

alter table annotations enable row level security, force row level security;

-- A listing that was taken and not annotated is released to others.
grant select, insert, update (label, read_at), delete on annotations to touchstone_app;
create policy own_readings on annotations for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody annotates in another's name, and an annotation is final.
create policy own_new_readings on annotations for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person'
    and reader::text = current_actor_id()
    and label is null
  );
create policy own_labels on annotations for update to touchstone_app
  using (organisation_id = current_organisation() and label is null)
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person'
    and reader::text = current_actor_id()
  );
create policy freed on annotations for delete to touchstone_app
  using (organisation_id = current_organisation() and label is null);
create policy of_own_item on annotations as restrictive for insert to touchstone_app
  with check (exists (select from audit_items i where i.id = item_id));

grant select, insert, delete on annotations to touchstone_operator;
create policy operator on annotations for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on annotations as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Requested calibrations of the weights and their results.
create table weight_fits (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'refused', 'failed')),
  requested_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  -- Why there are no weights.
  reason text,
  report json,
  weights json,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  constraint weight_fits_ended check ((ended_at is null) = (state in ('waiting', 'running'))),
  constraint weight_fits_weights check ((weights is not null) = (state = 'done'))
);

-- An organisation's calibrations, newest first.
create index weight_fits_of_organisation on weight_fits (organisation_id, requested_at desc, id desc);
-- One calibration at a time per organisation, and all that the job looks for.
create unique index weight_fits_under_way on weight_fits (organisation_id)
  where ended_at is null;

alter table weight_fits enable row level security, force row level security;

grant select, insert, update (state, started_at, ended_at, reason, report, weights)
  on weight_fits to touchstone_app;
create policy own_fits on weight_fits for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on weight_fits to touchstone_operator;
create policy operator on weight_fits for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on weight_fits as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- What the engine reads in addition to the shipped files: terms and guards of the lexicon,
-- weights. All organisations share the engine, so releases belong to the installation.
create table engine_releases (
  id uuid primary key,
  -- The number people refer to.
  number int4 not null constraint engine_releases_number_taken unique check (number > 0),
  title text not null,
  note text,
  -- Complete, never a difference. Of the type json, which keeps the order of keys: engines are
  -- told apart by a hash of it.
  content json not null,
  state text not null default 'draft' check (state in ('draft', 'shadow', 'live', 'retired')),
  -- The live release when this one was drafted; null if there were only the shipped files.
  parent_id uuid references engine_releases deferrable,
  -- The release this one replaced: the target of a rollback.
  replaced_id uuid references engine_releases deferrable,
  -- Share of new listings that it assesses in shadow.
  share float8 check (share > 0 and share <= 1),
  edit int4 not null default 0,
  author_kind text not null default current_actor_kind(),
  author_id text not null default current_actor_id(),
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  -- Operators act on the engine release that they read.
  version int4 not null default 1 check (version > 0),
  constraint engine_releases_share_in_shadow check ((state = 'shadow') = (share is not null)),
  constraint engine_releases_replaces_another check (replaced_id <> id)
);

create trigger engine_releases_versions before update on engine_releases
  for each row execute function raise_version();

-- At most one is live and one in shadow; every process looks for them once a second.
create unique index engine_releases_at_work on engine_releases (state)
  where state in ('live', 'shadow');

alter table engine_releases enable row level security, force row level security;

grant select, insert, update (title, note, content, state, replaced_id, share, edit, changed_at)
  on engine_releases to touchstone_operator;
create policy operator on engine_releases for all to touchstone_operator
  using (true) with check (true);

-- Who changed what: every release can be rebuilt from it.
create table engine_release_events (
  id uuid primary key,
  release_id uuid not null references engine_releases deferrable,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  act text not null check (
    act in ('drafted', 'amended', 'to-shadow', 'to-draft', 'to-live', 'retired')
  ),
  note text,
  -- The content from then on; null if unchanged.
  content json,
  -- Ids of the changed terms and guards.
  terms text[] not null default '{}',
  weights bool not null default false
);

-- The history of one release, newest first.
create index engine_release_events_of_release
  on engine_release_events (release_id, at desc, id desc);

create trigger engine_release_events_append_only
  before update or delete or truncate on engine_release_events
  for each statement execute function refuse_change_of_log();

alter table engine_release_events enable row level security, force row level security;

grant select, insert on engine_release_events to touchstone_operator;
create policy operator on engine_release_events for all to touchstone_operator
  using (true) with check (true);

-- What a release would have said of stored listings: figures only, no listings.
create table engine_release_trials (
  id uuid primary key,
  release_id uuid not null references engine_releases deferrable,
  kind text not null check (kind in ('sample', 'back-test')),
  -- The edit that was tried: results of an earlier content no longer count.
  edit int4 not null,
  figures json not null,
  at timestamptz(3) not null default now()
);

-- The newest result of each kind for a release.
create index engine_release_trials_of_release
  on engine_release_trials (release_id, kind, at desc);

create trigger engine_release_trials_append_only
  before update or delete or truncate on engine_release_trials
  for each statement execute function refuse_change_of_log();

alter table engine_release_trials enable row level security, force row level security;

grant select, insert on engine_release_trials to touchstone_operator;
create policy operator on engine_release_trials for all to touchstone_operator
  using (true) with check (true);
