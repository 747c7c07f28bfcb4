import type { MarketplaceNameView } from '@touchstone/contract'
import { recordEvent } from '../audit/index.ts'
import type { Actor } from '../organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mayNameMarketplaces, mayReadMarketplaceNames } from './policy.ts'
import {
  deleteMarketplaceName,
  findMarketplaceNames,
  maxMarketplaceNames,
  saveMarketplaceName,
} from './repository.ts'

type Input = { handle: Transaction; actor: Actor }

export async function listMarketplaceNames({
  handle,
  actor,
}: Input): Promise<MarketplaceNameView[]> {
  if (!mayReadMarketplaceNames(actor)) {
    throw new AppError({
      code: 'user-required',
      message: 'only users read the names of marketplaces',
    })
  }
  return findMarketplaceNames(handle, actor.organisationId)
}

/** What an organisation calls a marketplace in email and letters: its name, else as its listings name it. */
export async function marketplaceNamer(
  handle: Transaction,
  organisationId: string,
): Promise<(marketplace: string) => string> {
  const found = await findMarketplaceNames(handle, organisationId)
  const names = new Map(found.map(({ marketplace, name }) => [marketplace, name]))
  return (marketplace) => names.get(marketplace) ?? marketplace
}

export async function setMarketplaceName({
  handle,
  actor,
  input: { marketplace, name },
}: Input & { input: { marketplace: string; name: string } }): Promise<void> {
  const { organisationId } = requireNamer(actor)
  if (!(await saveMarketplaceName(handle, { organisationId, marketplace, name }))) {
    throw new AppError({
      code: 'marketplace-name-limit-reached',
      message: `${maxMarketplaceNames} marketplaces already have a name, the maximum; remove one that is no longer needed`,
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'marketplace-named',
    subject: { kind: 'marketplace', id: marketplace },
    detail: { name },
  })
}

export async function removeMarketplaceName({
  handle,
  actor,
  marketplace,
}: Input & { marketplace: string }): Promise<void> {
  const { organisationId } = requireNamer(actor)
  if (!(await deleteMarketplaceName(handle, organisationId, marketplace))) {
    throw new AppError({
      code: 'not-found',
      message: `the organisation has no name for the marketplace ${JSON.stringify(marketplace)}`,
      pointer: '/marketplace',
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'marketplace-name-removed',
    subject: { kind: 'marketplace', id: marketplace },
    detail: {},
  })
}

function requireNamer(actor: Actor): Extract<Actor, { kind: 'person' }> {
  if (mayNameMarketplaces(actor)) return actor
  throw new AppError({ code: 'permission-required', message: 'only admins name marketplaces' })
}
