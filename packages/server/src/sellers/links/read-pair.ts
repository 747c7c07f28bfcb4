import { mostInGraph, mostPreviewed, type LinkPairView } from '@touchstone/contract'
import { previewJudgement, strongestPath, type JudgedPair } from '@touchstone/linkage'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { networksOfLinks } from '../networks/index.ts'
import { findAccountsById, requireVisibleAccount } from '../seller-accounts/index.ts'
import { recordPrivateSellers } from '../seller-profiles/index.ts'
import { findLinksBetween, findNetworkIds, findSharedHubs } from './graph-repository.ts'
import { joinedAccounts } from './joined-accounts.ts'
import { toJudgementView } from './judge-links.ts'
import {
  findJudgementsOfPair,
  findNetworksOfAccounts,
  type JudgementRow,
} from './judgements-repository.ts'
import { leastProbability } from './linked-organisation.ts'
import { findLimitedLinks, type LimitedSight } from './limited-links.ts'
import type { HubRow, LinkRow } from './links-repository.ts'
import { findAround, mostHubs } from './read-graph.ts'
import {
  requireReader,
  showHubs,
  showLinks,
  toAccountView,
  type ServiceInput,
} from './read-links.ts'

const mostJudgements = 50

/** Bits of pairs that are not stored, at the most: fewer speak for them. */
const unstored = Math.log2(leastProbability / (1 - leastProbability))

/** Two accounts side by side: what links them, what speaks against it, and what a judgement changes. */
export async function readPair(
  options: ServiceInput<{ id: string; other: string }>,
): Promise<Outgoing<LinkPairView>> {
  const { handle, actor, input } = options
  const viewer = await requireReader(handle, actor)
  const { organisationId } = viewer
  const a = await requireVisibleAccount({ handle, actor, id: input.id })
  const b = await requireVisibleAccount({ handle, actor, id: input.other }, '/other')
  if (a.id === b.id)
    throw new AppError({
      code: 'validation-failed',
      message: 'an account is the same as itself: name two accounts',
      pointer: '/other',
    })
  await recordPrivateSellers(handle, organisationId, [a, b])
  const only = brandsOf(actor)
  const pair = { organisationId, a: a.id, b: b.id }
  const found =
    only === undefined
      ? await findPair(handle, pair)
      : await findLimitedPair(handle, { organisationId, only }, pair)
  const { networks, links, path, hubs, judgements, previews } = found
  const own = links.filter((link) => isOf(link, pair))
  const shown = await showLinks(options, viewer, [...new Set([...own, ...(path ?? [])])])
  const members = networks.flatMap(({ accounts }) => accounts)
  const accounts = await findAccountsById(handle, members.slice(0, mostPreviewed))
  return {
    a: toAccountView(a, viewer),
    b: toAccountView(b, viewer),
    link: own.flatMap((link) => shown.get(link) ?? [])[0] ?? null,
    hubs: await showHubs(handle, hubs),
    judgements: judgements.map(toJudgementView),
    path: path?.flatMap((link) => shown.get(link) ?? []) ?? null,
    networks: networks.map(({ id, accounts: within }) => ({
      id,
      accounts: within.flatMap((account) => {
        const row = accounts.get(account)
        return row === undefined ? [] : [toAccountView(row, viewer)]
      }),
    })),
    previews,
  }
}

type Pair = { organisationId: string; a: string; b: string }

type FoundPair = {
  /** Of both accounts; one if they are in the same. An account in no network is alone. */
  networks: { id: string | null; accounts: string[] }[]
  /** Between all accounts of these networks. */
  links: LinkRow[]
  path: LinkRow[] | undefined
  hubs: HubRow[]
  judgements: JudgementRow[]
  previews: Outgoing<LinkPairView>['previews']
}

function isOf(link: LinkRow, { a, b }: Pair): boolean {
  return (link.a === a && link.b === b) || (link.a === b && link.b === a)
}

async function findPair(handle: Transaction, pair: Pair): Promise<FoundPair> {
  const { organisationId, a, b } = pair
  const members = await findNetworksOfAccounts(handle, organisationId, [a, b])
  const ids = await findNetworkIds(handle, organisationId, [a, b])
  const both = [a, b].map((account) => ({
    id: ids.get(account) ?? null,
    accounts: members.get(account) ?? [account],
  }))
  const networks = both[0]?.accounts.includes(b) === true ? both.slice(0, 1) : both
  const apart = networks.map(({ accounts }) => accounts)
  const links = await findLinksBetween(handle, organisationId, {
    accounts: apart.flat(),
    limit: mostInGraph.links,
  })
  return {
    networks,
    links,
    path: await findPath(handle, pair, links),
    hubs: await findSharedHubs(handle, organisationId, { accounts: [a, b], limit: mostHubs }),
    judgements: await findJudgementsOfPair(handle, organisationId, { a, b, limit: mostJudgements }),
    previews:
      apart.flat().length > mostPreviewed ? null : previewsOf({ pair, members, apart, links }),
  }
}

/** What the links in a limited member’s sight say. Judgements and hubs may rest on what is out of it. */
async function findLimitedPair(
  handle: Transaction,
  sight: LimitedSight,
  { a, b }: Pair,
): Promise<FoundPair> {
  const links = await findLimitedLinks(handle, sight)
  const joined = networksOfLinks(links)
  const both = [a, b].map(
    (account) =>
      joined.find(({ accounts }) => accounts.includes(account)) ?? {
        id: null,
        accounts: [account],
      },
  )
  return {
    networks: both[0] === both[1] ? both.slice(0, 1) : both,
    links,
    path: strongestPath(links, a, b),
    hubs: [],
    judgements: [],
    previews: null,
  }
}

/** Within the networks of both, else through whatever links lead from one to the other. */
async function findPath(
  handle: Transaction,
  { organisationId, a, b }: Pair,
  links: readonly LinkRow[],
): Promise<LinkRow[] | undefined> {
  const near = strongestPath(links.filter(isLinked), a, b)
  if (near !== undefined) return near
  const most = mostInGraph.accounts
  const around = await findAround(handle, { organisationId, start: [a], most })
  if (!around.accounts.includes(b)) return undefined
  const further = await findLinksBetween(handle, organisationId, {
    accounts: around.accounts,
    limit: mostInGraph.links,
  })
  return strongestPath(further.filter(isLinked), a, b)
}

const isLinked = ({ linked }: LinkRow): boolean => linked

function previewsOf({
  pair: { a, b },
  members,
  apart,
  links,
}: {
  pair: Pair
  members: ReadonlyMap<string, string[]>
  apart: readonly (readonly string[])[]
  links: readonly LinkRow[]
}): Outgoing<LinkPairView>['previews'] {
  const judgements = links.flatMap(({ a: one, b: other, judgement }): JudgedPair[] =>
    judgement === 'same' || judgement === 'different' ? [{ a: one, b: other, judgement }] : [],
  )
  const input = { networks: apart, pairs: links, unknown: unstored, judgements }
  return (['same', 'different'] as const).map((judgement) => {
    const judged = { a, b, judgement }
    return {
      judgement,
      networks: previewJudgement(input, judged),
      joined: joinedAccounts([judged], members).get(a) ?? 0,
    }
  })
}
