-- Versions of the model of links are drafted, tried in shadow, made live and rolled back by people, and return to
-- shadow by themselves when too many of their links are overturned.
alter table link_models
  add column edits int4 not null default 0,
  -- The version that was live before.
  add column replaced int4,
  -- When it returned to shadow by itself, of how many judged links, of which how many were overturned.
  add column returned_at timestamptz(3),
  add column judged int4,
  add column overturned int4,
  -- Whether a comparison of its links with those of the live version was asked for, and the last one.
  add column comparing bool not null default false,
  add column comparison json,
  -- Null until a draft has been fitted.
  alter column accounts drop not null,
  alter column prior drop not null,
  alter column digest drop not null,
  alter column sealed drop not null,
  alter column fitted_at drop not null,
  alter column fitted_at drop default,
  add constraint link_models_fitted check (
    state in ('draft', 'retired') or num_nulls(accounts, prior, digest, sealed, fitted_at) = 0
  ),
  add constraint link_models_returned check (
    num_nulls(returned_at, judged, overturned) in (0, 3)
  );

create unique index link_models_draft on link_models (organisation_id) where state = 'draft';

grant select (edits, replaced, returned_at, judged, overturned, comparing, comparison),
  insert (organisation_id, version, state),
  update (state, live_since, edits, replaced, comparing, returned_at, judged, overturned) on link_models to touchstone_app;
create policy own_new on link_models for insert to touchstone_app
  with check (
    organisation_id = current_organisation() and state = 'draft'
    and current_actor_kind() = 'person' and current_brands() is null
  );
create policy own_changed on link_models for update to touchstone_app
  using (organisation_id = current_organisation() and current_brands() is null)
  with check (organisation_id = current_organisation() and current_actor_kind() = 'person');

grant update (accounts, prior, digest, sealed, fitted_at, edits, returned_at, judged, overturned,
  comparing, comparison) on link_models to touchstone_operator;
