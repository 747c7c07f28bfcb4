-- Counts the changes of a draft, so that nobody writes over what he has not seen.
alter table notices add column version int4 not null default 1 check (version > 0);
grant update (version) on notices to touchstone_app;
