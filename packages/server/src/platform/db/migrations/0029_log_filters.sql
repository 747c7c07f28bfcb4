-- What an organisation's log holds of one action: each of several gives its newest from here.
create index audit_events_of_action on audit_events (organisation_id, action, at desc, id desc);

-- What one person or key did.
create index audit_events_of_actor on audit_events (organisation_id, actor_id, at desc, id desc);
