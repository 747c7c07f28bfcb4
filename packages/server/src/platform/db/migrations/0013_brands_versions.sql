-- Approvers act on the version of a claim that they read.
alter table claims add column version int4 not null default 1 check (version > 0);
create trigger claims_versions before update on claims
  for each row execute function raise_version();
