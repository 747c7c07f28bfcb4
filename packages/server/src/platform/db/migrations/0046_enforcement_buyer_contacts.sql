-- Buyers who left an address to be told if what they bought is decided to be illegal (Art. 32 DSA). Each row is told of
-- one decision at most, and of its reversal.
create table buyer_contacts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- As the marketplace sent it.
  listing_id uuid not null,
  receipt_hash bytea not null
    constraint buyer_contacts_receipt_taken unique check (length(receipt_hash) = 32),
  -- Of the email address, under the installation's key.
  address_hash bytea not null check (length(address_hash) = 32),
  -- Address and order number, encrypted with the installation's key.
  sealed bytea not null,
  locale text not null check (locale ~ '^[a-z]{2}$'),
  bought_on date not null,
  created_at timestamptz(3) not null default now(),
  -- The notification of which they were told, and the digest of its text.
  proceeding_id uuid,
  instance text,
  told_at timestamptz(3),
  told_digest bytea check (length(told_digest) = 32),
  reversal_told_at timestamptz(3),
  constraint buyer_contacts_once unique (listing_id, address_hash),
  constraint buyer_contacts_told check ((told_at is null) = (proceeding_id is null)
    and (told_at is null) = (instance is null) and (told_at is null) = (told_digest is null)
    and (reversal_told_at is null or told_at is not null)),
  constraint buyer_contacts_of_proceeding foreign key (proceeding_id, organisation_id)
    references proceedings (id, organisation_id) deferrable
);

create index buyer_contacts_of_listing on buyer_contacts (organisation_id, listing_id);
create index buyer_contacts_of_proceeding on buyer_contacts (proceeding_id)
  where proceeding_id is not null;
create index buyer_contacts_by_purchase on buyer_contacts (bought_on);

alter table buyer_contacts enable row level security, force row level security;

grant select, insert, update (proceeding_id, instance, told_at, told_digest, reversal_told_at), delete
  on buyer_contacts to touchstone_app;
create policy own on buyer_contacts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on buyer_contacts as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on buyer_contacts to touchstone_operator;
create policy operator on buyer_contacts for all to touchstone_operator
  using (true) with check (true);
