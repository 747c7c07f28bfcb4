import type { LinkModelComparisonView, LinkModelState } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type ModelRow = {
  version: number
  state: LinkModelState
  edits: number
  accounts: number | null
  prior: number | null
  digest: string | null
  fittedAt: Date | null
  liveSince: Date | null
  replaced: number | null
  returnedAt: Date | null
  judged: number | null
  overturned: number | null
  isComparing: boolean
  comparison: LinkModelComparisonView | null
}

const columns = sql`m.version, m.state, m.edits, m.accounts, m.prior, m.digest,
  m.fitted_at as "fittedAt", m.live_since as "liveSince", m.replaced,
  m.returned_at as "returnedAt", m.judged, m.overturned, m.comparing as "isComparing",
  m.comparison`

export async function findModels(handle: Transaction, organisationId: string): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from link_models m
    where m.organisation_id = ${organisationId}::uuid order by m.version desc`.execute(handle)
  return rows
}

/** All versions, locked, so that of two changes the second sees the first. */
export async function lockModels(handle: Transaction, organisationId: string): Promise<ModelRow[]> {
  const { rows } = await sql<ModelRow>`
    select ${columns} from link_models m
    where m.organisation_id = ${organisationId}::uuid order by m.version desc for update`.execute(
    handle,
  )
  return rows
}

/** False if there is a draft already. */
export async function insertDraft(
  handle: Transaction,
  organisationId: string,
  version: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into link_models (organisation_id, version, state)
    values (${organisationId}::uuid, ${version}::int4, 'draft')
    on conflict do nothing returning version`.execute(handle)
  return rows.length > 0
}

export type ModelChange = Pick<ModelRow, 'state' | 'replaced' | 'isComparing'>

export async function changeModel(
  handle: Transaction,
  organisationId: string,
  { version, state: before }: Pick<ModelRow, 'version' | 'state'>,
  { state, replaced, isComparing }: ModelChange,
): Promise<void> {
  // What it counted before is over once it is live again.
  const begun =
    state === 'live' && before !== 'live'
      ? sql`, live_since = now(), returned_at = null, judged = null, overturned = null`
      : sql``
  await sql`
    update link_models
    set state = ${state}, replaced = ${replaced}::int4, comparing = ${isComparing}::bool,
      edits = edits + 1 ${begun}
    where organisation_id = ${organisationId}::uuid and version = ${version}::int4`.execute(handle)
}
