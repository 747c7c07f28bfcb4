-- Columns and stored events by the names of the API: a workflow instance names its workflow, and an
-- end states its reason.
alter table workflow_instances rename column machine to workflow;
alter table measures rename column ended_because to end_reason;
alter table safeguards rename column ended_because to end_reason;
alter table confidentiality_holds rename column lifted_because to lift_reason;
alter table cleared_records rename column revoked_because to revocation_reason;
alter table webhooks rename column disabled_because to disabled_reason;
alter table engine_release_events rename column act to step;

-- The owner changes no row under its own policies, and nobody changes a log: both give way here alone.
alter table proceeding_events no force row level security;
alter table proceeding_events disable trigger proceeding_events_append_only;
update proceeding_events
  set event = (event::jsonb - 'machine' || jsonb_build_object('workflow', event -> 'machine'))::json
  where event ->> 'type' = 'open';
alter table proceeding_events enable trigger proceeding_events_append_only;
alter table proceeding_events force row level security;

alter table notice_events no force row level security;
alter table notice_events disable trigger notice_events_append_only;
update notice_events
  set data = (data::jsonb - 'act' || jsonb_build_object('type', data -> 'act'))::json
  where kind = 'pursued';
alter table notice_events enable trigger notice_events_append_only;
alter table notice_events force row level security;
