-- Only listings that can change a portfolio queue their account: those with goods of a brand, and all
-- of an account that has a portfolio.

create or replace function note_portfolio_changes() returns trigger
  language plpgsql as $$
begin
  insert into portfolio_changes (organisation_id, seller_account_id)
  select distinct c.organisation_id, c.seller_account_id from changed c
  where c.seller_account_id is not null
    and (c.portfolio_marks is not null or c.portfolio_sight is not null or c.portfolio_considered
      or exists (
        select from seller_portfolios p where p.seller_account_id = c.seller_account_id
      ));
  return null;
end
$$;

create or replace function note_changed_portfolios() returns trigger
  language plpgsql as $$
begin
  insert into portfolio_changes (organisation_id, seller_account_id)
  select distinct b.organisation_id, account
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
      or exists (select from seller_portfolios p where p.seller_account_id = account));
  return null;
end
$$;
