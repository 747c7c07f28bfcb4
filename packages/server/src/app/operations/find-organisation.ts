import { contextOf, findOrganisation } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { OperationContext, Operator } from './operation.ts'

export async function requireOrganisationId(handle: Transaction, slug: string): Promise<string> {
  const organisation = await findOrganisation(handle, slug)
  if (organisation !== undefined) return organisation.id
  throw new AppError({
    code: 'not-found',
    message: `there is no organisation ${slug}`,
    pointer: '/organisation',
  })
}

export type OrganisationCall = { handle: Transaction; actor: Operator; organisationId: string }

/** Runs work on an organisation in one transaction of the operator. */
export function inOrganisation<T>(
  { store, actor }: OperationContext,
  slug: string,
  work: (options: OrganisationCall) => Promise<T>,
): Promise<T> {
  return store.transact(contextOf(actor), async (handle) =>
    work({ handle, actor, organisationId: await requireOrganisationId(handle, slug) }),
  )
}
