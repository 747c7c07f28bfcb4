import type { ItemDecisionInput, StatementOfReasons } from '@touchstone/contract'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { ServerAddress } from '../../platform/http/index.ts'
import {
  applyItemAction,
  completeStatement,
  decideItem,
  type AssessmentSource,
} from '../moderation/index.ts'
import { exchangeContext, reportNotice } from '../notice-exchange/index.ts'
import { mayRestrictInBulk } from './policy.ts'
import { readCandidate } from './read-candidate.ts'
import {
  claimItem,
  findBulk,
  findDecider,
  listTouchedNotices,
  noteProgress,
  setBulkState,
  setItemState,
  type BulkItemRow,
  type BulkItemState,
  type BulkRow,
} from './repository.ts'
import { keyOfFact } from './types.ts'

export type RunOptions = {
  store: Store
  engine: AssessmentSource
  now: () => Date
  sendsMail: boolean
  serverAddress: ServerAddress
  onFault: (error: unknown, what: string) => void
}

const operator = { as: 'operator', actor: { kind: 'operator', id: 'bulk-restrictions' } } as const

type Person = Extract<Actor, { kind: 'person' }>
type Phase = {
  /** States of items that are still to be processed. */
  from: readonly BulkItemState[]
  failed: BulkItemState
  /** State of the bulk restriction in which this phase runs, and after it. */
  during: 'running' | 'reversing'
  after: 'completed' | 'reversed'
  run: (work: ItemWork) => Promise<{ state: BulkItemState; instance: string | null }>
}
type ItemWork = {
  options: RunOptions
  handle: Transaction
  actor: Person
  bulk: BulkRow
  item: BulkItemRow
}

const restricting: Phase = {
  from: ['waiting'],
  failed: 'failed',
  during: 'running',
  after: 'completed',
  run: restrictItem,
}
const reversing: Phase = {
  from: ['restricted'],
  failed: 'reversal-failed',
  during: 'reversing',
  after: 'reversed',
  run: reverseItem,
}

/**
 * Works through a bulk restriction, item by item, until it is done, stopped or aborted. An item and its mark are one
 * transaction: run again, or by two processes, it restricts nothing twice.
 */
export async function runBulkRestriction(
  options: RunOptions,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  const { store } = options
  while (signal?.aborted !== true) {
    const turn = await store.transact(operator, (handle) => findTurn(handle, id))
    if (turn === undefined) break
    const { bulk, phase } = turn
    if (await processNext(options, turn)) continue
    await finish(options, bulk, phase)
    break
  }
  const bulk = await store.transact(operator, (handle) => findBulk(handle, id))
  if (bulk !== undefined) await reportToSenders(options, bulk)
}

type Turn = { bulk: BulkRow; phase: Phase; actor: Person | undefined }

/** Whether work is left, and the person in whose name it is done, with their present roles. */
async function findTurn(handle: Transaction, id: string): Promise<Turn | undefined> {
  const bulk = await findBulk(handle, id)
  const phase = [restricting, reversing].find(({ during }) => during === bulk?.state)
  if (bulk === undefined || phase === undefined) return undefined
  const { organisationId } = bulk
  const personId = phase.during === 'reversing' ? (bulk.reversedBy ?? bulk.personId) : bulk.personId
  return { bulk, phase, actor: await findDecider(handle, { organisationId, personId }) }
}

/** Processes one item in the name of the person; false if none is left. */
async function processNext(options: RunOptions, { bulk, phase, actor }: Turn): Promise<boolean> {
  const { store, now } = options
  const { organisationId } = bulk
  const claimed: { item?: BulkItemRow | undefined } = {}
  try {
    return await store.transact(
      actor === undefined ? exchangeContext(organisationId) : contextOf(actor),
      async (handle) => {
        const item = await claimItem(handle, bulk.id, phase.from)
        claimed.item = item
        if (item === undefined) return false
        if (actor === undefined || !mayRestrictInBulk(actor)) throw deciderLost()
        const result = await phase.run({ options, handle, actor, bulk, item })
        const at = { bulkId: bulk.id, place: item.place, from: phase.from }
        await setItemState(handle, at, result)
        await noteProgress(handle, bulk.id, now())
        return true
      },
    )
  } catch (error) {
    if (claimed.item === undefined) throw error
    const { place } = claimed.item
    if (!(error instanceof AppError)) options.onFault(error, `an item of the bulk ${bulk.id}`)
    const problem =
      error instanceof AppError
        ? { code: error.code, message: error.message }
        : { code: 'internal', message: 'an internal error; see the log of the server' }
    await store.transact(operator, async (handle) => {
      const at = { bulkId: bulk.id, place, from: phase.from }
      await setItemState(handle, at, { state: phase.failed, problem })
      await noteProgress(handle, bulk.id, now())
    })
    return true
  }
}

