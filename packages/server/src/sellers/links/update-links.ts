import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Judgement } from '@touchstone/linkage'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { startPoller } from '../../platform/poller/index.ts'
import { writeIdentifiers } from '../identifiers/index.ts'
import { writeNetworks } from '../networks/index.ts'
import { LinkingThread } from './linking-thread.ts'
import type { CurrentListing, LinkKeys, LinkMemory, LinkUpdate } from './types.ts'
import {
  claimState,
  deleteChanges,
  findAccountIds,
  findChangedOrganisations,
  findChanges,
  findJudgements,
  findListings,
  findLiveModel,
  findNetworkEvents,
  findStoredLinks,
  insertModel,
  lockAccounts,
  lockState,
  pageOfListings,
  releaseLeases,
  renewLease,
  replaceHubs,
  updateState,
  writeLinks,
  type LinkChange,
  type LinkState,
} from './update-repository.ts'

const [compress, decompress] = [promisify(gzip), promisify(gunzip)]

export type LinkUpdates = {
  /** Looks for changes at once. */
  wake(): void
  /** Resolves when nothing that this process may link is left. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export type LinkUpdateOptions = {
  store: Store
  sealer: Sealer
  onFault?: (error: unknown) => void
  /** Interval for finding changes: those of a while are worked off together. */
  everyMs?: number
  /** How long a process that died keeps others from linking. */
  leaseMs?: number
  /** Called after each step that the process could be killed after. */
  onStep?: (step: string) => void | Promise<void>
}

const operator: Context = {
  as: 'operator',
  actor: { kind: 'operator', id: 'links' },
  urgency: 'background',
}

const changesAtOnce = 5000
const accountsAtOnce = 100
const listingsAtOnce = 1000
/** Organisations that are kept in memory. */
const mostInMemory = 20

type Work = {
  organisationId: string
  state: LinkState
  changes: LinkChange[]
  listings: CurrentListing[]
  judgements: Judgement[]
  model: number | null
}

/**
 * Keeps the links, networks and hubs of all organisations up to date. What changed is read in one transaction, linked
 * in a thread, and written in another one together with the removal of what had changed. A process that dies between
 * leaves the changes for the next.
 */
