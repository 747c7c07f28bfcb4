-- What people of an organisation wrote down of an offer in another language. An offer's own words stay
-- as they are.

create table translations (
  id uuid primary key,
  -- Whose translation it is; the offer may be another organisation's.
  organisation_id uuid not null references organisations deferrable,
  listing_id uuid not null,
  -- The version whose words were translated.
  version int4 not null,
  -- BCP 47, of the translation.
  language text not null check (length(language) between 2 and 35),
  title text,
  description text,
  -- Null where a person translated; else what made it, as that person names it.
  machine text check (length(machine) between 1 and 100),
  added_at timestamptz(3) not null default now(),
  actor_kind text not null default current_actor_kind(),
  actor_id text not null default current_actor_id(),
  -- It says again what the version says, and goes with it.
  foreign key (listing_id, version) references listing_versions on delete cascade deferrable,
  constraint translations_say_something check (title is not null or description is not null)
);

-- An organisation's translations of one offer, newest first; and those that go with the offer.
create index translations_of_listing
  on translations (listing_id, organisation_id, added_at desc, id desc);

alter table translations enable row level security;
alter table translations force row level security;

grant select, insert, delete on translations to touchstone_app, touchstone_operator;

create policy own_translations on translations for select to touchstone_app
  using (organisation_id = current_organisation());
-- Nobody translates in another's name.
create policy own_new_translations on translations for insert to touchstone_app
  with check (
    organisation_id = current_organisation()
    and actor_kind = current_actor_kind()
    and actor_id = current_actor_id()
  );
-- Of offers that are in sight.
create policy of_listing_in_sight on translations as restrictive for insert to touchstone_app
  with check (exists (select from listings l where l.id = listing_id));
create policy own_removed_translations on translations for delete to touchstone_app
  using (organisation_id = current_organisation());
create policy operator on translations for all to touchstone_operator
  using (true) with check (true);
