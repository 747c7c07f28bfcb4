import type { Measure, ProceedingAction } from '@touchstone/contract'
import { reversalText, type CaseState, type WorkflowInstance } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import { applyTransitions, loadProceeding } from '../proceedings/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { textIn } from '../../platform/messages/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { descendantsOf, todayUnder } from './types.ts'
import {
  endMeasures,
  endMeasuresBefore,
  listProceedingsWithMeasuresBefore,
  measuresOf,
  type MeasureRow,
} from './measures-repository.ts'
import { requireRestriction } from './impose-restriction.ts'
import { announceEndedMeasures } from './restriction-events.ts'
import { listItemsAbout, type ReceivedItemRow } from './repository.ts'

export type ReinstateInput = {
  handle: Transaction
  organisationId: string
  proceedingId: string
  /** The restriction to reverse. */
  instance: string
  by: { person: string; role: 'moderator' | 'qualified-reviewer' }
  reversalSource: 'complaint' | 'out-of-court' | 'court' | 'own-error'
  reason: string
  now: Date
  sendsMail?: boolean
  /** Email address of the seller; omitted if they are informed otherwise. */
  mailTo?: string
}

/** The measures ended, and those that other decisions keep in force on the listing. */
export type ReinstateResult = { reversedMeasures: (Measure | 'strikes')[]; stillHolding: Measure[] }

/**
 * Reverses a decision with all its effects: demotion, withheld payments, suspension, and its strike, since only
 * restrictions in force count. Measures of other decisions stay and are reported.
 */
export async function reinstate(options: ReinstateInput): Promise<ReinstateResult> {
  const { handle, organisationId, proceedingId, reversalSource, reason, now } = options
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: proceedingId, lock: true },
  })
  const instance = requireRestriction(state, options.instance)
  const reversedMeasures = measuresToReverse(instance)
  const actions: ProceedingAction[] = [
    {
      type: 'transition',
      id: instance.id,
      transition: 'reverse',
      role: options.by.role,
      fields: { reversalSource, reversalReason: reason, reversedMeasures },
    },
    ...stopNotifications(state, instance),
  ]
  const input = { id: proceedingId, actions, now, person: options.by.person }
  await applyTransitions({ handle, organisationId, input })
  const { measures, stillHolding } = await endAll(options, 'reversed')
  if (options.mailTo !== undefined && options.sendsMail === true) {
    const { sellerLink } = await settingsFor(handle, organisationId)
    const strike = reversedMeasures.includes('strikes')
    const text = reversalText({ measures, strike, reason, stillHolding }, sellerLink.locale)
    await queueEmail(handle, {
      organisationId,
      by: 'email',
      to: options.mailTo,
      text,
      key: `reinstated:${proceedingId}:${instance.id}`,
      subject: textIn('notices', sellerLink.locale).t('notices.reversed'),
      about: { kind: 'proceeding', id: proceedingId },
    })
  }
  return { reversedMeasures, stillHolding: namesOf(stillHolding) }
}

function measuresToReverse({ facts }: WorkflowInstance): (Measure | 'strikes')[] {
  const measures = Array.isArray(facts['measures']) ? (facts['measures'] as Measure[]) : []
  return [...measures, 'strikes']
}

/** Buyers not yet informed are not informed any more; a person informs the others of the reversal. */
function stopNotifications(state: CaseState, restriction: WorkflowInstance): ProceedingAction[] {
  return Object.values(state.instances)
    .filter(({ part, origin }) => part === 'buyer-notification' && origin === restriction.id)
    .filter(({ state: now }) => now === 'aware' || now === 'selected')
    .map(({ id }) => ({ type: 'transition', id, transition: 'stop', role: 'system', fields: {} }))
}

type Ended = { measures: MeasureRow[]; stillHolding: MeasureRow[] }

