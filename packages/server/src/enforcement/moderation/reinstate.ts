import type { Measure, ProceedingAct } from '@touchstone/contract'
import { reversalText, type CaseState, type Matter } from '@touchstone/jurisdiction'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { actInHouse, caseInHouse } from '../proceedings/index.ts'
import type { Handle, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { rules, settingsFor } from './settings.ts'
import { descendantsOf, todayOf, type QueueMessage } from './types.ts'
import { endMeasures, endPast, measuresOf, type KeptMeasure } from './measures-repository.ts'
import { restrictionIn } from './impose-restriction.ts'
import { itemsAbout, type KeptItem } from './repository.ts'

export type Reinstating = {
  handle: Handle
  organisationId: string
  proceedingId: string
  /** The restriction to undo. */
  matter: string
  by: { person: string; role: 'moderator' | 'qualified-reviewer' }
  because: 'complaint' | 'out-of-court' | 'court' | 'own-error'
  reason: string
  now: Date
  queueMessage?: QueueMessage | undefined
  /** Where the seller is told by mail; whoever tells him otherwise leaves it out. */
  mailTo?: string
}

/** What was undone, and what other decisions still hold of the same offer. */
export type Undone = { undone: (Measure | 'strikes')[]; stillHolding: Measure[] }

/**
 * Undoes a decision and all that it brought: demotion, holds, suspension, and its place among the strikes,
 * which count restrictions that stand. What other decisions hold of the offer stays, and is said.
 */
export async function reinstate(asked: Reinstating): Promise<Undone> {
  const { handle, organisationId, proceedingId, because, reason, now } = asked
  const { state } = await caseInHouse({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  const matter = restrictionIn(state, asked.matter)
  const undone = undoneBy(matter)
  const acts: ProceedingAct[] = [
    {
      type: 'act',
      id: matter.id,
      transition: 'reverse',
      role: asked.by.role,
      fields: { reversedFor: because, reversal: reason, undone },
    },
    ...stopTelling(state, matter),
  ]
  const input = { id: proceedingId, acts, now, person: asked.by.person }
  await actInHouse({ handle, organisationId, input })
  const stillHolding = await ended(asked, 'reversed')
  if (asked.mailTo !== undefined && asked.queueMessage !== undefined) {
    const { sellerLink } = await settingsFor(handle, organisationId)
    const measures = undone.filter((one) => one !== 'strikes')
    const strike = undone.includes('strikes')
    const text = reversalText({ measures, strike, reason, stillHolding }, sellerLink.locale)
    await asked.queueMessage(handle, {
      organisationId,
      by: 'email',
      to: asked.mailTo,
      text,
      key: `reinstated:${proceedingId}:${matter.id}`,
      subject: 'A decision about your offer was undone',
      about: { kind: 'proceeding', id: proceedingId },
    })
  }
  return { undone, stillHolding }
}

function undoneBy({ facts }: Matter): (Measure | 'strikes')[] {
  const measures = Array.isArray(facts['measures']) ? (facts['measures'] as Measure[]) : []
  return [...measures, 'strikes']
}

/** Buyers who were not told yet are not told any more; those who were are told again by a person. */
function stopTelling(state: CaseState, restriction: Matter): ProceedingAct[] {
  return Object.values(state.matters)
    .filter(({ machine, origin }) => machine === 'B' && origin === restriction.id)
    .filter(({ state: now }) => now === 'AWARE' || now === 'SELECTED')
    .map(({ id }) => ({ type: 'act', id, transition: 'stop', role: 'automaton', fields: {} }))
}

async function ended(
  asked: Pick<Reinstating, 'handle' | 'organisationId' | 'proceedingId' | 'matter' | 'now'>,
  because: 'reversed' | 'withdrawn' | 'varied',
): Promise<Measure[]> {
  const { handle, organisationId, proceedingId, matter, now } = asked
  const gone = await endMeasures(handle, { proceedingId, matter }, { at: now, because })
  await recordEvent({
    handle,
    organisationId,
    action: 'measures-ended',
    subject: { kind: 'proceeding', id: proceedingId },
    detail: { matter, because, measures: gone.map(({ measure }) => measure) },
  })
  const held: KeptMeasure[] = []
  for (const offerKey of new Set(gone.map((one) => one.offerKey))) {
    held.push(...(await measuresOf(handle, organisationId, { offerKey })))
  }
  return [...new Set(held.filter(({ endedAt }) => endedAt === null).map(({ measure }) => measure))]
}

export const endByVariation = (asked: Parameters<typeof ended>[0]): Promise<Measure[]> =>
  ended(asked, 'varied')

/** Why a restriction stays though the notice that led to it was withdrawn; undefined where it goes. */
export async function restsOn(
  asked: { handle: Handle; organisationId: string; item: KeptItem },
  state: CaseState,
  restriction: Matter,
): Promise<string | undefined> {
  const all = descendantsOf(state, restriction.id)
  if (
    all.some(({ machine, path }) => machine === 'C' && path.some(({ done }) => done === 'reject'))
  )
    return 'a person has decided on a complaint against it, and upheld it'
  if (all.some(({ machine, facts }) => machine === 'O' && facts['inFavourOf'] === 'platform'))
    return 'an out-of-court body has decided for it'
  if (restriction.origin !== undefined && state.matters[restriction.origin]?.machine !== 'N')
    return 'it came of a later decision'
  const { handle, organisationId, item } = asked
  const others = await itemsAbout(handle, organisationId, item.offerKey)
  for (const other of others) {
    if (other.noticeId === item.noticeId && other.position === item.position) continue
    const there =
      other.proceedingId === item.proceedingId
        ? state
        : (
            await caseInHouse({
              handle,
              organisationId,
              input: { id: other.proceedingId },
            })
          ).state
    if (there.matters[other.matter]?.facts['outcome'] === 'ALREADY_GONE')
      return 'another notice on the same offer was decided because of it'
  }
  return undefined
}

/** Lifts what rests on a withdrawn notice alone. */
export async function lift(
  asked: Pick<Reinstating, 'handle' | 'organisationId' | 'proceedingId' | 'now'> & {
    state: CaseState
    restriction: Matter
    reason: string
  },
): Promise<void> {
  const { handle, organisationId, proceedingId, now, state, restriction, reason } = asked
  const acts: ProceedingAct[] = [
    {
      type: 'act',
      id: restriction.id,
      transition: 'lift',
      role: 'automaton',
      fields: { withdrawal: reason, undone: undoneBy(restriction) },
    },
    ...stopTelling(state, restriction),
  ]
  await actInHouse({ handle, organisationId, input: { id: proceedingId, acts, now } })
  await ended({ handle, organisationId, proceedingId, matter: restriction.id, now }, 'withdrawn')
}

/** Ends what was to hold until a day, once that day is over where the law counts its days. */
export async function endExpired(store: Store, now: Date): Promise<number> {
  const sweeper = { as: 'operator', actor: { kind: 'operator', id: 'measures' } } as const
  return store.transact(sweeper, (handle) => endPast(handle, todayOf(rules, now), now))
}

/** Looks every few minutes for measures whose last day is over. */
export function measuresJob(store: Store): Job<z.ZodObject> {
  return defineJob(
    'measures',
    z.object({}),
    async () => {
      await endExpired(store, new Date())
    },
    { cron: '*/5 * * * *' },
  )
}
