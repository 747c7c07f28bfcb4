import type { Assessment, Listing } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'

/** What pictures tell of listings; another room looks at them. */
export type ImageKnowledge = {
  /**
   * The listings with what was found in their pictures, in their order, and whether some of these have still
   * to be looked at for the first time.
   */
  withPictures(
    handle: Transaction,
    organisationId: string,
    listings: readonly { id: string; content: Listing }[],
  ): Promise<{ content: Listing; waits: boolean }[]>
}

/** The assessment, saying whether a later one follows once pictures were looked at. */
export function withPendingImages(
  { waitsFor: _, ...said }: Assessment,
  { pictures }: { pictures: boolean },
): Assessment {
  if (pictures) return { ...said, complete: false, waitsFor: ['pictures'] }
  return _ === undefined ? said : { ...said, complete: true }
}
