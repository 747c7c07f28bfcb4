import { sql } from 'kysely'
import type { DayCount } from '../queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type DayCountRow = DayCount & { day: string }

/** Stored counts of days, for an organisation's view. */
export async function countedDays(
  handle: Transaction,
  options: { organisationId: string; view: string; from: string },
): Promise<DayCountRow[]> {
  const { organisationId, view, from } = options
  type Row = { day: string; clear: number; askProof: number; review: number; block: number }
  const { rows } = await sql<Row & { unjudged: number }>`
    select to_char(day, 'YYYY-MM-DD') as day, clear, ask_proof as "askProof", review, block, unjudged
    from counted_days
    where organisation_id = ${organisationId}::uuid and view = ${view} and day >= ${from}::date`.execute(
    handle,
  )
  return rows.map(({ day, clear, askProof, review, block, unjudged }) => ({
    day,
    verdicts: { clear, 'ask-proof': askProof, review, block },
    unjudged,
    total: clear + askProof + review + block + unjudged,
  }))
}

/** Stores the count of a past day, unless another process has. */
export async function insertDayCounts(
  handle: Transaction,
  { organisationId, view }: { organisationId: string; view: string },
  days: readonly DayCountRow[],
): Promise<void> {
  if (days.length === 0) return
  const of = (pick: (day: DayCountRow) => number): number[] => days.map(pick)
  await sql`
    insert into counted_days
      (organisation_id, view, day, clear, ask_proof, review, block, unjudged)
    select ${organisationId}::uuid, ${view}, day, clear, ask_proof, review, block, unjudged
    from unnest(${days.map(({ day }) => day)}::date[],
      ${of(({ verdicts }) => verdicts.clear)}::int4[],
      ${of(({ verdicts }) => verdicts['ask-proof'])}::int4[],
      ${of(({ verdicts }) => verdicts.review)}::int4[],
      ${of(({ verdicts }) => verdicts.block)}::int4[],
      ${of(({ unjudged }) => unjudged)}::int4[])
      as given (day, clear, ask_proof, review, block, unjudged)
    on conflict (organisation_id, view, day) do nothing`.execute(handle)
}
