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

/**
 * Runs work as the operator acting for an organisation, in a transaction in which row-level security shows what the
 * organisation sees; the audit log of the organisation names the operator.
 */
export async function asOrganisation<T>(
  { store, actor }: OperationContext,
  slug: string,
  work: (options: { handle: Transaction; actor: Operator }) => Promise<T>,
): Promise<T> {
  const organisationId = await store.transact(contextOf(actor), (handle) =>
    requireOrganisationId(handle, slug),
  )
  const acting = { ...actor, organisationId }
  return store.transact(contextOf(acting), (handle) => work({ handle, actor: acting }))
}
