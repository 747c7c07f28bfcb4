-- Organisations take turns: each claims its share of the open work, newest first.
create index judgements_due_of_organisation on judgements_due (organisation_id, since desc, listing_id);

-- How far an engine has come with the listings of each organisation, newest first, so that none waits for
-- another's to end. Written again by a pass that begins anew.
create table judging_pass_places (
  engine text not null references judging_passes on delete cascade deferrable,
  organisation_id uuid not null references organisations on delete cascade deferrable,
  reached_at timestamptz(3),
  reached_id uuid,
  turned_at timestamptz(3) not null default now(),
  done_at timestamptz(3),
  primary key (engine, organisation_id)
);

alter table judging_pass_places enable row level security;
alter table judging_pass_places force row level security;
grant select, insert, delete, update (reached_at, reached_id, turned_at, done_at)
  on judging_pass_places to touchstone_operator;
create policy operator on judging_pass_places for all to touchstone_operator
  using (true) with check (true);

-- Pictures to fetch, by organisation.
create index listing_pictures_due_of_organisation on listing_pictures (organisation_id, due_at)
  where state = 'waiting';

-- Events without their webhooks, by organisation.
create index outbox_events_open_of_organisation on outbox_events (organisation_id, at, id)
  where dispatched_at is null;

-- Photographs of products to fetch, and messages to send, by organisation.
create index product_pictures_due_of_organisation on product_pictures (organisation_id, due_at)
  where state = 'waiting';
create index messages_due_of_organisation on messages (organisation_id, due_at) where state = 'queued';
