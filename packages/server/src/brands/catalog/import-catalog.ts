import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { faultCause, type Brand, type Fault, type CatalogImportView } from '@touchstone/contract'
import { brandsOf, contextOf } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError, messageOf } from '../../platform/errors/index.ts'
import { isMostlyFaulty, mostlyFaulty, type RowCounts } from '../../listings/formats/index.ts'
import { applyDrafts, type CatalogChange, type Draft } from './apply-drafts.ts'
import type { CatalogSource, CatalogDraftRow } from './catalog-file.ts'
import type { Kind } from './types.ts'
import { mayUseBrand, type CatalogActor } from './policy.ts'
import { claimStandingsOf } from '../claims/queries.ts'
import { readCatalogFile } from './read-catalog-file.ts'
import { removeEntries } from './remove-entries.ts'
import { requireCatalogWriter } from './manage-catalog.ts'
import { brandNames, lockCatalog, pageOfBrands, pageOfProducts } from './repository.ts'

export type CatalogImportInput = {
  store: Store
  actor: CatalogActor
  organisationId: string
  source: CatalogSource
  /** Computes the result without changing anything. */
  preview?: boolean
  /** Removes entries that the file no longer contains. */
  replace?: boolean
  /** Brand id for rows that name none. */
  brand?: string
  currency?: string
  /** Encoding of the file; detected by default. */
  encoding?: string
}

const rowsAtOnce = 250
const maxReportedRows = 1000
const faultsTold = 100

/**
 * Imports a file into the catalog, some hundred rows per transaction: rows before a failure remain, and valid rows
 * are stored beside invalid ones. Opens its own transactions.
 */
export async function importCatalog(options: CatalogImportInput): Promise<CatalogImportView> {
  const { store, actor, organisationId, brand, currency, encoding } = options
  requireCatalogWriter(actor, organisationId)
  const known = await store.transact(contextOf(actor), (handle) =>
    brandNames(handle, organisationId),
  )
  const usable = known.filter(({ id }) => mayUseBrand(actor, id))
  if (brand !== undefined && !usable.some(({ id }) => id === brand)) {
    throw new AppError({
      code: 'not-found',
      message: `there is no brand ${JSON.stringify(brand)}: add it first, as JSON or with PUT`,
      pointer: '/brand',
    })
  }
  const wishes = {
    ...(brand !== undefined && { brand }),
    ...(currency !== undefined && { currency }),
    ...(encoding !== undefined && { encoding }),
  }
  const brands = usable.map(({ id, name }) => ({ id, name }))
  const file = await readCatalogFile(options.source, { brands, ...wishes }, organisationId)
  const running = new RunningImport(options, file.format)
  try {
    requireFitting(options, file.format)
    for await (const row of file.rows) {
      await running.importRow(row)
      if (isMostlyFaulty(running.counts)) {
        throw mostlyFaulty(running.counts, 'entries of a catalog', running.result.faults[0])
      }
    }
  } finally {
    file.close()
  }
  await running.finish()
  const columns = file.columns()
  return { ...running.result, ...(columns !== undefined && { columns }) }
}

function requireFitting({ brand, replace }: CatalogImportInput, format: string): void {
  if (format === 'json' && brand !== undefined) {
    throw new AppError({
      code: 'brand-not-applicable',
      message:
        '/brand does not apply to a catalog document, which names its own brands; leave it out',
      pointer: '/brand',
    })
  }
  if (format === 'trademark-xml' && replace === true) {
    throw new AppError({
      code: 'replace-not-applicable',
      message:
        '/replace does not apply to trademark records, which are added to a brand; a record with operationCategory="Delete" removes its right',
      pointer: '/replace',
    })
  }
}

/** Undefined for a product, which may leave its brand open. */
function brandOf(draft: Draft): string | undefined {
  if (draft.kind === 'brand') return draft.id
  return draft.kind === 'right' ? draft.brandId : undefined
}

class RunningImport {
  readonly result: CatalogImportView
  private readonly asked: CatalogImportInput
  private readonly changeId = randomUUID()
  private readonly previewed = new Map<string, Brand>()
  /** Row in which each entry of the file first appeared, by kind and id. */
  private readonly seen = new Map<string, number>()
  private readonly namedBrands = new Set<string>()
  /** The brands of all valid rows. */
  private readonly brands = new Set<string>()
  private waiting: { row: CatalogDraftRow; draft: Draft }[] = []
  private rows = 0

  constructor(options: CatalogImportInput, format: string) {
    this.asked = options
    const none = (): CatalogImportView['brands'] => ({
      added: 0,
      changed: 0,
      unchanged: 0,
      removed: 0,
    })
    this.result = {
      format,
      preview: options.preview === true,
      brands: none(),
      products: none(),
      rights: none(),
      failed: 0,
      spared: 0,
      rows: [],
      withoutEffect: [],
      faults: [],
      warnings: [],
    }
  }

  get counts(): RowCounts {
    return { rows: this.rows, failed: this.result.failed }
  }

