-- The running clocks of one organisation, page by page from the next one to pass: its people look at few of many.
create index proceeding_clocks_next on proceeding_clocks
  (organisation_id, due_at, proceeding_id, matter, clock, run) where due_at is not null;
