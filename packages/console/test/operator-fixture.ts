import type { Catalog, OrganisationKind, PersonRole } from '@touchstone/contract'
import {
  openStore,
  performOperation,
  dispatchOperation,
  type OperationName,
  type ResultOf,
  type DispatchOptions,
  type ServerConfig,
  type Store,
} from '@touchstone/server'

type Input<N extends OperationName> = DispatchOptions<N>['input']

/** The operator's commands, run beside a server or before it starts. */
export class OperatorFixture {
  private readonly config: ServerConfig
  private store: Promise<Store> | undefined

  constructor(config: ServerConfig) {
    this.config = config
  }

  /** Runs commands on a store that no server has open yet. */
  async beforeServing(work: (operator: OperatorFixture) => Promise<void>): Promise<void> {
    this.store = openStore(this.config.store)
    await work(this)
    // Only the server can open an embedded store.
    if (this.config.store.engine === 'embedded') await this.close()
  }

  async operate<N extends OperationName>(
    name: N,
    input: Input<N>,
    bytes: AsyncIterable<Uint8Array> = nothing(),
  ): Promise<ResultOf<N>> {
    const { config } = this
    if (config.store.engine === 'postgresql') this.store ??= openStore(config.store)
    if (this.store === undefined)
      return dispatchOperation({ config, actor: 'test', name, input, bytes })
    const actor = { kind: 'operator', id: 'test' } as const
    const context = { store: await this.store, config, actor, bytes }
    return (await performOperation(name, context, input)) as ResultOf<N>
  }

  async addOrganisation(slug: string, name: string, kind: OrganisationKind): Promise<void> {
    await this.operate('organisations.create', { slug, name, kind })
  }

  async importCatalog(organisation: string, catalog: Catalog): Promise<void> {
    await this.operate('catalog.import', { organisation }, asBytes(JSON.stringify(catalog)))
  }

  async invite(organisation: string, email: string, roles: PersonRole[]): Promise<string> {
    const { token } = await this.operate('users.invite', { organisation, email, roles })
    return token
  }

  /** Claims each brand for an organisation and approves the claims, so that the engine knows the brands. */
  async claimBrands(organisation: string, brands: readonly string[]): Promise<void> {
    for (const [index, brand] of brands.entries()) {
      const document = { reference: 'register extract' }
      const claim = { brand, office: 'EM', number: `00${index}`, owner: organisation, document }
      const { id } = await this.operate('claims.submit', { organisation, claim })
      await this.operate('claims.approve', { id, decision: {} })
    }
  }

  async close(): Promise<void> {
    const store = this.store
    this.store = undefined
    await (await store)?.close()
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function* asBytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
