-- Networks and cases that are referred to authorities and counsel, and what these answer. The sender owns a referral;
-- its recipient sees it from the moment at which it was sent, and of it what was sent.

create table referrals (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  sender_name text not null check (length(sender_name) between 1 and 200),
  -- Null for a recipient without an account here.
  recipient_id uuid references organisations deferrable,
  recipient_name text not null check (length(recipient_name) between 1 and 200),
  number text collate "C" not null constraint referrals_number_taken unique,
  template text not null,
  title text not null check (length(title) between 1 and 200),
  tlp text not null,
  deconfliction_number text not null,
  state text not null default 'draft' check (state in ('draft', 'awaiting-release', 'releasing',
    'packing-failed', 'sent', 'acknowledged', 'closed', 'withdrawn')),
  version int4 not null default 0,
  created_at timestamptz(3) not null default now(),
  sent_at timestamptz(3),
  acknowledged_at timestamptz(3),
  closed_at timestamptz(3),
  withdrawn_at timestamptz(3),
  withdrawal_reason text check (length(withdrawal_reason) between 1 and 2000),
  silence_since timestamptz(3),
  silence_until timestamptz(3),
  -- When it is deleted: the template says how long after its end.
  expires_at timestamptz(3),
  constraint referrals_of_organisation unique (id, organisation_id),
  constraint referrals_to_another check (recipient_id <> organisation_id),
  constraint referrals_sent check (state not in ('sent', 'acknowledged') or sent_at is not null),
  constraint referrals_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null)
    and (withdrawn_at is null) = (withdrawal_reason is null)),
  constraint referrals_silent check ((silence_since is null) = (silence_until is null))
);

create index referrals_by_time on referrals (organisation_id, created_at desc, id desc);
create index referrals_received on referrals (recipient_id, sent_at desc, id desc)
  where sent_at is not null;
create index referrals_expiring on referrals (organisation_id, expires_at)
  where expires_at is not null;

create trigger referrals_raise_version before update on referrals
  for each row execute function raise_version();

alter table referrals enable row level security, force row level security;

grant select,
  insert (id, organisation_id, sender_name, recipient_id, recipient_name, number, template, title,
    tlp, deconfliction_number),
  update (recipient_id, recipient_name, title, tlp, deconfliction_number, state, acknowledged_at,
    closed_at, withdrawn_at, withdrawal_reason, silence_since, silence_until, expires_at)
  on referrals to touchstone_app;
create policy own on referrals for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy received on referrals for select to touchstone_app
  using (recipient_id = current_organisation() and sent_at is not null);
-- A recipient acknowledges, and asks for silence.
create policy acknowledged on referrals for update to touchstone_app
  using (recipient_id = current_organisation() and sent_at is not null)
  with check (recipient_id = current_organisation() and sent_at is not null);
create policy in_own_limits on referrals as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on referrals to touchstone_operator;
create policy operator on referrals for all to touchstone_operator
  using (true) with check (true);

-- What the sender alone sees of a referral.
create table referral_drafts (
  referral_id uuid primary key,
  organisation_id uuid not null,
  source_kind text not null check (source_kind in ('network', 'case')),
  source_id uuid not null,
  draft json not null,
  created_by uuid not null,
  submitted_at timestamptz(3),
  submitted_by uuid,
  -- The accounts, listings and links of the source when it was submitted.
  snapshot json,
  released_at timestamptz(3),
  released_by uuid,
  return_reason text check (length(return_reason) between 1 and 2000),
  constraint referral_drafts_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable,
  constraint referral_drafts_submitted check ((submitted_at is null) = (submitted_by is null)
    and (submitted_at is null) = (snapshot is null)),
  constraint referral_drafts_released check ((released_at is null) = (released_by is null)
    and (released_at is null or submitted_at is not null)),
  constraint referral_drafts_second_person check (released_by <> submitted_by)
);

create index referral_drafts_of_source on referral_drafts (organisation_id, source_id);

