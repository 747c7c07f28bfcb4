import { randomUUID } from 'node:crypto'
import type {
  EngineReleaseStep,
  EngineReleaseContent,
  EngineReleaseState,
  VerdictMoveView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ReleaseEventRow, ReleaseRow, TrialRow } from './types.ts'
import { candidateAssessments, liveAssessments } from '../../listings/ingest/queries.ts'

const columns = sql`
  id, number, title, note, content, state, parent_id as "parentId", replaced_id as "replacedId",
  share, edit, version, json_build_object('kind', author_kind, 'id', author_id) as author,
  created_at as "createdAt", changed_at as "changedAt"`

export type NewReleaseRow = {
  id: string
  title: string
  note: string | null
  content: EngineReleaseContent
  parentId: string | null
}

export async function insertRelease(handle: Transaction, row: NewReleaseRow): Promise<void> {
  await sql`
    insert into engine_releases (id, number, title, note, content, parent_id)
    select ${row.id}::uuid, coalesce(max(number), 0) + 1, ${row.title}, ${row.note},
      ${JSON.stringify(row.content)}::json, ${row.parentId}::uuid
    from engine_releases`.execute(handle)
}

export async function findRelease(
  handle: Transaction,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`
    select ${columns} from engine_releases where id = ${id}::uuid
    ${lock ? sql`for update` : sql``}`.execute(handle)
  return rows[0]
}

/** Those that are at work: the live one and the one in shadow, if any. */
export async function listActiveReleases(handle: Transaction): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    select ${columns} from engine_releases where state in ('live', 'shadow')`.execute(handle)
  return rows
}

/** A text that is another one once other engine releases are at work. */
export async function activeReleasesVersion(handle: Transaction): Promise<string> {
  const { rows } = await sql<{ id: string; state: string; edit: number; share: number | null }>`
    select id, state, edit, share from engine_releases
    where state in ('live', 'shadow') order by state`.execute(handle)
  return JSON.stringify(rows)
}

export async function findLiveRelease(handle: Transaction): Promise<ReleaseRow | undefined> {
  return (await listActiveReleases(handle)).find(({ state }) => state === 'live')
}

export async function pageOfReleases(
  handle: Transaction,
  { limit, after, state }: { limit: number; after?: number; state?: EngineReleaseState },
): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    select ${columns} from engine_releases
    where (${after ?? null}::int4 is null or number < ${after ?? null}::int4)
      and (${state ?? null}::text is null or state = ${state ?? null}::text)
    order by number desc limit ${limit}`.execute(handle)
  return rows
}

export type ReleaseChange = {
  title: string
  note: string | null
  content: EngineReleaseContent
  state: EngineReleaseState
  replacedId: string | null
  share: number | null
  edit: number
}

export async function updateRelease(
  handle: Transaction,
  id: string,
  change: ReleaseChange,
): Promise<void> {
  const { title, note, content, state, replacedId, share, edit } = change
  await handle
    .updateTable('engine_releases')
    .set({
      title,
      note,
      state,
      share,
      edit,
      content: JSON.stringify(content),
      replaced_id: replacedId,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
}

export type NewEvent = {
  releaseId: string
  step: EngineReleaseStep
  note: string | null
  /** Where this changed it. */
  content?: EngineReleaseContent
  terms?: string[]
  weights?: boolean
}

export async function insertEvent(handle: Transaction, event: NewEvent): Promise<void> {
  const { releaseId, step, note, content, terms = [], weights = false } = event
  await handle
    .insertInto('engine_release_events')
    .values({
      id: randomUUID(),
      release_id: releaseId,
      step,
      note,
      terms,
      weights,
      content: content === undefined ? null : JSON.stringify(content),
    })
    .execute()
}

const mostEvents = 200

export async function eventsOf(handle: Transaction, releaseId: string): Promise<ReleaseEventRow[]> {
  const { rows } = await sql<ReleaseEventRow>`
    select id, at, json_build_object('kind', actor_kind, 'id', actor_id) as actor, step, note,
      terms, weights
    from engine_release_events where release_id = ${releaseId}::uuid
    order by at desc, id desc limit ${mostEvents}`.execute(handle)
  return rows
}

export async function insertTrial(
  handle: Transaction,
  { id, edit }: Pick<ReleaseRow, 'id' | 'edit'>,
  trial: Omit<TrialRow, 'at'>,
): Promise<void> {
  await handle
    .insertInto('engine_release_trials')
    .values({
      id: randomUUID(),
      release_id: id,
      edit,
      kind: trial.kind,
      figures: JSON.stringify(trial.figures),
    })
    .execute()
}

/** The newest trial of each kind, of the content that the engine release has now. */
export async function trialsOf(
  handle: Transaction,
  { id, edit }: Pick<ReleaseRow, 'id' | 'edit'>,
): Promise<TrialRow[]> {
  const { rows } = await sql<TrialRow>`
    select distinct on (kind) kind, at, figures from engine_release_trials
    where release_id = ${id}::uuid and edit = ${edit}
    order by kind, at desc, id`.execute(handle)
  return rows
}

// Maximum rows that a page shows at once; older ones add nothing.
const mostCompared = 50_000

/**
 * Compares assessments of the intake by the shadow engines of this mark with the assessments last served for the same
 * versions of listings.
 */
export async function shadowMoves(
  handle: Transaction,
  mark: string,
): Promise<{ judged: number; moves: VerdictMoveView[] }> {
  const { rows } = await sql<VerdictMoveView>`
    select served.verdict as "from", said.verdict as "to", count(*)::int4 as count
    from (
      select listing_id, version, verdict from ${candidateAssessments} c
      where position(${mark} in engine) > 0
      order by at desc limit ${mostCompared}
    ) said
    cross join lateral (
      select verdict from ${liveAssessments} a
      where a.listing_id = said.listing_id and a.version = said.version
      order by a.at desc, a.id limit 1
    ) served
    group by 1, 2 order by 1, 2`.execute(handle)
  const judged = rows.reduce((sum, { count }) => sum + count, 0)
  return { judged, moves: rows.filter(({ from, to }) => from !== to) }
}
