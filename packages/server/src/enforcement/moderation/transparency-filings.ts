import type { FilingInput, NotedFilingView } from '@touchstone/contract'
import type { WorkflowInstance } from '@touchstone/jurisdiction'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { notAllowed } from './settings.ts'
import {
  listFilingSubjects,
  markStatementFiled,
  statementsByPuid,
  listUnfiledStatements,
  type FilingSubjectRow,
  type StatementRow,
} from './measures-repository.ts'
import { mayRecordFilings, mayReadFilings } from './policy.ts'

const batch = 100

/** Records to submit to the Transparency Database, up to the size of its batches. */
export async function listUnfiledRecords({
  handle,
  actor,
}: {
  handle: Transaction
  actor: Actor
}): Promise<{ statements: Record<string, unknown>[]; subjects: FilingSubjectRow[] }> {
  if (!mayReadFilings(actor))
    throw notAllowed('only members and keys with filings:write can read filings')
  const { organisationId } = actor
  const statements = await listUnfiledStatements(handle, organisationId, batch)
  const puids = statements.map(({ statement }) => statement.puid)
  return {
    statements: statements.flatMap(({ record }) => (record === null ? [] : [record])),
    // A key for filings reads records, not listings.
    subjects:
      actor.kind === 'person' ? await listFilingSubjects(handle, organisationId, puids) : [],
  }
}

/** Runs work in a transaction of its own. */
type InTransaction = <T>(use: (handle: Transaction) => Promise<T>) => Promise<T>

/**
 * Records filings, each in its own transaction, so that a refused one affects no other and a caller can repeat all of
 * them after an interruption.
 */
export async function recordFilings(options: {
  inTransaction: InTransaction
  actor: Actor
  filings: readonly FilingInput[]
  now: Date
}): Promise<{ noted: number; refused: number; results: NotedFilingView[] }> {
  const { inTransaction, actor, filings, now } = options
  if (!mayRecordFilings(actor)) {
    throw notAllowed(
      'only admins, analysts, reviewers and keys with filings:write can record filings',
    )
  }
  const { organisationId } = actor
  const puids = filings.map(({ puid }) => puid)
  const found = await inTransaction((handle) => statementsByPuid(handle, organisationId, puids))
  const filingsByPuid = new Map(found.map((one) => [one.statement.puid, one]))
  const person = actor.kind === 'person' ? { person: actor.id } : {}
  const results: NotedFilingView[] = []
  for (const filing of filings) {
    const statement = filingsByPuid.get(filing.puid)
    results.push(
      statement === undefined
        ? refused(filing, { pointer: '/puid', message: `there is no record ${filing.puid}` })
        : await inTransaction((handle) =>
            note({ handle, statement, filing, now, ...person }),
          ).catch((error: unknown) => {
            if (!(error instanceof AppError) || error.code === 'internal') throw error
            return refused(filing, { pointer: error.pointer ?? '', message: error.message })
          }),
    )
  }
  const noted = results.filter(({ outcome }) => outcome !== 'refused').length
  return { noted, refused: results.length - noted, results }
}

function refused(
  { puid }: FilingInput,
  error: NonNullable<NotedFilingView['error']>,
): NotedFilingView {
  return { puid, outcome: 'refused', databaseId: null, error }
}

async function note(options: {
  handle: Transaction
  statement: StatementRow
  filing: FilingInput
  now: Date
  person?: string
}): Promise<NotedFilingView> {
  const { handle, statement, filing, now, person } = options
  const { puid, databaseId, duplicate } = filing
  const { proceedingId, organisationId } = statement
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  const instance = Object.values(state.instances).find(
    ({ part, origin }) => part === 'transparency-filing' && origin === statement.instance,
  )
  if (instance === undefined) throw noRecord('/puid')
  if (instance.state === 'filed') return known(filing, instance)
  await fileStatement({
    handle,
    statement,
    filing: instance.id,
    duplicate,
    databaseId,
    now,
    ...(person !== undefined && { person }),
  })
  return { puid, outcome: 'noted', databaseId }
}

/** Repeating the same filing is fine; with another identifier it would be another statement. */
function known({ puid, databaseId }: FilingInput, { facts }: WorkflowInstance): NotedFilingView {
  const recordedId = facts['databaseId']
  if (typeof recordedId === 'string' && recordedId !== databaseId) {
    const message = `${puid} was recorded as filed under ${recordedId}`
    throw new AppError({ code: 'filing-mismatch', message, pointer: '/databaseId' })
  }
  return { puid, outcome: 'known', databaseId: typeof recordedId === 'string' ? recordedId : null }
}

/** Records a statement as filed: a transition of the regime, after which it is no longer listed. */
export async function fileStatement(options: {
  handle: Transaction
  statement: StatementRow
  /** The filing's workflow instance. */
  filing: string
  duplicate: boolean
  databaseId?: string
  now: Date
  person?: string
}): Promise<void> {
  const { handle, statement, filing: id, duplicate, databaseId, now, person } = options
  const { organisationId, proceedingId, instance, recordHash } = statement
  if (recordHash === null) throw noRecord('/instance')
  const fields = {
    puid: statement.statement.puid,
    contentHash: recordHash.toString('hex'),
    duplicate,
    // Only the organisation files in its own name: its random number identifies its own record.
    ...(duplicate && { sameHash: true }),
    ...(databaseId !== undefined && { databaseId }),
  }
  await applyTransitions({
    handle,
    organisationId,
    input: {
      id: proceedingId,
      now,
      ...(person !== undefined && { person }),
      actions: [{ type: 'transition', id, transition: 'record-filing', role: 'system', fields }],
    },
  })
  await markStatementFiled(handle, { proceedingId, instance }, now)
}

export function noRecord(pointer: string): AppError {
  const message = 'this statement has no record to file'
  return new AppError({ code: 'filing-record-missing', message, pointer })
}
