import { isDeepStrictEqual } from 'node:util'
import type { IdentifierType } from '@touchstone/linkage'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { purposeOf } from '../identifiers/index.ts'
import {
  countIdentifiers,
  findCheckedHubs,
  findCheckedLinks,
  findCheckedNetworks,
  findCheckedOccurrences,
  findCheckedState,
  pageOfIdentifiers,
  type CheckedNetwork,
  type CheckedOccurrence,
  type CheckedState,
} from './check-repository.ts'
import { findHubDecisions } from './hub-decisions-repository.ts'
import { digestOf } from './identifier-id.ts'
import { keysOf, openModel } from './link-keys.ts'
import { LinkingThread } from './linking-thread.ts'
import { shortDigest } from './short-digest.ts'
import type { CurrentListing, LinkUpdate, ListingIdentifiers, NetworkMembers } from './types.ts'
import {
  findAccountIds,
  findJudgements,
  findModelInUse,
  findNetworkEvents,
  findSealedModel,
  pageOfListings,
  type ModelInUse,
} from './update-repository.ts'

export type LinkCheck = {
  accounts: number
  listings: number
  networks: number
  /** Changes that have not been linked yet, for which nothing was compared. */
  waiting: number
  differences: string[]
  /** Differences beyond those that are listed. */
  more: number
}

const operator: Context = { as: 'operator', actor: { kind: 'operator', id: 'links' } }
const first = '00000000-0000-0000-0000-000000000000'
const accountsAtOnce = 100
const listingsAtOnce = 1000
const identifiersAtOnce = 1000
const mostListed = 100

type Checked = { store: Store; sealer: Sealer; organisationId: string }

/** Links all listings of an organisation again, from the tables alone, and says where what is stored differs. */
export async function checkLinks(options: Checked): Promise<LinkCheck> {
  const { store, sealer, organisationId } = options
  const transact = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact({ ...operator, worksFor: organisationId }, work)
  const state = await transact((handle) => findCheckedState(handle, organisationId))
  const nothing = { accounts: 0, listings: 0, networks: 0, waiting: 0, differences: [], more: 0 }
  if (state === undefined) return nothing
  if (state.waiting > 0) return { ...nothing, waiting: state.waiting }
  const stored = await transact((handle) => readStored(handle, { organisationId, sealer }))
  const { model, events } = stored
  const differences: string[] = []
  const thread = new LinkingThread(() => undefined)
  try {
    await thread.open(organisationId, {
      keys: keysOf(sealer, organisationId),
      model: model && {
        isLive: model.isLive,
        json: await openModel(sealer, organisationId, model.sealed),
      },
      links: stored.links.map(({ digest: _, ...link }) => ({
        a: link.a,
        b: link.b,
        digest: shortDigest(link),
      })),
      networks: { last: state.networks, events },
      hubs: stored.hubs.map(({ digest }) => digest),
    })
    const accounts = await transact((handle) => findAccountIds(handle, organisationId))
    let [listings, places] = [0, 0]
    for (let from = 0; from < accounts.length; from += accountsAtOnce) {
      const some = accounts.slice(from, from + accountsAtOnce)
      for (let after = first, more = true; more;) {
        const { page, occurrences } = await transact(async (handle) => {
          const query = { accounts: some, after, limit: listingsAtOnce }
          const page = await pageOfListings(handle, organisationId, query)
          const ids = page.map(({ id }) => id)
          return {
            page,
            occurrences: await findCheckedOccurrences(handle, organisationId, ids),
          }
        })
        const found = await thread.identify(organisationId, page)
        differences.push(...compareIdentifiers(page, found, occurrences))
        listings += page.length
        places += occurrences.length
        after = page.at(-1)?.id ?? after
        more = page.length === listingsAtOnce
      }
    }
    const update = await thread.update(organisationId, {
      listings: [],
      gone: [],
      judgements: stored.judgements,
      hubDecisions: stored.hubDecisions,
      at: new Date(state.at.getTime() + 1).toISOString(),
      mayFit: false,
      isDrafting: false,
      shadow: undefined,
    })
    differences.push(
      ...compareLinks(stored.links, update),
      ...compareNetworks(stored.networks, update),
      ...compareMembers(stored.networks, await thread.members(organisationId)),
      ...compareHubs(stored.hubs, update),
      ...(await transact((handle) => checkIdentifiers(handle, options, places))),
    )
    const now = await transact((handle) => findCheckedState(handle, organisationId))
    // What was linked meanwhile differs for that reason alone.
    if (hasChanged(state, now)) return { ...nothing, waiting: Math.max(1, now?.waiting ?? 0) }
    return {
      accounts: accounts.length,
      listings,
      networks: stored.networks.length,
      waiting: 0,
      differences: differences.slice(0, mostListed),
      more: Math.max(0, differences.length - mostListed),
    }
  } finally {
    await thread.close()
  }
}

