-- Which column is which field of an offer, as somebody settled it for files with the same columns.

create table import_mappings (
  organisation_id uuid not null references organisations deferrable,
  -- Of the names of the columns, in whatever order.
  signature bytea not null check (length(signature) = 32),
  headers json not null,
  mapping json not null,
  changed_at timestamptz(3) not null default now(),
  primary key (organisation_id, signature)
);

alter table import_mappings enable row level security;
alter table import_mappings force row level security;

grant select, insert, delete on import_mappings to touchstone_app;
grant update (headers, mapping, changed_at) on import_mappings to touchstone_app;
grant select, insert on import_mappings to touchstone_operator;

create policy own_mappings on import_mappings for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
create policy operator on import_mappings for all to touchstone_operator
  using (true) with check (true);
