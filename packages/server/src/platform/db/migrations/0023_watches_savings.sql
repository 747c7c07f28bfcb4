-- What monitoring cost an organisation before, as it states itself; null if it states nothing.
alter table watch_settings
  add column previous_cost float8 check (previous_cost >= 0),
  add column previous_finds float8 check (previous_finds >= 0),
  add constraint watch_settings_previous
    check ((previous_cost is null) = (previous_finds is null));

grant update (previous_cost, previous_finds) on watch_settings to touchstone_app;

-- Why the pause after the last request is as long as it is; null before the first response.
alter table gate_authorities add column paused_by text check (paused_by in ('pace', 'crawl-delay',
  'slow-response', 'retry-after', 'refusal', 'captcha'));
