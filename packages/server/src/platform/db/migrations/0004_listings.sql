-- Listings as marketplaces sent them, with every version, and the engine's assessments. Their
-- JSON is of the type json: jsonb refuses what a listing may contain, such as a null character or
-- half a surrogate pair.
--
-- Rows that belong to a listing name the listing's own organisation in their foreign key. One
-- statement can then insert a listing together with its rows, which a policy would not see yet.

create table listings (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- '' if the listing names no marketplace: the organisation then has only one.
  marketplace text not null,
  external_id text not null,
  -- Number of the newest version; 0 while the first one is being written.
  version int4 not null,
  content_hash bytea not null,
  first_seen_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  -- Verdict of the newest assessment of the newest version; null if there is none.
  verdict text check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  -- When the personal fields of all versions were removed; null again with a new version.
  redacted_at timestamptz(3),
  -- Start of the retention period as the purge knows it: last_seen_at when it last looked.
  -- Separate, since updating an indexed column with every sighting would cost several times as
  -- much. Null if nothing remains to be done.
  counted_from timestamptz(3) default now(),
  -- Everything thresholds depend on, as one number: 200 per step of the gravest verdict that the
  -- block rule allows, plus the probability in whole per cent; 0 below 5 per cent and without
  -- signals against the listing; 1000 more if the engine's verdict applies for those who see a
  -- part of the evidence. A verdict under any thresholds is a set of rungs, and each rung a range
  -- of an index. Null without an assessment.
  rung int4,
  -- The brand whose thresholds apply: the first of the newest assessment.
  lead_brand_id text,
  -- Probability of the newest assessment, as shown to the organisation that sent the listing.
  probability float8 check (probability between 0 and 1),
  -- One bit per signal code, in the order of the contract.
  signals int8 not null default 0,
  -- The primary subtag; 'und' if the listing states none.
  language text not null default 'und',
  -- False while a decision of the organisation that sent it applies.
  undecided bool not null default true,
  -- Hash of the normalised address in the newest version; null if it states none.
  address_hash bytea check (length(address_hash) = 32),
  -- The account of the newest version's seller; null if it names none. The key that it refers to is
  -- in the baseline of the sellers.
  seller_account_id uuid,
  -- What the newest version states and lists filter by beside their indexes: the price, and the
  -- seller's country or else the one that it ships from.
  price_amount numeric,
  price_currency text,
  country text,
  -- The fields of the newest version whose value in the file could not be read.
  unread_fields text[] not null default '{}',
  constraint listings_external_id unique (organisation_id, marketplace, external_id),
  -- The target of foreign keys that name the listing with its organisation.
  constraint listings_of_owner unique (id, organisation_id)
);

-- A new engine assesses the listings of all organisations again, newest first.
create index listings_by_age on listings (first_seen_at desc, id desc);
-- Clear listings whose retention period may be over, oldest first.
create index listings_to_purge on listings (organisation_id, counted_from, id)
  where verdict = 'clear';
-- Listings with personal fields, oldest first.
create index listings_to_redact on listings (organisation_id, counted_from, id)
  where redacted_at is null;
-- An organisation's listings of one verdict under its own thresholds, newest first. The included
-- brand tells apart those with thresholds of their own.
create index listings_of_rung
  on listings (organisation_id, rung, first_seen_at desc, id desc) include (lead_brand_id);
-- The same for a brand with thresholds of its own, and the distribution that the threshold
-- preview shows.
create index listings_of_lead_brand
  on listings (organisation_id, lead_brand_id, rung, first_seen_at desc, id desc);
-- The queue, newest first. Each index of the queue includes the columns that it is filtered by,
-- so that listings which don't match are skipped without being read.
create index listings_of_organisation on listings (organisation_id, first_seen_at desc, id desc)
  include (verdict, rung, lead_brand_id, marketplace, language, probability, signals, undecided);
-- The queue of one verdict.
create index listings_of_verdict on listings (organisation_id, verdict, first_seen_at desc, id desc)
  include (marketplace, language, probability, signals, undecided);
