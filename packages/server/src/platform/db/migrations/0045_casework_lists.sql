-- What one person works on, in the order of the list: of many open cases a person has few.
create index cases_of_assignee on cases (
  assignee, organisation_id, urgency, (coalesce(due_at, '9999-12-31T00:00:00Z'::timestamptz)), id
) where closed_at is null and assignee is not null;

-- Which proceedings are under one regime: the clocks of one that has few are found by them.
create index proceedings_of_regime on proceedings (organisation_id, regime, id);
