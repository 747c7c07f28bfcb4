-- What is held is found by the thing that something would go out about, whoever asks; and of a case about several
-- brands a member who is limited to some of them sees what is about these.

-- The embargoes that were ever set on an item or on what it belongs to, each with when it ends or ended.
create function embargoes_on(organisation uuid, listing uuid, file uuid, seller bytea)
  returns table (embargo uuid, set_at timestamptz, ends_at timestamptz)
  language sql stable
  begin atomic
    select e.id, e.set_at, least(e.lifted_at, e.expires_at)
    from embargoes e
    where e.organisation_id = organisation and (
      e.listing_id = listing or e.case_id = file or e.seller_hash = seller
      or (e.case_id is not null and exists (select from case_offers o
        where o.case_id = e.case_id and o.listing_id = listing))
      or (e.seller_hash is not null and exists (select from listing_versions v
        where v.listing_id = listing and v.organisation_id = organisation
          and v.seller_hash = e.seller_hash))
    )
    union all
    select e.embargo_id, e.set_at, least(e.lifted_at, e.expires_at)
    from listings l join embargoed_offers e
      on e.marketplace = l.marketplace and e.external_id = l.external_id
    where l.id = listing
      and is_told_of_embargo(e.embargo_id, e.organisation_id, e.marketplace, organisation);
  end;

-- The offers, cases and sellers that a thing is about, from its own row: nobody who asks can leave one out.
create function items_about(organisation uuid, kind text, thing uuid)
  returns table (listing uuid, file uuid, seller bytea)
  language sql stable
  begin atomic
    with named as (
      select
        case items_about.kind when 'proceeding' then thing
          when 'answer-link' then (select l.proceeding_id from answer_links l
            where l.id = thing and l.organisation_id = organisation)
          when 'answer' then (select a.proceeding_id from answers a
            where a.id = thing and a.organisation_id = organisation)
        end as proceeding,
        case items_about.kind when 'proof-ask' then thing
          when 'answer-link' then (select l.ask_id from answer_links l
            where l.id = thing and l.organisation_id = organisation)
          when 'answer' then (select a.ask_id from answers a
            where a.id = thing and a.organisation_id = organisation)
        end as ask
    )
    select thing, null::uuid, null::bytea where items_about.kind = 'listing'
    union all
    select null, thing, null where items_about.kind = 'case'
    union all
    select null, null, l.seller_hash from answer_links l
    where items_about.kind = 'answer-link' and l.id = thing and l.organisation_id = organisation
    union all
    select null, null, a.seller_hash from answers a
    where items_about.kind = 'answer' and a.id = thing and a.organisation_id = organisation
    union all
    select k.listing_id, null, k.seller_hash from named n join proof_asks k on k.id = n.ask
    where k.organisation_id = organisation
    union all
    select p.listing_id, p.case_id, null from named n join proceedings p on p.id = n.proceeding
    where p.organisation_id = organisation
    union all
    select i.listing_id, null, null
    from named n join received_items i on i.proceeding_id = n.proceeding
    where i.organisation_id = organisation
    union all
    select null, null, l.seller_hash
    from named n join answer_links l on l.proceeding_id = n.proceeding
    where l.organisation_id = organisation
    union all
    select i.listing_id, w.case_id, null from notices w join notice_items i on i.notice_id = w.id
    where items_about.kind = 'notice' and w.id = thing and w.organisation_id = organisation
    union all
    select i.listing_id, null, null from received_items i
    where items_about.kind = 'notice' and i.notice_id = thing and i.organisation_id = organisation;
  end;

-- Since when anything that some things or a seller are about is held; null where nothing is.
create function held_since(
  organisation uuid, kinds text[], things uuid[], seller bytea, at timestamptz
) returns timestamptz
  language sql stable
  begin atomic
    select min(e.set_at)
    from (
      select i.listing, i.file, i.seller
      from unnest(kinds, things) as named (kind, thing)
      cross join lateral items_about(organisation, named.kind, named.thing) i
      union all
      select null::uuid, null::uuid, held_since.seller
    ) i cross join lateral embargoes_on(organisation, i.listing, i.file, i.seller) e
    where e.ends_at > at;
  end;

