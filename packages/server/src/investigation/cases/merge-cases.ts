import type { CaseAct } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { append, caseInSight, newCase, putOffers, type Asked, type Person } from './case-events.ts'
import { mostLines, mostTasks, type CaseEvent } from './types.ts'
import { keepPromise, recordChange } from './move-cases.ts'
import { isWholeInSight } from './policy.ts'
import { badInput, conflict } from './refusals.ts'
import { deleteOffers, movedByMerge, offersIn, type KeptCase, type OfferRef } from './repository.ts'

export type Acting = Asked & { person: Person; kept: KeptCase; at: Date }
export type Acted = { kept: KeptCase; other?: KeptCase; changed?: number }
export type ActOf<N extends CaseAct['act']> = Extract<CaseAct, { act: N }>

/** Takes offers out of a case, or all of them, as one event that names those which were in it. */
export async function takeOut(
  { handle, at }: Pick<Acting, 'handle' | 'at'>,
  kept: KeptCase,
  which: readonly string[] | 'all',
  to?: string,
): Promise<{ kept: KeptCase; taken: OfferRef[] }> {
  const taken = await deleteOffers(handle, kept.id, which)
  if (taken.length === 0) return { kept, taken }
  const data = { listings: taken.map(({ id }) => id), ...(to !== undefined && { to }) }
  const event: CaseEvent = { kind: 'offers-removed', data }
  return { kept: await append(handle, kept, [event], at, kept.offers - taken.length), taken }
}

/** Moves the offers, open tasks and turnover of a case to another, and closes it. */
export async function merge(acting: Acting, { into }: ActOf<'merge'>): Promise<Acted> {
  const { handle, actor, kept, at } = acting
  if (into === kept.id) throw badInput('a case is not merged into itself', '/do/into')
  const found = await caseInSight({ handle, actor, id: into }, { lock: true, pointer: '/do/into' })
  if (found.state.closed !== null) {
    throw conflict('the case to merge into is closed: reopen it first')
  }
  refuseInPart(actor, kept, found)
  const tasks = kept.state.tasks.filter(({ done }) => !done)
  const { turnover } = kept.state
  if (found.state.tasks.length + tasks.length > mostTasks)
    throw conflict(`together they would have more than ${mostTasks} tasks: finish some first`)
  if (found.state.turnover.length + turnover.length > mostLines)
    throw conflict(`together they would have more than ${mostLines} lines of turnover`)
  const { kept: emptied, taken } = await takeOut(acting, kept, 'all', into)
  const filled = await putOffers(handle, found, taken, at, kept.id)
  const brought: CaseEvent[] = [
    { kind: 'merged-from', data: { case: kept.id } },
    ...tasks.map(({ id, text }): CaseEvent => ({ kind: 'task-added', data: { id, text } })),
    ...turnover.map((data): CaseEvent => ({ kind: 'turnover-added', data })),
  ]
  const ending: CaseEvent[] = [
    { kind: 'merged-into', data: { case: into } },
    { kind: 'closed', data: { outcome: 'merged', reason: null } },
  ]
  return {
    other: await append(handle, filled, brought, at),
    kept: await append(handle, emptied, ending, at),
    changed: taken.length,
  }
}

/** What is out of somebody's sight goes into no other case by his word. */
function refuseInPart(actor: Actor, ...cases: readonly KeptCase[]): void {
  if (cases.every(({ state }) => isWholeInSight(actor, state.brands))) return
  const message =
    'one of these cases names brands outside of your membership: whoever sees all of them merges it'
  throw new AppError({ code: 'not-allowed', message })
}

/** Moves some offers into a new case of the same kind. */
export async function split(acting: Acting, { title, listings }: ActOf<'split'>): Promise<Acted> {
  const { handle, person, at, kept: before } = acting
  const { about, brands, priority, due } = before.state
  const data = { title, about, brands, priority, due }
  const fresh = await newCase(handle, person, { kind: 'opened', data })
  const { kept, taken } = await takeOut(acting, before, listings, fresh.id)
  if (taken.length === 0) throw badInput('none of these offers is in the case', '/do/listings')
  const filled = await putOffers(handle, fresh, taken, at, kept.id)
  const other = await append(handle, filled, [{ kind: 'split-from', data: { case: kept.id } }], at)
  const left = await append(handle, kept, [{ kind: 'split-off', data: { case: fresh.id } }], at)
  return { kept: left, other, changed: taken.length }
}

/**
 * Takes a merge back: the offers that went with it, its tasks and its turnover come back as far as they are still
 * in the other case, and both records tell of it. What was added there since stays there.
 */
export async function undoMerge(acting: Acting, { reason }: ActOf<'undo-merge'>): Promise<Acted> {
  const { handle, actor, kept, at } = acting
  const into = kept.state.mergedInto
  if (into === null) throw conflict('the case was not merged into another')
  const found = await caseInSight({ handle, actor, id: into }, { lock: true })
  if (found.state.closed !== null) {
    throw conflict('the case that took the offers over is closed: reopen it first')
  }
  refuseInPart(actor, kept, found)
  // Of the offers that went only some came anew: the other had been in it before, and stay in both.
  const went = await movedByMerge(handle, { caseId: kept.id, told: 'merged-into', other: into })
  const came = await movedByMerge(handle, { caseId: into, told: 'merged-from', other: kept.id })
  const names = new Map((await offersIn(handle, into, went)).map((offer) => [offer.id, offer]))
  const { kept: emptied } = await takeOut(acting, found, came)
  const ofThis = new Set(kept.state.tasks.map(({ id }) => id))
  const tasks = found.state.tasks.filter(({ id }) => ofThis.has(id))
  const lines = new Set(kept.state.turnover.map(({ id }) => id))
  const taken: CaseEvent[] = [
    ...tasks.map(({ id }): CaseEvent => ({ kind: 'task-removed', data: { task: id } })),
    ...found.state.turnover
      .filter(({ id }) => lines.has(id))
      .map(({ id }): CaseEvent => ({ kind: 'turnover-removed', data: { line: id } })),
    { kind: 'merge-undone', data: { case: kept.id, reason } },
  ]
  const other = await append(handle, emptied, taken, at)
  await recordChange(handle, other, { act: 'undo-merge' })
  const done = tasks.filter((task) => task.done)
  const opened = await append(
    handle,
    kept,
    [
      { kind: 'merge-undone', data: { case: into, reason } },
      ...done.map(({ id }): CaseEvent => ({ kind: 'task-finished', data: { task: id } })),
    ],
    at,
  )
  const back = went.flatMap((id) => names.get(id) ?? [])
  const filled = await putOffers(handle, opened, back, at, into)
  return { kept: await keepPromise({ handle, kept: filled, at }), other, changed: back.length }
}
