import type { OrganisationKind } from '@touchstone/contract'
import { recordEvent } from '../audit/index.ts'
import { shareMarketplaceNames } from '../marketplace-names/index.ts'
import { findOrganisation, type Actor } from '../organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { boundMarketplaces, replaceBindings } from './repository.ts'

type BindingInput = {
  handle: Transaction
  actor: Actor
  input: { organisation: string; marketplaces: readonly string[] }
}

/** The kinds of organisations that operate marketplaces. */
function mayAnswerForMarketplaces(kind: OrganisationKind): boolean {
  return kind === 'marketplace' || kind === 'host'
}

/**
 * Confirms which marketplaces, by the names in listings, an organisation answers for. Information meant only for a
 * marketplace goes to its confirmed organisation: submitting listings under a name is not enough.
 */
export async function bindMarketplaces({ handle, actor, input }: BindingInput): Promise<string[]> {
  if (actor.kind !== 'operator') {
    throw new AppError({
      code: 'operator-required',
      message: 'only the operator confirms the marketplaces of an organisation',
    })
  }
  const organisation = await findOrganisation(handle, input.organisation)
  if (organisation === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `there is no organisation ${input.organisation}`,
      pointer: '/slug',
    })
  }
  const { id, kind, slug } = organisation
  const marketplaces = [...new Set(input.marketplaces)].sort()
  if (marketplaces.length > 0 && !mayAnswerForMarketplaces(kind)) {
    throw new AppError({
      code: 'organisation-kind-unsuitable',
      message: `${slug} is a ${kind}: only a marketplace or a host can be responsible for marketplaces`,
      pointer: '/marketplaces',
    })
  }
  const before = await boundMarketplaces(handle, id)
  if (before.join('\n') === marketplaces.join('\n')) return marketplaces
  await replaceBindings(handle, { organisationId: id, marketplaces })
  await shareMarketplaceNames(handle, { organisationId: id, marketplaces })
  await recordEvent({
    handle,
    organisationId: id,
    action: 'marketplaces-bound',
    subject: { kind: 'organisation', id },
    detail: { before, marketplaces },
  })
  return marketplaces
}
