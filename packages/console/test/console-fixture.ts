import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, type Client } from '@touchstone/client'
import type { Catalog, Listing, OrganisationKind, PersonRole } from '@touchstone/contract'
import {
  runOperation,
  serve,
  type OperationName,
  type RunOptions,
  type StoreConfig,
} from '@touchstone/server'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '@touchstone/server/config'
import { freePort } from '@touchstone/server/testing/free-port'

const root = join(import.meta.dirname, '..', '..', '..')
const consoleFolder = join(root, 'packages', 'console', 'dist')
export const password = 'seven quiet lanterns'

/** Builds the pages where they are missing or stale, as the scripts do before a server starts. */
export function buildConsole(): void {
  const script = join(root, 'scripts', 'build-console.mjs')
  execFileSync(process.execPath, ['--conditions=touchstone-source', script], { stdio: 'pipe' })
}

export const samples = {
  catalog: JSON.parse(readFileSync(join(root, 'samples', 'catalog.json'), 'utf8')) as Catalog,
  offers: readFileSync(join(root, 'samples', 'offers.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing),
}

export type ConsoleFixture = Awaited<ReturnType<typeof openConsole>>

export type HouseOptions = {
  sample?: boolean
  /** An embedded one of its own where nothing is said. */
  store?: StoreConfig
  /** A shop on loopback that captures may reach under any name. */
  shopPort?: number
}

/** A whole server, with what an operator can do there. */
export async function openConsole(
  environment: Record<string, string> = {},
  { sample = false, store, shopPort }: HouseOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-console-'))
  if (store === undefined) {
    // Templates of stores are there under vitest alone.
    const { putStore } = await import('@touchstone/server/testing')
    await putStore(folder)
  }
  const dataDir = store?.engine === 'embedded' ? store.dataDir : folder
  const read = readServerConfig({ ...environment, DATA_DIR: dataDir })
  const config = store === undefined ? read : { ...read, store }
  const port = await freePort()
  const begin = () =>
    serve({
      config,
      screening: readScreeningConfig({}),
      telemetry: readTelemetryConfig({ LOG_LEVEL: 'error' }),
      host: '127.0.0.1',
      port,
      consoleFolder,
      sample,
      ...(shopPort !== undefined && {
        testShops: {
          lookup: async () => [{ address: '127.0.0.1' }],
          testAllowances: [{ address: '127.0.0.1', port: shopPort }],
        },
      }),
    })
  const first = await begin()
  const { url } = first
  let served = first
  const operate = <N extends OperationName>(name: N, input: RunOptions<N>['input']) =>
    runOperation({ config, actor: 'test', name, input })

  const addOrganisation = (slug: string, name: string, kind: OrganisationKind) =>
    operate('organisations.create', { slug, name, kind })

  const invite = async (organisation: string, email: string, roles: PersonRole[]) => {
    const { token } = await operate('users.invite', { organisation, email, roles })
    return token
  }

  const addMember = async (
    organisation: string,
    email: string,
    roles: PersonRole[],
    locale = 'en',
  ) => {
    const token = await invite(organisation, email, roles)
    const name = email.split('@')[0] ?? email
    await createClient({ url }).members.accept({
      body: { token, name, password, locale },
    })
  }

  /** A client with a key that may do all that keys can. */
  const clientOf = async (organisation: string): Promise<Client> => {
    const { text } = await operate('keys.create', {
      organisation,
      scopes: [
        'listings:read',
        'listings:write',
        'catalog:read',
        'catalog:write',
        'decisions:write',
      ],
    })
    return createClient({ url, key: text })
  }

  /** Lets the engine know the brands of an organisation: a claim on each, and its approval. */
  const claimBrands = async (organisation: string, brands: readonly string[]) => {
    for (const [index, brand] of brands.entries()) {
      const document = { reference: 'register extract' }
      const claim = { brand, office: 'EM', number: `00${index}`, owner: organisation, document }
      const { id } = await operate('claims.submit', { organisation, claim })
      await operate('claims.approve', { id, decision: {} })
    }
  }

  /** Waits until the engine runs with all brands that were approved: looks that change nothing. */
  const engineKnows = async () => {
    let last = ''
    for (let same = 0; same < 8;) {
      await sleep(400)
      const { engine } = (await (await fetch(`${url}/ready`)).json()) as { engine: string }
      same = engine === last && engine.includes('+catalog.') ? same + 1 : 0
      last = engine
    }
  }

  /** Ends the server, lets `work` have its store, and serves at the same address again. */
  const whileClosed = async (work: (store: StoreConfig) => Promise<void>) => {
    await served.close()
    await work(config.store)
    served = await begin()
  }

  return {
    url,
    firstAdmin: first.firstAdmin,
    sampleSignIns: first.sampleSignIns,
    operate,
    addOrganisation,
    invite,
    addMember,
    clientOf,
    claimBrands,
    engineKnows,
    whileClosed,
    close: async () => {
      await served.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
