import type { LinkHubView, SellerLinkState, AccountLinkView } from '@touchstone/contract'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findIdentifiers, type IdentifierRow } from '../identifiers/index.ts'
import { networksOfLinks } from '../networks/index.ts'
import {
  findAccountsById,
  requireVisibleAccount,
  type SellerAccountRow,
} from '../seller-accounts/index.ts'
import { recordPrivateSellers, toIdentityView } from '../seller-profiles/index.ts'
import type { HubDecisionRow } from './hub-decisions-repository.ts'
import { findLimitedLinks, isAfter, limitLinks, type LimitedSight } from './limited-links.ts'
import {
  findLinksOfAccount,
  findNetworkOfAccount,
  pageOfHubs,
  pageOfLinks,
  type HubCursor,
  type HubRow,
  type LinkCursor,
  type LinkRow,
} from './links-repository.ts'
import { pictureOf } from './link-keys.ts'
import { mayReadLinks } from './policy.ts'

export type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

const mostOfAccount = 200

type ListedLink = { row: LinkRow; shown: Outgoing<AccountLinkView> | undefined }

/** A page of links, with one row more than it shows. */
export async function listLinks(
  options: ServiceInput<{ state: SellerLinkState; limit: number; after: LinkCursor | undefined }>,
): Promise<ListedLink[]> {
  const { handle, actor, input } = options
  const viewer = await requireReader(handle, actor)
  const { organisationId } = viewer
  const { limit, state, after } = input
  const only = brandsOf(actor)
  const rows =
    only === undefined
      ? await pageOfLinks(handle, { ...input, organisationId, only })
      : state === 'linked'
        ? (await findLimitedLinks(handle, { organisationId, only }))
            .filter((row) => isAfter(row, after))
            .slice(0, limit)
        : []
  const shown = await showLinks(options, viewer, rows.slice(0, limit - 1))
  return rows.map((row) => ({ row, shown: shown.get(row) }))
}

/** The links of one account. */
export async function readLinksOfAccount(
  options: ServiceInput<{ id: string }>,
): Promise<{ network: string | null; items: Outgoing<AccountLinkView>[] }> {
  const { handle, actor, input } = options
  const viewer = await requireReader(handle, actor)
  const account = await requireVisibleAccount({ handle, actor, id: input.id })
  const only = brandsOf(actor)
  const { organisationId } = viewer
  const found = await findLinksOfAccount(handle, {
    organisationId,
    only,
    account: account.id,
    limit: mostOfAccount,
  })
  const rows = only === undefined ? found : await limitLinks(handle, only, found)
  const shown = await showLinks(options, viewer, rows)
  return {
    network:
      only === undefined
        ? await findNetworkOfAccount(handle, account.id)
        : await findLimitedNetwork(handle, { organisationId, only }, account.id),
    items: rows.flatMap((row) => shown.get(row) ?? []),
  }
}

async function findLimitedNetwork(
  handle: Transaction,
  sight: LimitedSight,
  account: string,
): Promise<string | null> {
  const networks = networksOfLinks(await findLimitedLinks(handle, sight))
  return networks.find(({ accounts }) => accounts.includes(account))?.id ?? null
}

export async function showLinks(
  { handle }: Pick<ServiceInput<unknown>, 'handle'>,
  viewer: Viewer,
  rows: readonly LinkRow[],
): Promise<Map<LinkRow, Outgoing<AccountLinkView>>> {
  const accounts = await findAccountsById(
    handle,
    rows.flatMap(({ a, b }) => [a, b]),
  )
  await recordPrivateSellers(handle, viewer.organisationId, [...accounts.values()])
  const identifiers = await findIdentifiers(
    handle,
    rows.flatMap(({ reasons }) => reasons.flatMap(({ identifier }) => identifier ?? [])),
  )
  return new Map(
    rows.flatMap((row) => {
      const [a, b] = [accounts.get(row.a), accounts.get(row.b)]
      if (a === undefined || b === undefined) return []
      return [[row, toView(row, { viewer, a, b, identifiers })]]
    }),
  )
}

type Shown = {
  viewer: Viewer
  a: SellerAccountRow
  b: SellerAccountRow
  identifiers: ReadonlyMap<string, IdentifierRow>
}

function toView(
  { weight, probability, linked, reasons, judgement, since }: LinkRow,
  { viewer, a, b, identifiers }: Shown,
): Outgoing<AccountLinkView> {
  return {
    a: toAccountView(a, viewer),
    b: toAccountView(b, viewer),
    weight,
    probability,
    linked,
    reasons: reasons.map(({ identifier, ...reason }) => {
      const found = identifier === null ? undefined : identifiers.get(identifier)
      return {
        ...reason,
        identifier:
          found === undefined ? null : { id: found.id, type: found.type, masked: found.masked },
      }
    }),
    judgement,
    since,
  }
}

export function toAccountView(
  row: SellerAccountRow,
  viewer: Viewer,
): Outgoing<AccountLinkView>['a'] {
  const { id, own, marketplace, seller, name, country, kind } = toIdentityView(row, viewer)
  return { id, own, marketplace, seller, name, country, kind }
}

/** A page of hubs, with one row more than it shows. */
export async function listHubs(
  options: ServiceInput<{ limit: number; after: HubCursor | undefined }> & { sealer: Sealer },
): Promise<{ row: HubCursor; shown: Outgoing<LinkHubView> }[]> {
  const { handle, actor, input, sealer } = options
  const { organisationId } = await requireReader(handle, actor)
  const rows = await pageOfHubs(handle, organisationId, input)
  const shown = await showHubs(handle, rows, pictureIn(sealer, organisationId))
  return rows.flatMap((row, at) => {
    const hub = shown[at]
    return hub === undefined ? [] : [{ row, shown: hub }]
  })
}

/** Opens the address of a picture that is a hub. */
export function pictureIn(sealer: Sealer, organisationId: string): (sealed: Buffer) => string {
  return (sealed) => sealer.open(sealed, pictureOf(organisationId)).toString()
}

export async function showHubs(
  handle: Transaction,
  rows: readonly HubRow[],
  /** Opens the address of a picture; without it, pictures have none. */
  openPicture?: (sealed: Buffer) => string,
): Promise<Outgoing<LinkHubView>[]> {
  const identifiers = await findIdentifiers(
    handle,
    rows.flatMap(({ identifier }) => identifier ?? []),
  )
  return rows.map(({ id, type, identifier, sealed, accounts, usual, since, standing }) => {
    const found = identifier === null ? undefined : identifiers.get(identifier)
    return {
      id,
      type,
      identifier:
        found === undefined ? null : { id: found.id, type: found.type, masked: found.masked },
      picture: sealed === null ? null : (openPicture?.(sealed) ?? null),
      accounts,
      usual,
      since,
      decision: standing && toDecisionView(standing),
    }
  })
}

function toDecisionView({
  needsApproval,
  at,
  ...decision
}: HubDecisionRow): NonNullable<Outgoing<LinkHubView>['decision']> {
  const isInForce = !needsApproval || decision.approvedBy !== null
  return {
    ...decision,
    at: new Date(at),
    state: isInForce ? 'in-force' : 'awaiting-approval',
  }
}

export async function requireReader(handle: Transaction, actor: Actor): Promise<Viewer> {
  if (mayReadLinks(actor)) return viewerOf(handle, actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only users of an organisation and keys that read listings read links',
  })
}
