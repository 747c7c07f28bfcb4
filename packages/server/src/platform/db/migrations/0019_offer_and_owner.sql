-- What hangs on an offer names the offer's own organisation: by the key itself, where a policy looked
-- for the offer before. So a statement may write an offer together with what hangs on it, which a
-- policy would not see yet, and whose the organisation is need not be asked again for each row.

-- Nothing that this program wrote is of another organisation. The owner of the tables sees no row.
set local role touchstone_operator;
delete from listing_mentions m
where not exists (
  select from listings l where l.id = m.listing_id and l.organisation_id = m.organisation_id
);
set local role none;

alter table listings add constraint listings_of_owner unique (id, organisation_id);

drop policy of_own_listing on listing_versions;
alter table listing_versions
  drop constraint listing_versions_listing_id_fkey,
  drop constraint listing_versions_organisation_id_fkey,
  add constraint listing_versions_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) deferrable;

-- Beside the key of the version, which other organisations' decisions name too.
drop policy of_own_listing on assessments;
alter table assessments
  drop constraint assessments_organisation_id_fkey,
  add constraint assessments_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) deferrable;

alter table listing_mentions
  drop constraint listing_mentions_pkey,
  drop constraint listing_mentions_listing_id_fkey,
  drop constraint listing_mentions_organisation_id_fkey,
  add primary key (listing_id, brand_id),
  add constraint listing_mentions_of_listing foreign key (listing_id, organisation_id)
    references listings (id, organisation_id) on delete cascade deferrable;
