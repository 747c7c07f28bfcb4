-- Who answers for what is sent and restricted: items that an authority or counsel holds, warnings and brakes, and
-- how long what notices bring is kept.

-- Items about which nothing goes out, is answered or counted, for whoever asked for it.
create table embargoes (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  scope text not null check (scope in ('listing', 'case', 'seller')),
  -- No foreign keys: an embargo outlives what it held.
  listing_id uuid,
  case_id uuid,
  marketplace text,
  seller_hash bytea check (length(seller_hash) = 32),
  wanted_by text not null check (wanted_by in ('authority', 'counsel')),
  reference text not null check (length(reference) between 1 and 200),
  reason text not null check (length(reason) between 1 and 2000),
  review_on date not null,
  expires_at timestamptz(3) not null,
  set_at timestamptz(3) not null,
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  lifted_at timestamptz(3),
  lifted_by text,
  lifted_because text check (length(lifted_because) between 1 and 2000),
  -- Since when the log says that it lapsed.
  lapse_told_at timestamptz(3),
  constraint embargoes_scope_named check (
    (listing_id is not null) = (scope = 'listing')
    and (case_id is not null) = (scope = 'case')
    and (seller_hash is not null) = (scope = 'seller')
    and (marketplace is not null) = (scope = 'seller')
  ),
  constraint embargoes_lifted check (
    (lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_because is null)
  ),
  constraint embargoes_of_organisation unique (id, organisation_id)
);

-- What may stand is asked for before anything goes out; it is little, whatever was held before.
create index embargoes_standing on embargoes (organisation_id, expires_at) where lifted_at is null;
-- Page by page from the newest.
create index embargoes_newest on embargoes (organisation_id, set_at desc, id desc);
-- Those whose time is over and of which the log does not tell yet.
create index embargoes_lapsing on embargoes (expires_at)
  where lifted_at is null and lapse_told_at is null;

-- A longer time that somebody asked for, and what a second person said to it.
create table embargo_extensions (
  id uuid primary key,
  organisation_id uuid not null,
  embargo_id uuid not null,
  review_on date not null,
  expires_at timestamptz(3) not null,
  reason text not null check (length(reason) between 1 and 2000),
  state text not null default 'asked' check (state in ('asked', 'confirmed', 'rejected')),
  asked_at timestamptz(3) not null,
  asked_by text not null default current_actor_id(),
  settled_at timestamptz(3),
  settled_by text,
  constraint embargo_extensions_settled check (
    (state = 'asked') = (settled_at is null) and (settled_at is null) = (settled_by is null)
  ),
  constraint embargo_extensions_second_person check (settled_by is null or settled_by <> asked_by),
  constraint embargo_extensions_of_embargo foreign key (embargo_id, organisation_id)
    references embargoes (id, organisation_id) deferrable
);

-- Those of one embargo; of those that wait there is one.
create index embargo_extensions_of_one on embargo_extensions (embargo_id, asked_at);
create unique index embargo_extensions_waiting on embargo_extensions (embargo_id)
  where state = 'asked';

-- Whether anything that an organisation has is held: an offer, a case, a seller.
create function is_embargoed(
  organisation uuid, listing uuid, file uuid, seller bytea, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from embargoes e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at and (
      e.listing_id = listing or e.case_id = file or e.seller_hash = seller
      or (e.case_id is not null and exists (select from case_offers o
        where o.case_id = e.case_id and o.listing_id = listing))
      or (e.seller_hash is not null and exists (select from listing_versions v
        where v.listing_id = listing and v.organisation_id = organisation
          and v.seller_hash = e.seller_hash))
    )
  );

