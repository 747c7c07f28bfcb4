-- The names of connectors are those of the code, so that a new one needs no migration.

alter table watches drop constraint watches_connector_check;
alter table watches add constraint watches_connector_check
  check (connector ~ '^[a-z][a-z0-9-]{0,63}$');
