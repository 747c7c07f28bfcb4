import { mostInGraph, type NetworkGraphView } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findIdentifiers } from '../identifiers/index.ts'
import { findMembers, requireLimitedNetwork, requireNetwork } from '../networks/index.ts'
import { findAccountsById } from '../seller-accounts/index.ts'
import { recordPrivateSellers } from '../seller-profiles/index.ts'
import {
  findLinksAround,
  findLinksBetween,
  findNetworkIds,
  findSharedHubs,
} from './graph-repository.ts'
import { findLimitedLinks, type LimitedSight } from './limited-links.ts'
import type { HubRow, LinkRow } from './links-repository.ts'
import { requireReader, showHubs, toAccountView, type ServiceInput } from './read-links.ts'
import type { LinkReason } from './types.ts'

export const mostHubs = 50

type GraphInput = { id: string; accounts: number; steps: number; at: Date | undefined }

/** The accounts of a network, now or at a time, those that links lead to from there, and the links between them. */
export async function readNetworkGraph({
  handle,
  actor,
  input,
}: ServiceInput<GraphInput>): Promise<Outgoing<NetworkGraphView>> {
  const viewer = await requireReader(handle, actor)
  const { organisationId } = viewer
  const only = brandsOf(actor)
  const { network, accounts, networks, links, hubs, more } =
    only === undefined
      ? await findGraph(handle, organisationId, input)
      : await findLimitedGraph(handle, { organisationId, only }, input)
  const rows = await findAccountsById(handle, accounts)
  const shown = accounts.flatMap((id) => rows.get(id) ?? [])
  await recordPrivateSellers(handle, organisationId, shown)
  const places = new Map(shown.map(({ id }, place) => [id, place]))
  const drawn = links.filter(({ a, b }) => places.has(a) && places.has(b))
  const strongest = new Map(drawn.map((link) => [link, strongestFor(link)]))
  const identifiers = await findIdentifiers(
    handle,
    [...strongest.values()].flatMap((reason) => reason?.identifier ?? []),
  )
  return {
    network,
    accounts: shown.map((row) => ({
      ...toAccountView(row, viewer),
      network: networks.get(row.id) ?? null,
    })),
    links: drawn.map((link) => {
      const { a, b, weight, probability, linked, judgement } = link
      const reason = strongest.get(link)
      return {
        a: places.get(a) ?? 0,
        b: places.get(b) ?? 0,
        weight,
        probability,
        linked,
        families: familiesFor(link),
        strongest:
          reason === undefined
            ? null
            : {
                code: reason.code,
                masked: identifiers.get(reason.identifier ?? '')?.masked ?? null,
              },
        judgement,
      }
    }),
    hubs: await showHubs(handle, hubs),
    more,
  }
}

type Graph = {
  network: string
  accounts: string[]
  networks: ReadonlyMap<string, string>
  links: LinkRow[]
  hubs: HubRow[]
  more: boolean
}

async function findGraph(
  handle: Transaction,
  organisationId: string,
  input: GraphInput,
): Promise<Graph> {
  const { at, steps, accounts: most } = input
  const network = await requireNetwork(handle, { organisationId }, input)
  const members = await findMembers(handle, network.id, { at, limit: most + 1 })
  const start = members.slice(0, most).map(({ account }) => account)
  const { accounts, more } =
    at === undefined && members.length <= most
      ? await findAround(handle, { organisationId, start, most, steps })
      : { accounts: start, more: members.length > most }
  return {
    network: network.id,
    accounts,
    networks: await findNetworkIds(handle, organisationId, accounts),
    links: await findLinksBetween(handle, organisationId, {
      accounts,
      until: at,
      limit: mostInGraph.links,
    }),
    hubs: await findSharedHubs(handle, organisationId, { accounts: start, limit: mostHubs }),
    more,
  }
}

/** What the links in a limited member’s sight join, and nothing around it. */
async function findLimitedGraph(
  handle: Transaction,
  sight: LimitedSight,
  input: GraphInput,
): Promise<Graph> {
  const found = await findLimitedLinks(handle, sight)
  const network = requireLimitedNetwork(found, input)
  const accounts = network.accounts.slice(0, input.accounts)
  const within = new Set(accounts)
  return {
    network: network.id,
    accounts,
    networks: new Map(accounts.map((account) => [account, network.id])),
    links: found.filter(({ a, b }) => within.has(a) && within.has(b)),
    // A value may be a hub through accounts out of sight.
    hubs: [],
    more: network.accounts.length > accounts.length,
  }
}

type Start = { organisationId: string; start: readonly string[]; most: number; steps?: number }

/** Accounts that links lead to, step by step, and whether there are more than these. */
export async function findAround(
  handle: Transaction,
  { organisationId, start, most, steps = Infinity }: Start,
): Promise<{ accounts: string[]; more: boolean }> {
  const found = new Set(start)
  for (let edge = [...start], step = 1; edge.length > 0; step++) {
    const links = await findLinksAround(handle, organisationId, {
      accounts: edge,
      limit: mostInGraph.links,
    })
    edge = []
    for (const id of links.flatMap(({ a, b }) => [a, b])) {
      if (found.has(id)) continue
      if (found.size >= most || step > steps) return { accounts: [...found], more: true }
      found.add(id)
      edge.push(id)
    }
  }
  return { accounts: [...found], more: false }
}

function strongestFor({ reasons }: LinkRow): LinkReason | undefined {
  return reasons.find(({ weight }) => weight > 0)
}

function familiesFor({ reasons }: LinkRow): string[] {
  const bits = new Map<string, number>()
  for (const { family, weight } of reasons) bits.set(family, (bits.get(family) ?? 0) + weight)
  return [...bits]
    .filter(([, sum]) => sum > 0)
    .toSorted((one, other) => other[1] - one[1])
    .map(([family]) => family)
}
