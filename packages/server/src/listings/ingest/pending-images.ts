import type { Assessment, Listing } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'

/** Facts from listings' pictures, provided by another leaf. */
export type ImageKnowledge = {
  /**
   * The listings with the findings in their pictures, in order, and whether some pictures still have to be analysed
   * for the first time.
   */
  withPictures(
    handle: Transaction,
    organisationId: string,
    listings: readonly { id: string; content: Listing }[],
  ): Promise<{ content: Listing; waits: boolean }[]>
}

/** The assessment, marked if a later one follows once pictures have been analysed. */
export function withPendingImages(
  { waitsFor: _, ...assessed }: Assessment,
  { pictures }: { pictures: boolean },
): Assessment {
  if (pictures) return { ...assessed, complete: false, waitsFor: ['pictures'] }
  return _ === undefined ? assessed : { ...assessed, complete: true }
}
