import type { Catalog, CatalogImportView } from '@touchstone/contract'
import { afterAll, beforeAll } from 'vitest'
import { newOrganisation, tenantContext } from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { openStore, type Transaction, type Store } from '../../../platform/db/index.ts'
import { importCatalog, type CatalogImportInput } from '../import-catalog.ts'
import type { CatalogActor } from '../policy.ts'
import { exportCatalog } from '../manage-catalog.ts'

export const acme = { id: 'acme', name: 'Acme', productTypes: ['handbag'] }
export const borealis = { id: 'borealis', name: 'Borealis' }
export const tote = { id: 'T-1', brand: 'acme', name: 'Acme Tote', productType: 'handbag' }
export const belt = { id: 'B-1', brand: 'borealis', name: 'Borealis Belt' }

type Admin = CatalogActor & { kind: 'person' }
type OwnerInput = { actor: Admin; organisationId: string }

/** An organisation with its own catalog, and its admin's actions there. */
export type CatalogOwner = OwnerInput & {
  send(
    source: string | Uint8Array | { document: unknown },
    more?: Partial<CatalogImportInput>,
  ): Promise<CatalogImportView>
  run<I, O>(
    useCase: (all: OwnerInput & { handle: Transaction; input: I }) => Promise<O>,
    input: I,
    by?: CatalogActor,
  ): Promise<O>
  exported(): Promise<Catalog>
}

export type CatalogOwners = {
  store(): Store
  house(catalog?: Catalog): Promise<CatalogOwner>
}

/** One store of this engine for all tests of the calling describe, with houses in it. */
export function catalogOwnersOn(engine: TestEngine): CatalogOwners {
  let store: Store
  let count = 0
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  async function house(catalog: Catalog = { brands: [] }): Promise<CatalogOwner> {
    const { id: organisationId } = await newOrganisation(store, `house-${++count}`, {
      kind: 'rights-holder',
    })
    const actor: Admin = { kind: 'person', id: 'ada', organisationId, roles: ['admin'] }
    const options = { actor, organisationId }
    const send: CatalogOwner['send'] = (source, more = {}) => {
      async function* bytes() {
        yield typeof source === 'string' ? Buffer.from(source) : (source as Uint8Array)
      }
      const isFile = typeof source === 'string' || source instanceof Uint8Array
      return importCatalog({
        store,
        ...options,
        source: isFile ? { bytes: bytes() } : source,
        ...more,
      })
    }
    const run: CatalogOwner['run'] = (useCase, input, by = actor) =>
      store.transact(tenantContext(organisationId, 'ada'), (handle) =>
        useCase({ ...options, actor: by as Admin, handle, input }),
      )
    if (catalog.brands.length > 0) await send({ document: catalog })
    return { organisationId, actor, send, run, exported: () => run(exportCatalog, undefined) }
  }
  return { store: () => store, house }
}