alter table referral_drafts enable row level security, force row level security;

grant select, insert,
  update (draft, submitted_at, submitted_by, snapshot, released_at, released_by, return_reason)
  on referral_drafts to touchstone_app;
create policy own on referral_drafts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()));
create policy in_own_limits on referral_drafts as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on referral_drafts to touchstone_operator;
create policy operator on referral_drafts for all to touchstone_operator
  using (true) with check (true);

create table referral_documents (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  purpose text not null
    check (purpose in ('right-extract', 'signed-complaint', 'identity', 'comparison')),
  title text not null check (length(title) between 1 and 200),
  media_type text not null,
  content bytea not null check (length(content) between 1 and 10485760),
  sha256 bytea not null check (length(sha256) = 32),
  added_at timestamptz(3) not null default now(),
  constraint referral_documents_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable
);

create index referral_documents_of_referral on referral_documents (referral_id, added_at, id);

alter table referral_documents enable row level security, force row level security;

grant select, insert, delete on referral_documents to touchstone_app;
create policy own on referral_documents for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()));
create policy in_own_limits on referral_documents as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, delete on referral_documents to touchstone_operator;
create policy operator on referral_documents for all to touchstone_operator
  using (true) with check (true);

-- Dossiers and supplements: made in the background in the name of the person who released them, sent when they are
-- stored.
create table referral_packages (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  recipient_id uuid references organisations deferrable,
  kind text not null check (kind in ('dossier', 'supplement')),
  -- What a supplement adds.
  words text check (length(words) between 1 and 8000),
  accounts uuid[] not null default '{}',
  listings uuid[] not null default '{}',
  state text not null default 'waiting'
    check (state in ('awaiting-release', 'waiting', 'running', 'failed', 'sent')),
  submitted_by uuid not null,
  submitted_at timestamptz(3) not null default now(),
  released_by uuid,
  attempts int4 not null default 0,
  done int4 not null default 0 check (done >= 0),
  total int4 not null default 0 check (total >= 0),
  progressed_at timestamptz(3) not null default now(),
  problem_code text,
  problem text,
  name text check (length(name) between 1 and 200),
  -- The digest of its sealed statement, by which supplements and redacted copies name it.
  statement_digest text,
  sha256 bytea check (length(sha256) = 32),
  bytes int8 check (bytes > 0),
  packed_accounts int4,
  packed_listings int4,
  sent_at timestamptz(3),
  -- Something in it was erased, or its time ended.
  disposed_at timestamptz(3),
  constraint referral_packages_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable,
  constraint referral_packages_second_person check (released_by <> submitted_by),
  constraint referral_packages_sent check ((state = 'sent') = (sent_at is not null)
    and (sent_at is null) = (sha256 is null) and (sha256 is null) = (bytes is null)
    and (sha256 is null) = (name is null)),
  constraint referral_packages_failed check ((state = 'failed') = (problem is not null)
    and (problem is null) = (problem_code is null)),
  constraint referral_packages_supplement check ((kind = 'supplement') = (words is not null))
);

-- A referral has one dossier.
create unique index referral_packages_dossier on referral_packages (referral_id)
  where kind = 'dossier';
create index referral_packages_of_referral
  on referral_packages (referral_id, submitted_at desc, id desc);
create index referral_packages_in_progress on referral_packages (progressed_at)
  where state in ('waiting', 'running');
create index referral_packages_by_digest on referral_packages (sha256);

alter table referral_packages enable row level security, force row level security;

grant select,
  insert (id, referral_id, organisation_id, recipient_id, kind, words, accounts, listings, state,
    submitted_by, released_by),
  update (state, submitted_by, released_by, attempts, problem_code, problem)
  on referral_packages to touchstone_app;
create policy own on referral_packages for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()));
create policy received on referral_packages for select to touchstone_app
  using (recipient_id = current_organisation() and sent_at is not null);
