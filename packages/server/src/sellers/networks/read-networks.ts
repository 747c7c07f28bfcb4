import type { SellerNetworkDetailView, SellerNetworkView } from '@touchstone/contract'
import { z } from 'zod'
import type { Actor } from '../../access/organisations/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import { viewerOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findAccountsById } from '../seller-accounts/index.ts'
import { recordPrivateSellers, toIdentityView } from '../seller-profiles/index.ts'
import { mayReadNetworks } from './policy.ts'
import {
  findEvents,
  findMembers,
  findNetwork,
  findSuccessor,
  pageOfNetworks,
  type NetworkCursor,
  type NetworkRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

const mostMembers = 1000
const mostEvents = 200

/** A page of networks, with one row more than it shows. */
export async function listNetworks(
  options: ServiceInput<{ after: NetworkCursor | undefined; limit: number }>,
): Promise<{ row: NetworkRow; shown: Outgoing<SellerNetworkView> }[]> {
  const { handle, actor, input } = options
  const { organisationId } = await requireReader(handle, actor)
  const rows = await pageOfNetworks(handle, organisationId, input)
  return rows.map((row) => ({ row, shown: toView(row) }))
}

/** A network as it is, or as it was at a time. */
export async function readNetwork(
  options: ServiceInput<{ id: string; at: Date | undefined }>,
): Promise<Outgoing<SellerNetworkDetailView>> {
  const { handle, actor, input } = options
  const { id, at } = input
  const viewer = await requireReader(handle, actor)
  const network = await requireNetwork(handle, viewer, input)
  const members = await findMembers(handle, network.id, { at, limit: mostMembers })
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
    events: await findEvents(handle, network.id, { at, limit: mostEvents }),
  }
}

async function requireNetwork(
  handle: Transaction,
  { organisationId }: Viewer,
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
