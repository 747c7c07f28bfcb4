-- Notices that wait for a second person.
create index notices_proposed on notices (organisation_id, id) where state = 'proposed';
-- Notices of which a marketplace asks something.
create index notice_recipients_asked on notice_recipients (organisation_id, notice_id)
  where answered::jsonb @? '$.items[*] ? (@.state == "need-info")';
-- What marketplaces decided lately.
create index notice_events_responses on notice_events (organisation_id, at desc, notice_id)
  where kind in ('decided', 'complaint-decided', 'seller-answer-decided');
-- Appeals and proofs that wait for a decision, oldest first: few among all that ended.
create index answers_open on appeals (organisation_id, given_at, id) where state = 'given';
