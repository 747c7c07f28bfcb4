-- Pages that people sent out of their browsers. What was read is in the listings; the page itself is not stored.

alter table tips
  add sent_with text check (sent_with in ('extension', 'bookmarklet')),
  add shown_at timestamptz(3),
  -- Counsel's reason to read a page that asks for a sign-in.
  add sign_in_reason text check (length(sign_in_reason) between 1 and 500),
  add constraint tips_shown_page check (
    (sent_with is null) = (shown_at is null) and (sign_in_reason is null or sent_with is not null)
  );
