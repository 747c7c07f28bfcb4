import type { SellerNetworkDetailView, SellerNetworkView } from '@touchstone/contract'
import { z } from 'zod'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findAccountsById } from '../seller-accounts/index.ts'
import { recordPrivateSellers, toIdentityView } from '../seller-profiles/index.ts'
import { mayReadNetworks } from './policy.ts'
import { networksOfLinks, type JoiningLink, type LimitedNetwork } from './networks-of-links.ts'
import {
  findEvents,
  findMembers,
  findNetwork,
  findSuccessor,
  pageOfNetworks,
  type EventRow,
  type MemberRow,
  type NetworkCursor,
  type NetworkRow,
} from './repository.ts'

/** The links that a member limited to brands sees. */
export type FindLinksInSight = (
  handle: Transaction,
  sight: { organisationId: string; only: readonly string[] },
) => Promise<JoiningLink[]>

type ServiceInput<T> = {
  handle: Transaction
  actor: Actor
  input: T
  findLinksInSight: FindLinksInSight
}

const mostMembers = 1000
const mostEvents = 200

/** A page of networks, with one row more than it shows. */
export async function listNetworks(
  options: ServiceInput<{ after: NetworkCursor | undefined; limit: number }>,
): Promise<{ row: NetworkRow; shown: Outgoing<SellerNetworkView> }[]> {
  const { handle, actor, input, findLinksInSight } = options
  const { organisationId } = await requireReader(handle, actor)
  const only = brandsOf(actor)
  const rows =
    only === undefined
      ? await pageOfNetworks(handle, organisationId, input)
      : networksOfLinks(await findLinksInSight(handle, { organisationId, only }))
          .map(toNetworkRow)
          .filter((row) => isAfter(row, input.after))
          .slice(0, input.limit)
  return rows.map((row) => ({ row, shown: toView(row) }))
}

/** A network as it is, or as it was at a time. */
export async function readNetwork(
  options: ServiceInput<{ id: string; at: Date | undefined }>,
): Promise<Outgoing<SellerNetworkDetailView>> {
  const { handle, actor, input } = options
  const { id, at } = input
  const viewer = await requireReader(handle, actor)
  const only = brandsOf(actor)
  const { network, members, events } =
    only === undefined
      ? await findWhole(handle, viewer, input)
      : await findLimited(options, { ...viewer, only })
  const accounts = await findAccountsById(
    handle,
    members.map(({ account }) => account),
  )
  await recordPrivateSellers(handle, viewer.organisationId, [...accounts.values()])
  if (at !== undefined && members.length === 0) throw notFound(id)
  return {
    ...(at === undefined ? toView(network) : toEarlierView(network, members.length, at)),
    members: members.flatMap(({ account, from, until }) => {
      const row = accounts.get(account)
      if (row === undefined) return []
      const { joinedAt: _, ...identity } = toIdentityView(row, viewer)
      return [{ ...identity, from, until }]
    }),
    events,
  }
}

type Found = { network: NetworkRow; members: MemberRow[]; events: EventRow[] }

async function findWhole(
  handle: Transaction,
  viewer: Viewer,
  input: { id: string; at: Date | undefined },
): Promise<Found> {
  const network = await requireNetwork(handle, viewer, input)
  const { at } = input
  return {
    network,
    members: await findMembers(handle, network.id, { at, limit: mostMembers }),
    events: await findEvents(handle, network.id, { at, limit: mostEvents }),
  }
}

/** What the links in a limited member’s sight join. */
async function findLimited(
  { handle, input, findLinksInSight }: ServiceInput<{ id: string; at: Date | undefined }>,
  sight: { organisationId: string; only: readonly string[] },
): Promise<Found> {
  const found = requireLimitedNetwork(await findLinksInSight(handle, sight), input)
  const members = found.accounts.slice(0, mostMembers).map((account): MemberRow => {
    const own = found.links.filter(({ a, b }) => a === account || b === account)
    return { account, from: earliest(own), until: null }
  })
  return { network: toNetworkRow(found), members, events: [] }
}

function toNetworkRow({ id, accounts, links }: LimitedNetwork): NetworkRow {
  return {
    id,
    accounts: accounts.length,
    probability: null,
    weakestSide: [],
    weakestBits: null,
    formedAt: earliest(links),
    changedAt: new Date(Math.max(...links.map(({ since }) => since.getTime()))),
    retiredAt: null,
  }
}

function earliest(links: LimitedNetwork['links']): Date {
  return new Date(Math.min(...links.map(({ since }) => since.getTime())))
}

function isAfter({ accounts, id }: NetworkCursor, after: NetworkCursor | undefined): boolean {
  return (
    after === undefined ||
    accounts < after.accounts ||
    (accounts === after.accounts && id < after.id)
  )
}

/** A network of links in a limited member’s sight. Its past is that of the whole organisation. */
export function requireLimitedNetwork(
  links: readonly JoiningLink[],
  { id, at }: { id: string; at: Date | undefined },
): LimitedNetwork {
  if (at !== undefined)
    throw new AppError({
      code: 'permission-required',
      message: 'only members without limits see how networks were',
    })
  const found = networksOfLinks(links).find((network) => network.id === id)
  if (found === undefined) throw notFound(id)
  return found
}

/** A network of the organisation, or if it is retired and no time is stated the one that it leads to. */
export async function requireNetwork(
  handle: Transaction,
  { organisationId }: Pick<Viewer, 'organisationId'>,
  { id, at }: { id: string; at: Date | undefined },
): Promise<NetworkRow> {
  const find = at === undefined ? findSuccessor : findNetwork
  const found = z.uuid().safeParse(id).success ? await find(handle, organisationId, id) : undefined
  if (found === undefined) throw notFound(id)
  return found
}

async function requireReader(handle: Transaction, actor: Actor): Promise<Viewer> {
  if (mayReadNetworks(actor)) return viewerOf(handle, actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only users of an organisation and keys that read listings read networks',
  })
}

function toView(row: NetworkRow): Outgoing<SellerNetworkView> {
  const { id, accounts, probability, weakestSide, weakestBits, formedAt, changedAt, retiredAt } =
    row
  return {
    id,
    accounts,
    probability,
    weakest: weakestBits === null ? null : { accounts: weakestSide, weight: weakestBits },
    formedAt,
    changedAt,
    retiredAt,
  }
}

/** What is known of an earlier state is its members alone, as long as the network has changed since. */
function toEarlierView(row: NetworkRow, accounts: number, at: Date): Outgoing<SellerNetworkView> {
  const { retiredAt, changedAt } = row
  const wasRetired = retiredAt !== null && retiredAt <= at
  if (changedAt <= at) return { ...toView(row), accounts }
  return {
    ...toView(row),
    accounts,
    probability: null,
    weakest: null,
    retiredAt: wasRetired ? retiredAt : null,
  }
}

function notFound(id: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no network ${id}`, pointer: '/id' })
}