/** Ends what a restriction imposed; gives what ended, and what other decisions still hold of the same listings. */
async function endAll(
  options: Pick<ReinstateInput, 'handle' | 'organisationId' | 'proceedingId' | 'instance' | 'now'>,
  reason: 'reversed' | 'withdrawn' | 'replaced',
): Promise<Ended> {
  const { handle, organisationId, proceedingId, instance, now } = options
  const endedMeasures = await endMeasures(handle, { proceedingId, instance }, { at: now, reason })
  await recordEvent({
    handle,
    organisationId,
    action: 'measures-ended',
    subject: { kind: 'proceeding', id: proceedingId },
    detail: { instance, reason, measures: endedMeasures.map(({ measure }) => measure) },
  })
  await announceEndedMeasures(handle, endedMeasures, reason)
  const measures: MeasureRow[] = []
  for (const listingKey of new Set(endedMeasures.map((one) => one.listingKey))) {
    measures.push(...(await measuresOf(handle, organisationId, { listingKey })))
  }
  const remainingMeasures = measures.filter(({ endedAt }) => endedAt === null)
  return { measures: eachOnce(endedMeasures), stillHolding: eachOnce(remainingMeasures) }
}

/** Several listings may be under the same measure. */
function eachOnce(rows: readonly MeasureRow[]): MeasureRow[] {
  return [...new Map(rows.map((row) => [`${row.measure} ${row.words ?? ''}`, row])).values()]
}

function namesOf(rows: readonly MeasureRow[]): Measure[] {
  return [...new Set(rows.map(({ measure }) => measure))]
}

export async function endReplacedMeasures(
  options: Parameters<typeof endAll>[0],
): Promise<Measure[]> {
  return namesOf((await endAll(options, 'replaced')).stillHolding)
}

/** Why a restriction stays although the notice behind it was withdrawn; undefined if it is lifted. */
export async function reasonToUphold(
  options: { handle: Transaction; organisationId: string; item: ReceivedItemRow },
  state: CaseState,
  restriction: WorkflowInstance,
): Promise<string | undefined> {
  const all = descendantsOf(state, restriction.id)
  if (
    all.some(
      ({ part, path }) => part === 'complaint' && path.some(({ action }) => action === 'reject'),
    )
  )
    return 'a person decided on a complaint against it and upheld the complaint'
  if (
    all.some(
      ({ part, facts }) => part === 'dispute-settlement' && facts['inFavourOf'] === 'platform',
    )
  )
    return 'an out-of-court body decided in favour of it'
  if (restriction.origin !== undefined && state.instances[restriction.origin]?.part !== 'notice')
    return 'it followed from a later decision'
  const { handle, organisationId, item } = options
  const others = await listItemsAbout(handle, organisationId, item.listingKey)
  for (const other of others) {
    if (other.noticeId === item.noticeId && other.position === item.position) continue
    const otherState =
      other.proceedingId === item.proceedingId
        ? state
        : (
            await loadProceeding({
              handle,
              organisationId,
              input: { id: other.proceedingId },
            })
          ).state
    if (otherState.instances[other.instance]?.facts['outcome'] === 'already-gone')
      return 'another notice about the same listing was decided because of it'
  }
  return undefined
}

/** Lifts what is based only on a withdrawn notice. */
export async function liftRestriction(
  options: Pick<ReinstateInput, 'handle' | 'organisationId' | 'proceedingId' | 'now'> & {
    state: CaseState
    restriction: WorkflowInstance
    reason: string
  },
): Promise<void> {
  const { handle, organisationId, proceedingId, now, state, restriction, reason } = options
  const actions: ProceedingAction[] = [
    {
      type: 'transition',
      id: restriction.id,
      transition: 'lift',
      role: 'system',
      fields: { withdrawal: reason, reversedMeasures: measuresToReverse(restriction) },
    },
    ...stopNotifications(state, restriction),
  ]
  await applyTransitions({ handle, organisationId, input: { id: proceedingId, actions, now } })
  await endAll({ handle, organisationId, proceedingId, instance: restriction.id, now }, 'withdrawn')
}

/** The proceedings with measures whose last day is over where the law counts its days; for the operator. */
export function findProceedingsWithExpiredMeasures(
  handle: Transaction,
  now: Date,
): Promise<{ organisationId: string; proceedingId: string }[]> {
  return listProceedingsWithMeasuresBefore(handle, todayUnder(moderationRules, now))
}

/** Ends the measures of a proceeding whose last day is over; gives how many. */
export async function endExpiredMeasures(
  handle: Transaction,
  { proceedingId, now }: { proceedingId: string; now: Date },
): Promise<number> {
  const today = todayUnder(moderationRules, now)
  const ended = await endMeasuresBefore(handle, { proceedingId, today, at: now })
  await announceEndedMeasures(handle, ended, 'expired')
  return ended.length
}
