-- Who made what acts later, so that nothing reaches further than its maker does now; wrong codes of a second
-- factor, counted by person until the whole proof succeeds.

-- Null where the operator made it at the command line.
alter table keys
  add column made_by uuid references people deferrable,
  -- What the maker was limited to then; empty: nothing. A key reaches what both this and its maker's membership
  -- of today allow.
  add column brands text[] not null default '{}',
  add column territories text[] not null default '{}';
alter table webhooks
  add column made_by uuid references people deferrable;
alter table webhooks drop constraint webhooks_disabled_because_check;
alter table webhooks add constraint webhooks_disabled_because_check
  check (disabled_because in ('failing', 'gone', 'maker-limited'));
alter table invitations
  add column invited_by uuid references people deferrable;

-- What a person made that still acts: it ends with the person's rights.
create index keys_of_maker on keys (made_by, organisation_id) where made_by is not null;
create index webhooks_of_maker on webhooks (made_by, organisation_id) where removed_at is null;
create index invitations_of_inviter on invitations (invited_by, organisation_id)
  where accepted_at is null and revoked_at is null;

-- Nobody makes these in another's name, nor without one where he is a person; and a key of another's row is not
-- looked for.
create policy by_whoever_acts on keys as restrictive for insert to touchstone_app
  with check (made_by::text is not distinct from
    case when current_actor_kind() = 'person' then current_actor_id() end);
create policy by_whoever_acts on invitations as restrictive for insert to touchstone_app
  with check (invited_by::text is not distinct from
    case when current_actor_kind() = 'person' then current_actor_id() end);
create policy by_member on webhooks as restrictive for insert to touchstone_app
  with check (made_by is null or exists (
    select from memberships m
    where m.person_id = made_by and m.organisation_id = webhooks.organisation_id
  ));
create policy by_member_changed on webhooks as restrictive for update to touchstone_app
  using (true)
  with check (made_by is null or exists (
    select from memberships m
    where m.person_id = made_by and m.organisation_id = webhooks.organisation_id
  ));

-- A request with a key sees what the key's maker is in the organisation, and nobody else's membership.
create policy of_key_at_the_door on memberships for select to touchstone_app
  using (exists (
    select from keys k
    where k.prefix = nullif(current_setting('touchstone.key_prefix', true), '')
      and k.made_by = memberships.person_id and k.organisation_id = memberships.organisation_id
  ));

-- Counted before a code is judged, and set back to 0 by a whole proof alone.
alter table second_factors
  add column failures int4 not null default 0 check (failures >= 0),
  add column failed_at timestamptz(3),
  -- Since when it is locked, until the person signs in the next time and reads it there.
  add column locked_at timestamptz(3),
  -- The latest time steps of which a code was accepted: none is accepted twice, whatever the clock does.
  add column used_steps int8[] not null default '{}';
grant update (failures, failed_at, locked_at, used_steps) on second_factors to touchstone_app;

-- Since when wrong codes locked the second factor before this session was opened.
alter table sessions add column second_factor_locked_at timestamptz(3);
grant update (second_factor_locked_at) on sessions to touchstone_app;

-- Who made the keys that are there stands in the log. The owner of the tables sees no row of them.
grant update (made_by) on keys to touchstone_operator;
grant update (made_by) on webhooks to touchstone_operator;
grant update (invited_by) on invitations to touchstone_operator;
set local role touchstone_operator;
update keys k set made_by = e.actor_id::uuid
from audit_events e
where e.action = 'key-created' and e.subject_id = k.id::text and e.actor_kind = 'person'
  and e.organisation_id = k.organisation_id;
update webhooks w set made_by = e.actor_id::uuid
from audit_events e
where e.action = 'webhook-added' and e.subject_id = w.id::text and e.actor_kind = 'person'
  and e.organisation_id = w.organisation_id
  and exists (select from memberships m
    where m.person_id::text = e.actor_id and m.organisation_id = w.organisation_id);
update invitations i set invited_by = e.actor_id::uuid
from audit_events e
where e.action = 'member-invited' and e.subject_id = i.id::text and e.actor_kind = 'person'
  and e.organisation_id = i.organisation_id;
set local role none;
revoke update (made_by) on keys from touchstone_operator;
revoke update (made_by) on webhooks from touchstone_operator;
revoke update (invited_by) on invitations from touchstone_operator;
grant update (made_by) on webhooks to touchstone_app;
