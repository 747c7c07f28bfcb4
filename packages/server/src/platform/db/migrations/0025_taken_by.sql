-- Who sent each version of an offer, or corrected it. It stands beside what was sent, and goes with it:
-- a marketplace asks of single offers by the million, and a log that nobody can read and nothing is ever
-- taken from is no place for them. Null on what came before.
alter table listing_versions
  add column taken_by_kind text check (taken_by_kind in ('operator', 'person', 'key')),
  add column taken_by_id text;
alter table listing_versions
  alter column taken_by_kind set default current_actor_kind(),
  alter column taken_by_id set default current_actor_id();

-- Nobody sends an offer in another's name.
create policy by_whoever_sends on listing_versions as restrictive for insert to touchstone_app
  with check (taken_by_kind = current_actor_kind() and taken_by_id = current_actor_id());
