import type { Signer } from '@touchstone/evidence'
import { sql, type RawBuilder } from 'kysely'
import { recordRemovedEntries } from '../../access/audit-proofs/index.ts'
import { findReferencedDigests } from '../../platform/blobs/index.ts'
import { sampleOrganisations, organisationProfiles } from '../../access/organisations/queries.ts'
import { auditLogs } from '../../access/audit-proofs/queries.ts'
import { userProfiles } from '../../access/users/queries.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { deleteRows, type TableColumns, type Transaction } from '../../platform/db/index.ts'
import { allDecisions } from '../../review/decisions/queries.ts'

export type SampleRemoval = { organisations: number; people: number; listings: number }

/** Blobs that rows of the sample refer to, in hexadecimal. */
export function blobsOfSample(handle: Transaction): Promise<string[]> {
  return findReferencedDigests(handle, owned)
}

type Marked = { id: string; name: string }

/** Organisations and users marked as the sample's, by slug and address. */
export async function markedAsSample(
  handle: Transaction,
): Promise<{ organisations: Marked[]; people: Marked[] }> {
  const { rows: organisations } = await sql<Marked>`
    select id, slug as name from ${organisationProfiles} o where sample order by slug`.execute(
    handle,
  )
  const { rows: people } = await sql<Marked>`
    select id, email as name from ${userProfiles} p where sample order by email`.execute(handle)
  return { organisations, people }
}

/** Ids of the sample's audit logs with entries. */
export async function logsOfSample(handle: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from ${auditLogs} l where ${owned}`.execute(
    handle,
  )
  return rows.map(({ id }) => id)
}

/**
 * Deletes all data of the sample from all tables. Row-level security protects everything else: a condition that is
 * too wide would delete no more, and a foreign key fails if another row refers to one of these. The installation's
 * key signs the removal of entries from its log.
 */
export async function deleteSample(
  handle: Transaction,
  { signer, people }: { signer: Signer; people: ReadonlySet<string> },
): Promise<SampleRemoval> {
  await recordRemovedEntries(handle, {
    which: ofSampleLog,
    isLawful: ({ actorId, subjectId }) => people.has(actorId) || people.has(subjectId),
    reason: 'sample-removed',
    signer,
  })
  const gone = await deleteRows(handle, whereOf)
  const count = (table: string): number => gone.get(table) ?? 0
  return {
    organisations: count('organisations'),
    people: count('people'),
    listings: count('listings'),
  }
}

/** Whether a row belongs to an organisation of the sample. */
const owned = sql`organisation_id in ${sampleOrganisations}`
const ofListings = sql`listing_id in (select id from ${listingFacts} l where ${owned})`

/** Conditions by column for the sample's rows. */
const byColumn: Readonly<Record<string, RawBuilder<unknown>>> = {
  organisation_id: owned,
  person_id: sql`person_id in (select id from ${userProfiles} p where sample)`,
  listing_id: ofListings,
  claim_id: sql`claim_id in (select id from ${allClaims} c where ${owned})`,
  decision_id: sql`decision_id in (select id from ${allDecisions} d where ${owned} or ${ofListings})`,
}

const ofSampleLog = sql`is_log_of_sample(organisation_id, actor_id, subject_id)`
const ofSampleTree = sql`log_id in ${sampleOrganisations}`

const byTable: Readonly<Record<string, RawBuilder<unknown>>> = {
  organisations: sql`sample`,
  people: sql`sample`,
  audit_events: ofSampleLog,
  audit_log_nodes: ofSampleTree,
  audit_log_heads: ofSampleTree,
}

/** Undefined if the table has no owner columns. */
function whereOf({ name, columns }: TableColumns): RawBuilder<unknown> | undefined {
  const conditions = columns.flatMap((column) => byColumn[column] ?? [])
  return byTable[name] ?? (conditions.length > 0 ? sql.join(conditions, sql` or `) : undefined)
}