create policy in_own_limits on referral_packages as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on referral_packages to touchstone_operator;
create policy operator on referral_packages for all to touchstone_operator
  using (true) with check (true);

-- The redacted copies of packages: blobs of their own.
create table redacted_referral_packages (
  package_id uuid primary key references referral_packages on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  recipient_id uuid references organisations deferrable,
  sha256 bytea not null check (length(sha256) = 32),
  bytes int8 not null check (bytes > 0),
  disposed_at timestamptz(3)
);

create index redacted_referral_packages_by_digest on redacted_referral_packages (sha256);

alter table redacted_referral_packages enable row level security, force row level security;

grant select on redacted_referral_packages to touchstone_app;
create policy own on redacted_referral_packages for select to touchstone_app
  using (organisation_id = current_organisation());
create policy received on redacted_referral_packages for select to touchstone_app
  using (recipient_id = current_organisation());
create policy in_own_limits on redacted_referral_packages as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (disposed_at), delete on redacted_referral_packages
  to touchstone_operator;
create policy operator on redacted_referral_packages for all to touchstone_operator
  using (true) with check (true);

-- What was sent, by the references with which questions and outcomes name it.
create table referral_items (
  referral_id uuid not null,
  place int4 not null check (place >= 0),
  organisation_id uuid not null,
  recipient_id uuid,
  package_id uuid not null references referral_packages on delete cascade deferrable,
  ref text collate "C" not null check (length(ref) between 1 and 20),
  kind text not null check (kind in ('account', 'link', 'listing', 'unused')),
  -- The sender's account or listing; null for the rest.
  subject_id uuid,
  -- What it said; null once the person concerned was erased.
  facts json,
  primary key (referral_id, place),
  constraint referral_items_once unique (referral_id, ref),
  constraint referral_items_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable
);

create index referral_items_of_subject on referral_items (organisation_id, subject_id)
  where subject_id is not null;
create index referral_items_of_package on referral_items (package_id);

alter table referral_items enable row level security, force row level security;

grant select on referral_items to touchstone_app;
create policy own on referral_items for select to touchstone_app
  using (organisation_id = current_organisation());
create policy received on referral_items for select to touchstone_app
  using (recipient_id = current_organisation());
create policy in_own_limits on referral_items as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (facts, subject_id), delete on referral_items to touchstone_operator;
create policy operator on referral_items for all to touchstone_operator
  using (true) with check (true);

-- Identifiers in what was sent, keyed for each recipient: it alone learns that two referrals have one in common.
create table referral_identifiers (
  referral_id uuid not null,
  -- The sender, which does not see the rows.
  organisation_id uuid not null,
  recipient_id uuid not null references organisations deferrable,
  digest bytea not null check (length(digest) = 32),
  type text not null check (length(type) between 1 and 40),
  primary key (referral_id, digest),
  constraint referral_identifiers_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable
);

create index referral_identifiers_by_digest on referral_identifiers (recipient_id, digest);

alter table referral_identifiers enable row level security, force row level security;

grant select on referral_identifiers to touchstone_app;
create policy received on referral_identifiers for select to touchstone_app
  using (recipient_id = current_organisation() and (select current_brands()) is null);

grant select, insert, delete on referral_identifiers to touchstone_operator;
create policy operator on referral_identifiers for all to touchstone_operator
  using (true) with check (true);

create table referral_questions (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  recipient_id uuid not null references organisations deferrable,
  refs text[] collate "C" not null default '{}',
  words text not null check (length(words) between 1 and 4000),
  asked_at timestamptz(3) not null default now(),
  asked_by text not null default current_actor_id(),
  answer text check (length(answer) between 1 and 8000),
  answered_at timestamptz(3),
  answered_by text,
  supplement_id uuid references referral_packages deferrable,
  constraint referral_questions_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable,
  constraint referral_questions_answered check ((answer is null) = (answered_at is null)
    and (answer is null) = (answered_by is null))
);

