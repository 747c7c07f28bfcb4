import type {
  LinkHubView,
  LinkModelView,
  SellerLinkState,
  AccountLinkView,
} from '@touchstone/contract'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findIdentifiers, type IdentifierRow } from '../identifiers/index.ts'
import {
  findAccountsById,
  requireVisibleAccount,
  type SellerAccountRow,
} from '../seller-accounts/index.ts'
import { recordPrivateSellers, toIdentityView } from '../seller-profiles/index.ts'
import { limitLink } from './limit-link.ts'
import {
  findAccountsOfListings,
  findLinksOfAccount,
  findModels,
  findNetworkOfAccount,
  pageOfHubs,
  pageOfLinks,
  type HubCursor,
  type LinkCursor,
  type LinkRow,
} from './links-repository.ts'
import { mayReadLinks } from './policy.ts'
import { pictureOf } from './update-links.ts'

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
  const rows = await pageOfLinks(handle, { ...input, organisationId, only: brandsOf(actor) })
  const shown = await showLinks(options, viewer, rows.slice(0, input.limit - 1))
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
  const rows = await findLinksOfAccount(handle, {
    organisationId: viewer.organisationId,
    only,
    account: account.id,
    limit: mostOfAccount,
  })
  const shown = await showLinks(options, viewer, rows)
  return {
    network: only === undefined ? await findNetworkOfAccount(handle, account.id) : null,
    items: rows.flatMap((row) => shown.get(row) ?? []),
  }
}

async function showLinks(
  { handle, actor }: ServiceInput<unknown>,
  viewer: Viewer,
  rows: readonly LinkRow[],
): Promise<Map<LinkRow, Outgoing<AccountLinkView>>> {
  const inSight = await limitRows(handle, brandsOf(actor), rows)
  const accounts = await findAccountsById(
    handle,
    [...inSight.values()].flatMap(({ a, b }) => [a, b]),
  )
  await recordPrivateSellers(handle, viewer.organisationId, [...accounts.values()])
  const identifiers = await findIdentifiers(
    handle,
    [...inSight.values()].flatMap(({ reasons }) =>
      reasons.flatMap(({ identifier }) => identifier ?? []),
    ),
  )
  return new Map(
    [...inSight].flatMap(([row, link]) => {
      const [a, b] = [accounts.get(link.a), accounts.get(link.b)]
      if (a === undefined || b === undefined) return []
      return [[row, toView(link, { viewer, a, b, identifiers })]]
    }),
  )
}

/** Links as the actor sees them, by the whole ones; those that what they see does not carry are missing. */
async function limitRows(
  handle: Transaction,
  only: readonly string[] | undefined,
  rows: readonly LinkRow[],
): Promise<Map<LinkRow, LinkRow>> {
  if (only === undefined) return new Map(rows.map((row) => [row, row]))
  const listings = rows.flatMap(({ reasons }) =>
    reasons.flatMap(({ places }) => places.map(({ listing }) => listing)),
  )
  const accountOf = await findAccountsOfListings(handle, [...new Set(listings)], only)
  return new Map(
    rows.flatMap((row) => {
      const limited = row.linked ? limitLink(row, accountOf) : undefined
      // What the organisation judged may rest on what is out of sight.
      return limited === undefined ? [] : [[row, { ...row, ...limited, judgement: null }]]
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

function toAccountView(row: SellerAccountRow, viewer: Viewer): Outgoing<AccountLinkView>['a'] {
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
  const identifiers = await findIdentifiers(
    handle,
    rows.flatMap(({ identifier }) => identifier ?? []),
  )
  return rows.map(({ id, type, identifier, sealed, accounts, usual, since }) => {
    const found = identifier === null ? undefined : identifiers.get(identifier)
    return {
      row: { accounts, id },
      shown: {
        id,
        type,
        identifier:
          found === undefined ? null : { id: found.id, type: found.type, masked: found.masked },
        picture: sealed === null ? null : sealer.open(sealed, pictureOf(organisationId)).toString(),
        accounts,
        usual,
        since,
      },
    }
  })
}

export async function listModels({
  handle,
  actor,
}: Omit<ServiceInput<unknown>, 'input'>): Promise<{ items: Outgoing<LinkModelView>[] }> {
  const { organisationId } = await requireReader(handle, actor)
  return { items: await findModels(handle, organisationId) }
}

export async function requireReader(handle: Transaction, actor: Actor): Promise<Viewer> {
  if (mayReadLinks(actor)) return viewerOf(handle, actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only users of an organisation and keys that read listings read links',
  })
}
