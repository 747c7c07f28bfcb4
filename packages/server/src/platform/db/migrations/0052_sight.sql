-- What a member or key that is limited to brands sees of what an organisation keeps: one check, which lists, single
-- reads, changes, exports and counts share. Whoever is not limited is asked nothing.

-- Ids of the brands to which whoever asks is limited; null: to none.
create function current_brands() returns text[]
  language sql stable
  return case when nullif(current_setting('touchstone.brands', true), '') is not null
    then array(
      select jsonb_array_elements_text(current_setting('touchstone.brands', true)::jsonb)
    )
  end;

-- An offer is seen by the brands that it is about, as in the lists of offers.
create function sees_listing(listing uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from listing_mentions m
    where m.listing_id = listing and m.brand_id = any (current_brands())
  );

create function sees_brand(brand text) returns boolean
  language sql stable
  return current_brands() is null or brand = any (current_brands());

-- Whether a notice that was received, or a proceeding, is about an offer in sight. Functions, since the tables'
-- policies would name each other.
create function sees_received(notice uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from received_items i where i.notice_id = notice and sees_listing(i.listing_id)
  );
create function sees_item_of(proceeding uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from received_items i where i.proceeding_id = proceeding and sees_listing(i.listing_id)
  );

-- Everything else is seen by what it is about: each of these asks the table, whose policy answers.
create function sees_case(file uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from cases c where c.id = file);
create function sees_proceeding(proceeding uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from proceedings p where p.id = proceeding);
create function sees_ask(ask uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (select from proof_asks a where a.id = ask);
create function sees_message(kind text, about text) returns boolean
  language sql stable
  return current_brands() is null or case kind
    when 'notice' then exists (select from notices n where n.id = about::uuid)
      or exists (select from received_notices r where r.id = about::uuid)
    when 'proceeding' then exists (select from proceedings p where p.id = about::uuid)
    when 'person' then about = current_actor_id()
    else false
  end;

-- What the log tells of: one's own entries aside.
create function sees_subject(kind text, subject text) returns boolean
  language sql stable
  return current_brands() is null or case
    when kind in ('person', 'session', 'invitation', 'key', 'installation', 'view', 'regime')
      then true
    when subject !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then kind = 'brand' and sees_brand(subject)
    else case kind
      when 'listing' then sees_listing(subject::uuid)
      when 'case' then sees_case(subject::uuid)
      when 'proceeding' then sees_proceeding(subject::uuid)
      when 'notice' then sees_message('notice', subject)
      when 'received-notice' then sees_message('notice', subject)
      when 'capture' then exists (select from captures c where c.id = subject::uuid)
      when 'message' then exists (select from messages m where m.id = subject::uuid)
      when 'proof-ask' then sees_ask(subject::uuid)
      when 'answer' then exists (select from answers a where a.id = subject::uuid)
      when 'answer-link' then exists (select from answer_links l where l.id = subject::uuid)
      when 'clearance' then exists (select from cleared_records r where r.id = subject::uuid)
      when 'claim' then exists (
        select from claims c where c.id = subject::uuid and sees_brand(c.brand_id)
      )
      else false
    end
  end;

-- In each of these the first part is asked once a statement, and the rest only of who is limited.
do $$
declare
  given record;
begin
  for given in select * from (values
    ('cases', 'brands && (select current_brands())'),
    ('case_events', 'sees_case(case_id)'),
    ('case_files', 'sees_case(case_id)'),
    ('shared_notes', 'sees_brand(brand_id)'),
    -- Claims every member of the organisation reads; what a register says of one is for its brand.
    ('register_extracts', 'exists (select from claims c
      where c.id = claim_id and sees_brand(c.brand_id))'),
    ('notices', 'sees_case(case_id)'),
    ('notice_items', 'exists (select from notices n where n.id = notice_id)'),
    ('notice_recipients', 'exists (select from notices n where n.id = notice_id)'),
    ('notice_events', 'exists (select from notices n where n.id = notice_id)'),
    -- What was captured without an offer is for whoever asked for it.
    ('captures', 'case when listing_id is null
      then requested_by_kind = current_actor_kind() and requested_by_id = current_actor_id()
      else sees_listing(listing_id) end'),
    ('evidence_items', 'exists (select from captures c where c.id = capture_id)'),
    ('evidence_seals', 'exists (select from captures c where c.id = capture_id)'),
    ('custody_events', 'exists (select from captures c where c.id = capture_id)'),
    ('received_items', 'sees_listing(listing_id)'),
    ('received_notices', 'sees_received(id)'),
    ('received_pictures', 'exists (select from received_items i
      where i.notice_id = received_pictures.notice_id and i.position = received_pictures.position)'),
    ('proceedings', 'sees_listing(listing_id) or sees_case(case_id) or sees_item_of(id)'),
    ('proceeding_events', 'sees_proceeding(proceeding_id)'),
    ('proceeding_matters', 'sees_proceeding(proceeding_id)'),
    ('proceeding_clocks', 'sees_proceeding(proceeding_id)'),
    ('statements_of_reasons', 'sees_proceeding(proceeding_id)'),
    ('measures', 'sees_listing(listing_id) or sees_proceeding(proceeding_id)'),
    ('proof_asks', 'sees_brand(brand_id)'),
    ('answer_links', 'sees_proceeding(proceeding_id) or sees_ask(ask_id)'),
    ('answers', 'sees_proceeding(proceeding_id) or sees_ask(ask_id)'),
    ('cleared_records', 'sees_brand(brand_id)'),
    ('messages', 'sees_message(about_kind, about_id)'),
    ('audit_events', '(actor_kind = current_actor_kind() and actor_id = current_actor_id())
      or sees_subject(subject_kind, subject_id)')
  ) as sights (name, sight)
  loop
    execute format('create policy in_own_limits on %I as restrictive for select to touchstone_app
      using ((select current_brands()) is null or (%s))', given.name, given.sight);
  end loop;
  -- What is written is about something in sight.
  for given in select * from (values
    ('cases', 'brands && (select current_brands())'),
    ('captures', 'listing_id is null or sees_listing(listing_id)'),
    ('proceedings', 'sees_listing(listing_id) or sees_case(case_id)'),
    ('proof_asks', 'sees_brand(brand_id) and sees_listing(listing_id)'),
    ('shared_notes', 'sees_brand(brand_id)'),
    ('cleared_records', 'sees_brand(brand_id)')
  ) as sights (name, sight)
  loop
    execute format('create policy in_own_limits_new on %I as restrictive for insert to touchstone_app
      with check ((select current_brands()) is null or (%s))', given.name, given.sight);
  end loop;
end
$$;