-- How long a link opens that nobody has opened: where an embargo kept it shut, for all of its days again after that.
create function link_opens_until(link uuid) returns timestamptz
  language sql stable
  begin atomic
    select greatest(l.expires_at, (
      select max(e.ends_at) + (l.expires_at - l.made_at)
      from items_about(l.organisation_id, 'answer-link', l.id) i
      cross join lateral embargoes_on(l.organisation_id, i.listing, i.file, i.seller) e
      where e.set_at < l.expires_at and e.ends_at > l.made_at
    ))
    from answer_links l where l.id = link;
  end;
-- It is kept with the link once it is opened.
grant update (expires_at) on answer_links to touchstone_app;

-- Whether a message waits: one to a seller, with a notice, or to whoever sent one. That a notice was received is
-- confirmed all the same.
drop function is_message_embargoed(uuid, text, text, timestamptz);
create function is_message_embargoed(
  organisation uuid, kind text, about text, key text, at timestamptz
) returns boolean
  language sql stable
  return (exists (
    select from embargoes e
    where e.organisation_id = organisation and e.lifted_at is null and e.expires_at > at
  ) or exists (
    select from embargoed_offers e where e.lifted_at is null and e.expires_at > at
  )) and case
    when kind in ('notice', 'proceeding') and not starts_with(key, 'acknowledgement:')
      then held_since(organisation, array[kind], array[about::uuid], null, at) is not null
    else false
  end;

-- A withdrawal by web hook waits too.
drop index notice_recipients_waiting;
create index notice_recipients_waiting on notice_recipients (notice_id)
  where by in ('inside', 'webhook') and (state = 'waiting' or withdrawal = 'waiting');

-- True of whoever is limited to brands among which are all that a case names.
create function sees_whole_case(file uuid) returns boolean
  language sql stable
  return current_brands() is null or exists (
    select from cases c where c.id = file and c.brands <@ current_brands()
  );

-- Of an offer that is gone nothing says any more what it was about: the brands of the case do.
create function sees_listing_of_case(file uuid, listing uuid) returns boolean
  language sql stable
  return sees_listing(listing) or (
    not exists (select from listings l where l.id = listing) and sees_whole_case(file)
  );

create function sees_case_event(file uuid, kind text, data json) returns boolean
  language sql stable
  return current_brands() is null or case kind
    when 'turnover-added' then sees_listing_of_case(file, (data ->> 'listing')::uuid)
    when 'turnover-removed' then exists (select from case_events e
      where e.case_id = file and e.kind = 'turnover-added'
        and e.data ->> 'id' = sees_case_event.data ->> 'line')
    when 'note-shared' then sees_brand(data ->> 'brand')
      and sees_listing_of_case(file, (data ->> 'listing')::uuid)
    when 'offers-added' then exists (select from json_array_elements_text(data -> 'listings') o (id)
      where sees_listing_of_case(file, o.id::uuid))
    when 'offers-removed' then exists (select from json_array_elements_text(data -> 'listings') o (id)
      where sees_listing_of_case(file, o.id::uuid))
    when 'file-added' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'file-removal-asked' then exists (select from case_files f
      where f.id = (data ->> 'file')::uuid)
    when 'file-kept' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'file-removed' then exists (select from case_files f where f.id = (data ->> 'file')::uuid)
    when 'merged-into' then sees_case((data ->> 'case')::uuid)
    when 'merged-from' then sees_case((data ->> 'case')::uuid)
    when 'merge-undone' then sees_case((data ->> 'case')::uuid)
    when 'split-off' then sees_case((data ->> 'case')::uuid)
    when 'split-from' then sees_case((data ->> 'case')::uuid)
    else true
  end;

-- What an event tells whoever sees it: of several offers those in sight.
create function case_event_in_sight(file uuid, kind text, data json) returns json
  language sql stable
  return case
    when current_brands() is null or kind not in ('offers-added', 'offers-removed') then data
    else json_strip_nulls(json_build_object(
      'listings', (select json_agg(o.id) from json_array_elements_text(data -> 'listings') o (id)
        where sees_listing_of_case(file, o.id::uuid)),
      'from', case when sees_case((data ->> 'from')::uuid) then data ->> 'from' end,
      'to', case when sees_case((data ->> 'to')::uuid) then data ->> 'to' end
    ))
  end;