-- The queue of one verdict, most probable first.
create index listings_by_probability
  on listings (organisation_id, verdict, probability desc, id desc)
  include (first_seen_at, rung, lead_brand_id, marketplace, language, signals, undecided);
-- Open work: when most listings are decided, the rest is found without skipping the others.
create index listings_open on listings (organisation_id, verdict, first_seen_at desc, id desc)
  include (marketplace, language, probability, signals)
  where undecided and verdict <> 'clear';
-- The listings of one seller account, newest first.
create index listings_of_seller_account
  on listings (organisation_id, seller_account_id, first_seen_at desc, id desc)
  where seller_account_id is not null;
-- A listing by its external id on any marketplace: notices name no other.
create index listings_by_external_id on listings (organisation_id, external_id);
-- A listing by its address, as notices name it.
create index listings_of_address on listings (organisation_id, address_hash)
  where address_hash is not null;
-- A listing by its name on a marketplace, whoever sent it.
create index listings_by_name on listings (marketplace, external_id);

create trigger listings_keep_their_time
  before update of first_seen_at on listings
  for each row when (new.first_seen_at is distinct from old.first_seen_at)
  execute function refuse_other_time();

alter table listings enable row level security, force row level security;

grant select, insert, update (version, content_hash, last_seen_at, verdict, redacted_at,
  counted_from, rung, lead_brand_id, probability, signals, language, undecided, address_hash,
  seller_account_id, price_amount, price_currency, country, unread_fields) on listings to touchstone_app;
create policy own_listings on listings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

-- Whole listings are deleted by age only, by the installation.
grant select, insert, update (version, content_hash, first_seen_at, verdict, redacted_at,
  counted_from, rung, lead_brand_id, probability, signals, language, undecided, address_hash,
  seller_account_id, price_amount, price_currency, country, unread_fields),
  delete on listings to touchstone_operator;
create policy operator on listings for all to touchstone_operator using (true) with check (true);

create table listing_versions (
  listing_id uuid not null,
  version int4 not null check (version > 0),
  organisation_id uuid not null,
  -- Names of the fields that differ from the version before; empty for the first.
  changed json not null,
  content json not null,
  received_at timestamptz(3) not null default now(),
  -- Hash of marketplace and seller; null if the version names no seller, or no longer.
  seller_hash bytea check (length(seller_hash) = 32),
  -- Who sent or corrected this version. Kept here rather than in the audit log, and deleted with
  -- the listing: a marketplace sends millions, and nothing is ever removed from the log.
  ingested_by_kind text default current_actor_kind()
    check (ingested_by_kind in ('operator', 'person', 'key')),
  ingested_by_id text default current_actor_id(),
  primary key (listing_id, version),
  constraint listing_versions_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) deferrable
);

-- Everything of one seller: for access, erasure and legal holds.
create index listing_versions_of_seller
  on listing_versions (organisation_id, seller_hash, listing_id, version)
  where seller_hash is not null;

create trigger listing_versions_keep_their_time
  before update of received_at on listing_versions
  for each row when (new.received_at is distinct from old.received_at)
  execute function refuse_other_time();

alter table listing_versions enable row level security, force row level security;

grant select, insert, update (content, seller_hash) on listing_versions to touchstone_app;
create policy own_versions on listing_versions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Nobody sends a listing in another's name.
create policy by_whoever_sends on listing_versions as restrictive for insert to touchstone_app
  with check (ingested_by_kind = current_actor_kind() and ingested_by_id = current_actor_id());

grant select, insert, update (content, received_at, seller_hash), delete
  on listing_versions to touchstone_operator;
create policy operator on listing_versions for all to touchstone_operator
  using (true) with check (true);

