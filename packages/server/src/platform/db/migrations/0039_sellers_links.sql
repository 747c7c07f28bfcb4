-- Links between seller accounts: what they have in common, which are likely of one seller, and what people say of it.
-- A link merges nothing: accounts stay as they are.

-- Listings that were added, changed or deleted since accounts were last linked; without a listing, judgements or the
-- model changed. Rows are only added and removed.
create table link_changes (
  organisation_id uuid not null references organisations on delete cascade deferrable,
  since timestamptz(3) not null default now(),
  id uuid not null default gen_random_uuid(),
  -- No foreign key: deleted listings are noted too.
  listing_id uuid,
  primary key (organisation_id, since, id)
);

alter table link_changes enable row level security, force row level security;

grant insert on link_changes to touchstone_app;
create policy own on link_changes for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on link_changes to touchstone_operator;
create policy operator on link_changes for all to touchstone_operator
  using (true) with check (true);

-- Once per statement, whoever writes listings.
create function note_link_changes() returns trigger
  language plpgsql as $$
begin
  insert into link_changes (organisation_id, listing_id)
  select organisation_id, id from changed where seller_account_id is not null;
  return null;
end
$$;

create function note_changed_links() returns trigger
  language plpgsql as $$
begin
  insert into link_changes (organisation_id, listing_id)
  select c.organisation_id, c.id from before b join changed c using (id)
  where coalesce(b.seller_account_id, c.seller_account_id) is not null
    and (b.seller_account_id, b.version, b.redacted_at)
      is distinct from (c.seller_account_id, c.version, c.redacted_at);
  return null;
end
$$;

create trigger listings_enter_links after insert on listings
  referencing new table as changed
  for each statement execute function note_link_changes();
create trigger listings_leave_links after delete on listings
  referencing old table as changed
  for each statement execute function note_link_changes();
create trigger listings_change_links after update on listings
  referencing old table as before new table as changed
  for each statement execute function note_changed_links();

-- How far an organisation's accounts are linked, and which process links them now.
create table link_states (
  organisation_id uuid primary key references organisations deferrable,
  -- Counts what was written: memory of another generation is made anew.
  generation int8 not null default 0,
  events int8 not null default 0,
  -- The number of the last network.
  networks int4 not null default 0,
  at timestamptz(3) not null default now(),
  holder uuid,
  held_until timestamptz(3)
);

alter table link_states enable row level security, force row level security;

grant select, insert, update (generation, events, networks, at, holder, held_until), delete
  on link_states to touchstone_operator;
create policy operator on link_states for all to touchstone_operator
  using (true) with check (true);

-- What links are weighed by, frozen as versions. It holds words and prices of the accounts that it was fitted to.
create table link_models (
  organisation_id uuid not null references organisations deferrable,
  version int4 not null check (version > 0),
  state text not null check (state in ('draft', 'shadow', 'live', 'retired')),
  accounts int4 not null check (accounts >= 0),
  -- Bits before any evidence.
  prior float8 not null,
  digest text not null check (length(digest) = 64),
  -- The model as compressed JSON, encrypted.
  sealed bytea not null,
  fitted_at timestamptz(3) not null default now(),
  live_since timestamptz(3),
  primary key (organisation_id, version)
);

create unique index link_models_live on link_models (organisation_id) where state = 'live';

alter table link_models enable row level security, force row level security;

grant select (organisation_id, version, state, accounts, prior, digest, fitted_at, live_since)
  on link_models to touchstone_app;
create policy own on link_models for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, update (state, live_since), delete on link_models to touchstone_operator;
create policy operator on link_models for all to touchstone_operator
  using (true) with check (true);

-- Phone numbers, accounts at messengers, bank accounts and the like, each once.
create table seller_identifiers (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  type text not null check (length(type) between 1 and 40),
  -- Keyed: it tells that two are the same, and nothing else.
  digest bytea not null check (length(digest) = 32),
  -- The value, encrypted; null for a card, whose number is never stored.
  sealed bytea,
  -- What is shown until somebody states a purpose.
  masked text not null check (length(masked) between 1 and 200),
  first_seen_at timestamptz(3) not null default now(),
  constraint seller_identifiers_once unique (organisation_id, digest),
  constraint seller_identifiers_of_organisation unique (id, organisation_id)
);

alter table seller_identifiers enable row level security, force row level security;

grant select, delete on seller_identifiers to touchstone_app;
create policy own on seller_identifiers for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on seller_identifiers to touchstone_operator;
create policy operator on seller_identifiers for all to touchstone_operator
  using (true) with check (true);