async function readStored(handle: Transaction, { organisationId, sealer }: Omit<Checked, 'store'>) {
  const model = await findModelInUse(handle, organisationId)
  return {
    model: await withContent(handle, organisationId, model),
    links: await findCheckedLinks(handle, organisationId),
    networks: await findCheckedNetworks(handle, organisationId),
    hubs: await findCheckedHubs(handle, organisationId),
    events: await findNetworkEvents(handle, organisationId),
    judgements: await findJudgements(handle, organisationId),
    hubDecisions: await findHubDecisions(handle, { organisationId, sealer }),
  }
}

async function withContent(
  handle: Transaction,
  organisationId: string,
  model: ModelInUse | undefined,
): Promise<(ModelInUse & { sealed: Buffer }) | undefined> {
  if (model === undefined) return undefined
  return { ...model, sealed: await findSealedModel(handle, organisationId, model.version) }
}

function hasChanged(before: CheckedState, now: CheckedState | undefined): boolean {
  return now === undefined || now.generation !== before.generation || now.waiting > 0
}

function compareIdentifiers(
  page: readonly CurrentListing[],
  found: readonly ListingIdentifiers[],
  stored: readonly CheckedOccurrence[],
): string[] {
  const byListing = Map.groupBy(stored, ({ listing }) => listing)
  const foundOf = new Map(found.map((one) => [one.id, one]))
  return page.flatMap(({ id, account, version }) => {
    const expected = (foundOf.get(id)?.found ?? []).map(
      ({ identifier, type, field, start, end }): CheckedOccurrence => ({
        listing: id,
        account,
        version,
        identifier,
        type,
        field,
        start,
        end,
      }),
    )
    return isDeepStrictEqual(byListing.get(id) ?? [], expected)
      ? []
      : [`listing ${id}: its identifiers differ from those in its text`]
  })
}

function compareLinks(
  stored: readonly { a: string; b: string; digest: string }[],
  { links, unlinked, fitted }: LinkUpdate,
): string[] {
  const known = new Map(stored.map((link) => [`${link.a} ${link.b}`, link.digest]))
  const differing = new Set(links.map(({ a, b }) => `${a} ${b}`))
  return [
    ...(fitted === undefined ? [] : ['the model: there is none, and one is due']),
    ...links.map(({ a, b }) =>
      known.has(`${a} ${b}`)
        ? `link ${a} ${b}: differs from what its listings say`
        : `link ${a} ${b}: is missing`,
    ),
    ...unlinked.map(({ a, b }) => `link ${a} ${b}: follows from no listings`),
    ...stored
      .filter(({ a, b }) => !differing.has(`${a} ${b}`))
      .filter((link) => link.digest !== shortDigest(withoutDigest(link)))
      .map(({ a, b }) => `link ${a} ${b}: its digest is of other content`),
  ]
}