export function startLinkUpdates(options: LinkUpdateOptions): LinkUpdates {
  const { store, sealer, onFault, everyMs = 2000, leaseMs = 30_000, onStep } = options
  const lease = { holder: randomUUID(), milliseconds: leaseMs }
  const stopping = new AbortController()
  /** The generation of each organisation that is in the memory of the thread, the last used at the end. */
  const inMemory = new Map<string, number>()
  const thread = new LinkingThread(() => inMemory.clear())

  const transact = <T>(
    worksFor: string | undefined,
    work: (handle: Transaction) => Promise<T>,
  ): Promise<T> =>
    store.transact({ ...operator, ...(worksFor !== undefined && { worksFor }) }, work)

  const keysOf = (organisationId: string): LinkKeys => ({
    identifiers: sealer.authenticate(organisationId, 'identifiers of sellers'),
    cards: sealer.authenticate(organisationId, 'cards of sellers'),
  })

  /** What changed, unless another process links these accounts. */
  async function begin(organisationId: string): Promise<Work | undefined> {
    return transact(organisationId, async (handle) => {
      const state = await claimState(handle, organisationId, lease)
      if (state === undefined) return undefined
      const changes = await findChanges(handle, organisationId, changesAtOnce)
      if (changes.length === 0) return undefined
      const ids = new Set(changes.flatMap(({ listing }) => listing ?? []))
      return {
        organisationId,
        state,
        changes,
        listings: await findListings(handle, organisationId, [...ids]),
        judgements: await findJudgements(handle, organisationId),
        model: (await findLiveModel(handle, organisationId))?.version ?? null,
      }
    })
  }

  async function remember({ organisationId, state }: Work): Promise<void> {
    if (inMemory.get(organisationId) === state.generation) return
    const memory = await transact(organisationId, async (handle): Promise<LinkMemory> => {
      const model = await findLiveModel(handle, organisationId)
      return {
        keys: keysOf(organisationId),
        model: model && {
          json: await openModel(sealer, organisationId, model.sealed),
          isNewest: model.isNewest,
        },
        links: await findStoredLinks(handle, organisationId),
        networks: {
          last: state.networks,
          events: await findNetworkEvents(handle, organisationId),
        },
      }
    })
    await thread.open(organisationId, memory)
    const accounts = await transact(organisationId, (handle) =>
      findAccountIds(handle, organisationId),
    )
    for (let from = 0; from < accounts.length; from += accountsAtOnce)
      await load(organisationId, accounts.slice(from, from + accountsAtOnce))
  }

  async function load(organisationId: string, accounts: readonly string[]): Promise<void> {
    for (let after = '00000000-0000-0000-0000-000000000000', more = true; more;) {
      const page = await transact(organisationId, (handle) =>
        pageOfListings(handle, organisationId, { accounts, after, limit: listingsAtOnce }),
      )
      await thread.load(organisationId, page)
      after = page.at(-1)?.id ?? after
      more = page.length === listingsAtOnce
    }
  }

  async function forget(organisationId: string): Promise<void> {
    inMemory.delete(organisationId)
    // A thread that was lost has forgotten it.
    await thread.forget(organisationId).catch(() => undefined)
  }

  /** True if there may be more. */
  async function updateOrganisation(organisationId: string): Promise<boolean> {
    const work = await begin(organisationId)
    if (work === undefined) return false
    await onStep?.('read')
    const renewal = setInterval(
      () => {
        transact(organisationId, (handle) => renewLease(handle, organisationId, lease)).catch(
          () => undefined,
        )
      },
      Math.max(1000, leaseMs / 3),
    ).unref()
    try {
      await remember(work)
      const { listings, changes, judgements, state } = work
      const ids = new Set(listings.map(({ id }) => id))
      const gone = new Set(
        changes.flatMap(({ listing }) => (listing === null || ids.has(listing) ? [] : listing)),
      )
      // No two turns are at the same time, so that each has a past of its own.
      const at = new Date(Math.max(Date.now(), state.at.getTime() + 1))
      const update = await thread.update(organisationId, {
        listings,
        gone: [...gone],
        judgements,
        at: at.toISOString(),
      })
      await onStep?.('linked')
      if (!(await write(work, { update, gone: [...gone], at }))) {
        await forget(organisationId)
        return true
      }
      await onStep?.('written')
    } catch (error) {
      await forget(organisationId)
      throw error
    } finally {
      clearInterval(renewal)
    }
    inMemory.delete(organisationId)
    inMemory.set(organisationId, work.state.generation + 1)
    for (const [oldest] of inMemory) if (inMemory.size > mostInMemory) await forget(oldest)
    return true
  }

  /** Writes what differs, and removes the changes; false if what was read is no longer so. */
  async function write(
    { organisationId, state, changes, model }: Work,
    { update, gone, at }: { update: LinkUpdate; gone: readonly string[]; at: Date },
  ): Promise<boolean> {
    const { fitted, hubs } = update
    const newModel = fitted && {
      ...fitted,
      sealed: await sealModel(sealer, organisationId, fitted.json),
    }
    return transact(organisationId, async (handle) => {
      if (!(await lockState(handle, organisationId, state.generation))) return false
      if (!(await lockAccounts(handle, organisationId, [...accountsIn(update)]))) return false
      const { identifiers, listings } = update
      await writeIdentifiers(handle, { organisationId, sealer, identifiers, listings, gone })
      const version = newModel ? await insertModel(handle, organisationId, newModel) : model
      await writeLinks(handle, organisationId, { ...update, model: version })
      const events = await writeNetworks(handle, {
        ...update,
        organisationId,
        at,
        lastEvent: state.events,
      })
      if (hubs !== undefined)
        await replaceHubs(
          handle,
          organisationId,
          hubs.map(({ picture, ...hub }) => ({
            ...hub,
            sealed:
              picture === null
                ? null
                : sealer.seal(Buffer.from(picture), pictureOf(organisationId)),
          })),
        )
      const numbers = update.networks.map(({ number }) => number)
      const networks = Math.max(state.networks, ...numbers)
      await updateState(handle, organisationId, { events, networks, at })
      await deleteChanges(handle, organisationId, changes)
      return true
    })
  }

  async function turn(): Promise<boolean> {
    let more = false
    for (const organisationId of await transact(undefined, findChangedOrganisations)) {
      if (stopping.signal.aborted) return false
      more = (await updateOrganisation(organisationId)) || more
    }
    return more
  }

  let underway = Promise.resolve()
  const poll = (): Promise<void> => {
    const work = async (): Promise<void> => {
      while (!stopping.signal.aborted && (await turn()));
    }
    underway = underway.then(work, work)
    return underway
  }
  const poller = startPoller({ poll, everyMs, onFault })
  return {
    wake: () => void poll().catch((error: unknown) => onFault?.(error)),
    idle: poll,
    stop: async () => {
      stopping.abort()
      await poller.stop()
      await underway.catch(() => undefined)
      await thread.close()
      // Without a store it ends by itself.
      await transact(undefined, (handle) => releaseLeases(handle, lease.holder)).catch(
        () => undefined,
      )
    },
  }
}

/** The accounts that something new is written of. */
function accountsIn({ listings, links, events }: LinkUpdate): Set<string> {
  return new Set([
    ...listings.map(({ account }) => account),
    ...links.flatMap(({ a, b }) => [a, b]),
    ...events.flatMap((one) => (one.event === 'joined' ? one.account : [])),
  ])
}

export function pictureOf(organisationId: string): string {
  return `picture of a hub, ${organisationId}`
}

const modelOf = (organisationId: string): string => `model of links, ${organisationId}`

async function sealModel(sealer: Sealer, organisationId: string, json: string): Promise<Buffer> {
  return sealer.seal(await compress(json), modelOf(organisationId))
}

async function openModel(sealer: Sealer, organisationId: string, sealed: Buffer): Promise<string> {
  return (await decompress(sealer.open(sealed, modelOf(organisationId)))).toString()
}
