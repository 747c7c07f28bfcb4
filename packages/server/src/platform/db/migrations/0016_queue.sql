-- What the queue is filtered and sorted by, beside offers and mentions; decisions taken back; lists
-- that people keep.

alter table listings
  -- Of the newest assessment, as the organisation that sent the offer is shown it.
  add column probability float8 check (probability between 0 and 1),
  -- One bit for each code, in the order of the contract.
  add column signals int8 not null default 0,
  -- The primary subtag, 'und' where the offer states none.
  add column language text not null default 'und',
  -- False while a decision of the organisation that sent it stands.
  add column undecided bool not null default true;

alter table listing_mentions
  -- As beside the offer, so that a page of one brand is read from one index.
  add column language text not null default 'und',
  add column probability float8 check (probability between 0 and 1),
  add column signals int8 not null default 0,
  -- What is shown to a rights holder who may see the offer by this brand alone: a filter over more
  -- would tell of what is held back.
  add column shown_probability float8 check (shown_probability between 0 and 1),
  add column shown_signals int8 not null default 0;

-- The pages of before carry along what they are filtered by, so that offers which do not match are
-- passed over without being read.
drop index listings_of_organisation;
create index listings_of_organisation on listings (organisation_id, first_seen_at desc, id desc)
  include (verdict, rung, lead_brand_id, marketplace, language, probability, signals, undecided);
drop index listings_of_verdict;
create index listings_of_verdict on listings (organisation_id, verdict, first_seen_at desc, id desc)
  include (marketplace, language, probability, signals, undecided);
-- The same from the most probable.
create index listings_by_probability
  on listings (organisation_id, verdict, probability desc, id desc)
  include (first_seen_at, rung, lead_brand_id, marketplace, language, signals, undecided);
-- Open work: where nearly all is decided, what is left is found without passing over it.
create index listings_open on listings (organisation_id, verdict, first_seen_at desc, id desc)
  include (marketplace, language, probability, signals)
  where undecided and verdict <> 'clear';

drop index listing_mentions_in_sight;
create index listing_mentions_in_sight
  on listing_mentions (brand_id, verdict, first_seen_at desc, listing_id desc)
  include (organisation_id, confidence, rung, lead_brand_id, marketplace, language,
    shown_probability, shown_signals)
  where confidence >= 0.9;
create index listing_mentions_in_sight_by_probability
  on listing_mentions (brand_id, verdict, shown_probability desc, listing_id desc)
  include (organisation_id, confidence, first_seen_at, rung, lead_brand_id, marketplace, language,
    shown_signals)
  where confidence >= 0.9;
drop index listing_mentions_of_organisation;
create index listing_mentions_of_organisation
  on listing_mentions (organisation_id, brand_id, first_seen_at desc, listing_id desc)
  include (confidence, verdict, rung, lead_brand_id, marketplace, language, probability, signals);
create index listing_mentions_by_probability
  on listing_mentions (organisation_id, brand_id, probability desc, listing_id desc)
  include (confidence, first_seen_at, verdict, rung, lead_brand_id, marketplace, language, signals);

-- A decision that was taken back stays, with the record of it beside it.
create table decision_withdrawals (
  decision_id uuid primary key references decisions deferrable,
  organisation_id uuid not null references organisations deferrable,
  withdrawn_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id()
);

-- Lists that people keep: what they filter and sort by, under a name.
create table saved_views (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  person_id uuid not null references people deferrable,
  name text not null check (length(name) between 1 and 100),
  -- True where colleagues see it too.
  shared bool not null,
  query json not null,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now()
);

-- The views that a person may pick, which are few.
create index saved_views_of_organisation on saved_views (organisation_id, created_at desc, id desc);

-- What came in on a day that is over, as it was counted once: counting it again would take as long as
-- there are offers.
create table counted_days (
  organisation_id uuid not null references organisations deferrable,
  -- What was counted: a hash of the brands in sight and of those to which a membership is limited.
  view text not null check (length(view) <= 64),
  day date not null,
  clear int4 not null,
  ask_proof int4 not null,
  review int4 not null,
  block int4 not null,
  unjudged int4 not null,
  counted_at timestamptz(3) not null default now(),
  primary key (organisation_id, view, day)
);

alter table decision_withdrawals enable row level security;
alter table decision_withdrawals force row level security;
alter table saved_views enable row level security;
alter table saved_views force row level security;
alter table counted_days enable row level security;
alter table counted_days force row level security;

grant update (probability, signals, language, undecided) on listings
  to touchstone_app, touchstone_operator;
grant select, insert on decision_withdrawals, counted_days to touchstone_app, touchstone_operator;
grant select, insert, delete, update (name, shared, query, changed_at) on saved_views
  to touchstone_app;
grant select, insert, delete on saved_views to touchstone_operator;

create policy own_withdrawals on decision_withdrawals for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody takes back in another's name, nor what another organisation decided.
create policy own_new_withdrawals on decision_withdrawals for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
    and exists (
      select from decisions d
      where d.id = decision_id and d.organisation_id = current_organisation()
    )
  );
create policy own_days on counted_days for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- What is not shared nobody else sees, not even an admin; and nobody keeps a view in another's name.
create policy views_to_pick on saved_views for select to touchstone_app
  using (
    organisation_id = current_organisation()
    and (shared or (current_actor_kind() = 'person' and person_id::text = current_actor_id()))
  );
create policy own_new_views on saved_views for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and person_id::text = current_actor_id()
  );
create policy views_to_change on saved_views for update to touchstone_app
  using (
    organisation_id = current_organisation() and current_actor_kind() = 'person'
    and (shared or person_id::text = current_actor_id())
  )
  with check (
    organisation_id = current_organisation()
    and (shared or person_id::text = current_actor_id())
  );
create policy views_to_remove on saved_views for delete to touchstone_app
  using (
    organisation_id = current_organisation() and current_actor_kind() = 'person'
    and (shared or person_id::text = current_actor_id())
  );

create policy operator on decision_withdrawals for all to touchstone_operator
  using (true) with check (true);
create policy operator on saved_views for all to touchstone_operator using (true) with check (true);
create policy operator on counted_days for all to touchstone_operator using (true) with check (true);

-- Of what is kept already. What was said of an offer is known, so that judging it again reads it and
-- fills the columns; offers without their personal fields are not judged again, and match no filter.
set local role touchstone_operator;
update listings l set undecided = false
where exists (
  select from decisions d where d.listing_id = l.id and d.organisation_id = l.organisation_id
);
insert into judgements_due (listing_id, organisation_id)
select id, organisation_id from listings
where version > 0 and verdict is not null and redacted_at is null
on conflict (listing_id) do nothing;
set local role none;
