-- Cases: offers of one seller, product or network that an organisation follows together. What happened
-- to a case is a list of events, to which rows are only added. How a case stands is kept beside it and is
-- made again from the events at any time.

create table cases (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- How many events it has; the next one gets the number after.
  events int4 not null check (events >= 1),
  title text not null,
  about text not null check (about in ('seller', 'product', 'network')),
  -- For members whose sight is narrowed to brands; none: only those who see all brands.
  brands text[] not null default '{}',
  -- 0 is the most urgent.
  urgency int4 not null check (urgency between 0 and 3),
  assignee uuid,
  assigned_until timestamptz(3),
  due_at timestamptz(3),
  snoozed_until timestamptz(3),
  closed_at timestamptz(3),
  opened_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  -- Offers in it.
  offers int4 not null default 0 check (offers >= 0),
  -- What no list is read by: escalation, outcome, tasks, turnover.
  rest json not null
);

-- The work of an organisation, the most urgent and earliest due first. What is closed is the most of it
-- in time, and nobody looks through that in this order.
create index cases_to_work_on on cases (
  organisation_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null;

-- What was closed, the latest first.
create index cases_closed on cases (organisation_id, closed_at desc, id desc)
  where closed_at is not null;

create table case_events (
  case_id uuid not null references cases deferrable,
  position int4 not null check (position >= 1),
  organisation_id uuid not null references organisations deferrable,
  kind text not null,
  data json not null,
  at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A second writer at the same place is refused.
  primary key (case_id, position)
);

create table case_offers (
  case_id uuid not null references cases deferrable,
  -- No foreign key: an offer that is purged leaves its name in the case.
  listing_id uuid not null,
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null,
  external_id text not null,
  added_at timestamptz(3) not null default now(),
  primary key (case_id, listing_id)
);

-- The offers of a case, page by page from those added last.
create index case_offers_added on case_offers (case_id, added_at desc, listing_id desc);

-- In which of its cases an organisation has an offer.
create index case_offers_by_offer on case_offers (listing_id, organisation_id);

alter table cases enable row level security;
alter table cases force row level security;
alter table case_events enable row level security;
alter table case_events force row level security;
alter table case_offers enable row level security;
alter table case_offers force row level security;

grant select, insert, update on cases to touchstone_app, touchstone_operator;
grant select, insert on case_events to touchstone_app, touchstone_operator;
grant select, insert, delete on case_offers to touchstone_app, touchstone_operator;
grant delete on cases, case_events to touchstone_operator;

create policy own on cases for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy own on case_offers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and exists (select from cases c where c.id = case_id)
  );
create policy own on case_events for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody acts in another's name, or on a case that he does not see.
create policy own_new on case_events for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and exists (select from cases c where c.id = case_id)
  );

create policy operator on cases for all to touchstone_operator using (true) with check (true);
create policy operator on case_events for all to touchstone_operator using (true) with check (true);
create policy operator on case_offers for all to touchstone_operator using (true) with check (true);
create policy of_sample on cases as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on case_events as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on case_offers as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
