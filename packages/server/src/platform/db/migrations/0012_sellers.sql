-- Seller accounts: the sellers of listings, each as one account of an organisation's marketplace.
-- Whatever concerns a seller across listings refers to an account by its id.

create table seller_accounts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- As in the listings.
  marketplace text not null,
  -- The seller as the organisation's own salted hash, which is also in the versions of listings.
  seller_hash bytea not null check (length(seller_hash) = 32),
  -- As the newest listing states them; all null once the seller was erased. An id is compared by
  -- its hash: what cannot be stored as text is replaced here.
  seller_id text check (length(seller_id) between 1 and 1000),
  name text check (length(name) between 1 and 1000),
  country text check (country ~ '^[A-Z]{2}$'),
  kind text check (kind in ('private', 'trader', 'unknown')),
  joined_at timestamptz(3),
  first_seen_at timestamptz(3) not null default now(),
  -- To the minute: accounts are not written with every sighting.
  last_seen_at timestamptz(3) not null default now(),
  constraint seller_accounts_once unique (organisation_id, seller_hash),
  -- The target of foreign keys that name the account with its organisation.
  constraint seller_accounts_of_organisation unique (id, organisation_id),
  constraint seller_accounts_erased check (
    seller_id is not null
    or (name is null and country is null and kind is null and joined_at is null)
  )
);

-- An organisation's accounts, the last seen first; for the purge, from the other end.
create index seller_accounts_by_sighting
  on seller_accounts (organisation_id, last_seen_at desc, id desc);

create trigger seller_accounts_keep_their_time
  before update of first_seen_at on seller_accounts
  for each row when (new.first_seen_at is distinct from old.first_seen_at)
  execute function refuse_other_time();

alter table seller_accounts enable row level security, force row level security;

grant select, insert, update (seller_id, name, country, kind, joined_at, last_seen_at)
  on seller_accounts to touchstone_app;
create policy own_accounts on seller_accounts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update (seller_id, name, country, kind, joined_at, first_seen_at,
  last_seen_at), delete on seller_accounts to touchstone_operator;
create policy operator on seller_accounts for all to touchstone_operator
  using (true) with check (true);

alter table listings add constraint listings_of_seller_account
  foreign key (seller_account_id, organisation_id)
  references seller_accounts (id, organisation_id) deferrable;

-- An account is visible by the listings that name it now.
create policy in_sight on seller_accounts for select to touchstone_app
  using (exists (
    select from listings l
    join listing_mentions m on m.listing_id = l.id and m.organisation_id = l.organisation_id
    where l.organisation_id = seller_accounts.organisation_id
      and l.seller_account_id = seller_accounts.id
      and m.confidence >= 0.9
      and m.brand_id = any ((select brands_in_sight())::text[]) offset 0
  ));
