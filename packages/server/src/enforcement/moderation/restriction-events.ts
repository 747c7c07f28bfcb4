import type { Measure, MeasureEndReason } from '@touchstone/contract'
import { recordOutbox, recordOutboxOfMany } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { MeasureRow } from './measures-repository.ts'

type Imposed = {
  organisationId: string
  proceedingId: string
  instance: string
  listingId: string | null
  measures: readonly Measure[]
}

/** Announces a restriction with its measures. */
export async function announceRestriction(handle: Transaction, imposed: Imposed): Promise<void> {
  const { organisationId } = imposed
  await recordOutbox(handle, organisationId, [
    { type: 'restriction.imposed', data: dataOf(imposed) },
  ])
}

/** Announces ended measures, by restriction. */
export async function announceEndedMeasures(
  handle: Transaction,
  ended: readonly MeasureRow[],
  reason: MeasureEndReason,
): Promise<void> {
  const restrictions = Map.groupBy(ended, (one) => `${one.proceedingId} ${one.instance}`)
  const events = [...restrictions.values()].flatMap((rows) => {
    const [first] = rows
    if (first === undefined) return []
    const { organisationId } = first
    const data = { ...dataOf({ ...first, measures: rows.map(({ measure }) => measure) }), reason }
    return [{ organisationId, type: 'restriction.lifted' as const, data }]
  })
  await recordOutboxOfMany(handle, events)
}

function dataOf({ proceedingId, instance, listingId, measures }: Imposed) {
  return {
    proceeding: proceedingId,
    restriction: instance,
    listing: listingId,
    measures: [...measures],
  }
}