-- One statement about several offers is seen by whoever sees all of them.
create function sees_items_of_notice(file uuid, content json) returns boolean
  language sql stable
  return current_brands() is null or not exists (
    select from json_array_elements(content -> 'items') i
    where not sees_listing_of_case(file, (i ->> 'listing')::uuid)
  );

-- Each parameter is named in full: `subject` alone named the subject of a message, and broke the whole list.
create or replace function sees_message(kind text, about text) returns boolean
  language sql stable
  return current_brands() is null or case sees_message.kind
    when 'notice' then exists (select from notices n where n.id = sees_message.about::uuid)
      or exists (select from received_notices r where r.id = sees_message.about::uuid)
    when 'proceeding' then exists (select from proceedings p where p.id = sees_message.about::uuid)
    when 'person' then sees_message.about = current_actor_id()
    else false
  end;

create or replace function sees_subject(kind text, subject text) returns boolean
  language sql stable
  return current_brands() is null or case
    when sees_subject.kind in ('person', 'session', 'invitation', 'key', 'installation', 'regime')
      then true
    when sees_subject.subject !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then sees_subject.kind = 'brand' and sees_brand(sees_subject.subject)
    else case sees_subject.kind
      when 'listing' then sees_listing(sees_subject.subject::uuid)
      when 'case' then sees_case(sees_subject.subject::uuid)
      when 'proceeding' then sees_proceeding(sees_subject.subject::uuid)
      when 'notice' then sees_message('notice', sees_subject.subject)
      when 'received-notice' then sees_message('notice', sees_subject.subject)
      when 'capture' then exists (select from captures c where c.id = sees_subject.subject::uuid)
      when 'message' then exists (select from messages m where m.id = sees_subject.subject::uuid)
      when 'proof-ask' then sees_ask(sees_subject.subject::uuid)
      when 'answer' then exists (select from answers a where a.id = sees_subject.subject::uuid)
      when 'answer-link' then exists (select from answer_links l
        where l.id = sees_subject.subject::uuid)
      when 'clearance' then exists (select from cleared_records r
        where r.id = sees_subject.subject::uuid)
      when 'claim' then exists (
        select from claims c where c.id = sees_subject.subject::uuid and sees_brand(c.brand_id)
      )
      when 'view' then exists (select from saved_views v where v.id = sees_subject.subject::uuid)
      else false
    end
  end;

do $$
declare
  given record;
begin
  for given in select * from (values
    -- About no offer, or about one that is gone, it is about the case as a whole.
    ('proceedings', 'case when listing_id is null then sees_item_of(id) or sees_whole_case(case_id)
      else sees_listing(listing_id) or sees_item_of(id) end'),
    ('case_events', 'sees_case(case_id) and sees_case_event(case_id, kind, data)'),
    -- A file names no brand: whoever added it sees it, and who sees all brands of the case.
    ('case_files', 'sees_whole_case(case_id) or (sees_case(case_id)
      and actor_kind = current_actor_kind() and actor_id = current_actor_id())'),
    ('notices', 'sees_case(case_id) and sees_items_of_notice(case_id, content)'),
    -- Offers of a case are many: asked without a call for each.
    ('case_offers', 'exists (select from listing_mentions m
        where m.listing_id = case_offers.listing_id and m.brand_id = any ((select current_brands())::text[]))
      or (not exists (select from listings l where l.id = case_offers.listing_id)
        and sees_whole_case(case_id))'),
    ('saved_views', '(current_actor_kind() = ''person'' and person_id::text = current_actor_id())
      or query ->> ''brand'' is null or sees_brand(query ->> ''brand'')')
  ) as sights (name, sight)
  loop
    execute format('drop policy if exists in_own_limits on %I', given.name);
    execute format('create policy in_own_limits on %I as restrictive for select to touchstone_app
      using ((select current_brands()) is null or (%s))', given.name, given.sight);
  end loop;
end
$$;

drop policy in_own_limits_new on proceedings;
create policy in_own_limits_new on proceedings as restrictive for insert to touchstone_app
  with check ((select current_brands()) is null or case when listing_id is null
    then sees_whole_case(case_id) else sees_listing(listing_id) end);
