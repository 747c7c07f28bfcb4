-- The seller's side: one-time links, what sellers answer, the documents with it, proof that was asked for, and
-- records of what was cleared. What a seller wrote stands here alone and can be taken away: the events of a
-- proceeding name an answer by its id.

-- Whoever came by a link acts under the link's id, for the organisation that made it.
alter table audit_events drop constraint audit_events_actor_kind_check;
alter table audit_events add constraint audit_events_actor_kind_check
  check (actor_kind in ('operator', 'person', 'key', 'recipient'));

create table proof_asks (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The offer that it is about; null once it was purged.
  listing_id uuid references listings on delete set null deferrable,
  marketplace text not null,
  -- Null once the seller was erased.
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  brand_id text not null check (length(brand_id) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  accepts text[] not null check (cardinality(accepts) between 1 and 20),
  state text not null default 'asked'
    check (state in ('asked', 'answered', 'accepted', 'not-accepted', 'withdrawn', 'no-answer')),
  asked_by text not null default current_actor_id(),
  asked_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by text,
  reasons text check (length(reasons) between 1 and 5000),
  -- Until when an accepted proof speaks for other offers of this seller under this brand.
  valid_until timestamptz(3),
  -- The ask whose accepted proof spoke for this one.
  reused_from uuid,
  constraint proof_asks_of_organisation unique (id, organisation_id),
  constraint proof_asks_reused_own foreign key (reused_from, organisation_id)
    references proof_asks (id, organisation_id) deferrable,
  constraint proof_asks_validity check (valid_until is null or state = 'accepted')
);

-- Page by page from the newest.
create index proof_asks_newest on proof_asks (organisation_id, asked_at desc, id desc);
-- What is still unanswered, for the sweep that tells when a day has passed.
create index proof_asks_due on proof_asks (due_at) where state = 'asked';
-- Whether a proof of this seller for this brand was accepted.
create index proof_asks_accepted on proof_asks (organisation_id, seller_hash, brand_id, valid_until)
  where state = 'accepted';
-- All asks of a seller, for his rights.
create index proof_asks_of_seller on proof_asks (organisation_id, seller_hash);
-- What a purge of an offer lets go of.
create index proof_asks_of_listing on proof_asks (listing_id);

create table answer_links (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- About one proceeding or one ask for proof, and one seller.
  proceeding_id uuid,
  ask_id uuid,
  -- The matter of the proceeding, where it has several restrictions.
  matter text check (length(matter) between 1 and 300),
  marketplace text not null,
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  -- How the seller finds the same on the marketplace's own site.
  own_way text not null check (length(own_way) between 1 and 500),
  token_hash bytea not null constraint answer_links_token_taken unique check (length(token_hash) = 32),
  -- Of the browser that opened it.
  session_hash bytea check (length(session_hash) = 32),
  made_by text not null default current_actor_id(),
  made_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  opened_at timestamptz(3),
  revoked_at timestamptz(3),
  constraint answer_links_about_one check ((proceeding_id is null) <> (ask_id is null)),
  constraint answer_links_opened check ((opened_at is null) = (session_hash is null)),
  constraint answer_links_of_organisation unique (id, organisation_id),
  constraint answer_links_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint answer_links_of_ask foreign key (ask_id, organisation_id)
    references proof_asks (id, organisation_id) deferrable
);

-- Page by page from the newest.
create index answer_links_newest on answer_links (organisation_id, made_at desc, id desc);
-- The links of one proceeding, of which a new one ends those before.
create index answer_links_of_one_proceeding on answer_links (proceeding_id) where proceeding_id is not null;
create index answer_links_of_one_ask on answer_links (ask_id) where ask_id is not null;
-- All links to a seller, for his rights.
create index answer_links_of_seller on answer_links (organisation_id, seller_hash);
-- What a browser opened.
create index answer_links_of_session on answer_links (session_hash) where session_hash is not null;

create table answers (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  link_id uuid not null,
  proceeding_id uuid,
  ask_id uuid,
  -- The complaint in the proceeding that it lodged; null where the regime knows none here.
  matter text check (length(matter) between 1 and 300),
  seller_hash bytea not null check (length(seller_hash) = 32),
  -- Null once what the seller wrote was taken away.
  words text check (length(words) <= 10000),
  locale text not null check (length(locale) between 2 and 20),
  state text not null default 'given' check (state in ('given', 'withdrawn', 'decided')),
  given_at timestamptz(3) not null,
  outcome text check (outcome in ('upheld', 'rejected', 'accepted', 'not-accepted')),
  -- For the seller.
  reasons text check (length(reasons) between 1 and 5000),
  -- Written by who decided, for the notifier, who sees nothing else.
  summary text check (length(summary) between 1 and 2000),
  decided_at timestamptz(3),
  decided_by text,
  told_at timestamptz(3),
  constraint answers_about_one check ((proceeding_id is null) <> (ask_id is null)),
  constraint answers_decided check (
    (state = 'decided') = (decided_at is not null and outcome is not null)
  ),
  constraint answers_of_organisation unique (id, organisation_id),
  constraint answers_by_link foreign key (link_id, organisation_id)
    references answer_links (id, organisation_id) deferrable,
  constraint answers_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint answers_of_ask foreign key (ask_id, organisation_id)
    references proof_asks (id, organisation_id) deferrable
);

-- Page by page from the newest.
create index answers_newest on answers (organisation_id, given_at desc, id desc);
-- What was answered in one proceeding, and to one ask.
create index answers_of_one_proceeding on answers (proceeding_id, given_at desc) where proceeding_id is not null;
create index answers_of_one_ask on answers (ask_id, given_at desc) where ask_id is not null;
-- All that a seller answered, for his rights.
create index answers_of_seller on answers (organisation_id, seller_hash);
create index answers_by_link on answers (link_id);
-- Ended answers whose words and documents are still kept, for the sweep that takes them away.
create index answers_to_forget on answers (organisation_id, coalesce(decided_at, given_at))
  where words is not null and state <> 'given';

create table answer_documents (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  answer_id uuid not null,
  place int4 not null check (place >= 0),
  name text not null check (length(name) between 1 and 200),
  media_type text not null
    check (media_type in ('application/pdf', 'image/png', 'image/jpeg')),
  bytes int4 not null check (bytes > 0),
  -- Of the document itself, as its sender can compare it.
  sha256 bytea not null check (length(sha256) = 32),
  flags text[] not null default '{}',
  -- Under the installation's key.
  content bytea not null,
  constraint answer_documents_in_place unique (answer_id, place),
  constraint answer_documents_of_answer foreign key (answer_id, organisation_id)
    references answers (id, organisation_id) deferrable
);

create table cleared_records (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null,
  seller_id text check (length(seller_id) between 1 and 1000),
  seller_hash bytea not null check (length(seller_hash) = 32),
  brand_id text not null check (length(brand_id) between 1 and 200),
  -- As the marketplace knows it; null for all the seller's goods under the right.
  product text check (length(product) between 1 and 500),
  right_name text not null check (length(right_name) between 1 and 300),
  answer_id uuid not null,
  -- The canonical bytes that were signed; null once the seller was erased.
  statement text,
  signature bytea not null check (length(signature) = 64),
  key_id text not null,
  issued_by text not null default current_actor_id(),
  issued_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_by text,
  revoked_because text check (length(revoked_because) between 1 and 2000),
  constraint cleared_records_revoked check ((revoked_at is null) = (revoked_because is null)),
  constraint cleared_records_of_answer foreign key (answer_id, organisation_id)
    references answers (id, organisation_id) deferrable
);

-- Page by page from the newest.
create index cleared_records_newest on cleared_records (organisation_id, issued_at desc, id desc);
-- Whether this seller is cleared under a right, asked before each notice.
create index cleared_records_standing on cleared_records (marketplace, seller_id, right_name)
  where revoked_at is null;
create index cleared_records_of_seller on cleared_records (organisation_id, seller_hash);
create index cleared_records_of_answer on cleared_records (answer_id);

do $$
declare
  name text;
begin
  foreach name in array array['proof_asks', 'answer_links', 'answers', 'answer_documents',
    'cleared_records']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, update, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
    execute format('grant select, insert on %I to touchstone_app', name);
  end loop;
end
$$;

-- Rows go with a sample alone; of documents also when their time is over.
create policy of_sample on proof_asks as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on answer_links as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on answers as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
create policy of_sample on cleared_records as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

grant update (seller_id, state, decided_at, decided_by, reasons, valid_until) on proof_asks to touchstone_app;
grant update (seller_id, session_hash, opened_at, revoked_at) on answer_links to touchstone_app;
grant update (words, state, outcome, reasons, summary, decided_at, decided_by, told_at) on answers
  to touchstone_app;
grant update (seller_id, statement, revoked_at, revoked_by, revoked_because) on cleared_records
  to touchstone_app;
grant delete on answer_documents to touchstone_app;

-- Whoever holds a link's token, or came by it before, sees that link and no other.
create policy at_the_door on answer_links for select to touchstone_app
  using (
    token_hash = decode(nullif(current_setting('touchstone.answer_token', true), ''), 'hex')
    or session_hash = decode(nullif(current_setting('touchstone.answer_session', true), ''), 'hex')
  );

-- Who came by a link works on what it is about, and on nothing else that is kept here.
create function is_of_own_link(organisation uuid, proceeding uuid, ask uuid) returns boolean
  language sql stable
  return current_actor_kind() is distinct from 'recipient' or exists (
    select from answer_links l
    where l.id::text = current_actor_id() and l.organisation_id = organisation
      and l.proceeding_id is not distinct from proceeding and l.ask_id is not distinct from ask
  );
create policy of_own_link on answer_links as restrictive for all to touchstone_app
  using (current_actor_kind() is distinct from 'recipient' or id::text = current_actor_id())
  with check (current_actor_kind() is distinct from 'recipient' or id::text = current_actor_id());
create policy of_own_link on answers as restrictive for all to touchstone_app
  using (is_of_own_link(organisation_id, proceeding_id, ask_id))
  with check (is_of_own_link(organisation_id, proceeding_id, ask_id));
create policy of_own_link on answer_documents as restrictive for all to touchstone_app
  using (exists (select from answers a where a.id = answer_id))
  with check (exists (select from answers a
    where a.id = answer_id and a.organisation_id = answer_documents.organisation_id));
create policy of_own_link on proof_asks as restrictive for all to touchstone_app
  using (is_of_own_link(organisation_id, null, id))
  with check (is_of_own_link(organisation_id, null, id));
create policy no_recipient on cleared_records as restrictive for all to touchstone_app
  using (current_actor_kind() is distinct from 'recipient')
  with check (current_actor_kind() is distinct from 'recipient');

-- Said before the keys are looked at: a key that is taken would tell of another's.
create policy of_own_proceeding on answer_links as restrictive for insert to touchstone_app
  with check (
    exists (select from proceedings p
      where p.id = proceeding_id and p.organisation_id = answer_links.organisation_id)
    or exists (select from proof_asks a
      where a.id = ask_id and a.organisation_id = answer_links.organisation_id)
  );
create policy of_offer_in_sight on proof_asks as restrictive for insert to touchstone_app
  with check (listing_id is null or exists (select from listings l where l.id = listing_id));

-- Who holds a standing claim on a brand sees what was cleared under it: so the same notice hits nobody twice.
create policy of_claimed_brand on cleared_records for select to touchstone_app
  using (exists (
    select from claims c
    where c.organisation_id = current_organisation() and c.brand_id = cleared_records.brand_id
      and c.state = 'approved'
  ));
