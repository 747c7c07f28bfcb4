-- A browser in which a person signed in before is counted apart from strangers who try the same account. Its sealed cookie
-- names this value, so that a new one ends the cookies of all devices: nothing is stored for each device.
alter table credentials
  add column device_epoch uuid not null default gen_random_uuid();
grant update (device_epoch) on credentials to touchstone_app, touchstone_operator;
