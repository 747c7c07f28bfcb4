-- What is still to be done about items that were decided: restrictions without a statement, complaints, bodies,
-- reports, buyers, and whoever was not told. Few beside all that has ended, which no list of work reads.
create index proceeding_matters_following on proceeding_matters (organisation_id, proceeding_id, matter)
  where (machine = 'N' and state = 'DECIDED') or (machine = 'R' and state in ('PROPOSED', 'IMPOSED'))
    or (machine = 'C' and state in ('LODGED', 'HUMAN_REVIEW', 'UPHELD', 'REJECTED'))
    or (machine = 'O' and state in ('REFERRED', 'ENGAGED', 'EXTENDED', 'DECIDED'))
    or (machine = 'X' and state = 'SUSPECTED')
    or (machine = 'B' and state in ('AWARE', 'SELECTED', 'NOTIFIED_IN_PART'));