  async importRow(row: CatalogDraftRow): Promise<void> {
    this.rows++
    if (!('value' in row)) {
      this.fail(row, row.faults)
      return
    }
    const draft = row.value
    const key = `${draft.kind} ${draft.id}`
    const earlier = draft.id === '' ? undefined : this.seen.get(key)
    if (earlier !== undefined) {
      const found = JSON.stringify(draft.id)
      const problem = `also appears in row ${earlier} of this file`
      this.fail(row, [{ pointer: '/id', problem, found, remedy: 'write each entry once' }])
      return
    }
    this.seen.set(key, row.row)
    this.waiting.push({ row, draft })
    if (this.waiting.length >= rowsAtOnce) await this.flush()
  }

  async finish(): Promise<void> {
    await this.flush()
    if (this.asked.replace === true) await this.removeMissing()
    await this.noteWithoutEffect()
  }

  /** The engine compares listings with what a brand's approved claimant says of it, and with nothing else. */
  private async noteWithoutEffect(): Promise<void> {
    const brands = [...this.brands].filter((id) => id !== '').sort()
    if (brands.length === 0) return
    const claims = await this.inTransaction(({ handle, organisationId }) =>
      claimStandingsOf(handle, organisationId, brands),
    )
    this.result.withoutEffect = brands
      .filter((brand) => claims.get(brand)?.applies !== true)
      .map((brand) => ({ brand, claim: claims.get(brand)?.state ?? null }))
  }

  private async flush(): Promise<void> {
    const batch = this.waiting
    this.waiting = []
    if (batch.length === 0) return
    // The embedded store responds within the same turn of the event loop, so others would wait for the end.
    await nextTurn()
    const results = await this.inTransaction((changing) =>
      applyDrafts(
        changing,
        batch.map(({ draft }) => draft),
      ),
    )
    for (const [at, result] of results.entries()) {
      const { row, draft } = batch[at] ?? {}
      if (row === undefined || draft === undefined) continue
      if ('faults' in result) {
        this.fail(row, result.faults)
        continue
      }
      for (const fault of result.warnings) this.reportFault(row, fault, this.result.warnings)
      const { state, changed, brandId } = result
      this.result[`${draft.kind}s`][state]++
      if (brandId !== undefined) this.namedBrands.add(brandId)
      this.brands.add(brandOf(draft) ?? brandId ?? '')
      if (state === 'unchanged' || this.result.rows.length >= maxReportedRows) continue
      const { kind, id } = draft
      this.result.rows.push({ row: row.row, line: row.line, kind, id, state, changed })
    }
  }

  /** Removes what the file no longer contains; not if a row failed, which may be the missing entry. */
  private async removeMissing(): Promise<void> {
    await this.removeMissingOf('product')
    if (this.result.format === 'json') await this.removeMissingOf('brand')
  }

  private async removeMissingOf(kind: Kind): Promise<void> {
    const { preview = false, actor } = this.asked
    const isWhole = this.result.format === 'json'
    const brands = isWhole ? brandsOf(actor) : [...this.namedBrands]
    const page = kind === 'brand' ? pageOfBrands : pageOfProducts
    for (let after: string | undefined; ;) {
      await nextTurn()
      const more = await this.inTransaction(async (changing) => {
        const { handle, organisationId } = changing
        await lockCatalog(handle, organisationId)
        const options = {
          organisationId,
          limit: rowsAtOnce,
          ...(brands !== undefined && { brands }),
          ...(after !== undefined && { after }),
        }
        const rows: { id: string }[] = await page(handle, options)
        const ids = rows.map(({ id }) => id).filter((id) => this.isMissing(kind, id))
        if (this.result.failed > 0) {
          this.result.spared += ids.length
        } else {
          if (!preview && ids.length > 0) await removeEntries(changing, { [`${kind}s`]: ids })
          this.noteRemoved(kind, ids)
        }
        return rows.length < rowsAtOnce ? undefined : rows.at(-1)?.id
      })
      if (more === undefined) return
      after = more
    }
  }

  private isMissing(kind: Kind, id: string): boolean {
    // A brand named only by products of the file must remain.
    return !this.seen.has(`${kind} ${id}`) && !(kind === 'brand' && this.namedBrands.has(id))
  }

  private noteRemoved(kind: Kind, ids: readonly string[]): void {
    this.result[`${kind}s`].removed += ids.length
    const room = Math.max(0, maxReportedRows - this.result.rows.length)
    const rows = ids.slice(0, room).map((id) => ({
      row: 0,
      line: 0,
      kind,
      id,
      state: 'removed' as const,
      changed: [],
    }))
    this.result.rows.push(...rows)
  }

  private inTransaction<T>(work: (changing: CatalogChange) => Promise<T>): Promise<T> {
    const { store, actor, organisationId, preview = false } = this.asked
    const { changeId, previewed } = this
    const detail = { by: 'import', format: this.result.format }
    return store.transact(contextOf(actor), (handle) =>
      work({ handle, actor, organisationId, changeId, detail, preview, previewed }),
    )
  }

  private fail(row: CatalogDraftRow, faults: readonly Fault[]): void {
    this.result.failed++
    for (const fault of faults) this.reportFault(row, fault, this.result.faults)
  }

  private reportFault(row: CatalogDraftRow, fault: Fault, into: CatalogImportView['faults']): void {
    if (into.length >= faultsTold) return
    const { row: number, line, within = '' } = row
    const placed = { ...fault, pointer: `${within}${fault.pointer}` }
    into.push({
      row: number,
      line,
      pointer: placed.pointer,
      message: messageOf(placed, this.result.format === 'json' ? 'the document' : 'the row'),
      cause: faultCause(fault),
    })
  }
}
