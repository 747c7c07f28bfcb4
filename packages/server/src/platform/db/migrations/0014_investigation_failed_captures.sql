-- Captures that failed, latest first: the inbox shows those of which nobody requested another.
create index captures_failed on captures (organisation_id, ended_at desc, id desc)
  where state = 'failed';
