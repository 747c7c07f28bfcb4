-- What leaves the installation: events to webhooks, and mail. Both are written in the transaction
-- of the change they report and sent afterwards.

-- Data contains ids and verdicts, never what a listing says.
create table outbox_events (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  type text not null,
  data json not null,
  at timestamptz(3) not null default now(),
  -- When the deliveries were created.
  dispatched_at timestamptz(3)
);

-- Open work: little, however large the table.
create index outbox_events_open on outbox_events (at, id) where dispatched_at is null;
-- An organisation's events since a moment, to send them again.
create index outbox_events_of_organisation on outbox_events (organisation_id, at, id);
-- Old events of all organisations, to delete them.
create index outbox_events_by_age on outbox_events (at);
-- Open work by organisation.
create index outbox_events_open_of_organisation on outbox_events (organisation_id, at, id)
  where dispatched_at is null;

alter table outbox_events enable row level security, force row level security;

grant select, insert on outbox_events to touchstone_app;
create policy own_events on outbox_events for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_new_events on outbox_events for insert to touchstone_app
  with check (organisation_id = current_organisation() and dispatched_at is null);

grant select, insert, update (dispatched_at), delete on outbox_events to touchstone_operator;
create policy operator on outbox_events for all to touchstone_operator
  using (true) with check (true);

create table webhooks (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  url text not null check (length(url) between 1 and 2000),
  label text check (length(label) <= 100),
  types text[] not null check (cardinality(types) > 0),
  enabled bool not null default true,
  -- Why Touchstone disabled it: 'failing' for days, 'gone' (410), or its creator became limited
  -- to brands.
  disabled_because text check (disabled_because in ('failing', 'gone', 'maker-limited')),
  -- The first failure since the last success.
  failing_since timestamptz(3),
  failures int4 not null default 0,
  -- Nothing is sent before: a receiver that is down is not called for each event.
  held_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  removed_at timestamptz(3),
  made_by uuid references people deferrable
);

-- An organisation's webhooks, for its list and for its events.
create index webhooks_of_organisation on webhooks (organisation_id, created_at, id)
  where removed_at is null;
-- Webhooks end with the rights of the person who created them.
create index webhooks_of_maker on webhooks (made_by, organisation_id) where removed_at is null;

alter table webhooks enable row level security, force row level security;

grant select, insert, update (url, label, types, enabled, disabled_because, failing_since,
  failures, held_until, removed_at, made_by) on webhooks to touchstone_app;
create policy own_webhooks on webhooks for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- A webhook is created for a member of the organisation.
create policy by_member on webhooks as restrictive for insert to touchstone_app
  with check (made_by is null or exists (
    select from memberships m
    where m.person_id = made_by and m.organisation_id = webhooks.organisation_id
  ));
create policy by_member_changed on webhooks as restrictive for update to touchstone_app
  using (true)
  with check (made_by is null or exists (
    select from memberships m
    where m.person_id = made_by and m.organisation_id = webhooks.organisation_id
  ));

grant select, insert, update (url, label, types, enabled, disabled_because, failing_since,
  failures, held_until, removed_at), delete on webhooks to touchstone_operator;
create policy operator on webhooks for all to touchstone_operator using (true) with check (true);
create policy of_sample on webhooks as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

create table webhook_secrets (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  webhook_id uuid not null references webhooks deferrable,
  sealed bytea not null,
  created_at timestamptz(3) not null default now(),
  -- Set when a newer secret replaces it: until then both sign.
  expires_at timestamptz(3)
);

create index webhook_secrets_of_webhook on webhook_secrets (webhook_id);

alter table webhook_secrets enable row level security, force row level security;

-- A request creates and ends secrets; it never reads one, not even encrypted.
grant select (id, organisation_id, webhook_id, created_at, expires_at), insert, update
  (expires_at), delete on webhook_secrets to touchstone_app;
create policy own_secrets on webhook_secrets for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_webhook on webhook_secrets as restrictive for insert to touchstone_app
  with check (exists (select from webhooks w where w.id = webhook_id));