-- Whether a proceeding is about something held: by its offer, those of its notices, its case, or its seller.
create function is_proceeding_embargoed(
  organisation uuid, proceeding uuid, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from proceedings p where p.id = proceeding and p.organisation_id = organisation
      and is_embargoed(organisation, p.listing_id, p.case_id, null, at)
  ) or exists (
    select from received_items i where i.proceeding_id = proceeding
      and i.organisation_id = organisation
      and is_embargoed(organisation, i.listing_id, null, null, at)
  ) or exists (
    select from answer_links l where l.proceeding_id = proceeding
      and l.organisation_id = organisation
      and is_embargoed(organisation, null, null, l.seller_hash, at)
  );

-- Whether a notice that the organisation sends names something held.
create function is_notice_embargoed(organisation uuid, notice uuid, at timestamptz) returns boolean
  language sql stable
  return exists (
    select from notices n join notice_items i on i.notice_id = n.id
    where n.id = notice and n.organisation_id = organisation
      and is_embargoed(organisation, i.listing_id, n.case_id, null, at)
  );

-- Whether a message waits: one to a seller, or with a notice. That a notice came is confirmed all the same.
create function is_message_embargoed(
  organisation uuid, kind text, about text, at timestamptz
) returns boolean
  language sql stable
  return exists (
    select from embargoes e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at
  ) and case kind
    when 'notice' then is_notice_embargoed(organisation, about::uuid, at)
    when 'proceeding' then is_proceeding_embargoed(organisation, about::uuid, at)
    else false
  end;

-- Warnings and brakes on whose notices, or on what, the figures are over the line. Figures are always read
-- from what happened; here stands what followed from them.
create table accountability_marks (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- Of notices that it sent, that it received, or of offers that it removed by itself.
  side text not null check (side in ('sent', 'received', 'own')),
  about text not null check (about in ('notifier-ground', 'rule', 'signal')),
  -- What it is about: “<organisation> <ground>”, “<regime> <ground>” or a signal’s code.
  subject text not null check (length(subject) between 1 and 200),
  -- The organisation whose notices they are, where one is meant.
  notifier uuid,
  warned_at timestamptz(3) not null,
  warned_figures json not null,
  braked_at timestamptz(3),
  braked_figures json,
  ended_at timestamptz(3),
  -- The line was kept again before a brake, or a person lifted the brake.
  ended_because text check (ended_because in ('kept', 'lifted')),
  ended_by text,
  reason text check (length(reason) between 1 and 2000),
  constraint accountability_marks_ended check ((ended_at is null) = (ended_because is null)),
  constraint accountability_marks_braked check ((braked_at is null) = (braked_figures is null)),
  constraint accountability_marks_warned_first check (braked_at is null or braked_at > warned_at),
  -- A brake ends by a person who says why, and by nothing else.
  constraint accountability_marks_lifted check (
    (ended_because is not distinct from 'lifted')
      = (ended_by is not null and reason is not null and braked_at is not null)
  ),
  constraint accountability_marks_brake_stays check (
    braked_at is null or ended_because is null or ended_because = 'lifted'
  )
);

-- What stands of one subject: a second sweep at the same time warns nobody twice.
create unique index accountability_marks_standing on accountability_marks
  (organisation_id, side, about, subject) where ended_at is null;
-- Page by page from the newest; and the lifts, since which figures count anew.
create index accountability_marks_newest on accountability_marks
  (organisation_id, warned_at desc, id desc);
-- What others say of an organisation's notices.
create index accountability_marks_of_notifier on accountability_marks (notifier, warned_at desc)
  where notifier is not null;

do $$
declare
  name text;
