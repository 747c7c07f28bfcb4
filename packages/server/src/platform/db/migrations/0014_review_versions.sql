-- Admins of the installation act on the engine release that they read.
alter table engine_revisions add column version int4 not null default 1 check (version > 0);
create trigger engine_revisions_versions before update on engine_revisions
  for each row execute function raise_version();
