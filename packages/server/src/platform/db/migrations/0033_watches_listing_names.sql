-- The watched listings that are one stored listing: which watches saw a listing with a picture in common.

create index watch_listings_by_name on watch_listings (organisation_id, external_id, marketplace);