create index referral_questions_of_referral
  on referral_questions (referral_id, asked_at desc, id desc);

alter table referral_questions enable row level security, force row level security;

grant select, insert (id, referral_id, organisation_id, recipient_id, refs, words),
  update (answer, answered_at, answered_by, supplement_id)
  on referral_questions to touchstone_app;
create policy of_sender on referral_questions for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_recipient on referral_questions for select to touchstone_app
  using (recipient_id = current_organisation());
create policy asked on referral_questions for insert to touchstone_app
  with check (recipient_id = current_organisation() and exists (
    select from referrals r where r.id = referral_id and r.recipient_id = current_organisation()));
create policy answered on referral_questions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and answered_by = current_actor_id());
create policy in_own_limits on referral_questions as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on referral_questions to touchstone_operator;
create policy operator on referral_questions for all to touchstone_operator
  using (true) with check (true);

-- What recipients report of items, or senders key in from a letter. All are stored; which one counts is computed.
create table outcome_reports (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  recipient_id uuid references organisations deferrable,
  reporter_name text not null check (length(reporter_name) between 1 and 200),
  proceeding text not null check (length(proceeding) between 1 and 200),
  outcome text not null check (outcome in ('declined', 'search', 'seizure', 'laboratory', 'charge',
    'admission', 'court-ruling', 'acquittal', 'dropped')),
  finding text check (finding in ('counterfeit', 'genuine', 'undetermined')),
  refs text[] collate "C" not null check (cardinality(refs) between 1 and 5000),
  -- The sender's listings among them.
  listings uuid[] not null default '{}',
  happened_on date not null,
  quantities json not null,
  note text check (length(note) between 1 and 4000),
  after_withdrawal bool not null,
  reported_at timestamptz(3) not null default now(),
  reported_by text not null default current_actor_id(),
  letter_from text check (length(letter_from) between 1 and 200),
  letter_dated date,
  letter_media_type text,
  letter_content bytea check (length(letter_content) between 1 and 10485760),
  letter_sha256 bytea check (length(letter_sha256) = 32),
  constraint outcome_reports_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable,
  constraint outcome_reports_letter check ((letter_from is null) = (letter_dated is null)
    and (letter_from is null) = (letter_media_type is null)
    and (letter_from is null) = (letter_content is null)
    and (letter_from is null) = (letter_sha256 is null))
);

create index outcome_reports_of_referral
  on outcome_reports (referral_id, reported_at desc, id desc);
create index outcome_reports_of_listings on outcome_reports using gin (listings);

alter table outcome_reports enable row level security, force row level security;

grant select, insert on outcome_reports to touchstone_app;
create policy of_sender on outcome_reports for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_recipient on outcome_reports for select to touchstone_app
  using (recipient_id = current_organisation());
create policy reported on outcome_reports for insert to touchstone_app
  with check (recipient_id = current_organisation() and letter_from is null and exists (
    select from referrals r where r.id = referral_id and r.recipient_id = current_organisation()));
create policy keyed_in on outcome_reports for insert to touchstone_app
  with check (organisation_id = current_organisation() and recipient_id is null
    and letter_from is not null);
create policy in_own_limits on outcome_reports as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update (listings), delete on outcome_reports to touchstone_operator;
create policy operator on outcome_reports for all to touchstone_operator
  using (true) with check (true);

-- Every look and copy, in the name of the organisation that had it. Rows are only added, and go with the referral.
create table referral_custody (
  id uuid primary key default gen_random_uuid(),
  referral_id uuid not null references referrals on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  at timestamptz(3) not null default now(),
  event text not null check (event in ('packed', 'sent', 'read', 'package-downloaded',
    'redacted-package-downloaded', 'letter-read')),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- Of the file; a digest in a column `sha256` would keep its blob.
  digest bytea check (length(digest) = 32)
);

create index referral_custody_of_referral
  on referral_custody (referral_id, organisation_id, at desc, id desc);

