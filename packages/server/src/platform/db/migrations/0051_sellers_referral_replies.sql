-- Recipients without an account reply on a page that a one-time link opens.

create table referral_reply_links (
  id uuid primary key,
  referral_id uuid not null,
  organisation_id uuid not null,
  token_hash bytea not null constraint referral_reply_links_token_taken unique
    check (length(token_hash) = 32),
  created_at timestamptz(3) not null default now(),
  created_by text not null default current_actor_id(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  constraint referral_reply_links_of_referral foreign key (referral_id, organisation_id)
    references referrals (id, organisation_id) on delete cascade deferrable
);

create index referral_reply_links_of_referral
  on referral_reply_links (referral_id, created_at desc, id desc);
-- One link of a referral opens at a time.
create unique index referral_reply_links_in_force on referral_reply_links (referral_id)
  where revoked_at is null;

alter table referral_reply_links enable row level security, force row level security;

grant select, insert (id, referral_id, organisation_id, token_hash, expires_at),
  update (revoked_at, last_used_at)
  on referral_reply_links to touchstone_app;
create policy own on referral_reply_links for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation()
    and exists (select from referrals r
      where r.id = referral_id and r.organisation_id = current_organisation()
        and r.recipient_id is null and r.sent_at is not null));
create policy named_by_token on referral_reply_links for select to touchstone_app
  using (token_hash = decode(nullif(current_setting('touchstone.receipt', true), ''), 'hex'));
create policy in_own_limits on referral_reply_links as restrictive for all to touchstone_app
  using ((select current_brands()) is null) with check ((select current_brands()) is null);

grant select, insert, update, delete on referral_reply_links to touchstone_operator;
create policy operator on referral_reply_links for all to touchstone_operator
  using (true) with check (true);

-- Whether the transaction acts for someone who opened this link of a referral.
create function reply_link_writes(link uuid, referral uuid) returns boolean
  language sql stable
  return current_actor_kind() = 'recipient' and current_actor_id() = link::text and exists (
    select from referral_reply_links l
    where l.id = link and l.referral_id = referral and l.revoked_at is null
      and l.organisation_id = current_organisation());

alter table referral_questions alter column recipient_id drop not null;
alter table referral_questions
  add column reply_link_id uuid references referral_reply_links deferrable;
alter table referral_questions add constraint referral_questions_of_someone
  check ((recipient_id is null) = (reply_link_id is not null));
grant insert (reply_link_id) on referral_questions to touchstone_app;
create policy asked_by_link on referral_questions for insert to touchstone_app
  with check (organisation_id = current_organisation() and recipient_id is null
    and reply_link_writes(reply_link_id, referral_id));

alter table outcome_reports
  add column reply_link_id uuid references referral_reply_links deferrable;
alter table outcome_reports add constraint outcome_reports_by_link
  check (reply_link_id is null or (recipient_id is null and letter_from is null));
create policy reported_by_link on outcome_reports for insert to touchstone_app
  with check (organisation_id = current_organisation() and recipient_id is null
    and letter_from is null and reply_link_writes(reply_link_id, referral_id));

alter table referral_custody drop constraint referral_custody_event_check;
alter table referral_custody add constraint referral_custody_event_check
  check (event in ('packed', 'sent', 'read', 'package-downloaded', 'redacted-package-downloaded',
    'letter-read', 'reply-page-read'));
