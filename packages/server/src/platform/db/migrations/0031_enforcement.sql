-- Proceedings: what happens under a regime of law, as the events of its engine. All else is read
-- from them.

create table proceedings (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The offer that it is about; null where it is about none, and once the offer was purged.
  listing_id uuid references listings on delete set null deferrable,
  title text not null check (length(title) between 1 and 300),
  -- It stays under the version with which it began.
  regime text not null,
  version text not null,
  profile json not null,
  settings json not null,
  -- How many events it has.
  events int4 not null default 0 check (events >= 0),
  opened_at timestamptz(3) not null default now(),
  constraint proceedings_of_organisation unique (id, organisation_id)
);

-- Page by page from the newest.
create index proceedings_newest on proceedings (organisation_id, opened_at desc, id desc);
-- The proceedings about one offer, and what a purge of it lets go of.
create index proceedings_of_listing on proceedings (listing_id);

create table proceeding_events (
  proceeding_id uuid not null,
  position int4 not null check (position > 0),
  organisation_id uuid not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  event json not null,
  -- A second writer of the same place is turned away.
  primary key (proceeding_id, position),
  constraint proceeding_events_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

create function refuse_loss_of_proceeding() returns trigger language plpgsql as $$
begin
  if current_user = 'touchstone_operator' and is_of_sample(old.organisation_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger proceeding_events_append_only
  before update or truncate on proceeding_events
  for each statement execute function refuse_change_of_log();
create trigger proceeding_events_kept
  before delete on proceeding_events
  for each row execute function refuse_loss_of_proceeding();

create table proceeding_matters (
  proceeding_id uuid not null,
  matter text not null,
  organisation_id uuid not null,
  machine text not null,
  state text not null,
  since timestamptz(3) not null,
  primary key (proceeding_id, matter),
  constraint proceeding_matters_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- A row for each run of a clock that is running, and for no other.
create table proceeding_clocks (
  proceeding_id uuid not null,
  matter text not null,
  clock text not null,
  run int4 not null,
  organisation_id uuid not null,
  -- The first instant that is too late; null for a clock that never passes.
  due_at timestamptz(3),
  why text not null,
  primary key (proceeding_id, matter, clock, run),
  constraint proceeding_clocks_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- What is due, the oldest first, for the sweep: it reads no clock that still runs.
create index proceeding_clocks_due on proceeding_clocks (due_at) where due_at is not null;

do $$
declare
  name text;
begin
  foreach name in array array['proceedings', 'proceeding_events', 'proceeding_matters',
    'proceeding_clocks']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
    execute format('grant select, insert on %I to touchstone_app', name);
  end loop;
end
$$;

create policy of_sample on proceedings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on proceeding_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
-- Said before the keys are looked at: a key that is taken would tell of another's proceeding.
do $$
declare
  name text;
begin
  foreach name in array array['proceeding_events', 'proceeding_matters', 'proceeding_clocks']
  loop
    execute format('create policy of_own_proceeding on %I as restrictive for insert to touchstone_app
      with check (exists (select from proceedings p
        where p.id = proceeding_id and p.organisation_id = %I.organisation_id))', name, name);
  end loop;
end
$$;
create policy by_whoever_acts on proceeding_events as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id());
create policy of_offer_in_sight on proceedings as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));
grant update (events) on proceedings to touchstone_app, touchstone_operator;
grant delete on proceeding_matters, proceeding_clocks to touchstone_app;
