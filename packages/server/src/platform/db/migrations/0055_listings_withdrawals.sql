-- When its sender said that a listing is no longer offered; null while it is.
alter table listings add column withdrawn_at timestamptz(3);
-- A withdrawn listing needs no decision: `undecided` is false for it, whether there is one or not.
alter table listings add constraint listings_withdrawn_need_no_decision
  check (withdrawn_at is null or not undecided);

-- Lists of those who see listings by their brands leave out withdrawn ones, looked up one by one.
create index listings_withdrawn on listings (id) where withdrawn_at is not null;

grant update (withdrawn_at) on listings to touchstone_app;
grant update (withdrawn_at) on listings to touchstone_operator;
