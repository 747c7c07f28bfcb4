-- A changed account is noted once until its portfolio is computed, not by each batch again.

-- The account's foreign key covers the organisation too. Two indexes are enough: by age, and by account.
alter table portfolio_changes
  drop constraint portfolio_changes_organisation_id_fkey,
  drop constraint portfolio_changes_pkey;
drop index portfolio_changes_by_age;
alter table portfolio_changes add primary key (since, id);

-- To lock what is noted already.
grant select, update (since) on portfolio_changes to touchstone_app, touchstone_operator;

-- A note that is found is locked: its removal waits for this transaction, whose listings the portfolio then counts.
-- One that is being removed does not count.
create or replace function note_portfolio_changes() returns trigger
  language plpgsql as $$
begin
  with due as materialized (
    select distinct c.organisation_id, c.seller_account_id from changed c
    where c.seller_account_id is not null
      and (c.portfolio_marks is not null or c.portfolio_sight is not null or c.portfolio_considered
        or exists (
          select from seller_portfolios p where p.seller_account_id = c.seller_account_id
        ))
  )
  insert into portfolio_changes (organisation_id, seller_account_id)
  select organisation_id, seller_account_id from due
  where seller_account_id not in (
    select noted.seller_account_id from portfolio_changes noted
    where noted.seller_account_id = any (array(select seller_account_id from due))
    for key share skip locked
  );
  return null;
end
$$;

create or replace function note_changed_portfolios() returns trigger
  language plpgsql as $$
begin
  with due as materialized (
    select distinct b.organisation_id, account as seller_account_id
    from before b join changed c using (id)
    cross join lateral unnest(array[b.seller_account_id, c.seller_account_id]) as account
    where account is not null
      and (b.seller_account_id, b.version, b.lead_brand_id, b.price_amount, b.price_currency,
          b.portfolio_level, b.portfolio_marks, b.portfolio_sight, b.portfolio_considered)
        is distinct from (c.seller_account_id, c.version, c.lead_brand_id, c.price_amount,
          c.price_currency, c.portfolio_level, c.portfolio_marks, c.portfolio_sight,
          c.portfolio_considered)
      and (coalesce(b.portfolio_marks, c.portfolio_marks, b.portfolio_sight, c.portfolio_sight)
          is not null
        or b.portfolio_considered or c.portfolio_considered
        or exists (select from seller_portfolios p where p.seller_account_id = account))
  )
  insert into portfolio_changes (organisation_id, seller_account_id)
  select organisation_id, seller_account_id from due
  where seller_account_id not in (
    select noted.seller_account_id from portfolio_changes noted
    where noted.seller_account_id = any (array(select seller_account_id from due))
    for key share skip locked
  );
  return null;
end
$$;