begin
  foreach name in array array['embargoes', 'embargo_extensions', 'accountability_marks']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant select, insert, delete on %I to touchstone_operator', name);
    execute format('create policy operator on %I for all to touchstone_operator
      using (true) with check (true)', name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (is_of_sample(organisation_id))', name);
    execute format('create policy own on %I for all to touchstone_app
      using (organisation_id = current_organisation())
      with check (organisation_id = current_organisation())', name);
  end loop;
end
$$;

grant select, insert on embargoes, embargo_extensions to touchstone_app;
-- Warnings and brakes are the installation's; a person ends what stands.
grant select on accountability_marks to touchstone_app;
grant update (review_on, expires_at, lifted_at, lifted_by, lifted_because) on embargoes
  to touchstone_app;
grant update (lapse_told_at) on embargoes to touchstone_operator;
grant update (state, settled_at, settled_by) on embargo_extensions to touchstone_app;
grant update (ended_at, ended_because, ended_by, reason) on accountability_marks to touchstone_app;
grant update (braked_at, braked_figures, ended_at, ended_because) on accountability_marks
  to touchstone_operator;
-- Nobody holds, asks or settles in another's name; who came by a link holds nothing.
create policy by_whoever_acts on embargoes as restrictive for insert to touchstone_app
  with check (actor_kind = current_actor_kind() and actor_id = current_actor_id()
    and current_actor_kind() is distinct from 'recipient' and lifted_at is null);
create policy by_whoever_acts on embargo_extensions as restrictive for insert to touchstone_app
  with check (state = 'asked' and asked_by = current_actor_id()
    and exists (select from embargoes e where e.id = embargo_id
      and e.organisation_id = embargo_extensions.organisation_id));
create policy by_whoever_acts on accountability_marks as restrictive for update to touchstone_app
  using (current_actor_kind() = 'person' and braked_at is not null and ended_at is null)
  with check (ended_because = 'lifted' and ended_by = current_actor_id());
-- What is said of an organisation's notices it reads, wherever it was said.
create policy concerning_notifier on accountability_marks for select to touchstone_app
  using (notifier = current_organisation());

-- Sums over what came in since a day.
create index received_notices_since on received_notices (organisation_id, received_at);
create index notices_sent_since on notices (organisation_id, sent_at) where sent_at is not null;

-- How long what notices, answers and messages name people in is kept.
alter table retention_settings
  add column notice_days int4 not null default 365 check (notice_days between 1 and 3650),
  add column answer_days int4 not null default 30 check (answer_days between 1 and 3650),
  add column message_days int4 not null default 365 check (message_days between 1 and 3650);
grant update (notice_days, answer_days, message_days) on retention_settings
  to touchstone_app, touchstone_operator;

-- Since when a notice names its sender no longer; what it says of the offer stays with the decision.
alter table received_notices add column forgotten_at timestamptz(3);
create index received_notices_to_forget on received_notices (organisation_id, received_at, id)
  where forgotten_at is null;
grant update (notice, network_hash, address_hash, forgotten_at) on received_notices
  to touchstone_operator;

-- Since when a message has neither reader nor text; its digest stays, by which a copy is known again.
alter table messages
  add column forgotten_at timestamptz(3),
  add column body_sha256 bytea check (length(body_sha256) = 32),
  add constraint messages_forgotten check ((forgotten_at is null) = (body_sha256 is null));
create index messages_to_forget on messages (organisation_id, ended_at, id)
  where forgotten_at is null and ended_at is not null;
grant update (recipient, reply_to, subject, body, attachments, forgotten_at, body_sha256) on messages
  to touchstone_operator;

-- An erased seller is taken out of measures that have ended.
grant update (seller) on measures to touchstone_app, touchstone_operator;

-- Offers restricted in a week of which their sellers did not complain, drawn beside the offers that came in.
alter table quality_settings
  add column unappealed_size int4 not null default 10 check (unappealed_size between 0 and 500);
grant update (unappealed_size) on quality_settings to touchstone_app;
alter table quality_frames drop constraint quality_frames_stratum_check;
alter table quality_frames add constraint quality_frames_stratum_check
  check (stratum in ('clear', 'flagged', 'removed', 'unappealed'));
alter table quality_items drop constraint quality_items_stratum_check;
alter table quality_items add constraint quality_items_stratum_check
  check (stratum in ('clear', 'flagged', 'removed', 'unappealed'));
