import { findViewer, isRightsSide, type Viewer } from '../../brands/visibility/index.ts'
import { markAccountDue, markBrandDue } from '../../listings/ingest/index.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { readTogether, startPoller } from '../../platform/poller/index.ts'
import { computePortfolio, type EntryGroup } from './compute-portfolio.ts'
import { readOwnEntries, readVisibleEntries } from './entries-repository.ts'
import { isMaterialChange, viewKey } from './types.ts'
import {
  findExamples,
  findExplanations,
  findPendingBrand,
  findSights,
  findViews,
  hasChanges,
  lockUpdates,
  noteAccountChanges,
  noteBrandPlace,
  noteBrandViews,
  noteChangedBindings,
  noteEndedExplanations,
  noteViewChange,
  replacePortfolios,
  sizeAccounts,
  dequeueChangedAccounts,
  type ChangedAccount,
  type NewPortfolio,
  type StoredExplanation,
} from './update-repository.ts'

export type PortfolioUpdates = {
  /** Resolves when nothing that this process may work at is left. */
  idle(): Promise<void>
  stop(): Promise<void>
}

export type PortfolioUpdateOptions = {
  store: Store
  /** Called when listings are to be assessed again. */
  onDue?: () => void
  onFault?: (error: unknown) => void
  /** Interval for finding changes: those of a while are worked off together. */
  everyMs?: number
}

const operator: Context = {
  as: 'operator',
  actor: { kind: 'operator', id: 'portfolios' },
  urgency: 'background',
}

const accountsAtOnce = 200
/** Listings queued for assessment at a time. */
const dueAtOnce = 5000
/** Visibility and ended explanations are looked at this often. */
const sweepMs = 60_000

/** Accounts with more listings rest after an update, so that they take a small part of a processor at most. */
const largeAccount = 2000
const restFactor = 50

/**
 * Keeps the portfolios of all organisations up to date: recomputes those of accounts whose listings changed, and
 * queues a seller's listings for assessment when the portfolio begins or ceases to count, and those of an organisation
 * when what it sees of them changes.
 */
export function startPortfolioUpdates(options: PortfolioUpdateOptions): PortfolioUpdates {
  const { store, onDue = () => undefined, onFault, everyMs = 3000 } = options
  const stopping = new AbortController()
  const resting = new Map<string, number>()
  let sweptAt = -Infinity

  async function sweep(): Promise<void> {
    await store.transact(operator, async (handle) => {
      await noteEndedExplanations(handle)
      await noteChangedBindings(handle)
      await noteBrandViews(handle)
      for (const { organisationId, view } of await findViews(handle)) {
        const viewer = await findViewer(handle, organisationId)
        const now = viewKey(viewer)
        if (now === view) continue
        await noteViewChange(handle, organisationId, { view: now, brands: [...viewer.brands] })
      }
    })
    sweptAt = performance.now()
  }

  function restingAccounts(): string[] {
    const now = performance.now()
    for (const [id, until] of resting) if (until <= now) resting.delete(id)
    return [...resting.keys()]
  }

  /** True if there may be more. */
  async function turn(): Promise<boolean> {
    const now = performance.now()
    const { worked, sizes, isDue } = await store.transact(operator, async (handle) => {
      if (!(await lockUpdates(handle)))
        return { worked: false, sizes: new Map<string, number>(), isDue: false }
      // First, since it waits for transactions that note these accounts, and they must not wait for this one.
      const accounts = await dequeueChangedAccounts(handle, {
        limit: accountsAtOnce,
        except: restingAccounts(),
      })
      const queued = await queueOwnListings(handle)
      const { sizes, isDue } = await updateAccounts(handle, accounts)
      return { worked: queued || accounts.length > 0, sizes, isDue: queued || isDue }
    })
    if (isDue) onDue()
    const ended = performance.now()
    for (const [id, size] of sizes) {
      if (size > largeAccount) resting.set(id, ended + (ended - now) * restFactor)
    }
    return worked
  }

  async function work(): Promise<void> {
    if (performance.now() - sweptAt >= sweepMs) await sweep()
    const except = restingAccounts()
    if (!(await readTogether(store, (handle) => hasChanges(handle, except)))) return
    while (!stopping.signal.aborted && (await turn()));
  }

  let underway = Promise.resolve()
  const poll = (): Promise<void> => {
    underway = underway.then(work, work)
    return underway
  }
  const poller = startPoller({ poll, everyMs, onFault })
  return {
    idle: async () => {
      sweptAt = -Infinity
      await poll()
    },
    stop: async () => {
      stopping.abort()
      await poller.stop()
      await underway.catch(() => undefined)
    },
  }
}

