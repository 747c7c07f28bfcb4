-- What hangs on an offer is looked for under the offer and its owner whenever an offer goes. Keys that
-- hold both are found for that also where the planner has no figures yet, as after a large import: by
-- the owner alone it would read all that an organisation has, for each offer.
alter table assessments
  drop constraint assessments_of_version,
  add constraint assessments_of_version unique (listing_id, organisation_id, version, engine);

alter table listing_mentions
  drop constraint listing_mentions_pkey,
  add primary key (listing_id, organisation_id, brand_id);
