-- Emails to addresses that sellers left, whose recipient is removed as soon as they have ended.
create index messages_to_sellers on messages (id)
  where about_kind = 'appeal-link' and ended_at is not null and forgotten_at is null;
