-- Alerts by makers about goods and codes, for everyone. They name no seller.
create table item_alerts (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  gtin text collate "C" not null check (gtin ~ '^[0-9]{14}$'),
  -- Empty for all units of the product.
  batches text[] collate "C" not null default '{}' check (cardinality(batches) <= 100),
  serials text[] collate "C" not null default '{}' check (cardinality(serials) <= 1000),
  title text not null check (length(title) between 1 and 200),
  content text not null check (length(content) between 1 and 4000),
  is_dangerous bool not null,
  published_at timestamptz(3) not null,
  -- What was signed when it was published, and when it was withdrawn.
  signed json not null,
  withdrawn_at timestamptz(3),
  withdrawal_reason text check (length(withdrawal_reason) between 1 and 2000),
  signed_withdrawal json,
  constraint item_alerts_withdrawn check ((withdrawn_at is null) = (withdrawal_reason is null)
    and (withdrawn_at is null) = (signed_withdrawal is null))
);

create index item_alerts_of_organisation
  on item_alerts (organisation_id, published_at desc, id desc);
create index item_alerts_of_product on item_alerts (organisation_id, gtin) where withdrawn_at is null;
create index item_alerts_by_change
  on item_alerts ((coalesce(withdrawn_at, published_at)) desc, id desc);

alter table item_alerts enable row level security, force row level security;

grant select, insert, update (withdrawn_at, withdrawal_reason, signed_withdrawal)
  on item_alerts to touchstone_app;
create policy own on item_alerts for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy in_own_limits on item_alerts as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on item_alerts to touchstone_operator;
create policy operator on item_alerts for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on item_alerts as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
