import { randomUUID } from 'node:crypto'
import type { Judgement } from '@touchstone/linkage'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { readTogether, startPoller } from '../../platform/poller/index.ts'
import { writeIdentifiers } from '../identifiers/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import { writeNetworks } from '../networks/index.ts'
import { findHubDecisions } from './hub-decisions-repository.ts'
import { keysOf, openModel, pictureOf, sealModel } from './link-keys.ts'
import { LinkingThread } from './linking-thread.ts'
import { countOverturned, isOverturnedTooOften } from './overturned-links.ts'
import type { CurrentListing, DecidedHub, FittedModel, LinkMemory, LinkUpdate } from './types.ts'
import {
  claimState,
  deleteChanges,
  findAccountIds,
  findChangedOrganisations,
  findChanges,
  findJudgements,
  findListings,
  findModelInUse,
  findModelRequests,
  findNetworkEvents,
  findSealedModel,
  findStoredHubs,
  findStoredLinks,
  insertModel,
  lockAccounts,
  lockState,
  pageOfListings,
  releaseLeases,
  renewLease,
  returnToShadow,
  storeComparison,
  storeDraft,
  updateState,
  writeHubs,
  writeLinks,
  type LinkChange,
  type LinkState,
  type ModelInUse,
} from './update-repository.ts'

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

