-- A picture that somebody adds to the known fakes speaks once another person has confirmed it, unless it comes of an
-- offer that was decided on. An official photograph is shown to the marketplaces whose offers show it where its owner
-- says so.
alter table picture_references
  add column confirmed_at timestamptz(3),
  -- The person who confirmed it.
  add column confirmed_by text,
  add column shared boolean not null default false;

-- What stands without either waits for its confirmation. The owner of the tables sees no row of them.
set local role touchstone_operator;
update picture_references set quarantined_at = now(), changed_at = now()
where bank = 'known-fake' and decision_id is null and quarantined_at is null and removed_at is null;
set local role none;

alter table picture_references
  add constraint picture_references_known check (
    bank <> 'known-fake' or decision_id is not null or confirmed_at is not null
    or quarantined_at is not null or removed_at is not null
  ),
  add constraint picture_references_shared check (not shared or bank = 'official');

grant insert (quarantined_at) on picture_references to touchstone_app;
grant update (confirmed_at, confirmed_by, shared, decision_id) on picture_references to touchstone_app;

-- What every process looks for each second, page by page: many come with one import, at one time.
drop index picture_references_changed;
create index picture_references_changed on picture_references (changed_at, id);

-- Whose catalog it is sees which photographs of its products did not come, and has them asked for again.
grant select on product_pictures to touchstone_app;
grant update (state, attempts, due_at, claimed_until) on product_pictures to touchstone_app;
create policy own_product_pictures on product_pictures for select to touchstone_app
  using (organisation_id = current_organisation());
create policy own_again on product_pictures for update to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
