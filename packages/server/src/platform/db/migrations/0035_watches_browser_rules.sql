-- Where pages that a browser renders show their listings; null for connectors without rules.

alter table watches add column rules json;
grant update (rules) on watches to touchstone_app;
