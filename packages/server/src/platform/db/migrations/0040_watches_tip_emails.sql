-- Tips by email: the address of each person to which they are sent, and what an email states of itself.

create table tip_addresses (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null references people deferrable,
  -- The brand of its tips.
  brand_id text collate "C" check (length(brand_id) between 1 and 200),
  -- SHA-256 of the tag, by which an email is recognised; the tag itself is encrypted, to show it to its person.
  tag_hash bytea not null check (length(tag_hash) = 32),
  tag bytea not null check (length(tag) between 1 and 500),
  created_at timestamptz(3) not null default now(),
  constraint tip_addresses_by_tag unique (tag_hash),
  constraint tip_addresses_of_person unique (organisation_id, person_id)
);

alter table tip_addresses enable row level security, force row level security;

grant select, insert, update, delete on tip_addresses to touchstone_app;
create policy own on tip_addresses for all to touchstone_app
  using (organisation_id = current_organisation() and current_actor_kind() = 'person'
    and person_id::text = current_actor_id())
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person'
    and person_id::text = current_actor_id());
create policy in_own_limits on tip_addresses as restrictive for all to touchstone_app
  using (true)
  with check ((select current_brands()) is null or (brand_id is not null and sees_brand(brand_id)));

grant select, insert, update, delete on tip_addresses to touchstone_operator;
create policy operator on tip_addresses for all to touchstone_operator
  using (true) with check (true);

alter table tips drop constraint tips_source_check;
alter table tips add constraint tips_source_check check (
  source in ('consumer', 'employee', 'partner', 'test-purchase', 'customs', 'other', 'email'));
alter table tips
  -- SHA-256 of the email.
  add email_hash bytea check (length(email_hash) = 32),
  -- What it states: anyone may write anything there. Removed with the words after a time.
  add email_from text check (length(email_from) between 1 and 320),
  add email_sent_at timestamptz(3),
  -- What the receiving server found out about the sender (SPF, DKIM, DMARC), as its header says.
  add email_checks json,
  -- When sender and words were removed.
  add email_forgotten_at timestamptz(3),
  add constraint tips_email check (
    (source = 'email') = (email_hash is not null)
    and (email_hash is not null
      or (email_from is null and email_sent_at is null and email_checks is null
        and email_forgotten_at is null))
  );

-- Senders, who ask for it, and words about a seller, who asks for it, are removed by members, too.
grant update (words, email_from, email_forgotten_at) on tips to touchstone_app;

-- However often an email is read, it gives each of its tips once.
create unique index tips_once_per_email on tips (organisation_id, person_id, email_hash, url)
  where email_hash is not null;
-- Those whose page waits to be read.
create index tips_of_email_unread on tips (recorded_at, id)
  where email_hash is not null and read_at is null and failure is null;
-- Those whose sender and words are still kept.
create index tips_of_email_kept on tips (organisation_id, received_at, id)
  where email_hash is not null and email_forgotten_at is null;