create table assessments (
  id uuid primary key,
  organisation_id uuid not null,
  listing_id uuid not null,
  version int4 not null,
  engine text not null,
  judged_hash bytea not null,
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  probability float8 not null check (probability between 0 and 1),
  body json not null,
  at timestamptz(3) not null default now(),
  -- A candidate engine assesses a share of the listings beside the engine in service. Its
  -- assessments are compared and never served, until the candidate goes into service.
  candidate bool not null default false,
  foreign key (listing_id, version) references listing_versions deferrable,
  -- In addition to the key of the version, which decisions of other organisations refer to as
  -- well.
  constraint assessments_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) deferrable,
  -- With the organisation: deleting a listing finds its assessments by the whole key, even while
  -- the planner has no statistics.
  constraint assessments_of_version unique (listing_id, organisation_id, version, engine)
);

-- An earlier assessment of the same content, which is assessed once.
create index assessments_of_content on assessments (organisation_id, judged_hash, engine);
-- Assessments of a candidate, newest first, for comparison with those served: the smaller part.
create index assessments_of_candidate on assessments (at desc) where candidate;

create trigger assessments_keep_their_time
  before update of at on assessments
  for each row when (new.at is distinct from old.at)
  execute function refuse_other_time();

alter table assessments enable row level security, force row level security;

grant select, insert, update (judged_hash, body, candidate) on assessments to touchstone_app;
create policy own_assessments on assessments for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

-- An assessment that waits for images is completed in place.
grant select, insert, update (judged_hash, verdict, probability, body, at, candidate), delete
  on assessments to touchstone_operator;
create policy operator on assessments for all to touchstone_operator using (true) with check (true);

-- A rights holder sees a marketplace's listings about its brands. What another rights holder or
-- counsel collected for itself is visible to nobody else. The store decides which applies, not
-- the sender.
create function share_listings_of_platforms() returns trigger
  language plpgsql as $$
begin
  new.shared := exists (
    select from organisations o
    where o.id = new.organisation_id and o.kind not in ('rights-holder', 'counsel')
  );
  return new;
end
$$;

-- The brands a listing is about, by the newest assessment of its newest version. Columns that
-- lists are sorted and filtered by are repeated here, so that a rights holder's page is read from
-- one index.
create table listing_mentions (
  listing_id uuid not null,
  organisation_id uuid not null,
  brand_id text not null,
  confidence float8 not null check (confidence between 0 and 1),
  role text check (role in ('offered', 'compatible-with', 'compared-with', 'mentioned')),
  verdict text not null check (verdict in ('clear', 'ask-proof', 'review', 'block')),
  marketplace text not null,
  first_seen_at timestamptz(3) not null,
  rung int4,
  lead_brand_id text,
  -- As in the listing, so that a page of one brand is read from one index.
  language text not null default 'und',
  probability float8 check (probability between 0 and 1),
  signals int8 not null default 0,
  -- As shown to a rights holder who sees the listing by this brand alone: filtering by more would
  -- reveal what is withheld.
  shown_probability float8 check (shown_probability between 0 and 1),
  shown_signals int8 not null default 0,
  -- True for listings from organisations other than rights holders and counsel.
  shared boolean not null default false,
  -- The keys of the catalogs that the shown columns are based on; none for the shipped pack
  -- alone. Null if unknown: then visible to nobody.
  heard_by text[],
  -- The shown probability without signals from a catalog; null if there are none.
  plain_probability float8 check (plain_probability between 0 and 1),
  -- The verdict that goes with it; null likewise. `verdict` and `rung` above are as shown too.
  plain_verdict text check (plain_verdict in ('clear', 'ask-proof', 'review', 'block')),
  constraint listing_mentions_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable,
  -- With the organisation: deleting a listing finds its mentions by the whole key, even while the
  -- planner has no statistics.
  primary key (listing_id, organisation_id, brand_id)
);

-- Listings of one verdict under a rights holder's thresholds, newest first.
create index listing_mentions_of_rung
  on listing_mentions (brand_id, rung, first_seen_at desc, listing_id desc)
  where confidence >= 0.9;
