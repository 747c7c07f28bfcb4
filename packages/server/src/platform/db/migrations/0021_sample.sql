-- The sample alliance: invented organisations and people with whom a new installation can be tried. What
-- is theirs can be taken away whole; nothing that belongs to anybody else can.

-- Said when the row is made, and by no role afterwards: what is real never becomes a sample.
alter table organisations add column sample boolean not null default false;
alter table people add column sample boolean not null default false;

-- One row once a sample was asked for. It stays when the sample is removed, so that the next start
-- does not bring it back.
create table sample_alliance (
  only_one bool primary key default true check (only_one),
  state text not null check (state in ('loading', 'loaded', 'removing', 'removed')),
  -- Offers that were taken, of how many.
  taken int4 not null default 0 check (taken >= 0),
  total int4 not null check (total >= taken),
  begun_at timestamptz(3) not null default now()
);

alter table sample_alliance enable row level security;
alter table sample_alliance force row level security;

grant select on sample_alliance to touchstone_app;
grant select, insert, update (state, taken, total, begun_at) on sample_alliance to touchstone_operator;

-- Nothing of anybody stands in it.
create policy everybody on sample_alliance for select to touchstone_app using (true);
create policy operator on sample_alliance for all to touchstone_operator using (true) with check (true);

create function is_of_sample(organisation uuid) returns boolean
  language sql stable
  return exists (select from organisations o where o.id = organisation and o.sample);

-- The operator's other policies show him all rows; these say which of them he may delete. What others
-- said of a sample offer goes with it, and so does a sample person's membership anywhere. Tables of
-- which he deletes rows anyway, by their age or with a person, stay as they are. A later migration does
-- the same for its own tables.
grant delete on organisations, people, audit_events to touchstone_operator;
create policy of_sample on organisations as restrictive for delete to touchstone_operator
  using (sample);
create policy of_sample on people as restrictive for delete to touchstone_operator using (sample);
do $$
declare
  owned record;
  whose text;
begin
  for owned in
    select c.oid, c.relname as name, array(
        select attname::text from pg_attribute where attrelid = c.oid and not attisdropped
      ) as columns
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not has_table_privilege('touchstone_operator', c.oid, 'DELETE')
  loop
    continue when not owned.columns && '{organisation_id,person_id}';
    whose := 'false';
    if 'organisation_id' = any (owned.columns) then
      whose := whose || ' or is_of_sample(organisation_id)';
    end if;
    if 'person_id' = any (owned.columns) then
      whose := whose
        || ' or exists (select from people p where p.id = person_id and p.sample)';
    end if;
    if 'listing_id' = any (owned.columns) then
      whose := whose || ' or exists (select from listings l
        where l.id = listing_id and is_of_sample(l.organisation_id))';
    end if;
    if 'decision_id' = any (owned.columns) then
      whose := whose || ' or exists (select from decisions d join listings l on l.id = d.listing_id
        where d.id = decision_id and is_of_sample(l.organisation_id))';
    end if;
    execute format('grant delete on %I to touchstone_operator', owned.name);
    execute format('create policy of_sample on %I as restrictive for delete to touchstone_operator
      using (%s)', owned.name, whose);
  end loop;
end
$$;

-- The log of a sample organisation goes with it, and what its people did for themselves.
create function is_log_of_sample(organisation uuid, actor text, subject text) returns boolean
  language sql stable
  return is_of_sample(organisation) or (
    organisation is null
    and exists (select from people p where p.sample and p.id::text in (actor, subject))
  );
create policy of_sample on audit_events as restrictive for delete to touchstone_operator
  using (is_log_of_sample(organisation_id, actor_id, subject_id));

-- Of the log of all others nothing is ever deleted, whoever asks: a policy binds the role alone.
create function refuse_loss_of_log() returns trigger language plpgsql as $$
begin
  if is_log_of_sample(old.organisation_id, old.actor_id, old.subject_id) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
drop trigger audit_events_append_only on audit_events;
create trigger audit_events_append_only
  before update or truncate on audit_events
  for each statement execute function refuse_change_of_log();
create trigger audit_events_kept_from_the_owner
  before delete on audit_events
  for each statement when (current_user <> 'touchstone_operator')
  execute function refuse_change_of_log();
create trigger audit_events_kept
  before delete on audit_events
  for each row execute function refuse_loss_of_log();
