import type { DecisionVerdict } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'
import { findSamples, itemsOf } from './repository.ts'
import { finalLabelOf } from './types.ts'

const maxSamples = 106

/** Uncontested restrictions drawn in audit samples of these weeks, with their settled labels. */
export async function readSettledUncontested(
  handle: Transaction,
  options: { organisationId: string; from: string; to: string },
): Promise<{ listing: string; label: DecisionVerdict }[]> {
  const { organisationId, from, to } = options
  const samples = await findSamples(handle, { organisationId, limit: maxSamples })
  const items = await itemsOf(
    handle,
    samples.filter(({ week }) => week >= from && week <= to),
  )
  return items.flatMap((item) => {
    const label = item.stratum === 'unappealed' ? finalLabelOf(item) : undefined
    return label === undefined ? [] : [{ listing: item.listingId, label }]
  })
}
