-- The key of a listing begins with its external ID, so that one index finds a listing by its ID
-- with or without its marketplace, and a second index of the same rows is not needed.
alter table listings drop constraint listings_external_id;
alter table listings
  add constraint listings_external_id unique (organisation_id, external_id, marketplace);
drop index listings_by_external_id;

-- The queue of one verdict. Nearly all listings are clear: for those, the queue of all verdicts is
-- as good, so that this index holds the others alone.
drop index listings_of_verdict;
create index listings_of_verdict on listings (organisation_id, verdict, first_seen_at desc, id desc)
  include (marketplace, language, probability, signals, undecided)
  where verdict <> 'clear';
