import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type MonthRow = {
  /** As YYYY-MM. */
  month: string
  scans: number
  alarms: number
  wrongAlarms: number
  reports: number
  upheldReports: number
}

/** Counts of all organisations by calendar month (UTC) from one time to another, in their order, all months stated. */
export async function countByMonth(
  handle: Transaction,
  { from, to }: { from: Date; to: Date },
): Promise<MonthRow[]> {
  const monthOf = (time: string) => sql`date_trunc('month', ${sql.ref(time)} at time zone 'utc')`
  const isWithin = (time: string) =>
    sql`${sql.ref(time)} >= ${from}::timestamptz and ${sql.ref(time)} < ${to}::timestamptz`
  const { rows } = await sql<MonthRow>`
    with months as (
      select generate_series(${from}::timestamptz at time zone 'utc',
        ${to}::timestamptz at time zone 'utc' - interval '1 day', interval '1 month') as month
    ),
    scans as (
      select ${monthOf('s.at')} as month, count(*)::int4 as scans
      from item_scans s where ${isWithin('s.at')} group by 1
    ),
    alarms as (
      select ${monthOf('i.alarm_at')} as month, count(*)::int4 as alarms,
        (count(*) filter (where exists (
          select from item_reports r
          where r.organisation_id = i.organisation_id and r.gtin = i.gtin and r.serial = i.serial
            and r.state = 'cleared')))::int4 as wrong
      from items i where ${isWithin('i.alarm_at')} group by 1
    ),
    reports as (
      select ${monthOf('r.received_at')} as month, count(*)::int4 as reports,
        (count(*) filter (where r.case_id is not null and r.state <> 'unfounded'))::int4 as upheld
      from item_reports r
      where ${isWithin('r.received_at')} and r.kind = 'problem'
        and (r.state <> 'open' or r.case_id is not null)
      group by 1
    )
    select to_char(m.month, 'YYYY-MM') as month, coalesce(s.scans, 0) as scans,
      coalesce(a.alarms, 0) as alarms, coalesce(a.wrong, 0) as "wrongAlarms",
      coalesce(r.reports, 0) as reports, coalesce(r.upheld, 0) as "upheldReports"
    from months m left join scans s using (month) left join alarms a using (month)
      left join reports r using (month)
    order by 1`.execute(handle)
  return rows
}
