-- A contested link is deleted, and whoever decides must know what it rested on.
alter table link_contests
  -- Weight, probability, reasons and time of the link when it was contested; null if the two accounts were in one network
  -- without a link of their own, and once the seller was erased.
  add column evidence json;

-- How probable the evidence alone made the pair when it was judged, to compare it with the judgements; null if it was not
-- stored, or a judgement decided.
alter table link_judgements
  add column evidence_probability float8 check (evidence_probability between 0 and 1);

grant insert (evidence), update (evidence) on link_contests to touchstone_app;
grant update (evidence) on link_contests to touchstone_operator;