-- A rights holder's queue: certain mentions of a brand, newest first. The verdict comes before
-- the time, so that one index serves pages of one verdict (one range) and of all (four, merged).
create index listing_mentions_in_sight
  on listing_mentions (brand_id, verdict, first_seen_at desc, listing_id desc)
  include (organisation_id, confidence, rung, lead_brand_id, marketplace, language,
    shown_probability, shown_signals)
  where confidence >= 0.9;
-- The same, most probable first.
create index listing_mentions_in_sight_by_probability
  on listing_mentions (brand_id, verdict, shown_probability desc, listing_id desc)
  include (organisation_id, confidence, first_seen_at, rung, lead_brand_id, marketplace, language,
    shown_signals)
  where confidence >= 0.9;
-- An organisation's own listings about a brand, however certain, newest first.
create index listing_mentions_of_organisation
  on listing_mentions (organisation_id, brand_id, first_seen_at desc, listing_id desc)
  include (confidence, verdict, rung, lead_brand_id, marketplace, language, probability, signals);
-- The same, most probable first.
create index listing_mentions_by_probability
  on listing_mentions (organisation_id, brand_id, probability desc, listing_id desc)
  include (confidence, first_seen_at, verdict, rung, lead_brand_id, marketplace, language, signals);
-- By probability, for those to whom the signals of a rival's catalog are not visible.
create index listing_mentions_in_sight_by_plain_probability
  on listing_mentions (brand_id, verdict, plain_probability desc, listing_id desc)
  where confidence >= 0.9 and plain_probability is not null;

create trigger listing_mentions_keep_their_time
  before update of first_seen_at on listing_mentions
  for each row when (new.first_seen_at is distinct from old.first_seen_at)
  execute function refuse_other_time();
create trigger listing_mentions_shared
  before insert on listing_mentions
  for each row execute function share_listings_of_platforms();

alter table listing_mentions enable row level security, force row level security;

grant select, insert, delete on listing_mentions to touchstone_app;
create policy own_mentions on listing_mentions for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_sight on listing_mentions for select to touchstone_app
  using (shared and confidence >= 0.9 and brand_id = any ((select brands_in_sight())::text[]));

grant select, insert, update (first_seen_at, rung, lead_brand_id, shown_probability,
  shown_signals, heard_by, plain_probability, verdict, plain_verdict), delete on listing_mentions to touchstone_operator;
create policy operator on listing_mentions for all to touchstone_operator
  using (true) with check (true);

-- Only mentions by the listing's own organisation count: mentions of another's listing reveal
-- nothing of it. With the brands named and OFFSET 0 each check is one lookup in the primary key
-- of the mentions. The planner would otherwise consider reading every visible mention into a
-- table first.
create policy in_sight on listings for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listings.id
      and m.organisation_id = listings.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));

create policy in_sight on listing_versions for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = listing_versions.listing_id
      and m.organisation_id = listing_versions.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));

create policy in_sight on assessments for select to touchstone_app
  using (exists (
    select from listing_mentions m
    where m.listing_id = assessments.listing_id
      and m.organisation_id = assessments.organisation_id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));

-- A listing is visible by the brands it is about, as in the lists of listings.
create function sees_listing(listing uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from listing_mentions m
    where m.listing_id = listing and m.brand_id = any (current_brands())
  );

-- Whether the signals from a catalog are visible to nobody who sees the brand.
create function is_unheard(mention listing_mentions) returns bool
  language sql stable
  return mention.plain_probability is not null and not exists (
    select from brand_sight s
    where s.brand_id = mention.brand_id and mention.heard_by && (s.hears || '{*}')
  );

-- Listings whose newest version awaits assessment: open work, mostly empty.
create table judgements_due (
  listing_id uuid primary key references listings on delete cascade deferrable,
  organisation_id uuid not null references organisations deferrable,
  since timestamptz(3) not null default now(),
  -- Which worker has claimed it, and until when others leave it.
  claim uuid,
  claimed_until timestamptz(3)
);

