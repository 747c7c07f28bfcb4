-- Decisions that count only once a second person has confirmed them. Until then they lie apart, so
-- that nothing that reads decisions, learns from them or tells others of them can meet one.

-- Where an organisation says nothing, one person decides.
create table decision_rules (
  organisation_id uuid primary key references organisations deferrable,
  second_person text[] not null check (
    second_person <@ array['counterfeit', 'grey-market', 'trademark-misuse', 'genuine', 'unclear']
  ),
  changed_at timestamptz(3) not null default now()
);

create table proposed_decisions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version that was looked at.
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
  -- What it became where it was confirmed.
  decision_id uuid references decisions deferrable,
  foreign key (listing_id, version) references listing_versions deferrable,
  constraint proposed_decisions_settled check (
    (state = 'proposed') = (settled_at is null)
    and (settled_at is null) = (settled_by_kind is null)
    and (settled_at is null) = (settled_by_id is null)
    and (state = 'confirmed') = (decision_id is not null)
  ),
  -- Whoever proposes never confirms; whoever proposed alone takes it back.
  constraint proposed_decisions_by_another check (
    case state
      when 'confirmed' then (settled_by_kind, settled_by_id) <> (actor_kind, actor_id)
      when 'rejected' then (settled_by_kind, settled_by_id) <> (actor_kind, actor_id)
      when 'withdrawn' then (settled_by_kind, settled_by_id) = (actor_kind, actor_id)
      else true
    end
  )
);

-- One waits on an offer at a time: a second one would leave open which of them is meant.
create unique index proposed_decisions_open
  on proposed_decisions (listing_id, organisation_id) where state = 'proposed';
-- An organisation's, page by page from the newest; with its state for those that wait.
create index proposed_decisions_of_organisation
  on proposed_decisions (organisation_id, state, proposed_at desc, id desc);
-- What was proposed on one offer, which is kept as long as anything was.
create index proposed_decisions_on_listing on proposed_decisions (listing_id, organisation_id);
-- A decision that is restored looks for what it was made of.
create index proposed_decisions_by_decision on proposed_decisions (decision_id)
  where decision_id is not null;

-- Of the row before, policies know nothing: what is settled stays so, and nobody settles in another's
-- name, whichever words are taken away at the same time.
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

create trigger proposed_decisions_settled_once
  before update on proposed_decisions
  for each row execute function refuse_other_settlement();

alter table decision_rules enable row level security;
alter table decision_rules force row level security;
alter table proposed_decisions enable row level security;
alter table proposed_decisions force row level security;

grant select, insert on decision_rules, proposed_decisions
  to touchstone_app, touchstone_operator;
grant update (second_person, changed_at) on decision_rules to touchstone_app;
grant update (state, settled_at, settled_by_kind, settled_by_id, settled_note, decision_id,
  reason, note) on proposed_decisions to touchstone_app;
grant update (reason, note, settled_note) on proposed_decisions to touchstone_operator;

create policy own_rules on decision_rules for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own_proposals on proposed_decisions for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody proposes in another's name, and nothing is settled from the start.
create policy own_new_proposals on proposed_decisions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and state = 'proposed'
  );
-- On offers that are in sight, as decisions are.
create policy on_listing_in_sight on proposed_decisions as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
-- Nobody settles in another's name, and what is settled stays so.
create policy own_settlements on proposed_decisions for update to touchstone_app
  using (organisation_id = current_organisation() and state = 'proposed')
  with check (
    organisation_id = current_organisation()
    and state <> 'proposed'
    and settled_by_kind = current_actor_kind()
    and settled_by_id = current_actor_id()
  );
-- The words can be taken away, never changed.
create policy own_words on proposed_decisions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and reason is null and note is null and settled_note is null
  );

create policy operator on decision_rules for all to touchstone_operator
  using (true) with check (true);
create policy operator on proposed_decisions for all to touchstone_operator
  using (true) with check (true);