grant select, insert, update (expires_at), delete on webhook_secrets to touchstone_operator;
create policy operator on webhook_secrets for all to touchstone_operator
  using (true) with check (true);

create table webhook_deliveries (
  webhook_id uuid not null references webhooks deferrable,
  event_id uuid not null references outbox_events deferrable,
  organisation_id uuid not null references organisations deferrable,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  -- Attempts since it was last requested; sending again starts anew.
  tries int4 not null default 0,
  -- The next attempt. A worker that claims it moves this on, so that it returns if the worker
  -- dies.
  due_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  primary key (webhook_id, event_id)
);

-- Open work of one receiver: little, however large the table.
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at)
  where state = 'pending';
-- A receiver's deliveries, newest first.
create index webhook_deliveries_of_webhook
  on webhook_deliveries (webhook_id, created_at desc, event_id desc);
-- Deleted with an old event.
create index webhook_deliveries_of_event on webhook_deliveries (event_id);
-- Failed deliveries, for the operator: few among all that succeeded.
create index webhook_deliveries_failed on webhook_deliveries (webhook_id, created_at)
  where state = 'failed';

alter table webhook_deliveries enable row level security, force row level security;

grant select, insert, update (state, tries, due_at, ended_at)
  on webhook_deliveries to touchstone_app;
create policy own_deliveries on webhook_deliveries for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_event on webhook_deliveries as restrictive for insert to touchstone_app
  with check (
    exists (select from webhooks w where w.id = webhook_id)
    and exists (select from outbox_events e where e.id = event_id)
  );

grant select, insert, update (state, tries, due_at, ended_at), delete
  on webhook_deliveries to touchstone_operator;
create policy operator on webhook_deliveries for all to touchstone_operator
  using (true) with check (true);

create table webhook_attempts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  webhook_id uuid not null,
  event_id uuid not null,
  at timestamptz(3) not null default now(),
  -- Null without an answer: then `problem` says why.
  status int4,
  problem text,
  milliseconds int4 not null,
  -- The first 1 KiB.
  answer text,
  foreign key (webhook_id, event_id) references webhook_deliveries deferrable
);

create index webhook_attempts_of_delivery on webhook_attempts (webhook_id, event_id, at);

alter table webhook_attempts enable row level security, force row level security;

grant select on webhook_attempts to touchstone_app;
create policy own_attempts on webhook_attempts for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on webhook_attempts to touchstone_operator;
create policy operator on webhook_attempts for all to touchstone_operator
  using (true) with check (true);

-- Whether a member limited to brands sees what a message is about. Parameters have their full
-- names here and in sees_subject: an unqualified name means a column, if there is one.
create function sees_message(kind text, about text) returns boolean
  language sql stable
  return current_brands() is null or case sees_message.kind
    when 'notice' then exists (select from notices n where n.id = sees_message.about::uuid)
      or exists (select from received_notices r where r.id = sees_message.about::uuid)
    when 'proceeding' then exists (select from proceedings p where p.id = sees_message.about::uuid)
    when 'person' then sees_message.about = current_actor_id()
    else false
  end;

-- Mail. It is marked before its first byte is sent: after a crash it is uncertain whether it
-- arrived, and nothing sends it again by itself.
create table messages (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Chosen by the caller: the same mail is never sent twice.
  key text not null check (length(key) between 1 and 300),
  by text not null check (by in ('email')),
  recipient text not null check (length(recipient) between 3 and 320),
  -- Where replies go, if not to the address that sends mail.
  reply_to text check (length(reply_to) between 3 and 320),
  subject text not null check (length(subject) between 1 and 300),
  body text not null check (length(body) between 1 and 200000),
  -- Name, type and base64 content of each.
  attachments json not null default '[]',
  about_kind text not null,
  about_id text not null,
  state text not null default 'queued'
    check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain', 'cancelled')),
  -- The server's last answer, or why it was not reached.
  answer text,
  tries int4 not null default 0 check (tries >= 0),
  -- The next attempt. A worker that claims it moves this on, so that it returns if the worker
  -- dies before sending.
  due_at timestamptz(3) not null default now(),
  -- The worker that has claimed it; one whose time is over finds another here and stops.
  claimed_by uuid,
  begun_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- When recipient and text were removed; the digest stays, by which a copy is recognised.
  forgotten_at timestamptz(3),
  body_sha256 bytea check (length(body_sha256) = 32),
  constraint messages_key_taken unique (organisation_id, key),
  constraint messages_forgotten check ((forgotten_at is null) = (body_sha256 is null))
);

