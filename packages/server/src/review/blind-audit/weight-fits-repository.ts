import type { QualityFitView, Weights } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

type FitRow = {
  id: string
  requestedAt: Date
  endedAt: Date | null
  state: QualityFitView['state']
  reason: string | null
  report: QualityFitView['report']
  /** The id that the weights bear. */
  weights: string | null
}

export type FitEnd =
  | { state: 'done'; report: QualityFitView['report']; weights: Weights }
  | { state: 'refused' | 'failed'; reason: string }

/** False where one is under way. */
export async function insertFit(
  handle: Transaction,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into weight_fits (id, organisation_id) values (${id}::uuid, ${organisationId}::uuid)
    on conflict (organisation_id) where ended_at is null do nothing returning id`.execute(handle)
  return rows.length > 0
}

export async function findFits(
  handle: Transaction,
  { organisationId, limit }: { organisationId: string; limit: number },
): Promise<FitRow[]> {
  const { rows } = await sql<FitRow>`
    select id, requested_at as "requestedAt", ended_at as "endedAt", state, reason, report,
      weights->>'id' as weights
    from weight_fits where organisation_id = ${organisationId}::uuid
    order by requested_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findWeights(
  handle: Transaction,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<Weights | undefined> {
  const { rows } = await sql<{ weights: Weights }>`
    select weights from weight_fits
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid and weights is not null`.execute(
    handle,
  )
  return rows[0]?.weights
}

export type OpenFit = { id: string; organisationId: string }

/** Those that wait, and those whose process died at them; needs the operator's context. */
export async function openFits(handle: Transaction, startedBefore: Date): Promise<OpenFit[]> {
  const { rows } = await sql<OpenFit>`
    select id, organisation_id as "organisationId" from weight_fits
    where ended_at is null
      and (state = 'waiting' or started_at < ${startedBefore}::timestamptz)
    order by requested_at limit 20`.execute(handle)
  return rows
}

/** False where another process took it. */
export async function startFit(
  handle: Transaction,
  id: string,
  startedBefore: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update weight_fits set state = 'running', started_at = now()
    where id = ${id}::uuid and ended_at is null
      and (state = 'waiting' or started_at < ${startedBefore}::timestamptz)
    returning id`.execute(handle)
  return rows.length > 0
}

export async function endFit(handle: Transaction, id: string, ending: FitEnd): Promise<void> {
  const done = ending.state === 'done' ? ending : undefined
  await sql`
    update weight_fits set state = ${ending.state}, ended_at = now(),
      reason = ${'reason' in ending ? ending.reason : null},
      report = ${done ? JSON.stringify(done.report) : null}::json,
      weights = ${done ? JSON.stringify(done.weights) : null}::json
    where id = ${id}::uuid`.execute(handle)
}
