-- What marketplaces are called, by the name under which their listings are submitted. The name
-- given by the organisation that answers for a marketplace is everybody's; another organisation's
-- is its own.
create table marketplace_names (
  organisation_id uuid not null references organisations deferrable,
  marketplace text not null check (length(marketplace) between 1 and 200),
  name text not null check (length(name) between 1 and 100),
  -- Whether the organisation answers for the marketplace: follows marketplace_bindings.
  shared boolean not null,
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, marketplace)
);

-- The names that every organisation reads.
create index marketplace_names_shared on marketplace_names (marketplace) where shared;

alter table marketplace_names enable row level security, force row level security;

grant select, insert, update (name, shared, changed_at), delete
  on marketplace_names to touchstone_app;
create policy readable on marketplace_names for select to touchstone_app
  using (organisation_id = current_organisation() or shared);
create policy own on marketplace_names for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (
    organisation_id = current_organisation()
    and (not shared or exists (
      select from marketplace_bindings b
      where b.organisation_id = marketplace_names.organisation_id
        and b.marketplace = marketplace_names.marketplace
    ))
  );

grant select, insert, update (name, shared, changed_at), delete
  on marketplace_names to touchstone_operator;
create policy operator on marketplace_names for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on marketplace_names as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