-- Mail to send, the longest due first: little, however large the table.
create index messages_due on messages (due_at) where state = 'queued';
-- Mail that was begun and has not ended, to mark it as uncertain.
create index messages_begun on messages (begun_at) where state = 'sending';
-- An organisation's mail, newest first.
create index messages_newest on messages (organisation_id, created_at desc, id desc);
-- Mail about one subject.
create index messages_about on messages (organisation_id, about_kind, about_id, created_at);
-- Mail whose recipient and text have still to be removed, oldest first.
create index messages_to_forget on messages (organisation_id, ended_at, id)
  where forgotten_at is null and ended_at is not null;
-- Mail to send, by organisation.
create index messages_due_of_organisation on messages (organisation_id, due_at)
  where state = 'queued';

alter table messages enable row level security, force row level security;

grant select, insert, update (state, due_at, ended_at) on messages to touchstone_app;
create policy own on messages for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_whoever_acts on messages as restrictive for insert to touchstone_app
  with check (state = 'queued' and actor_kind = current_actor_kind()
    and actor_id = current_actor_id());
-- People retry or cancel; only the installation marks mail as sent.
create policy by_people on messages as restrictive for update to touchstone_app
  using (state in ('queued', 'failed', 'uncertain'))
  with check (state in ('queued', 'cancelled'));
create policy in_own_limits on messages as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_message(about_kind, about_id));

grant select, insert, update (recipient, reply_to, subject, body, attachments, state, answer,
  tries, due_at, claimed_by, begun_at, ended_at, forgotten_at, body_sha256), delete
  on messages to touchstone_operator;
create policy operator on messages for all to touchstone_operator using (true) with check (true);
create policy of_sample on messages as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Whether a member limited to brands sees an entry of the audit log, by its subject. Subjects of
-- all domains are known here.
create function sees_subject(kind text, subject text) returns boolean
  language sql stable
  return current_brands() is null or case
    when sees_subject.kind in ('person', 'session', 'invitation', 'key', 'installation', 'regime')
      then true
    when sees_subject.subject !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then sees_subject.kind = 'brand' and sees_brand(sees_subject.subject)
    else case sees_subject.kind
      when 'listing' then sees_listing(sees_subject.subject::uuid)
      when 'case' then sees_case(sees_subject.subject::uuid)
      when 'proceeding' then sees_proceeding(sees_subject.subject::uuid)
      when 'notice' then sees_message('notice', sees_subject.subject)
      when 'received-notice' then sees_message('notice', sees_subject.subject)
      when 'capture' then exists (select from captures c where c.id = sees_subject.subject::uuid)
      when 'message' then exists (select from messages m where m.id = sees_subject.subject::uuid)
      when 'proof-request' then sees_proof_request(sees_subject.subject::uuid)
      when 'appeal' then exists (select from appeals a where a.id = sees_subject.subject::uuid)
      when 'appeal-link' then exists (select from appeal_links l
        where l.id = sees_subject.subject::uuid)
      when 'clearance' then exists (select from cleared_records r
        where r.id = sees_subject.subject::uuid)
      when 'claim' then exists (
        select from claims c where c.id = sees_subject.subject::uuid and sees_brand(c.brand_id)
      )
      when 'view' then exists (select from saved_views v where v.id = sees_subject.subject::uuid)
      else false
    end
  end;

-- Everyone sees their own entries.
create policy in_own_limits on audit_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    (actor_kind = current_actor_kind() and actor_id = current_actor_id())
    or sees_subject(subject_kind, subject_id)
  ));
