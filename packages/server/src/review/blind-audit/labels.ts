import type { Label, Listing } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { findReleasedListings } from './listings-repository.ts'
import { mayFitWeights } from './policy.ts'
import { openCells, weighItems } from './results.ts'
import { prevalenceOf } from './estimate.ts'
import { notAllowed, type ServiceInput } from './manage-samples.ts'
import { findSamples, itemsOf } from './repository.ts'

/** Lots of a year. */
const auditSamples = 52

export type LabelsQuery = {
  handle: Transaction
  organisationId: string
  names: BrandNames
  engine: string
}

export type LabelledListing = { label: Label; listing: Listing }

export type Labels = {
  labelled: LabelledListing[]
  /** The weighted share of counterfeits in the frames; undefined where nothing is settled. */
  fieldShare: number | undefined
}

/**
 * Settled readings as labels with each listing's weight. Nothing else becomes a label here: an uncontested removal
 * says nothing about the goods.
 */
export async function labelsOf(options: LabelsQuery): Promise<Labels> {
  const { handle, organisationId } = options
  const samples = await findSamples(handle, { organisationId, limit: auditSamples })
  const items = await itemsOf(handle, samples)
  const weighted = weighItems(items, samples)
  const weeks = new Map(samples.map(({ id, week }) => [id, week]))
  const listings = await findReleasedListings({
    ...options,
    listings: weighted.map(({ listingId, version }) => ({ id: listingId, version })),
  })
  const labelled = weighted.flatMap(({ listingId, sampleId, counterfeit, weight }) => {
    const listing = listings.get(listingId)?.listing
    if (listing === undefined) return []
    const { id, marketplace, language, seller } = listing
    const label: Label = {
      listing: id,
      ...(marketplace !== undefined && { marketplace }),
      label: counterfeit ? 1 : 0,
      // A fit is then tried on weeks that it has not seen.
      source: `audit sample ${weeks.get(sampleId) ?? ''}`,
      ...(seller?.id !== undefined && { seller: seller.id }),
      ...(language !== undefined && { language }),
      weight,
    }
    return [{ label, listing }]
  })
  return { labelled, fieldShare: prevalenceOf(openCells(weighted, samples)) }
}

/** The labels as NDJSON, for `touchstone fit` and `touchstone evaluate`. */
export async function exportLabels(
  options: ServiceInput & { names: BrandNames; engine: string },
): Promise<string> {
  const { handle, actor, organisationId } = options
  if (!mayFitWeights(actor)) throw notAllowed('what readers settled')
  const { labelled } = await labelsOf(options)
  await recordEvent({
    handle,
    organisationId,
    action: 'audit-labels-read',
    subject: { kind: 'organisation', id: organisationId },
    detail: { labels: labelled.length },
  })
  return labelled.map(({ label }) => `${JSON.stringify(label)}\n`).join('')
}
