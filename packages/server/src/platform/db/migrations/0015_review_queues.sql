-- Blind audits by review queue: each queue is a stratum of its own, and an item states whether its
-- listing carried an impossible price. Samples drawn before have all queues in 'flagged'.
alter table sampling_frames drop constraint sampling_frames_stratum_check;
alter table sampling_frames add constraint sampling_frames_stratum_check check (stratum in
  ('clear', 'block', 'review', 'impossible-price', 'ask-proof', 'flagged', 'removed', 'unappealed'));
alter table audit_items drop constraint audit_items_stratum_check;
alter table audit_items add constraint audit_items_stratum_check check (stratum in
  ('clear', 'block', 'review', 'impossible-price', 'ask-proof', 'flagged', 'removed', 'unappealed'));

alter table audit_items
  -- Null in samples drawn before it was recorded.
  add column impossible_price bool,
  -- Codes of the signals for a counterfeit, at the time of sampling; null likewise.
  add column signals text[];

-- Organisations whose error ledger anybody may read; the operator decides. Counts alone are shown.
create table published_error_ledgers (
  organisation_id uuid primary key references organisations deferrable,
  published_at timestamptz(3) not null default now()
);

alter table published_error_ledgers enable row level security, force row level security;

grant select on published_error_ledgers to touchstone_app;
create policy own on published_error_ledgers for select to touchstone_app
  using (organisation_id = current_organisation());

grant select, insert, delete on published_error_ledgers to touchstone_operator;
create policy operator on published_error_ledgers for all to touchstone_operator
  using (true) with check (true);
