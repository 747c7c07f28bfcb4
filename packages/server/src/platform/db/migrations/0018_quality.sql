-- Error measured by lot: which offers were drawn out of which, by what seed, and what readers said who
-- knew neither the verdict nor each other's answer.

-- Where an organisation says nothing, the program's defaults hold.
create table quality_settings (
  organisation_id uuid primary key references organisations deferrable,
  enabled bool not null,
  clear_size int4 not null check (clear_size between 0 and 500),
  flagged_size int4 not null check (flagged_size between 0 and 500),
  removed_size int4 not null check (removed_size between 0 and 500),
  changed_at timestamptz(3) not null default now()
);

-- One lot a week; the week is that in which the offers came in, so that an offer is in one frame only.
create table quality_samples (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  week date not null check (extract(isodow from week) = 1),
  seed text not null check (seed ~ '^[0-9a-f]{32}$'),
  -- SHA-256 of the frame as it is handed out.
  frame_digest bytea not null check (length(frame_digest) = 32),
  -- Offers of the frame by stratum, verdict and brand: what the weights stand on.
  counts json not null,
  drawn_at timestamptz(3) not null default now(),
  closes_at timestamptz(3) not null,
  constraint quality_samples_once unique (organisation_id, week)
);

-- The offers of a frame, sixteen bytes each, in the order of their ids.
create table quality_frames (
  sample_id uuid not null references quality_samples deferrable,
  organisation_id uuid not null references organisations deferrable,
  stratum text not null check (stratum in ('clear', 'flagged', 'removed')),
  ids bytea not null check (length(ids) % 16 = 0),
  primary key (sample_id, stratum)
);

create table quality_items (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  sample_id uuid not null references quality_samples deferrable,
  listing_id uuid not null,
  -- What was judged, and how, when the lot was drawn.
  version int4 not null,
  stratum text not null check (stratum in ('clear', 'flagged', 'removed')),
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  brands text[] not null,
  families text[] not null,
  place int4 not null check (place >= 0),
  constraint quality_items_once unique (sample_id, listing_id),
  foreign key (listing_id, version) references listing_versions deferrable
);

-- What waits for readers, lot by lot in the order in which it was drawn.
create index quality_items_of_sample on quality_items (sample_id, place);
-- Whether an offer was drawn: asked for every offer whose time is up.
create index quality_items_of_listing on quality_items (listing_id);

-- Two readings of an offer, and a third where they differ. Without a label it is one under way.
create table quality_readings (
  item_id uuid not null references quality_items deferrable,
  slot int4 not null check (slot between 1 and 3),
  organisation_id uuid not null references organisations deferrable,
  reader uuid not null references people deferrable,
  label text check (label in ('counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear')),
  claimed_at timestamptz(3) not null default now(),
  read_at timestamptz(3),
  primary key (item_id, slot),
  constraint quality_readings_two_readers unique (item_id, reader),
  constraint quality_readings_read check ((label is null) = (read_at is null))
);

-- What a reader has at hand: mostly one offer.
create index quality_readings_at_hand on quality_readings (organisation_id, reader)
  where label is null;

-- Weights that were asked for, and what came of it.
create table quality_fits (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'refused', 'failed')),
  asked_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  -- Why there are no weights.
  reason text,
  report json,
  weights json,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  constraint quality_fits_ended check ((ended_at is null) = (state in ('waiting', 'running'))),
  constraint quality_fits_weights check ((weights is not null) = (state = 'done'))
);

-- An organisation's fits, newest first.
create index quality_fits_of_organisation on quality_fits (organisation_id, asked_at desc, id desc);
-- An organisation has one fit under way at a time, and the job looks for no others.
create unique index quality_fits_under_way on quality_fits (organisation_id)
  where ended_at is null;

alter table quality_settings enable row level security;
alter table quality_settings force row level security;
alter table quality_samples enable row level security;
alter table quality_samples force row level security;
alter table quality_frames enable row level security;
alter table quality_frames force row level security;
alter table quality_items enable row level security;
alter table quality_items force row level security;
alter table quality_readings enable row level security;
alter table quality_readings force row level security;
alter table quality_fits enable row level security;
alter table quality_fits force row level security;

grant select, insert on quality_settings, quality_samples, quality_frames, quality_items,
  quality_readings, quality_fits to touchstone_app, touchstone_operator;
grant update (enabled, clear_size, flagged_size, removed_size, changed_at) on quality_settings
  to touchstone_app;
grant update (label, read_at) on quality_readings to touchstone_app;
-- An offer that somebody took and did not read is freed for others.
grant delete on quality_readings to touchstone_app;
grant update (state, started_at, ended_at, reason, report, weights) on quality_fits
  to touchstone_app;

create policy own_settings on quality_settings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_samples on quality_samples for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_frames on quality_frames for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_items on quality_items for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_fits on quality_fits for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

create policy own_readings on quality_readings for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody reads in another's name, and what was read stays as it was said.
create policy own_new_readings on quality_readings for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person'
    and reader::text = current_actor_id()
    and label is null
  );
create policy own_labels on quality_readings for update to touchstone_app
  using (organisation_id = current_organisation() and label is null)
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person'
    and reader::text = current_actor_id()
  );
create policy freed on quality_readings for delete to touchstone_app
  using (organisation_id = current_organisation() and label is null);

-- A row hangs on rows of its own organisation alone; an offer drawn is one in sight.
create policy of_own_sample on quality_frames as restrictive for insert to touchstone_app
  with check (exists (select from quality_samples s where s.id = sample_id));
create policy of_own_sample on quality_items as restrictive for insert to touchstone_app
  with check (
    exists (select from quality_samples s where s.id = sample_id)
    and exists (select from listings l where l.id = listing_id)
  );
create policy of_own_item on quality_readings as restrictive for insert to touchstone_app
  with check (exists (select from quality_items i where i.id = item_id));

create policy operator on quality_settings for all to touchstone_operator
  using (true) with check (true);
create policy operator on quality_samples for all to touchstone_operator
  using (true) with check (true);
create policy operator on quality_frames for all to touchstone_operator
  using (true) with check (true);
create policy operator on quality_items for all to touchstone_operator
  using (true) with check (true);
create policy operator on quality_readings for all to touchstone_operator
  using (true) with check (true);
create policy operator on quality_fits for all to touchstone_operator
  using (true) with check (true);
