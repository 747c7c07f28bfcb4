-- Admins of the installation act on the engine release that they read.
alter table engine_releases add column version int4 not null default 1 check (version > 0);
create trigger engine_releases_versions before update on engine_releases
  for each row execute function raise_version();