/** Another process may still hold an item: then the bulk restriction stays as it is, and is resumed later. */
async function finish({ store, now }: RunOptions, bulk: BulkRow, phase: Phase): Promise<void> {
  await store.transact(operator, async (handle) => {
    const current = await findBulk(handle, bulk.id, true)
    if (current?.state !== phase.during) return
    await setBulkState(handle, bulk.id, { state: phase.after, now: now() })
  })
}

/** Decides on one item exactly as a person would alone: with its own checks, facts and statement of reasons. */
async function restrictItem({ options, handle, actor, bulk, item }: ItemWork) {
  const { engine, now: clock, sendsMail, serverAddress } = options
  const now = clock()
  const { noticeId: id, position, version } = item
  const { review, facts, excluded } = await readCandidate({
    handle,
    actor,
    engine,
    now,
    input: { id, position },
  })
  if (excluded !== undefined) {
    throw new AppError({
      code: 'item-not-for-bulk',
      message: `the item needs a decision of its own: ${excluded}`,
    })
  }
  if (!facts.some((one) => keyOfFact(one) === keyOfFact(bulk.fact))) {
    throw new AppError({
      code: 'checked-fact-not-shared',
      message: 'the item does not share the fact that was checked',
    })
  }
  const { proposal } = review
  const byAssessment = bulk.fact.kind === 'signal'
  const statement = completeStatement({
    statement: {
      ...proposal.statement,
      measures: bulk.measures.map((measure) => ({ measure })),
      automatedDecision: byAssessment ? 'partly' : 'not',
      ground: { ...(proposal.statement['ground'] as object), why: bulk.why },
    },
  })
  if (statement === undefined || proposal.deliver === null) throw incomplete()
  const decision: ItemDecisionInput = {
    outcome: 'restrict',
    triage: { knowledge: 'yes', knowledgeReason: proposal.knowledgeReason, lifeSafety: false },
    reasons: proposal.reasons,
    byAssessment,
    expectedVersion: version,
    restriction: restrictionOf(statement, proposal.deliver),
  }
  const { restriction } = await decideItem({
    handle,
    actor,
    now,
    sendsMail,
    serverAddress,
    // Nobody would see a link that is shown once.
    bringsLink: false,
    known: review.state,
    input: { id, position, decision },
  })
  return { state: 'restricted' as const, instance: restriction }
}

type Restricting = Extract<ItemDecisionInput, { outcome: 'restrict' }>['restriction']

function restrictionOf(
  statement: StatementOfReasons,
  deliver: NonNullable<Restricting['deliver']>,
): Restricting {
  return { statement, deliver, illegalProduct: false }
}

async function reverseItem({ options, handle, actor, bulk, item }: ItemWork) {
  const { now, sendsMail, serverAddress } = options
  const { noticeId: id, position, instance } = item
  if (instance === null || bulk.reversal === null) throw incomplete()
  const action = {
    type: 'reinstate',
    instance,
    reversalSource: 'own-error',
    reason: bulk.reversal,
  } as const
  const input = { id, position, action }
  await applyItemAction({ handle, actor, now: now(), sendsMail, serverAddress, input })
  return { state: 'reversed' as const, instance }
}

/** Once per notice and not per item: a report reads all items of a notice. */
async function reportToSenders({ store, now }: RunOptions, bulk: BulkRow): Promise<void> {
  const { id, organisationId } = bulk
  const notices = await store.transact(operator, (handle) => listTouchedNotices(handle, id))
  for (const noticeId of notices) {
    await store.transact(exchangeContext(organisationId), (handle) =>
      reportNotice({ handle, organisationId, noticeId, now: now() }),
    )
  }
}

function deciderLost(): AppError {
  return new AppError({
    code: 'permission-required',
    message: 'the person who decided may no longer decide on notices',
  })
}

function incomplete(): AppError {
  return new AppError({
    code: 'statement-incomplete',
    message: 'the record of the item does not give a complete statement of reasons',
  })
}