-- Where identifiers stand.
create table identifier_occurrences (
  listing_id uuid not null,
  organisation_id uuid not null,
  -- In the order of the listing.
  place int4 not null check (place >= 0),
  version int4 not null,
  identifier_id uuid not null,
  seller_account_id uuid not null,
  type text not null check (length(type) between 1 and 40),
  field text not null,
  -- In UTF-16 units of the field.
  span_start int4 not null,
  span_end int4 not null,
  primary key (listing_id, organisation_id, place),
  constraint identifier_occurrences_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable,
  constraint identifier_occurrences_of_identifier foreign key (identifier_id, organisation_id)
    references seller_identifiers (id, organisation_id) on delete cascade deferrable,
  constraint identifier_occurrences_of_account foreign key (seller_account_id, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

create index identifier_occurrences_by_identifier on identifier_occurrences (identifier_id);
create index identifier_occurrences_by_account on identifier_occurrences (seller_account_id);

alter table identifier_occurrences enable row level security, force row level security;

grant select, delete on identifier_occurrences to touchstone_app;
create policy own on identifier_occurrences for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on identifier_occurrences as restrictive for select to touchstone_app
  using ((select current_brands()) is null or sees_listing(listing_id));

grant select, insert, delete on identifier_occurrences to touchstone_operator;
create policy operator on identifier_occurrences for all to touchstone_operator
  using (true) with check (true);

-- An identifier shows if one of its places does.
create policy in_own_limits on seller_identifiers as restrictive for select to touchstone_app
  using ((select current_brands()) is null or exists (
    select from identifier_occurrences o where o.identifier_id = seller_identifiers.id
  ));

-- Identifiers and pictures on more accounts than one seller's usually are. They link nobody.
create table link_hubs (
  organisation_id uuid not null references organisations deferrable,
  digest bytea not null check (length(digest) = 32),
  type text not null check (length(type) between 1 and 40),
  -- Null for a picture.
  identifier_id uuid,
  -- The picture's address or digest, encrypted; null for an identifier.
  sealed bytea,
  accounts int4 not null check (accounts > 0),
  -- Most accounts that one seller's value of this type is usually on.
  usual int4 not null check (usual > 0),
  since timestamptz(3) not null default now(),
  primary key (organisation_id, digest),
  constraint link_hubs_of_identifier foreign key (identifier_id, organisation_id)
    references seller_identifiers (id, organisation_id) on delete cascade deferrable
);

create index link_hubs_by_identifier on link_hubs (identifier_id);

alter table link_hubs enable row level security, force row level security;

grant select on link_hubs to touchstone_app;
create policy own on link_hubs for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on link_hubs as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (accounts, usual), delete on link_hubs to touchstone_operator;
create policy operator on link_hubs for all to touchstone_operator using (true) with check (true);

-- What speaks for two accounts being one seller's. `reasons` are codes with bits and places.
create table seller_links (
  organisation_id uuid not null references organisations deferrable,
  account_a uuid not null,
  account_b uuid not null,
  weight float8 not null,
  probability float8 not null check (probability between 0 and 1),
  -- False below the threshold.
  linked bool not null,
  reasons json not null,
  -- Of what is stored, to write only what changed.
  digest bytea not null check (length(digest) = 16),
  -- Null for the built-in weights.
  model int4,
  since timestamptz(3) not null default now(),
  constraint seller_links_in_order check (account_a <= account_b),
  primary key (account_a, account_b),
  constraint seller_links_of_a foreign key (account_a, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable,
  constraint seller_links_of_b foreign key (account_b, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

create index seller_links_of_b on seller_links (account_b);
-- The most probable first.
create index seller_links_by_probability
  on seller_links (organisation_id, probability desc, account_a, account_b);

alter table seller_links enable row level security, force row level security;

grant select, delete on seller_links to touchstone_app;
create policy own on seller_links for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (weight, probability, linked, reasons, digest, model), delete
  on seller_links to touchstone_operator;
create policy operator on seller_links for all to touchstone_operator
  using (true) with check (true);

-- What people say of two accounts. Nothing is changed: a judgement is withdrawn by a second row, and one that joins
-- many accounts is approved by another person's.
create table link_judgements (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('judgement', 'withdrawal', 'approval')),
  account_a uuid not null,
  account_b uuid not null,
  judgement text not null check (judgement in ('same', 'different', 'unsure')),
  -- The judgement that is withdrawn or approved.
  judgement_id uuid,
  needs_approval bool not null default false,
  -- A person's words; null if there are none, or the seller was erased.
  reason text check (length(reason) between 1 and 2000),
  at timestamptz(3) not null default now(),
  actor_id text not null default current_actor_id(),
  constraint link_judgements_in_order check (account_a <= account_b),
  constraint link_judgements_refer check ((kind = 'judgement') = (judgement_id is null)),
  constraint link_judgements_of_organisation unique (id, organisation_id),
  constraint link_judgements_of_judgement foreign key (judgement_id, organisation_id)
    references link_judgements (id, organisation_id) on delete cascade deferrable,
  constraint link_judgements_of_a foreign key (account_a, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable,
  constraint link_judgements_of_b foreign key (account_b, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

create unique index link_judgements_withdrawn on link_judgements (judgement_id) where kind = 'withdrawal';
create unique index link_judgements_approved on link_judgements (judgement_id) where kind = 'approval';
create index link_judgements_of_a on link_judgements (account_a);
create index link_judgements_of_b on link_judgements (account_b);
create index link_judgements_by_time on link_judgements (organisation_id, at desc, id desc);

alter table link_judgements enable row level security, force row level security;

grant select, insert, update (reason) on link_judgements to touchstone_app;
create policy own on link_judgements for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on link_judgements as restrictive for select to touchstone_app
  using ((select current_brands()) is null);
-- Nobody judges in another's name, or accounts of another organisation, which the foreign keys refuse.
create policy own_new on link_judgements for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and actor_id = current_actor_id()
    and current_brands() is null
  );
-- The words go with the seller's other personal data.
create policy erased on link_judgements for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and reason is null);

grant select, insert, update (reason), delete on link_judgements to touchstone_operator;
create policy operator on link_judgements for all to touchstone_operator
  using (true) with check (true);

-- Networks of accounts, under IDs that last.
create table seller_networks (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  number int4 not null check (number > 0),
  accounts int4 not null check (accounts >= 0),
  -- Of the strongest link across the weakest cut; null once retired.
  probability float8 check (probability between 0 and 1),
  -- The smaller side of the weakest cut, and the bits that hold it to the other.
  weakest_side uuid[] not null default '{}',
  weakest_bits float8,
  formed_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  retired_at timestamptz(3),
  -- The network that most of its accounts went to; null while it lasts, or if it dissolved.
  into_id uuid,
  constraint seller_networks_once unique (organisation_id, number),
  constraint seller_networks_of_organisation unique (id, organisation_id),
  constraint seller_networks_into foreign key (into_id, organisation_id)
    references seller_networks (id, organisation_id) deferrable
);

create index seller_networks_by_size
  on seller_networks (organisation_id, accounts desc, id desc) where retired_at is null;

alter table seller_networks enable row level security, force row level security;

grant select on seller_networks to touchstone_app;
create policy own on seller_networks for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on seller_networks as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (accounts, probability, weakest_side, weakest_bits, changed_at,
  retired_at, into_id), delete on seller_networks to touchstone_operator;
create policy operator on seller_networks for all to touchstone_operator
  using (true) with check (true);

create table network_memberships (
  network_id uuid not null,
  organisation_id uuid not null,
  seller_account_id uuid not null,
  from_at timestamptz(3) not null,
  -- Null while it lasts.
  until_at timestamptz(3),
  primary key (network_id, seller_account_id, from_at),
  constraint network_memberships_of_network foreign key (network_id, organisation_id)
    references seller_networks (id, organisation_id) on delete cascade deferrable,
  constraint network_memberships_of_account foreign key (seller_account_id, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

-- An account is in one network at a time.
create unique index network_memberships_now on network_memberships (seller_account_id)
  where until_at is null;
create index network_memberships_by_account on network_memberships (seller_account_id, from_at);

alter table network_memberships enable row level security, force row level security;

grant select on network_memberships to touchstone_app;
create policy own on network_memberships for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on network_memberships as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, update (until_at), delete on network_memberships to touchstone_operator;
create policy operator on network_memberships for all to touchstone_operator
  using (true) with check (true);

-- What happened to networks, in order. Only ever added.
create table network_events (
  organisation_id uuid not null references organisations deferrable,
  number int8 not null,
  at timestamptz(3) not null,
  event text not null check (event in ('joined', 'left', 'merged', 'split')),
  network_id uuid not null,
  seller_account_id uuid,
  -- The network that it merged into, or that it was a part of.
  other_id uuid,
  primary key (organisation_id, number),
  constraint network_events_about check (
    (event in ('joined', 'left')) = (seller_account_id is not null)
    and (event in ('merged', 'split')) = (other_id is not null)
  ),
  constraint network_events_of_network foreign key (network_id, organisation_id)
    references seller_networks (id, organisation_id) on delete cascade deferrable,
  constraint network_events_of_other foreign key (other_id, organisation_id)
    references seller_networks (id, organisation_id) on delete cascade deferrable,
  constraint network_events_of_account foreign key (seller_account_id, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

create index network_events_of_network on network_events (network_id, number);
create index network_events_of_other on network_events (other_id) where other_id is not null;
create index network_events_of_account on network_events (seller_account_id)
  where seller_account_id is not null;

alter table network_events enable row level security, force row level security;

grant select on network_events to touchstone_app;
create policy own on network_events for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on network_events as restrictive for select to touchstone_app
  using ((select current_brands()) is null);

grant select, insert, delete on network_events to touchstone_operator;
create policy operator on network_events for all to touchstone_operator
  using (true) with check (true);

-- Listings that were there before. The owner sees no row under its own policies, which give way here alone.
alter table listings no force row level security;
alter table link_changes no force row level security;
insert into link_changes (organisation_id, listing_id)
select organisation_id, id from listings where seller_account_id is not null;
alter table link_changes force row level security;
alter table listings force row level security;
