-- When its sender said that a listing is no longer offered; null while it is.
alter table listings add column withdrawn_at timestamptz(3);
-- A withdrawn listing needs no decision: `undecided` is false for it, whether there is one or not.
alter table listings add constraint listings_withdrawn_need_no_decision
  check (withdrawn_at is null or not undecided);

-- Lists of those who see listings by their brands leave out withdrawn ones, looked up one by one.
create index listings_withdrawn on listings (id) where withdrawn_at is not null;

grant update (withdrawn_at) on listings to touchstone_app;
grant update (withdrawn_at) on listings to touchstone_operator;

-- The transaction that last changed the listing. Those who read what changed go on after the last
-- transaction that they have seen whole, so that one that commits late is not skipped: of the
-- transactions below the oldest that is still running, none can add a row any more.
alter table listings add column changed_xid xid8 not null default pg_current_xact_id();
create index listings_changed on listings (organisation_id, changed_xid, id);

-- The listings of an organisation that changed after a place, in the order of their changes. Where it
-- has no statistics yet, the planner expects few rows: it would read and sort all that follow.
create function changed_listings(organisation uuid, after_xid xid8, after_id uuid, most int4)
  returns table (id uuid, changed_xid xid8)
  language sql stable set enable_bitmapscan = off
  as $$
    select l.id, l.changed_xid from listings l
    where l.organisation_id = organisation
      and l.changed_xid < pg_snapshot_xmin(pg_current_snapshot())
      and (l.changed_xid, l.id) > (after_xid, after_id)
    order by l.changed_xid, l.id limit most
  $$;

grant update (changed_xid) on listings to touchstone_app;
grant update (changed_xid) on listings to touchstone_operator;

-- A number for the series that this store's transactions belong to. A restored store numbers its
-- transactions anew, and gives itself another.
create sequence transaction_series as int8;
grant select on transaction_series to touchstone_app;
