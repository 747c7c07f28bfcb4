-- Reviewers decide on the submission that they read.
alter table proof_asks add column version int4 not null default 1 check (version > 0);
create trigger proof_asks_versions before update on proof_asks
  for each row execute function raise_version();
