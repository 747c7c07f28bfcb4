import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Client } from '@touchstone/client'
import type { Catalog, Listing, OrganisationKind, PersonRole } from '@touchstone/contract'
import {
  serve,
  type OperationName,
  type DispatchOptions,
  type StoreConfig,
} from '@touchstone/server'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '@touchstone/server/config'
import { freePort } from '@touchstone/server/testing/free-port'
import { OperatorFixture } from './operator-fixture.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const consoleFolder = join(root, 'packages', 'console', 'dist')
export const password = 'seven quiet lanterns'

/** Builds the pages if they are missing or stale, as the scripts do before starting a server. */
export function buildConsole(): void {
  const script = join(root, 'scripts', 'build-console.mjs')
  execFileSync(process.execPath, ['--conditions=touchstone-source', script], { stdio: 'pipe' })
}

/** Builds them once per run, in whichever worker comes first. */
export async function buildOnce(): Promise<void> {
  const { createOnce } = await import('@touchstone/server/testing/shared-folder')
  await createOnce('console', async () => buildConsole())
}

export const samples = {
  catalog: JSON.parse(readFileSync(join(root, 'samples', 'catalog.json'), 'utf8')) as Catalog,
  listings: readFileSync(join(root, 'samples', 'listings.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Listing),
}

export type ConsoleFixture = Awaited<ReturnType<typeof openConsole>>

export type HouseOptions = {
  sample?: boolean
  /** Defaults to a new store. */
  store?: StoreConfig
  /** Port of a shop on loopback that captures can reach under any name. */
  shopPort?: number
  /** Port of a mail server on loopback; links in emails lead to this server. */
  mailPort?: number
  /** Runs before the server starts, so that its engine is compiled once, with all data. */
  prepare?: (operator: OperatorFixture) => Promise<void>
}

/** A complete server, and its operator's commands. */
export async function openConsole(
  environment: Record<string, string> = {},
  { sample = false, store: given, shopPort, mailPort, prepare }: HouseOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-console-'))
  const { store, remove } = await storeFor(given, folder)
  const dataDir = store.engine === 'embedded' ? store.dataDir : folder
  const port = await freePort()
  const mail = mailPort !== undefined && {
    SMTP_URL: `smtp://127.0.0.1:${mailPort}?tls=off`,
    MAIL_FROM: 'notices@harbour.example',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  }
  const config = {
    ...readServerConfig({ ...environment, ...mail, DATA_DIR: dataDir }),
    store,
  }
  const operator = new OperatorFixture(config)
  const begin = () =>
    serve({
      config,
      screening: readScreeningConfig({}),
      telemetry: readTelemetryConfig({ LOG_LEVEL: 'error' }),
      host: '127.0.0.1',
      port,
      consoleFolder,
      sample,
      // A hash of the true cost takes a quarter of a second.
      passwordCost: { ln: 9, r: 8, p: 1 },
      ...(shopPort !== undefined && {
        testShops: {
          lookup: async () => [{ address: '127.0.0.1' }],
          testAllowances: [{ address: '127.0.0.1', port: shopPort }],
        },
      }),
    })
  if (prepare !== undefined) await operator.beforeServing(prepare)
  const first = await begin()
  const { url } = first
  let served = first

  const addMember = async (
    organisation: string,
    email: string,
    roles: PersonRole[],
    locale = 'en',
  ) => {
    const token = await operator.invite(organisation, email, roles)
    const name = email.split('@')[0] ?? email
    await createClient({ url }).members.accept({
      body: { token, name, password, locale },
    })
  }

  /** A client whose API key has every scope. */
  const clientOf = async (organisation: string): Promise<Client> => {
    const { text } = await operator.operate('keys.create', {
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

  /** Stops the server, runs `work` on its store, and serves at the same address again. */
  const whileClosed = async (work: (store: StoreConfig) => Promise<void>) => {
    await served.close()
    await operator.close()
    await work(config.store)
    served = await begin()
  }

  return {
    url,
    firstAdmin: first.firstAdmin,
    sampleSignIns: first.sampleSignIns,
    operate: <N extends OperationName>(name: N, input: DispatchOptions<N>['input']) =>
      operator.operate(name, input),
    addOrganisation: (slug: string, name: string, kind: OrganisationKind) =>
      operator.addOrganisation(slug, name, kind),
    invite: (organisation: string, email: string, roles: PersonRole[]) =>
      operator.invite(organisation, email, roles),
    addMember,
    clientOf,
    whileClosed,
    close: async () => {
      await served.close()
      await operator.close()
      await remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type OwnedStore = { store: StoreConfig; remove: () => Promise<void> }

async function storeFor(given: StoreConfig | undefined, folder: string): Promise<OwnedStore> {
  if (given !== undefined) return { store: given, remove: async () => undefined }
  // Shared databases and templates exist only under vitest.
  const { newStore } = await import('@touchstone/server/testing/new-store')
  return newStore(folder)
}
