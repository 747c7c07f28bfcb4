-- Messages that leave the house. A row is written with the change that it tells of; what delivers it marks
-- it before the first byte of the message goes out, so that a process that dies there leaves a message of
-- which nobody knows whether it arrived, and which nothing sends again by itself.

create table messages (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Named by whoever asks for it: the same is never sent twice.
  key text not null check (length(key) between 1 and 300),
  by text not null check (by in ('email')),
  recipient text not null check (length(recipient) between 3 and 320),
  -- Where answers go, other than to the address from which mail is sent.
  reply_to text check (length(reply_to) between 3 and 320),
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 200000),
  -- Name, type and bytes in base64 of each.
  attachments json not null default '[]',
  about_kind text not null,
  about_id text not null,
  state text not null default 'queued'
    check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain', 'cancelled')),
  -- What the server said last, or why it was not reached.
  answer text,
  tries int4 not null default 0 check (tries >= 0),
  -- When it is tried next. Whoever takes it moves this on, so that it comes back if he dies before he sends.
  due_at timestamptz(3) not null default now(),
  -- Who has it now; a sender whose time is over finds another's name here and stops.
  taken_by uuid,
  begun_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  constraint messages_key_taken unique (organisation_id, key)
);

-- What is to be sent, the longest due first: little, whatever the table holds.
create index messages_due on messages (due_at) where state = 'queued';
-- What was begun and has no end, for telling that it is uncertain.
create index messages_begun on messages (begun_at) where state = 'sending';
-- An organisation's, page by page from the newest.
create index messages_newest on messages (organisation_id, created_at desc, id desc);
-- What was sent about one thing.
create index messages_about on messages (organisation_id, about_kind, about_id, created_at);

alter table messages enable row level security;
alter table messages force row level security;
grant select, insert, delete on messages to touchstone_operator;
grant update (state, answer, tries, due_at, taken_by, begun_at, ended_at) on messages
  to touchstone_operator;
create policy operator on messages for all to touchstone_operator using (true) with check (true);
create policy of_sample on messages as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
grant select, insert on messages to touchstone_app;
grant update (state, due_at, ended_at) on messages to touchstone_app;
create policy own on messages for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on messages as restrictive for insert to touchstone_app
  with check (state = 'queued' and actor_kind = current_actor_kind()
    and actor_id = current_actor_id());
-- A person sends again or takes back; that a message was sent only the installation says.
create policy by_people on messages as restrictive for update to touchstone_app
  using (state in ('queued', 'failed', 'uncertain'))
  with check (state in ('queued', 'cancelled'));