-- The newest listings are assessed first.
create index judgements_due_newest on judgements_due (since desc, listing_id);
-- Organisations take turns: each claims its share of the open work, newest first.
create index judgements_due_of_organisation
  on judgements_due (organisation_id, since desc, listing_id);

alter table judgements_due enable row level security, force row level security;

grant select, insert, update (since, claim, claimed_until) on judgements_due to touchstone_app;
create policy own_due on judgements_due for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy of_own_listing on judgements_due as restrictive for insert to touchstone_app
  with check (exists (
    select from listings l
    where l.id = listing_id and l.organisation_id = judgements_due.organisation_id
  ));

grant select, insert, update (since, claim, claimed_until), delete
  on judgements_due to touchstone_operator;
create policy operator on judgements_due for all to touchstone_operator
  using (true) with check (true);

-- How far an engine is with the listings stored before it, newest first.
create table judging_passes (
  engine text primary key,
  -- The last listing; null at the beginning.
  reached_at timestamptz(3),
  reached_id uuid,
  examined int4 not null default 0,
  due int4 not null default 0,
  started_at timestamptz(3) not null default now(),
  done_at timestamptz(3)
);

alter table judging_passes enable row level security, force row level security;

grant select, insert, update (reached_at, reached_id, examined, due, started_at, done_at)
  on judging_passes to touchstone_operator;
create policy operator on judging_passes for all to touchstone_operator
  using (true) with check (true);

-- How far an engine is with each organisation's listings, newest first, so that none waits for
-- another's to end. Rewritten when a pass starts again.
create table judging_pass_places (
  engine text not null references judging_passes on delete cascade deferrable,
  organisation_id uuid not null references organisations on delete cascade deferrable,
  reached_at timestamptz(3),
  reached_id uuid,
  turned_at timestamptz(3) not null default now(),
  done_at timestamptz(3),
  primary key (engine, organisation_id)
);

alter table judging_pass_places enable row level security, force row level security;

grant select, insert, update (reached_at, reached_id, turned_at, done_at), delete
  on judging_pass_places to touchstone_operator;
create policy operator on judging_pass_places for all to touchstone_operator
  using (true) with check (true);

-- Which column holds which field of a listing, as settled for files with the same columns.
create table import_mappings (
  organisation_id uuid not null references organisations deferrable,
  -- Hash of the column names in any order.
  signature bytea not null check (length(signature) = 32),
  headers json not null,
  mapping json not null,
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, signature)
);

alter table import_mappings enable row level security, force row level security;

grant select, insert, update (headers, mapping, changed_at), delete
  on import_mappings to touchstone_app;
create policy own_mappings on import_mappings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on import_mappings to touchstone_operator;
create policy operator on import_mappings for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on import_mappings as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- The currency of a marketplace's prices, for files that state none.
create table marketplace_currencies (
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null check (length(marketplace) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, marketplace)
);

alter table marketplace_currencies enable row level security, force row level security;

grant select, insert, update (currency, changed_at), delete
  on marketplace_currencies to touchstone_app;
create policy own_currencies on marketplace_currencies for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on marketplace_currencies to touchstone_operator;
create policy operator on marketplace_currencies for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on marketplace_currencies as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Translations by an organisation's people. The listing's own words stay as they are.
create table translations (
  id uuid primary key,
  -- The organisation that translated; the listing may belong to another one.
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version that was translated.
  version int4 not null,
  -- Language of the translation (BCP 47).
  language text not null check (length(language) between 2 and 35),
  title text,
  description text,
  -- Null if a person translated; else the tool, as that person names it.
  machine text check (length(machine) between 1 and 100),
  -- SHA-256 of the texts that the operator's translation service translated: the same texts are
  -- sent to it once. Null if a person added the translation.
  source_digest bytea check (length(source_digest) = 32),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- A translation is deleted with the version it repeats.
  foreign key (listing_id, version) references listing_versions on delete cascade deferrable,
  constraint translations_say_something check (title is not null or description is not null),
  constraint translations_by_service check (source_digest is null or machine is not null)
);

