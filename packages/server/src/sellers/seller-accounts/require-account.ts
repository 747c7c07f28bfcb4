import { z } from 'zod'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findAccount,
  findListingsOfAccount,
  type AccountListing,
  type SellerAccountRow,
} from './repository.ts'

type AccountInput = { handle: Transaction; actor: Actor; id: string }

/** An account that the actor may see; forbidden and unknown answer alike. */
export async function requireVisibleAccount(
  { handle, actor, id }: AccountInput,
  pointer = '/id',
): Promise<SellerAccountRow> {
  const found = z.uuid().safeParse(id).success ? await findAccount(handle, id) : undefined
  const only = brandsOf(actor)
  const isVisible =
    found !== undefined &&
    // Members limited to brands see a seller through listings about these brands.
    (only === undefined ||
      (await findListingsOfAccount(handle, found, { only, limit: 1 })).length > 0)
  if (isVisible) return found
  throw new AppError({ code: 'not-found', message: `there is no seller account ${id}`, pointer })
}

/** The newest listings of an account that the actor may see, and whether there are more. */
export async function requireAccountListings(
  options: AccountInput & { limit: number },
  pointer: string,
): Promise<{ listings: AccountListing[]; more: boolean }> {
  const { handle, actor, limit } = options
  const account = await requireVisibleAccount(options, pointer)
  const read = { only: brandsOf(actor), limit: limit + 1 }
  const found = await findListingsOfAccount(handle, account, read)
  return { listings: found.slice(0, limit), more: found.length > limit }
}
