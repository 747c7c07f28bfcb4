-- People confirm that a value is a hub, or restore it. Nothing is changed: a decision is withdrawn by a second row, and
-- one that may join many accounts is approved by another person's. Of the value they hold the keyed digest alone.
create table link_hub_decisions (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  kind text not null check (kind in ('decision', 'withdrawal', 'approval')),
  digest bytea not null check (length(digest) = 32),
  type text not null check (length(type) between 1 and 40),
  decision text not null check (decision in ('confirmed', 'restored')),
  -- The decision that is withdrawn or approved.
  decision_id uuid,
  needs_approval bool not null default false,
  -- A person's words; null in a second row, and once a seller with the identifier was erased.
  reason text check (length(reason) between 1 and 2000),
  at timestamptz(3) not null default now(),
  actor_id text not null default current_actor_id(),
  constraint link_hub_decisions_refer check ((kind = 'decision') = (decision_id is null)),
  constraint link_hub_decisions_of_organisation unique (id, organisation_id),
  constraint link_hub_decisions_of_decision foreign key (decision_id, organisation_id)
    references link_hub_decisions (id, organisation_id) on delete cascade deferrable
);

create unique index link_hub_decisions_withdrawn
  on link_hub_decisions (decision_id) where kind = 'withdrawal';
create unique index link_hub_decisions_approved
  on link_hub_decisions (decision_id) where kind = 'approval';
create index link_hub_decisions_of_value on link_hub_decisions (organisation_id, digest, at);

alter table link_hub_decisions enable row level security, force row level security;

grant select, insert, update (reason) on link_hub_decisions to touchstone_app;
create policy own on link_hub_decisions for select to touchstone_app
  using (organisation_id = current_organisation());
create policy of_whole on link_hub_decisions as restrictive for select to touchstone_app
  using ((select current_brands()) is null);
-- Nobody decides in another's name.
create policy own_new on link_hub_decisions for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and current_actor_kind() = 'person' and actor_id = current_actor_id()
    and current_brands() is null
  );
-- The words go with the seller's other personal data.
create policy erased on link_hub_decisions for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation() and reason is null);

grant select, insert, update (reason), delete on link_hub_decisions to touchstone_operator;
create policy operator on link_hub_decisions for all to touchstone_operator
  using (true) with check (true);

-- Under which decision the links there are were weighed; null without one. One on few accounts is listed, too.
alter table link_hubs add column decision text check (decision in ('confirmed', 'restored'));
grant update (decision) on link_hubs to touchstone_operator;
