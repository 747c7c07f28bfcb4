-- What the platform keeps on behalf of all domains.

-- Answers to requests with an idempotency key, for clients that send a request again.
create table answered_requests (
  organisation_id uuid not null references organisations deferrable,
  idempotency_key text not null check (length(idempotency_key) between 1 and 200),
  request_hash bytea not null,
  -- JSON null until there is an answer: the request is recorded before its listings are ingested.
  answer json not null,
  at timestamptz(3) not null default now(),
  primary key (organisation_id, idempotency_key)
);

-- Old answers are deleted: their errors quote what was sent.
create index answered_requests_by_age on answered_requests (organisation_id, at);

alter table answered_requests enable row level security, force row level security;

grant select, insert, update (answer) on answered_requests to touchstone_app;
create policy own_answers on answered_requests for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on answered_requests to touchstone_operator;
create policy operator on answered_requests for all to touchstone_operator
  using (true) with check (true);
