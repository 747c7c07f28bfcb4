-- What sealed captures that came with a notice inside the alliance show of an offer: for the marketplace that
-- received it, and for the offer's seller.
create table received_pictures (
  notice_id uuid not null,
  position int4 not null,
  sha256 bytea not null check (length(sha256) = 32),
  organisation_id uuid not null,
  mediatype text not null check (mediatype in ('image/png', 'image/jpeg', 'image/webp')),
  bytes int8 not null check (bytes >= 0),
  sealed_at timestamptz(3) not null,
  -- The item of whose capture it is: there custody tells of every look. No foreign key: a look at what is gone is
  -- refused, and the notice stays.
  capture_id uuid not null,
  name text not null,
  disposed_at timestamptz(3),
  primary key (notice_id, position, sha256),
  constraint received_pictures_of_item foreign key (notice_id, position)
    references received_items (notice_id, position) deferrable,
  constraint received_pictures_of_notice foreign key (notice_id, organisation_id)
    references received_notices (id, organisation_id) deferrable
);

-- Whether any picture still needs a blob, before its bytes are disposed of.
create index received_pictures_of_blob on received_pictures (sha256) where disposed_at is null;

alter table received_pictures enable row level security;
alter table received_pictures force row level security;
grant select, insert, delete, update (disposed_at) on received_pictures to touchstone_operator;
create policy operator on received_pictures for all to touchstone_operator
  using (true) with check (true);
create policy of_sample on received_pictures as restrictive for delete to touchstone_operator
  using (is_of_sample(organisation_id));
-- Nobody but the operator writes here: whoever could would see any blob whose digest he knows.
grant select on received_pictures to touchstone_app;
create policy own on received_pictures for select to touchstone_app
  using (organisation_id = current_organisation());
-- Whoever came by a link sees what came about the offer that the link is about, and nothing of other notices.
create policy of_own_link on received_pictures as restrictive for select to touchstone_app
  using (exists (select from received_items i
    where i.notice_id = received_pictures.notice_id and i.position = received_pictures.position
      and is_of_own_link(i.organisation_id, i.proceeding_id, null)));
