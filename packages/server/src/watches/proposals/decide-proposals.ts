import {
  maxWatchQueries,
  type WatchProposalAction,
  type WatchProposalsView,
} from '@touchstone/contract'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { organisationOf } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { changeWatch, lockWatchToChange } from '../saved-watches/index.ts'
import { listProposals, type ProposalsRequest } from './list-proposals.ts'
import { deleteDecisions, findDecisions, saveDecisions } from './repository.ts'

type Decision = WatchProposalAction['type']

const events = {
  accept: 'watch-proposals-accepted',
  dismiss: 'watch-proposals-dismissed',
  undo: 'watch-proposals-undone',
} as const satisfies Record<Decision, AuditAction>

/** Accepts or dismisses what is proposed now, or undoes such a decision; all of the queries or none. */
export async function decideProposals(
  options: ProposalsRequest & {
    action: WatchProposalAction
    expectedVersion?: number | undefined
  },
): Promise<Outgoing<WatchProposalsView>> {
  const { handle, actor, id, action, expectedVersion } = options
  const organisationId = organisationOf(actor)
  const watch = await lockWatchToChange({ handle, actor, id, expectedVersion })
  const queries = [...new Set(action.queries)]
  const change = async (changed: string[]): Promise<void> => {
    const input = { expectedVersion: watch.version, queries: changed }
    await changeWatch({ handle, actor, id, input })
  }
  if (action.type === 'undo') {
    const decided = await findDecisions(handle, id)
    requireAll(queries, decided, (query) => `no proposal ${query} was decided in 90 days`)
    const accepted = decided.filter(({ decision, query }) => {
      return decision === 'accepted' && queries.includes(query)
    })
    const added = new Set(accepted.map(({ query }) => query))
    const left = watch.queries.filter((query) => !added.has(query))
    if (left.length < watch.queries.length) await change(left)
    await deleteDecisions(handle, id, queries)
  } else {
    const { items } = await listProposals({ handle, actor, id })
    requireAll(queries, items, (query) => `${query} is not proposed for this watch now: reload`)
    if (action.type === 'accept') {
      requireRoom(watch.queries.length + queries.length)
      await change([...watch.queries, ...queries])
    }
    const decision = action.type === 'accept' ? 'accepted' : 'dismissed'
    await saveDecisions(handle, { organisationId, watchId: id }, decision, queries)
  }
  await recordEvent({
    handle,
    organisationId,
    action: events[action.type],
    subject: { kind: 'watch', id },
    detail: { queries: queries.length },
  })
  return listProposals({ handle, actor, id })
}

function requireAll(
  queries: readonly string[],
  known: readonly { query: unknown }[],
  messageFor: (query: string) => string,
): void {
  const names = new Set(known.map(({ query }) => query))
  for (const [at, query] of queries.entries()) {
    if (names.has(query)) continue
    const pointer = `/action/queries/${at}`
    throw new AppError({ code: 'not-found', message: messageFor(query), pointer })
  }
}

function requireRoom(queries: number): void {
  if (queries <= maxWatchQueries) return
  throw new AppError({
    code: 'validation-failed',
    message: `the watch would have ${queries} queries; ${maxWatchQueries} are the maximum: accept fewer, or remove some first`,
    pointer: '/action/queries',
  })
}
