import { z } from 'zod'
import { action, actionInput, ExpectedVersion } from '../api/action.ts'
import { listingReference, namesListing, oneListingName } from './listing-reference.ts'
import { RowError } from './row-error.ts'

/** Says that a listing is no longer offered, or that this was a mistake. */
export const ListingAction = z
  .discriminatedUnion('type', [action('withdraw', {}), action('undo-withdrawal', {})])
  .meta({ id: 'ListingAction' })
export type ListingAction = z.infer<typeof ListingAction>

export const ListingActionInput = actionInput('ListingActionInput', ListingAction)

/** Most listings of one request. */
export const maxListingsOfAction = 10_000

const ListingOfAction = z
  .strictObject({ ...listingReference, expectedVersion: ExpectedVersion.optional() })
  .refine(namesListing, oneListingName)
export type ListingOfAction = z.infer<typeof ListingOfAction>

export const ListingActionsInput = z
  .strictObject({
    action: ListingAction,
    listings: z.array(ListingOfAction).min(1).max(maxListingsOfAction),
  })
  .meta({ id: 'ListingActionsInput' })
export type ListingActionsInput = z.infer<typeof ListingActionsInput>

const withdrawnAt = z.iso.datetime().nullable().meta({
  description: 'When it was withdrawn; null while it is offered.',
})

export const ListingAvailabilityView = z
  .object({
    id: z.uuid(),
    marketplace: z.string().meta({ description: 'Empty if it was submitted without one.' }),
    listing: z.string().meta({ description: 'The submitted ID of the listing.' }),
    version: z.int().min(1),
    withdrawnAt,
  })
  .meta({ id: 'ListingAvailabilityView', description: 'Whether a listing is still offered.' })
export type ListingAvailabilityView = z.infer<typeof ListingAvailabilityView>

export const ListingActionsView = z
  .object({
    taken: z.int(),
    failed: z.int(),
    results: z.array(
      z.object({
        row: z.int().min(0).meta({ description: 'Index in the request, from 0.' }),
        id: z.uuid().optional(),
        version: z.int().optional(),
        withdrawnAt: withdrawnAt.optional(),
        error: RowError.optional(),
      }),
    ),
  })
  .meta({ id: 'ListingActionsView' })
export type ListingActionsView = z.infer<typeof ListingActionsView>