-- An organisation's translations of one listing, newest first; and those deleted with the
-- listing.
create index translations_of_listing
  on translations (listing_id, organisation_id, added_at desc, id desc);

alter table translations enable row level security, force row level security;

grant select, insert, delete on translations to touchstone_app;
create policy own_translations on translations for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody translates in another's name.
create policy own_new_translations on translations for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
-- Only visible listings can be translated.
create policy of_listing_in_sight on translations as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
create policy own_removed_translations on translations for delete to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on translations to touchstone_operator;
create policy operator on translations for all to touchstone_operator
  using (true) with check (true);

-- Organisations whose admin allows texts of listings to be sent to a translation service. Without a
-- row for the service that the operator configured, nothing is sent.
create table translation_service_consents (
  organisation_id uuid primary key references organisations deferrable,
  -- The service by its host name: for another one, an admin decides anew.
  service text not null check (length(service) between 1 and 255),
  allowed_at timestamptz(3) not null default now(),
  actor_id text not null default current_actor_id()
);

alter table translation_service_consents enable row level security, force row level security;

grant select, insert, delete on translation_service_consents to touchstone_app;
create policy own on translation_service_consents for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy by_person on translation_service_consents as restrictive for insert to touchstone_app
  with check (current_actor_kind() = 'person' and actor_id = current_actor_id());

grant select, insert, delete on translation_service_consents to touchstone_operator;
create policy operator on translation_service_consents for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on translation_service_consents as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));

-- Queues that people save under a name, with their filters and order.
create table saved_views (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null references people deferrable,
  name text not null check (length(name) between 1 and 100),
  -- True if colleagues see it too.
  shared bool not null,
  query json not null,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now()
);

-- The few views a person can choose from.
create index saved_views_of_organisation on saved_views (organisation_id, created_at desc, id desc);

alter table saved_views enable row level security, force row level security;

grant select, insert, update (name, shared, query, changed_at), delete
  on saved_views to touchstone_app;
-- A view that is not shared is visible to its owner only, not even to an admin. Nobody saves one
-- in another's name.
create policy views_to_pick on saved_views for select to touchstone_app
  using (
    organisation_id = current_organisation()
    and (shared or (current_actor_kind() = 'person' and person_id::text = current_actor_id()))
  );
create policy own_new_views on saved_views for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and person_id::text = current_actor_id()
  );
create policy views_to_change on saved_views for update to touchstone_app
  using (
    organisation_id = current_organisation() and current_actor_kind() = 'person'
    and (shared or person_id::text = current_actor_id())
  )
  with check (
    organisation_id = current_organisation()
    and (shared or person_id::text = current_actor_id())
  );
create policy views_to_remove on saved_views for delete to touchstone_app
  using (
    organisation_id = current_organisation() and current_actor_kind() = 'person'
    and (shared or person_id::text = current_actor_id())
  );
create policy in_own_limits on saved_views as restrictive for select to touchstone_app
  using ((select current_brands()) is null or (
    (current_actor_kind() = 'person' and person_id::text = current_actor_id())
    or query ->> 'brand' is null or sees_brand(query ->> 'brand')
  ));

grant select, insert, delete on saved_views to touchstone_operator;
create policy operator on saved_views for all to touchstone_operator using (true) with check (true);

-- Listings received on a past day, counted once: counting again would read all of them.
create table counted_days (
  organisation_id uuid not null references organisations deferrable,
  -- What was counted: a hash of the visible brands and of those a membership is limited to.
  view text not null check (length(view) <= 64),
  day date not null,
  clear int4 not null,
  ask_proof int4 not null,
  review int4 not null,
  block int4 not null,
  unjudged int4 not null,
  counted_at timestamptz(3) not null default now(),
  primary key (organisation_id, view, day)
);

alter table counted_days enable row level security, force row level security;

grant select, insert on counted_days to touchstone_app;
create policy own_days on counted_days for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on counted_days to touchstone_operator;
create policy operator on counted_days for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on counted_days as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