/** So few that a judgement made meanwhile soon has its turn. */
const changesAtOnce = 500
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
  hubDecisions: DecidedHub[]
  model: ModelInUse | undefined
  /** Versions that are to be fitted and compared. */
  requests: { draft: number | null; shadow: number | null }
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
  /** The generation and the model of each organisation that is in the memory of the thread, the last used at the end. */
  const inMemory = new Map<string, string>()
  const thread = new LinkingThread(() => inMemory.clear())

  const transact = <T>(
    worksFor: string | undefined,
    work: (handle: Transaction) => Promise<T>,
  ): Promise<T> =>
    store.transact({ ...operator, ...(worksFor !== undefined && { worksFor }) }, work)

  /** What changed, unless another process links these accounts. */
  async function begin(organisationId: string): Promise<Work | undefined> {
    return transact(organisationId, async (handle) => {
      const state = await claimState(handle, organisationId, lease)
      if (state === undefined) return undefined
      const changes = await findChanges(handle, organisationId, changesAtOnce)
      if (changes.length === 0) return undefined
      const ids = new Set(changes.flatMap(({ listing }) => listing ?? []))
      if (changes.some(({ listing }) => listing === null))
        await suspendOverturned(handle, organisationId)
      return {
        organisationId,
        state,
        changes,
        listings: await findListings(handle, organisationId, [...ids]),
        judgements: await findJudgements(handle, organisationId),
        hubDecisions: await findHubDecisions(handle, { organisationId, sealer }),
        model: await findModelInUse(handle, organisationId),
        requests: await findModelRequests(handle, organisationId),
      }
    })
  }

  async function remember({ organisationId, state, model }: Work): Promise<void> {
    if (inMemory.get(organisationId) === memoryKey(state.generation, model)) return
    const memory = await transact(organisationId, async (handle): Promise<LinkMemory> => {
      return {
        keys: keysOf(sealer, organisationId),
        model: model && {
          isLive: model.isLive,
          json: await readModel(handle, organisationId, model.version),
        },
        links: await findStoredLinks(handle, organisationId),
        networks: {
          last: state.networks,
          events: await findNetworkEvents(handle, organisationId),
        },
        hubs: await findStoredHubs(handle, organisationId),
      }
    })
    await thread.open(organisationId, memory)
    const accounts = await transact(organisationId, (handle) =>
      findAccountIds(handle, organisationId),
    )
    for (let from = 0; from < accounts.length; from += accountsAtOnce)
      await load(organisationId, accounts.slice(from, from + accountsAtOnce))
  }

  async function readModel(
    handle: Transaction,
    organisationId: string,
    version: number,
  ): Promise<string> {
    return openModel(sealer, organisationId, await findSealedModel(handle, organisationId, version))
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
      const { listings, changes, judgements, hubDecisions, state, model, requests } = work
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
        hubDecisions,
        at: at.toISOString(),
        mayFit: model === undefined || (model.isNewest && model.isLive),
        isDrafting: requests.draft !== null,
        shadow:
          requests.shadow === null
            ? undefined
            : await transact(organisationId, (handle) =>
                readModel(handle, organisationId, requests.shadow ?? 0),
              ),
      })
      await onStep?.('linked')
      const written = await write(work, { update, gone: [...gone], at })
      if (written === undefined) {
        await forget(organisationId)
        return true
      }
      await onStep?.('written')
      inMemory.delete(organisationId)
      inMemory.set(organisationId, memoryKey(state.generation + 1, written.model))
    } catch (error) {
      await forget(organisationId)
      throw error
    } finally {
      clearInterval(renewal)
    }
    for (const [oldest] of inMemory) if (inMemory.size > mostInMemory) await forget(oldest)
    return true
  }

  /** Writes what differs, and removes the changes; nothing if what was read is no longer so. */
  async function write(
    { organisationId, state, changes, model, requests }: Work,
    { update, gone, at }: { update: LinkUpdate; gone: readonly string[]; at: Date },
  ): Promise<{ model: Pick<ModelInUse, 'version' | 'isLive'> | undefined } | undefined> {
    const { fitted, draft, comparison, hubs, endedHubs } = update
    const sealed = async (one: FittedModel | undefined) =>
      one && { ...one, sealed: await sealModel(sealer, organisationId, one.json) }
    const [newModel, newDraft] = [await sealed(fitted), await sealed(draft)]
    return transact(organisationId, async (handle) => {
      if (!(await lockState(handle, organisationId, state.generation))) return undefined
      const inUse = await findModelInUse(handle, organisationId)
      if (memoryKey(0, inUse) !== memoryKey(0, model)) return undefined
      if (!(await lockAccounts(handle, organisationId, [...accountsIn(update)]))) return undefined
      const { identifiers, listings, freed } = update
      await writeIdentifiers(handle, {
        organisationId,
        sealer,
        identifiers,
        listings,
        gone,
        freed,
      })
      const weighing = newModel
        ? { version: await insertModel(handle, organisationId, newModel), isLive: true }
        : model
      if (newDraft !== undefined && requests.draft !== null)
        await storeDraft(handle, organisationId, { ...newDraft, version: requests.draft })
      if (comparison !== undefined && requests.shadow !== null)
        await storeComparison(handle, organisationId, {
          version: requests.shadow,
          comparison: {
            ...comparison,
            at: at.toISOString(),
            with: model?.isLive === true ? model.version : null,
          },
        })
      await writeLinks(handle, organisationId, { ...update, model: weighing?.version ?? null })
      const events = await writeNetworks(handle, {
        ...update,
        organisationId,
        at,
        lastEvent: state.events,
      })
      await writeHubs(handle, organisationId, {
        ended: endedHubs,
        hubs: hubs.map(({ picture, ...hub }) => ({
          ...hub,
          sealed:
            picture === null ? null : sealer.seal(Buffer.from(picture), pictureOf(organisationId)),
        })),
      })
      const numbers = update.networks.map(({ number }) => number)
      const networks = Math.max(state.networks, ...numbers)
      await updateState(handle, organisationId, { events, networks, at })
      await deleteChanges(handle, organisationId, changes)
      return { model: weighing }
    })
  }

  async function turn(): Promise<boolean> {
    let more = false
    for (const organisationId of await readTogether(store, findChangedOrganisations)) {
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

/** The live model returns to shadow if people overturned too many of its links. */
async function suspendOverturned(handle: Transaction, organisationId: string): Promise<void> {
  const counted = await countOverturned(handle, organisationId)
  if (counted === undefined || !isOverturnedTooOften(counted)) return
  await returnToShadow(handle, organisationId, counted)
  const { version, judged, overturned } = counted
  await recordEvent({
    handle,
    organisationId,
    action: 'link-model-returned',
    subject: { kind: 'link-model', id: String(version) },
    detail: { judged, overturned },
  })
}

/** Memory of another generation, or under another model, is made anew. */
function memoryKey(
  generation: number,
  model: Pick<ModelInUse, 'version' | 'isLive'> | undefined,
): string {
  return `${generation} ${model === undefined ? '' : `${model.version} ${model.isLive}`}`
}

/** The accounts that something new is written of. */
function accountsIn({ listings, links, events }: LinkUpdate): Set<string> {
  return new Set([
    ...listings.map(({ account }) => account),
    ...links.flatMap(({ a, b }) => [a, b]),
    ...events.flatMap((one) => (one.event === 'joined' ? one.account : [])),
  ])
}
