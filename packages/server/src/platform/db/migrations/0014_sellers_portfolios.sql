-- Portfolios: what the listings of one seller account say together, for each organisation that sees
-- them, and what people decided about it.

-- What the newest assessment of a listing adds to its seller's portfolio. `portfolio_level` is the
-- index of the price's level, null if there is nothing to compare; `portfolio_marks` has one bit per
-- mark and one for a stated price, and is null if the goods are of no brand.
alter table listings
  add column portfolio_level int4,
  add column portfolio_marks int4,
  -- Digest of what the listing adds for those who see it by its brands; null if nobody does.
  add column portfolio_sight int4,
  -- True if the newest assessment took the seller's portfolio into account.
  add column portfolio_considered bool not null default false;

grant update (portfolio_level, portfolio_marks, portfolio_sight, portfolio_considered) on listings
  to touchstone_app, touchstone_operator;

-- The same as shown to a rights holder who sees the listing by this brand alone.
alter table listing_mentions
  add column portfolio_level int4,
  add column portfolio_marks int4;

-- Seller accounts whose listings changed since their portfolios were computed. Rows are only added
-- and removed, so that batches with listings of one seller don't wait for each other.
create table portfolio_changes (
  id uuid primary key default gen_random_uuid(),
  -- The organisation of the account.
  organisation_id uuid not null references organisations deferrable,
  seller_account_id uuid not null,
  since timestamptz(3) not null default now(),
  constraint portfolio_changes_of_account foreign key (seller_account_id, organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

-- The oldest first.
create index portfolio_changes_by_age on portfolio_changes (since, id);
create index portfolio_changes_by_account on portfolio_changes (seller_account_id);

alter table portfolio_changes enable row level security, force row level security;

grant insert on portfolio_changes to touchstone_app;
create policy own on portfolio_changes for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, delete on portfolio_changes to touchstone_operator;
create policy operator on portfolio_changes for all to touchstone_operator
  using (true) with check (true);

-- Once per statement, whoever writes listings.
create function note_portfolio_changes() returns trigger
  language plpgsql as $$
begin
  insert into portfolio_changes (organisation_id, seller_account_id)
  select distinct organisation_id, seller_account_id from changed
  where seller_account_id is not null;
  return null;
end
$$;

create function note_changed_portfolios() returns trigger
  language plpgsql as $$
begin
  insert into portfolio_changes (organisation_id, seller_account_id)
  select distinct b.organisation_id, account
  from before b join changed c using (id)
  cross join lateral unnest(array[b.seller_account_id, c.seller_account_id]) as account
  where account is not null
    and (b.seller_account_id, b.version, b.lead_brand_id, b.price_amount, b.price_currency,
        b.portfolio_level, b.portfolio_marks, b.portfolio_sight, b.portfolio_considered)
      is distinct from (c.seller_account_id, c.version, c.lead_brand_id, c.price_amount,
        c.price_currency, c.portfolio_level, c.portfolio_marks, c.portfolio_sight,
        c.portfolio_considered);
  return null;
end
$$;

create trigger listings_enter_portfolios after insert on listings
  referencing new table as changed
  for each statement execute function note_portfolio_changes();
create trigger listings_leave_portfolios after delete on listings
  referencing old table as changed
  for each statement execute function note_portfolio_changes();
create trigger listings_change_portfolios after update on listings
  referencing old table as before new table as changed
  for each statement execute function note_changed_portfolios();

-- Portfolios with a fact, by the organisation that sees the listings.
create table seller_portfolios (
  organisation_id uuid not null references organisations deferrable,
  seller_account_id uuid not null,
  -- The organisation of the account.
  account_organisation_id uuid not null,
  marketplace text not null,
  listings int4 not null check (listings > 0),
  probability float8 not null check (probability between 0 and 1),
  flagged bool not null,
  -- Who says that the listings are the seller's: the marketplace itself, several sources that agree
  -- without any one of them, or one alone, which convicts nobody.
  standing text not null check (standing in ('marketplace', 'several-sources', 'one-source')),
  -- Code, count, total and parameters of each fact.
  facts json not null,
  -- Brands of the goods, the most frequent first.
  brands text[] not null,
  -- Some listings that share a fact, for their pictures.
  examples uuid[] not null,
  -- Hash of the brands by which the organisation saw others' listings; empty for its own.
  view text not null check (length(view) <= 64),
  -- Until when an explanation holds; null if none does.
  explained_until timestamptz(3),
  -- True if an explanation no longer holds, because the facts changed materially.
  changed_since_explained bool not null,
  -- True if assessments of the seller's listings take it into account.
  counts bool not null,
  computed_at timestamptz(3) not null default now(),
  primary key (organisation_id, seller_account_id),
  constraint seller_portfolios_of_account foreign key (seller_account_id, account_organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

-- The portfolios of one account, for their recomputation.
create index seller_portfolios_of_account on seller_portfolios (seller_account_id);
-- The queue of an organisation: what more than one source says comes first.
create index seller_portfolios_in_queue
  on seller_portfolios (organisation_id, (standing = 'one-source'), probability desc,
    seller_account_id)
  where flagged;
-- Explanations about to end.
create index seller_portfolios_explained on seller_portfolios (explained_until)
  where explained_until is not null;

alter table seller_portfolios enable row level security, force row level security;

grant select, update (explained_until, changed_since_explained, counts) on seller_portfolios
  to touchstone_app;
create policy own on seller_portfolios for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());

grant select, insert, update, delete on seller_portfolios to touchstone_operator;
create policy operator on seller_portfolios for all to touchstone_operator
  using (true) with check (true);

-- Decisions that a seller's portfolio is explained: a collector, an outlet, a wholesaler.
create table portfolio_explanations (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  seller_account_id uuid not null,
  account_organisation_id uuid not null,
  reason text not null
    check (reason in ('collector', 'outlet', 'wholesaler', 'authorised', 'wrong-comparison', 'other')),
  -- A person's words; null if there are none, or the seller was erased.
  note text check (length(note) between 1 and 2000),
  -- The facts that are explained.
  facts json not null,
  at timestamptz(3) not null default now(),
  until timestamptz(3) not null,
  actor_id text not null default current_actor_id(),
  withdrawn_at timestamptz(3),
  withdrawn_by text,
  constraint portfolio_explanations_withdrawn
    check ((withdrawn_at is null) = (withdrawn_by is null)),
  constraint portfolio_explanations_of_account
    foreign key (seller_account_id, account_organisation_id)
    references seller_accounts (id, organisation_id) on delete cascade deferrable
);

-- The newest explanation of an account.
create index portfolio_explanations_by_account
  on portfolio_explanations (seller_account_id, organisation_id, at desc, id desc);

alter table portfolio_explanations enable row level security, force row level security;

grant select, insert, update (note, withdrawn_at, withdrawn_by) on portfolio_explanations
  to touchstone_app;
create policy own on portfolio_explanations for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody explains in another's name, and only what they see.
create policy own_new on portfolio_explanations for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and actor_id = current_actor_id()
    and exists (select from seller_accounts a where a.id = seller_account_id)
  );
create policy withdrawn on portfolio_explanations for update to touchstone_app
  using (organisation_id = current_organisation() and withdrawn_at is null)
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and withdrawn_by = current_actor_id()
  );

-- The note goes with the seller's other personal data.
create policy erased on portfolio_explanations for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and note is null);

grant select, insert, update (note), delete on portfolio_explanations to touchstone_operator;
create policy operator on portfolio_explanations for all to touchstone_operator
  using (true) with check (true);

-- The brands by which an organisation saw others' listings when its portfolios were last computed.
create table portfolio_views (
  organisation_id uuid primary key references organisations on delete cascade deferrable,
  view text not null check (length(view) <= 64)
);

alter table portfolio_views enable row level security, force row level security;

grant select, insert, update (view), delete on portfolio_views to touchstone_operator;
create policy operator on portfolio_views for all to touchstone_operator
  using (true) with check (true);
