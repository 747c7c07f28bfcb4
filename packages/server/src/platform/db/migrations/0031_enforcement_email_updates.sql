-- Email addresses that sellers leave on the page of a link, to learn that something changed there.

create table email_updates (
  link_id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  -- The address and the token of the emails, encrypted with the installation's key.
  sealed bytea not null,
  -- SHA-256 of the token, by which emails confirm and remove the address.
  token_hash bytea not null
    constraint email_updates_token_taken unique check (length(token_hash) = 32),
  locale text not null check (locale ~ '^[a-z]{2}$'),
  requested_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  -- Digest of the page as the seller last saw it or was written to about it.
  seen bytea check (length(seen) = 32),
  -- When the page was last compared with it, and when the last email about it was queued.
  checked_at timestamptz(3),
  notified_at timestamptz(3),
  constraint email_updates_of_link foreign key (link_id, organisation_id)
    references appeal_links (id, organisation_id) deferrable
);

-- Pages to compare, the longest waiting first.
create index email_updates_to_check on email_updates (checked_at nulls first, link_id)
  where confirmed_at is not null;

alter table email_updates enable row level security, force row level security;

grant select, insert, update (sealed, token_hash, locale, requested_at, confirmed_at, seen,
  checked_at, notified_at), delete on email_updates to touchstone_app;
create policy own on email_updates for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- The holder of the token in an email sees this address only.
create policy at_the_door on email_updates for select to touchstone_app
  using (token_hash = decode(nullif(current_setting('touchstone.email_updates_token', true), ''), 'hex'));
-- The table of links decides who sees a link: its holder, and members within their limits.
create policy of_own_link on email_updates as restrictive for all to touchstone_app
  using (organisation_id is distinct from current_organisation()
    or exists (select from appeal_links l where l.id = link_id))
  with check (exists (select from appeal_links l
    where l.id = link_id and l.organisation_id = email_updates.organisation_id));

grant select, insert, update, delete on email_updates to touchstone_operator;
create policy operator on email_updates for all to touchstone_operator using (true) with check (true);

-- Requests of the last day, against floods. The address is told by a keyed hash alone.
create table email_update_requests (
  id uuid primary key,
  organisation_id uuid not null references organisations deferrable,
  link_id uuid not null,
  address_hash bytea not null check (length(address_hash) = 32),
  requested_at timestamptz(3) not null,
  constraint email_update_requests_of_link foreign key (link_id, organisation_id)
    references appeal_links (id, organisation_id) deferrable
);

create index email_update_requests_of_one_link on email_update_requests (link_id, requested_at);
create index email_update_requests_to_address
  on email_update_requests (organisation_id, address_hash, requested_at);

alter table email_update_requests enable row level security, force row level security;

grant select, insert on email_update_requests to touchstone_app;
create policy own on email_update_requests for all to touchstone_app
  using (organisation_id = current_organisation())
  with check (organisation_id = current_organisation());
-- Its holder requests for their own link only; those to an address count over all links.
create policy of_own_link on email_update_requests as restrictive for insert to touchstone_app
  with check (exists (select from appeal_links l
    where l.id = link_id and l.organisation_id = email_update_requests.organisation_id));

grant select, insert, update, delete on email_update_requests to touchstone_operator;
create policy operator on email_update_requests for all to touchstone_operator
  using (true) with check (true);
