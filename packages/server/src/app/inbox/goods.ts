import { sql } from 'kysely'
import { buyerReports } from '../../goods/reports/queries.ts'
import { suspectedItems } from '../../goods/scans/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { readWaiting, recentFrom, type ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

/** As `bracketedCode` writes it. */
const code = sql<string | null>`
  '(01)' || w.gtin || coalesce('(21)' || replace(w.serial, '(', '\\('), '')`

/** Reports of buyers that wait for an answer: danger to health first. */
export async function readBuyerReports(
  handle: Transaction,
  { organisationId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select r.id, r.gtin, r.serial, r.listing, r.danger, r.changed_at
      from ${buyerReports} r
      where r.organisation_id = ${organisationId}::uuid and r.state = 'open'
      order by r.danger desc, r.sources desc, r.received_at desc, r.id desc`,
    columns: {
      id: sql`w.id::text`,
      title: sql`coalesce(${code}, w.listing)`,
      since: sql`w.changed_at`,
      path: sql`'/reports/' || w.id`,
      urgent: sql`w.danger = 2`,
    },
  })
}

/** Codes of which copies were suspected lately. */
export async function readCodeAlarms(
  handle: Transaction,
  { organisationId, now, limit }: ReadOptions,
): Promise<Waiting> {
  const waiting = await readWaiting(handle, {
    limit,
    waiting: sql`
      select i.gtin, i.serial, i.alarm_at
      from ${suspectedItems} i
      where i.organisation_id = ${organisationId}::uuid and i.alarm_at > ${recentFrom(now)}
      order by i.alarm_at desc, i.gtin, i.serial`,
    columns: {
      id: sql`w.gtin || ' ' || w.serial`,
      title: code,
      since: sql`w.alarm_at`,
    },
  })
  const rows = waiting.rows.map((row) => {
    const [gtin = '', serial = ''] = row.id.split(' ')
    return { ...row, path: `/codes/${gtin}/${encodeURIComponent(serial)}` }
  })
  return { ...waiting, rows }
}
