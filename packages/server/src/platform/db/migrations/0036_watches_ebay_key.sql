-- The organisation's key of the eBay Browse API, its secret encrypted, and the calls that it allows on a day.

alter table watch_settings
  add column ebay_client_id text check (length(ebay_client_id) between 1 and 200),
  add column ebay_secret bytea,
  add column ebay_calls int4 check (ebay_calls > 0),
  add constraint watch_settings_ebay_key check (
    (ebay_client_id is null) = (ebay_secret is null) and (ebay_secret is null) = (ebay_calls is null)
  );
grant update (ebay_client_id, ebay_secret, ebay_calls) on watch_settings to touchstone_app;
