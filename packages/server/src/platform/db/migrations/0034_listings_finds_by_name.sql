-- Finds by their name on a marketplace: most watched listings are none, which then costs no look at the listing itself.

create index listings_finds_by_name on listings (organisation_id, marketplace, external_id)
  where verdict in ('review', 'block');
