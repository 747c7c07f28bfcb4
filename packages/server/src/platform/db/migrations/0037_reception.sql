-- Reception: a marketplace's side of notice and action. Where a notice stands, its clocks and what is
-- owed say its proceedings; here stands what came, who must be told and what holds now.

-- A proceeding that a room leads: steps in it go through that room, so that what it keeps beside agrees.
alter table proceedings add column kept_by text;

-- What the marketplace is and says: a row for each change, with who made it. The newest holds.
create table reception_settings (
  organisation_id uuid not null references organisations deferrable,
  version int4 not null check (version > 0),
  -- Tier and size, which decide on what duties bind; numbers that the law leaves open.
  profile json not null,
  settings json not null,
  -- Names and ways of redress as they are told to people, and the countries in which measures hold.
  texts json not null,
  door text not null check (door in ('open', 'closed')),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  set_at timestamptz(3) not null default now(),
  primary key (organisation_id, version)
);

-- A row while strangers may send notices, so that nothing else of an organisation is seen by its name.
create table reception_doors (
  organisation_id uuid primary key references organisations deferrable,
  slug text not null constraint reception_doors_slug unique,
  name text not null
);

-- Trusted flaggers as coordinators list them, and notifiers of the house's own programme.
create table flaggers (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  rank text not null check (rank in ('art22', 'house')),
  name text not null,
  -- The organisation of this installation that it is; only such a one is known by itself.
  member uuid,
  awarded_by text not null,
  areas text[] not null,
  status text not null check (status in ('ACTIVE', 'SUSPENDED', 'REVOKED')),
  source text not null,
  listed_on date not null,
  proceeding_id uuid,
  changed_at timestamptz(3) not null default now(),
  constraint flaggers_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- The flaggers of an organisation, which are few.
create index flaggers_of_organisation on flaggers (organisation_id, name, id);

create table received_notices (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Who sent it, where it is an organisation of this installation, and what it calls it.
  from_organisation uuid,
  from_notice uuid,
  -- SHA-256 of the code with which a stranger asks how it stands.
  receipt_hash bytea check (length(receipt_hash) = 32),
  -- Hashes of the sender's network and address of this day, by which floods are told.
  network_hash bytea,
  address_hash bytea,
  notice json not null,
  evidence json not null,
  elements text[] not null,
  contact bool not null,
  -- How receipt was confirmed: by mail, or in the answer itself.
  acknowledged text check (acknowledged in ('mail', 'answer')),
  received_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  constraint received_notices_of_organisation unique (id, organisation_id),
  -- A notice that is sent again is the same one.
  constraint received_notices_sent_once unique (organisation_id, from_organisation, from_notice)
);

-- A stranger's notice by its code.
create unique index received_notices_by_receipt on received_notices (receipt_hash)
  where receipt_hash is not null;
-- How many came from one network, or in one address's name, lately.
create index received_notices_of_network on received_notices
  (organisation_id, network_hash, received_at) where network_hash is not null;
create index received_notices_of_address on received_notices
  (organisation_id, address_hash, received_at) where address_hash is not null;

create table received_items (
  notice_id uuid not null,
  position int4 not null check (position >= 0),
  organisation_id uuid not null,
  proceeding_id uuid not null,
  matter text not null,
  -- Tells whether two notices are about one offer: its id where it is known, else a hash of its address.
  offer_key text not null,
  -- No foreign key: an offer that is purged leaves its name.
  listing_id uuid,
  -- The least comes first.
  urgency int4 not null check (urgency between 0 and 9),
  received_at timestamptz(3) not null,
  primary key (notice_id, position),
  constraint received_items_of_notice foreign key (notice_id, organisation_id)
    references received_notices (id, organisation_id) deferrable,
  constraint received_items_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  -- From a matter to its item.
  constraint received_items_by_matter unique (proceeding_id, matter)
);

-- What else was received about an offer.
create index received_items_of_offer on received_items (organisation_id, offer_key, received_at);

-- Items that wait for a decision: few beside all that were decided, which no list of work reads.
create index proceeding_matters_undecided on proceeding_matters (organisation_id, proceeding_id, matter)
  where machine = 'N' and state in ('RECEIVED', 'HELD', 'TRIAGED', 'IN_REVIEW', 'NEED_INFO');

-- Statements of reasons as they were sent, each with its record for the Transparency Database.
create table statements_of_reasons (
  proceeding_id uuid not null,
  matter text not null,
  organisation_id uuid not null,
  statement json not null,
  text text not null,
  -- Null where the database need not have it.
  record json,
  record_hash bytea,
  completed_by text not null default current_actor_id(),
  -- The message, or what the marketplace's own channel calls it.
  delivered_by text not null check (delivered_by in ('mail', 'own-channel')),
  delivery text not null,
  sent_at timestamptz(3) not null,
  filed_at timestamptz(3),
  primary key (proceeding_id, matter),
  constraint statements_of_reasons_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- What has still to be filed, the oldest first.
create index statements_of_reasons_to_file on statements_of_reasons (organisation_id, sent_at)
  where record is not null and filed_at is null;

-- What holds of an offer or a seller since when, by which decision.
create table measures (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  proceeding_id uuid not null,
  -- The restriction under which it stands.
  matter text not null,
  offer_key text not null,
  listing_id uuid,
  seller text,
  measure text not null,
  words text,
  territory text[] not null,
  starts_on date not null,
  -- Its last day; null for none.
  ends_on date,
  ended_at timestamptz(3),
  ended_because text check (ended_because in ('expired', 'reversed', 'varied', 'withdrawn')),
  constraint measures_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable,
  constraint measures_end_has_reason check ((ended_at is null) = (ended_because is null))
);

-- The measures of one decision.
create index measures_of_decision on measures (proceeding_id, matter);
-- What holds of an offer now, and what held.
create index measures_of_offer on measures (organisation_id, offer_key, starts_on);
-- What holds of a seller, and how often something did: its strikes.
create index measures_of_seller on measures (organisation_id, seller) where seller is not null;
-- What holds now, the newest first.
create index measures_holding on measures (organisation_id, starts_on desc, id desc)
  where ended_at is null;
-- What is to end by its day, for the job that looks once an hour.
create index measures_ending on measures (ends_on) where ended_at is null and ends_on is not null;

-- Who is being watched for misuse in which role; warnings and suspensions stand in the proceeding.
create table misuse_records (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  role text not null check (role in ('seller', 'notifier', 'complainant')),
  -- An organisation, a seller's id, or a hash of an address.
  subject text not null,
  label text not null,
  proceeding_id uuid not null,
  matter text not null,
  opened_at timestamptz(3) not null default now(),
  constraint misuse_records_once unique (organisation_id, role, subject),
  constraint misuse_records_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

-- An offer by what its marketplace calls it, whichever marketplace that is: notices name no other.
create index listings_by_external_id on listings (organisation_id, external_id);

do $$
declare
  name text;
begin
  foreach name in array array['reception_settings', 'reception_doors', 'flaggers',
    'received_notices', 'received_items', 'statements_of_reasons', 'measures', 'misuse_records']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
    execute format('grant select, insert on %I to touchstone_app', name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(organisation_id))', name);
  end loop;
  -- Said before the keys are looked at: a key that is taken would tell of another's.
  foreach name in array array['received_items', 'statements_of_reasons']
  loop
    execute format('create policy of_own_proceeding on %I as restrictive for insert to touchstone_app
      with check (exists (select from proceedings p
        where p.id = proceeding_id and p.organisation_id = %I.organisation_id))', name, name);
  end loop;
end
$$;

create policy of_own_notice on received_items as restrictive for insert to touchstone_app
  with check (exists (select from received_notices n where n.id = notice_id
    and n.organisation_id = received_items.organisation_id));
-- A door bears its organisation's own name.
create policy of_own_slug on reception_doors as restrictive for insert to touchstone_app
  with check (exists (select from organisations o
    where o.id = organisation_id and o.slug = reception_doors.slug));
-- A stranger sees the door that he names, and the notice whose code he knows.
create policy named_by_visitor on reception_doors for select to touchstone_app
  using (slug = nullif(current_setting('touchstone.door', true), ''));
create policy named_by_receipt on received_notices for select to touchstone_app
  using (receipt_hash = decode(nullif(current_setting('touchstone.receipt', true), ''), 'hex'));

grant delete on reception_doors to touchstone_app;
grant update (rank, name, member, awarded_by, areas, status, source, listed_on, proceeding_id,
  changed_at) on flaggers to touchstone_app, touchstone_operator;
grant update (acknowledged, withdrawn_at, withdrawn_reason) on received_notices
  to touchstone_app, touchstone_operator;
grant update (urgency, listing_id, offer_key) on received_items to touchstone_app, touchstone_operator;
grant update (filed_at) on statements_of_reasons to touchstone_app, touchstone_operator;
grant update (ended_at, ended_because) on measures to touchstone_app, touchstone_operator;
