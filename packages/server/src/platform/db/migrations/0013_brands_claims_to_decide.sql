-- Claims that wait for a decision, oldest first: few among all that were decided.
create index claims_to_decide on claims (submitted_at, id) where state in ('pending', 'contested');
