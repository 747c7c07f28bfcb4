import {
  isStorableText,
  type Brand,
  type CatalogState,
  type Fault,
  type Product,
  type Right,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { checkCandidates, type Candidate } from './check-candidates.ts'
import { asStored, outcomeOf, type Outcome, type StoredEntry } from './types.ts'
import { mayUseBrand, type CatalogActor } from './policy.ts'
import { withoutRight, withRight } from './trademark-rights.ts'
import {
  brandsById,
  insertChangeNumber,
  insertVersions,
  lockCatalog,
  productsById,
  saveBrands,
  saveProducts,
  type NewVersion,
} from './repository.ts'

/** A requested change of the catalog: one row of a file or one request. */
export type Draft =
  | { kind: 'brand'; id: string; value: unknown }
  /** `partial` updates only the named fields of an existing product. */
  | { kind: 'product'; id: string; value: unknown; partial: boolean }
  | { kind: 'right'; id: string; brandId: string; right: Right; withdrawn: boolean }

export type DraftResult =
  | { faults: Fault[] }
  /** `brandId` is the product's, even if the draft omits it. */
  | (Outcome & { warnings: Fault[]; brandId?: string })

export type CatalogChange = {
  handle: Transaction
  actor: CatalogActor
  organisationId: string
  /** One id for all changes of a request, the subject of its log entry. */
  changeId: string
  /** Detail for the log besides the counts. */
  detail: Record<string, unknown>
  /** Computes the result without changing anything. */
  preview?: boolean
  /** Brands from earlier in the same file, which a preview does not store. */
  previewed?: Map<string, Brand>
}

/** Most entries that the log names by id for one change. */
const namedInLog = 100

/**
 * Applies drafts of different entries in one transaction: valid ones are stored, invalid ones reported. Writes
 * nothing if nothing changes.
 */
export async function applyDrafts(
  changing: CatalogChange,
  drafts: readonly Draft[],
): Promise<DraftResult[]> {
  const { handle, actor, organisationId, preview = false } = changing
  await lockCatalog(handle, organisationId)
  const products = await productsById(
    handle,
    organisationId,
    drafts.flatMap(({ kind, id }) => (kind === 'product' && isStorableText(id) ? [id] : [])),
  )
  const brands = await brandsById(handle, organisationId, [
    ...new Set(
      drafts.flatMap((draft) => brandIdsOf(draft, products.get(draft.id))).filter(isStorableText),
    ),
  ])
  for (const [id, brand] of changing.previewed ?? []) {
    const stored = brands.get(id)
    brands.set(id, { ...(stored ?? unkept(id)), content: brand, removed: false })
  }
  const writing: Writing = { brands, products, rights: new Map() }
  const results = drafts.map((draft) => prepare(draft, writing, actor))
  check(results, writing)
  const entries = results.flatMap(({ entry }) => (entry === undefined ? [] : [entry]))
  const changed = entries.filter(({ outcome }) => outcome.state !== 'unchanged')
  if (preview) {
    for (const { kind, id, content } of changed) {
      if (kind === 'brand') changing.previewed?.set(id, content)
    }
  } else await write(changing, changed)
  return results.map(({ faults, warnings, told, entry }) => {
    if (faults.length > 0 || told === undefined) return { faults }
    const brandId = entry?.kind === 'product' ? { brandId: entry.content.brand } : {}
    return { ...told, warnings, ...brandId }
  })
}

type Entry = { id: string; version: number; outcome: Outcome & { state: NewState } } & (
  | { kind: 'brand'; content: Brand }
  | { kind: 'product'; content: Product }
)
type NewState = 'added' | 'changed' | 'unchanged'

type Prepared = {
  draft: Draft
  candidate: Candidate | undefined
  faults: Fault[]
  warnings: Fault[]
  told: Outcome | undefined
  entry: Entry | undefined
}

type Writing = {
  brands: Map<string, StoredEntry<Brand>>
  products: Map<string, StoredEntry<Product>>
  /** Brands changed by rights, each after its last one. */
  rights: Map<string, Brand>
}

function unkept(id: string): Omit<StoredEntry<Brand>, 'content'> {
  return { id, version: 0, changedAt: new Date(0), removed: true }
}

function brandIdsOf(draft: Draft, stored: StoredEntry<Product> | undefined): string[] {
  switch (draft.kind) {
    case 'brand':
      return [draft.id]
    case 'right':
      return [draft.brandId]
    case 'product':
      return [namedBrandOf(draft), stored?.content.brand].filter((id) => typeof id === 'string')
  }
}

/** The brand stated for a product; undefined if none is, or the draft is not a product. */
function namedBrandOf(draft: Draft): unknown {
  return draft.kind === 'product' ? (draft.value as Partial<Product> | null)?.brand : undefined
}

function prepare(draft: Draft, writing: Writing, actor: CatalogActor): Prepared {
  const stored = draft.kind === 'product' ? writing.products.get(draft.id) : undefined
  const prepared: Prepared = {
    draft,
    candidate: undefined,
    faults: [],
    warnings: [],
    told: undefined,
    entry: undefined,
  }
  const refused = brandIdsOf(draft, stored).find((id) => !mayUseBrand(actor, id))
  if (refused !== undefined) {
    prepared.faults.push({
      pointer: draft.kind === 'brand' ? '/id' : '/brand',
      problem: 'is a brand that your account cannot change',
      // The brand of an existing product is revealed only if the caller named it.
      found: JSON.stringify(
        draft.kind === 'product' && namedBrandOf(draft) !== refused ? draft.id : refused,
      ),
      remedy: 'ask an admin of your organisation for access to this brand',
    })
    return prepared
  }
  switch (draft.kind) {
    case 'brand':
      prepared.candidate = { kind: 'brand', value: draft.value }
      return prepared
    case 'product': {
      const isKept = stored !== undefined && !stored.removed
      const value = draft.partial && isKept ? merged(stored.content, draft.value) : draft.value
      prepared.candidate = { kind: 'product', value }
      return prepared
    }
    case 'right':
      return applyRight(draft, prepared, writing)
  }
}

function applyRight(
  draft: Draft & { kind: 'right' },
  prepared: Prepared,
  writing: Writing,
): Prepared {
  const stored = writing.brands.get(draft.brandId)
  if (stored === undefined || stored.removed) {
    prepared.faults.push({
      pointer: '/brand',
      problem: 'is not a brand id in this catalog',
      found: JSON.stringify(draft.brandId),
      remedy: 'add the brand first',
    })
    return prepared
  }
  const brand = writing.rights.get(draft.brandId) ?? stored.content
  const change = draft.withdrawn
    ? withoutRight(brand, asStored(draft.right))
    : withRight(brand, asStored(draft.right))
  prepared.told = { state: change.state, changed: change.changed }
  if (change.state !== 'unchanged') writing.rights.set(draft.brandId, change.brand)
  return prepared
}

/** The row's fields merged into the stored product; a price replaces the one of its market. */
function merged(stored: Product, value: unknown): unknown {
  const named = value as Partial<Product>
  const msrp = named.msrp?.reduce((all, price) => {
    const at = all.findIndex(
      ({ market, currency }) => market === price.market && currency === price.currency,
    )
    return at === -1 ? [...all, price] : all.with(at, { ...all[at], ...price })
  }, stored.msrp ?? [])
  return { ...stored, ...named, ...(msrp !== undefined && { msrp }) }
}

/** Checks all candidates together and returns the result of each. */
function check(results: readonly Prepared[], writing: Writing): void {
  const stored = [...writing.brands.values()].filter(({ removed }) => !removed)
  const own = results.filter((one) => one.candidate !== undefined)
  const changedByRights = [...writing.rights]
  const candidates = [
    ...own.flatMap(({ candidate }) => (candidate === undefined ? [] : [candidate])),
    ...changedByRights.map(([, value]): Candidate => ({ kind: 'brand', value })),
  ]
  const checked = checkCandidates(
    candidates,
    stored.map(({ content }) => content),
  )
  for (const [at, prepared] of own.entries()) {
    prepared.faults.push(...(checked[at]?.faults ?? []))
    prepared.warnings.push(...(checked[at]?.warnings ?? []))
    const value = prepared.candidate?.value
    if (prepared.faults.length > 0) continue
    prepared.entry =
      prepared.draft.kind === 'brand'
        ? brandEntry(value as Brand, writing)
        : productEntry(value as Product, writing)
    prepared.told = prepared.entry.outcome
  }
  for (const [index, [brandId, brand]] of changedByRights.entries()) {
    const rows = results.filter(
      ({ draft, told }) =>
        draft.kind === 'right' && draft.brandId === brandId && told?.state !== 'unchanged',
    )
    const faults = checked[own.length + index]?.faults ?? []
    for (const row of rows) row.faults.push(...faults)
    const last = rows.at(-1)
    if (faults.length === 0 && last !== undefined) last.entry = brandEntry(brand, writing)
  }
}

function brandEntry(value: Brand, { brands }: Writing): Entry {
  const content = asStored(value)
  const stored = brands.get(content.id)
  const outcome = outcomeOf(stored, content)
  return { kind: 'brand', id: content.id, version: (stored?.version ?? 0) + 1, outcome, content }
}

function productEntry(value: Product, { products }: Writing): Entry {
  const content = asStored(value)
  const stored = products.get(content.id)
  const outcome = outcomeOf(stored, content)
  return { kind: 'product', id: content.id, version: (stored?.version ?? 0) + 1, outcome, content }
}

async function write(changing: CatalogChange, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const { handle, organisationId, changeId } = changing
  const rows = entries.map((entry) => ({ ...entry, removed: false }))
  await saveBrands(
    handle,
    organisationId,
    rows.filter((row) => row.kind === 'brand'),
  )
  await saveProducts(
    handle,
    organisationId,
    rows.filter((row) => row.kind === 'product'),
  )
  const versions = entries.flatMap(({ kind, id, version, content, outcome }): NewVersion[] => {
    const { state, changed } = outcome
    return state === 'unchanged' ? [] : [{ kind, id, version, state, changed, content }]
  })
  await insertVersions(handle, organisationId, changeId, versions)
  await recordChange(changing, versions)
}

/** Records a change in the log and numbers it, at the end of its transaction. */
export async function recordChange(
  { handle, organisationId, changeId, detail }: CatalogChange,
  versions: readonly Pick<NewVersion, 'kind' | 'id' | 'state'>[],
): Promise<void> {
  const counts: Partial<Record<`${NewVersion['kind']}s`, Partial<Record<CatalogState, number>>>> =
    {}
  for (const { kind, state } of versions) {
    const ofKind = (counts[`${kind}s`] ??= {})
    ofKind[state] = (ofKind[state] ?? 0) + 1
  }
  const ids = versions.slice(0, namedInLog).map(({ kind, id }) => `${kind} ${id}`)
  await recordEvent({
    handle,
    organisationId,
    action: 'catalog-changed',
    subject: { kind: 'catalog-change', id: changeId },
    detail: { ...detail, ...counts, entries: ids },
  })
  await insertChangeNumber(handle, organisationId, changeId)
}