alter table referral_custody enable row level security, force row level security;

grant select, insert (referral_id, organisation_id, event, digest) on referral_custody
  to touchstone_app;
create policy own on referral_custody for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r where r.id = referral_id));
create policy in_own_limits on referral_custody as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, delete on referral_custody to touchstone_operator;
create policy operator on referral_custody for all to touchstone_operator
  using (true) with check (true);

-- What became known after a referral was sent: acquittals, upheld answers, withdrawals.
create table referral_notices (
  id uuid primary key default gen_random_uuid(),
  referral_id uuid not null,
  organisation_id uuid not null,
  recipient_id uuid,
  at timestamptz(3) not null default now(),
  cause text not null
    check (cause in ('acquittal', 'genuine', 'withdrawal', 'answer-upheld', 'erasure')),
  -- The outcome report, appeal or referral that caused it.
  cause_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  refs text[] collate "C" not null default '{}',
  constraint referral_notices_once unique (referral_id, cause, cause_id),
  constraint referral_notices_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable
);

alter table referral_notices enable row level security, force row level security;

grant select, insert on referral_notices to touchstone_app;
create policy of_sender on referral_notices for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()));
create policy of_recipient on referral_notices for select to touchstone_app
  using (recipient_id = current_organisation());
create policy in_own_limits on referral_notices as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update (words), delete on referral_notices to touchstone_operator;
create policy operator on referral_notices for all to touchstone_operator
  using (true) with check (true);

-- Requests for information by authorities, answered or refused with reasons.
create table information_requests (
  id uuid primary key,
  authority_id uuid not null references organisations deferrable,
  authority_name text not null check (length(authority_name) between 1 and 200),
  -- The organisation that is asked.
  organisation_id uuid not null references organisations deferrable,
  addressee_name text not null check (length(addressee_name) between 1 and 200),
  referral_id uuid references referrals on delete set null deferrable,
  ordered_by text not null check (length(ordered_by) between 1 and 300),
  basis text not null check (length(basis) between 1 and 2000),
  items text[] not null check (cardinality(items) between 1 and 200),
  respond_by date,
  state text not null default 'open' check (state in ('open', 'answered', 'refused', 'withdrawn')),
  version int4 not null default 0,
  opened_at timestamptz(3) not null default now(),
  opened_by text not null default current_actor_id(),
  answer text check (length(answer) between 1 and 20000),
  refusal_reason text check (length(refusal_reason) between 1 and 4000),
  settled_at timestamptz(3),
  settled_by text,
  constraint information_requests_settled check ((state = 'open') = (settled_at is null)),
  constraint information_requests_settled_by check ((settled_at is null) = (settled_by is null)),
  constraint information_requests_answered check ((state = 'answered') = (answer is not null)),
  constraint information_requests_refused
    check ((state = 'refused') = (refusal_reason is not null))
);

create index information_requests_received
  on information_requests (organisation_id, opened_at desc, id desc);
create index information_requests_opened
  on information_requests (authority_id, opened_at desc, id desc);

create trigger information_requests_raise_version before update on information_requests
  for each row execute function raise_version();

alter table information_requests enable row level security, force row level security;

grant select,
  insert (id, authority_id, authority_name, organisation_id, addressee_name, referral_id,
    ordered_by, basis, items, respond_by),
  update (state, answer, refusal_reason, settled_at, settled_by)
  on information_requests to touchstone_app;
create policy received on information_requests for select to touchstone_app
  using (organisation_id = current_organisation());
create policy opened on information_requests for all to touchstone_app
  using (authority_id = current_organisation())
  with check (authority_id = current_organisation() and organisation_id <> authority_id and state in ('open', 'withdrawn'));
create policy settled on information_requests for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and state in ('answered', 'refused')
    and settled_by = current_actor_id());
create policy in_own_limits on information_requests as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on information_requests to touchstone_operator;
create policy operator on information_requests for all to touchstone_operator
  using (true) with check (true);
