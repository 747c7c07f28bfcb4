-- The sample alliance is to look as if it had been in use for some weeks: once its offers were taken as
-- any others are, the times at which they came in and at which something was said of them are moved
-- into the past. What is real keeps its own times, whoever asks.

grant update (first_seen_at) on listings, listing_mentions to touchstone_operator;
grant update (received_at) on listing_versions to touchstone_operator;
grant update (at) on assessments, catalog_versions to touchstone_operator;
grant update (recorded_at) on decisions, outcomes to touchstone_operator;
grant update (submitted_at) on claims to touchstone_operator;

create function refuse_other_time() returns trigger language plpgsql as $$
begin
  if is_of_sample(new.organisation_id) then
    return new;
  end if;
  raise exception 'when it happened never changes' using errcode = 'insufficient_privilege';
end
$$;

create trigger listings_keep_their_time
  before update of first_seen_at on listings
  for each row when (new.first_seen_at is distinct from old.first_seen_at)
  execute function refuse_other_time();
create trigger listing_mentions_keep_their_time
  before update of first_seen_at on listing_mentions
  for each row when (new.first_seen_at is distinct from old.first_seen_at)
  execute function refuse_other_time();
create trigger listing_versions_keep_their_time
  before update of received_at on listing_versions
  for each row when (new.received_at is distinct from old.received_at)
  execute function refuse_other_time();
create trigger assessments_keep_their_time
  before update of at on assessments
  for each row when (new.at is distinct from old.at)
  execute function refuse_other_time();
create trigger catalog_versions_keep_their_time
  before update of at on catalog_versions
  for each row when (new.at is distinct from old.at)
  execute function refuse_other_time();
create trigger decisions_keep_their_time
  before update of recorded_at on decisions
  for each row when (new.recorded_at is distinct from old.recorded_at)
  execute function refuse_other_time();
create trigger outcomes_keep_their_time
  before update of recorded_at on outcomes
  for each row when (new.recorded_at is distinct from old.recorded_at)
  execute function refuse_other_time();
create trigger claims_keep_their_time
  before update of submitted_at on claims
  for each row when (new.submitted_at is distinct from old.submitted_at)
  execute function refuse_other_time();