function withoutDigest<T extends { digest: string }>({ digest: _, ...link }: T): Omit<T, 'digest'> {
  return link
}

function compareNetworks(stored: readonly CheckedNetwork[], update: LinkUpdate): string[] {
  const found = new Map(update.networks.map((network) => [network.number, network]))
  const changed = new Set(update.events.map(({ network }) => network))
  return [
    ...(changed.size === 0
      ? []
      : [`networks: ${changed.size} have other accounts by their links than by their history`]),
    ...stored.flatMap(({ id, number, accounts, probability, weakestSide, weakestBits }) => {
      const now = found.get(number)
      if (now === undefined) return [`network ${id}: follows from no links`]
      const isSame =
        accounts === now.accounts &&
        probability === now.probability &&
        weakestBits === now.weakestBits &&
        isDeepStrictEqual(weakestSide.toSorted(), now.weakestSide.toSorted())
      return isSame ? [] : [`network ${id}: differs from what its links say`]
    }),
  ]
}

function compareMembers(
  stored: readonly CheckedNetwork[],
  found: readonly NetworkMembers[],
): string[] {
  const placeOf = (networks: readonly { number: number; accounts: string[] }[]) =>
    new Map(networks.flatMap(({ number, accounts }) => accounts.map((one) => [one, number])))
  const expected = placeOf(found)
  const placed = placeOf(stored.map(({ number, members }) => ({ number, accounts: members })))
  return [...new Set([...expected.keys(), ...placed.keys()])]
    .filter((account) => expected.get(account) !== placed.get(account))
    .map((account) => `account ${account}: is in another network than its links say`)
}

function compareHubs(
  stored: Awaited<ReturnType<typeof findCheckedHubs>>,
  { hubs }: LinkUpdate,
): string[] {
  const textOf = (hub: (typeof stored)[number]): string => {
    const { digest, type, identifier, accounts, usual, decision } = hub
    return JSON.stringify([digest, type, identifier, accounts, usual, decision])
  }
  const [found, known] = [new Set(hubs.map(textOf)), new Set(stored.map(textOf))]
  return [
    ...hubs
      .filter((hub) => !known.has(textOf(hub)))
      .map(({ type, digest }) => `hub ${type} ${digest.slice(0, 12)}: is missing or differs`),
    ...stored
      .filter((hub) => !found.has(textOf(hub)))
      .map(({ type, digest }) => `hub ${type} ${digest.slice(0, 12)}: is none, or differs`),
  ]
}

/** Whether each identifier has the value that it is known by, and a place. */
async function checkIdentifiers(
  handle: Transaction,
  { sealer, organisationId }: Checked,
  placesOfListings: number,
): Promise<string[]> {
  const keys = keysOf(sealer, organisationId)
  const differences: string[] = []
  for (let after = first, more = true; more;) {
    const page = await pageOfIdentifiers(handle, organisationId, {
      after,
      limit: identifiersAtOnce,
    })
    for (const { id, digest, type, sealed } of page) {
      if (sealed === null) continue
      const value = openValue(sealer, organisationId, sealed)
      const known =
        value === undefined ? undefined : digestOf(keys.identifiers, type as IdentifierType, value)
      if (known?.id !== id || known.digest !== digest)
        differences.push(`identifier ${id}: its value is not the one that it is known by`)
    }
    after = page.at(-1)?.id ?? after
    more = page.length === identifiersAtOnce
  }
  const { places, nowhere } = await countIdentifiers(handle, organisationId)
  if (places !== placesOfListings)
    differences.push(
      `identifiers: ${places - placesOfListings} places are in listings that link no account`,
    )
  if (nowhere > 0) differences.push(`identifiers: ${nowhere} stand in no listing`)
  return differences
}

function openValue(sealer: Sealer, organisationId: string, sealed: Buffer): string | undefined {
  try {
    return sealer.open(sealed, purposeOf(organisationId)).toString()
  } catch {
    return undefined
  }
}
