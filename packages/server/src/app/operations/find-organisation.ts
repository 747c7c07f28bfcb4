import { contextOf, findOrganisation } from '../../access/organisations/index.ts'
import type { Handle } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { OperationContext, Operator } from './operation.ts'

export async function organisationAt(handle: Handle, slug: string): Promise<string> {
  const organisation = await findOrganisation(handle, slug)
  if (organisation !== undefined) return organisation.id
  throw new AppError({
    code: 'not-found',
    message: `there is no organisation ${slug}`,
    pointer: '/organisation',
  })
}

export type OnOrganisation = { handle: Handle; actor: Operator; organisationId: string }

/** Does something with an organisation's own, in one transaction of the operator's. */
export function on<T>(
  { store, actor }: OperationContext,
  slug: string,
  work: (asked: OnOrganisation) => Promise<T>,
): Promise<T> {
  return store.transact(contextOf(actor), async (handle) =>
    work({ handle, actor, organisationId: await organisationAt(handle, slug) }),
  )
}
