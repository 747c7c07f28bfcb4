import { z } from 'zod'
import { asWritten } from '../text.ts'

/** How a row of a request names a listing. */
export const listingReference = {
  id: z.uuid().optional().meta({ description: 'ID of the listing in Touchstone.' }),
  listing: asWritten(200)
    .optional()
    .meta({ description: 'The ID under which the organisation itself submitted the listing.' }),
  marketplace: asWritten(200).optional().meta({
    description: 'Together with `listing`, if the listing was submitted with a marketplace.',
  }),
}

/** True for an ID in Touchstone alone, or a submitted ID with or without its marketplace. */
export function namesListing({
  id,
  listing,
  marketplace,
}: Partial<Record<keyof typeof listingReference, unknown>>): boolean {
  return id === undefined
    ? listing !== undefined
    : listing === undefined && marketplace === undefined
}

export const oneListingName = {
  path: ['listing'],
  message: 'must name the listing, by id or by listing (with marketplace)',
}
