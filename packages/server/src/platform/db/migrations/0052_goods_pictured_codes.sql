-- Which units the codes in pictures of listings name, so that the listings are assessed again when something is recorded
-- of a unit. The organisation is the issuer of the number; units that were not issued may be yet.
create table pictured_codes (
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null check (gtin ~ '^[0-9]{14}$'),
  serial text collate "C" not null check (length(serial) between 1 and 20),
  -- Of the picture.
  digest bytea not null check (length(digest) = 32),
  -- Since when the listings await it.
  due_at timestamptz(3),
  primary key (organisation_id, gtin, serial, digest)
);

create index pictured_codes_due on pictured_codes (due_at) where due_at is not null;

alter table pictured_codes enable row level security, force row level security;

-- The issuer says that something changed, and learns neither pictures nor listings.
grant select (organisation_id, gtin, serial), update (due_at) on pictured_codes to touchstone_app;
create policy own on pictured_codes for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on pictured_codes as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on pictured_codes to touchstone_operator;
create policy operator on pictured_codes for all to touchstone_operator
  using (true) with check (true);

-- Nothing is sent to an address before whoever reads its email confirmed it by the link in the only email until then.
alter table buyer_contacts
  add confirmed_at timestamptz(3),
  add token_hash bytea
    constraint buyer_contacts_token_taken unique check (length(token_hash) = 32);
-- Those left before were accepted without.
update buyer_contacts set confirmed_at = created_at;
alter table buyer_contacts
  add constraint buyer_contacts_confirmed check (told_at is null or confirmed_at is not null);

grant update (confirmed_at) on buyer_contacts to touchstone_app;