/** Queues listings for assessment of which their sender sees more or less, since its claims changed; true if it did. */
async function queueOwnListings(handle: Transaction): Promise<boolean> {
  const pending = await findPendingBrand(handle)
  if (pending === undefined) return false
  const { reachedAt: at, reachedId: id } = pending
  const after = at === null || id === null ? undefined : { at, id }
  await noteBrandPlace(
    handle,
    pending,
    await markBrandDue(handle, pending, { after, limit: dueAtOnce }),
  )
  return true
}

/** Recomputes the portfolios of these accounts for all who see them; returns their sizes. */
async function updateAccounts(
  handle: Transaction,
  changed: readonly ChangedAccount[],
): Promise<{ sizes: Map<string, number>; isDue: boolean }> {
  const sized = await sizeAccounts(handle, changed)
  const sizes = new Map(sized.map(({ id, listings }) => [id, listings]))
  const byAccount = new Map(sized.map((one) => [one.id, one]))
  const accounts = changed.filter(({ id }) => byAccount.get(id)?.mayHaveFacts === true)
  const seen = changed.filter(({ id }) => byAccount.get(id)?.mayBeSeen === true)
  if (accounts.length === 0 && seen.length === 0) return { sizes, isDue: false }
  const explanations = await findExplanations(
    handle,
    [...accounts, ...seen].map(({ id }) => id),
  )
  const [ofMarketplaces, reported] = [true, false].map((is) =>
    accounts.filter(({ isOfMarketplace }) => isOfMarketplace === is),
  ) as [ChangedAccount[], ChangedAccount[]]
  const groups = Map.groupBy(
    [
      ...(await readOwnEntries(handle, ofMarketplaces, { bySource: false })),
      ...(await readOwnEntries(handle, reported, { bySource: true })),
    ],
    ({ account }) => account,
  )
  let isDue = false
  for (const [organisationId, own] of Map.groupBy(accounts, (one) => one.organisationId)) {
    const viewer = await findViewer(handle, organisationId)
    const stored = await storePortfolios(handle, { viewer, accounts: own, groups, explanations })
    const counting = new Set(stored.flatMap(({ account, counts }) => (counts ? account.id : [])))
    for (const account of own) {
      if (!counting.has(account.id) && byAccount.get(account.id)?.isConsidered === false) continue
      const due = { counts: counting.has(account.id), limit: dueAtOnce }
      const { marked, more } = await markAccountDue(handle, account, due)
      isDue ||= marked
      if (more) await noteAccountChanges(handle, [account])
    }
  }
  const byId = new Map(seen.map((account) => [account.id, account]))
  const sights = Map.groupBy(await findSights(handle, seen), ({ viewer }) => viewer)
  for (const [organisationId, some] of sights) {
    const viewer = await findViewer(handle, organisationId)
    const visibleAccounts = some.flatMap(({ account }) => byId.get(account) ?? [])
    const visible = await readVisibleEntries(handle, viewer, visibleAccounts)
    await storePortfolios(handle, {
      viewer,
      accounts: visibleAccounts,
      groups: Map.groupBy(visible, ({ account }) => account),
      explanations,
    })
  }
  return { sizes, isDue }
}

/** Computes and stores one organisation's portfolios of these accounts; returns those with a fact. */
async function storePortfolios(
  handle: Transaction,
  {
    viewer,
    accounts,
    groups,
    explanations,
  }: {
    viewer: Viewer
    accounts: readonly ChangedAccount[]
    groups: ReadonlyMap<string, readonly EntryGroup[]>
    explanations: readonly StoredExplanation[]
  },
): Promise<NewPortfolio[]> {
  const { organisationId } = viewer
  const portfolios: NewPortfolio[] = []
  for (const account of accounts) {
    const own = account.organisationId === organisationId
    const computed = computePortfolio(groups.get(account.id) ?? [], account)
    if (computed.facts.length === 0) continue
    const { flagged, standing, facts } = computed
    const explanation = explanations.find(
      (one) => one.account === account.id && one.organisationId === organisationId,
    )
    const hasChanged = explanation !== undefined && isMaterialChange(explanation.facts, facts)
    const isExplained = explanation !== undefined && !hasChanged
    portfolios.push({
      ...computed,
      account,
      examples: flagged ? await findExamples(handle, { viewer, account }) : [],
      explainedUntil: isExplained ? explanation.until : null,
      hasChangedSinceExplained: hasChanged,
      counts: own && flagged && standing !== 'one-source' && !isExplained,
    })
  }
  const isOwn = accounts.every((account) => account.organisationId === organisationId)
  const view = isOwn ? '' : isRightsSide(viewer.kind) ? viewKey(viewer) : ''
  await replacePortfolios(handle, { organisationId, view }, accounts, portfolios)
  return portfolios
}
