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

-- The operator's other policies show him all rows; these say which of them he may delete.
grant delete on organisations, people, memberships, invitations, keys, audit_events, brands, products,
  catalog_versions, catalog_revisions, decisions, outcomes, claims, claim_documents, webhooks,
  retention_settings, pseudonym_salts, legal_holds, erased_sellers, privacy_requests
  to touchstone_operator;

create policy of_sample on organisations as restrictive for delete to touchstone_operator
  using (sample);
create policy of_sample on people as restrictive for delete to touchstone_operator using (sample);
create policy of_sample on memberships as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (select from people p where p.id = person_id and p.sample)
  );
-- What others said of an offer goes with it.
create policy of_sample on decisions as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (select from listings l where l.id = listing_id and is_of_sample(l.organisation_id))
  );
create policy of_sample on outcomes as restrictive for delete to touchstone_operator
  using (
    is_of_sample(organisation_id)
    or exists (select from listings l where l.id = listing_id and is_of_sample(l.organisation_id))
  );
do $$
declare
  name text;
begin
  foreach name in array array[
    'invitations', 'keys', 'brands', 'products', 'catalog_versions', 'catalog_revisions', 'claims',
    'claim_documents', 'webhooks', 'retention_settings', 'pseudonym_salts', 'legal_holds',
    'erased_sellers', 'privacy_requests'
  ] loop
    execute format(
      'create policy of_sample on %I as restrictive for delete to touchstone_operator
         using (is_of_sample(organisation_id))', name);
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
