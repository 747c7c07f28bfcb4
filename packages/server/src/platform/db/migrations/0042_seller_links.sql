-- Whether a seller whose offer is restricted gets a link to the page on which it answers, for how long, in which
-- language, and where on the marketplace's own site the same is found.
alter table reception_settings
  add column seller_link json not null default '{"send":true,"days":184,"locale":"en"}';
