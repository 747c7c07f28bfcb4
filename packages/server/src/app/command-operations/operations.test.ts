import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { embeddedStores } from '../../../test/engines.ts'
import { authenticateApiKey } from '../../access/organisations/index.ts'
import {
  readServerConfig,
  type ServerConfig,
  type StoreConfig,
} from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { callServer } from '../command-channel/index.ts'
import { openCommandChannel, type CommandChannel } from './command-channel-server.ts'
import { dispatchOperation } from './dispatch-operation.ts'

const stores = embeddedStores()
const root = mkdtempSync(join(tmpdir(), 'touchstone-operator-'))
afterAll(() => rmSync(root, { recursive: true }))

async function* none(): AsyncGenerator<Uint8Array> {}

const market = { kind: 'marketplace', slug: 'market-a', name: 'Market A' } as const

/** The server's complete configuration for a test store. */
function configOf(store: StoreConfig & { engine: 'embedded' }): ServerConfig {
  return { ...readServerConfig({ DATA_DIR: store.dataDir }), store }
}

describe('while a server has the store open', () => {
  let config: StoreConfig & { engine: 'embedded' }
  let store: Store
  let channel: CommandChannel
  beforeEach(async () => {
    config = stores.next()
    store = await openStore(config)
    channel = await openCommandChannel({ store, config: configOf(config) })
  })
  afterEach(async () => {
    await channel.close()
    await store.close()
  })
  const run = <N extends Parameters<typeof dispatchOperation>[0]['name']>(
    name: N,
    input: Parameters<typeof dispatchOperation<N>>[0]['input'],
  ) => dispatchOperation({ config: configOf(config), actor: 'root', name, input })

  test('it runs the command, in the name of the caller', async () => {
    const { id } = await run('organisations.create', market)
    const { text } = await run('keys.create', {
      organisation: 'market-a',
      scopes: ['listings:read'],
    })
    expect(await authenticateApiKey(store, text)).toMatchObject({ organisationId: id })
    const [key] = await run('keys.list', { organisation: 'market-a' })
    expect(key).toMatchObject({ lastUsedAt: expect.stringMatching(/^2\d{3}-.*Z$/) as string })
    const events = await store.transact(
      { as: 'operator', actor: { kind: 'operator', id: 'test' } },
      (handle) => handle.selectFrom('audit_events').select(['action', 'actor_id']).execute(),
    )
    expect(events).toContainEqual({ action: 'key-created', actor_id: 'root' })
  })

  test('an error is returned with its code and its location', async () => {
    await expect(
      run('organisations.create', { ...market, slug: 'Market-A' }),
    ).rejects.toMatchObject({
      class: 'validation-failed',
      pointer: '/slug',
      message: expect.stringContaining('write "market-a"') as string,
    })
    await run('organisations.create', market)
    await expect(run('organisations.create', market)).rejects.toMatchObject({ class: 'conflict' })
    await expect(run('keys.revoke', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an operation that it does not know is refused as of another version', async () => {
    for (const operation of ['keys.none', '__proto__', 'toString']) {
      await expect(
        callServer(config.dataDir, { operation, actor: 'root', input: {} }, none()),
      ).rejects.toMatchObject({
        code: 'not-found',
        message: expect.stringContaining('version') as string,
      })
    }
  })

  test('unread bytes delay no response', async () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (let part = 0; part < 200; part++) yield Buffer.alloc(64 * 1024)
    }
    const asked = { operation: 'keys.list', actor: 'root', input: { organisation: 'none' } }
    await expect(callServer(config.dataDir, asked, bytes())).rejects.toMatchObject({
      code: 'not-found',
      pointer: '/organisation',
    })
  })

  test('it reports the state of the store and writes it to a file', async () => {
    await run('organisations.create', market)
    const { applied, pending } = await run('db.status', {})
    expect([applied.length > 0, pending]).toEqual([true, []])
    const file = join(root, 'backup.gz')
    expect(await run('db.backup', { file })).toMatchObject({ rows: 3 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('its socket is only for its owner, and is removed with it', async () => {
    const place = join(config.dataDir, 'serve.sock')
    expect(lstatSync(place).isSocket()).toBe(true)
    expect(lstatSync(place).mode & 0o777).toBe(0o600)
    await channel.close()
    expect(existsSync(place)).toBe(false)
  })
})

describe('while none has', () => {
  test('a command opens the store, past the socket of a server that was killed', async () => {
    const config = stores.next()
    const place = join(config.dataDir, 'serve.sock')
    // A socket without a listener.
    const server = createServer().listen(place)
    await once(server, 'listening')
    expect(existsSync(place)).toBe(true)
    server.close()
    writeFileSync(place, '')
    const run = {
      config: configOf(config),
      actor: 'root',
      name: 'organisations.create',
      input: market,
    } as const
    expect(await dispatchOperation(run)).toMatchObject({ slug: 'market-a' })
    const store = await openStore(config)
    const channel = await openCommandChannel({ store, config: configOf(config) })
    await expect(dispatchOperation(run)).rejects.toMatchObject({ class: 'conflict' })
    await channel.close()
    await store.close()
  })

  test('a command waits for another that ends soon, and names one that does not', async () => {
    const config = stores.next()
    const run = { config: configOf(config), actor: 'root', name: 'db.status', input: {} } as const
    const store = await openStore(config)
    await expect(dispatchOperation({ ...run, patienceMilliseconds: 0 })).rejects.toMatchObject({
      code: 'store-in-use',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    })
    const [status] = await Promise.all([
      dispatchOperation(run),
      sleep(300).then(() => store.close()),
    ])
    expect(status.pending).toEqual([])
  })

  test('status is shown without migrating', async () => {
    const config = stores.next('empty')
    const run = { config: configOf(config), actor: 'root', name: 'db.status', input: {} } as const
    expect((await dispatchOperation(run)).applied).toEqual([])
    expect((await dispatchOperation(run)).applied).toEqual([])
  })
})

test('where the folder’s path is too long for a socket, a link leads to a private one', async () => {
  const short = stores.next()
  const dataDir = join(short.dataDir, 'long'.repeat(30))
  mkdirSync(dataDir, { mode: 0o700 })
  const config = { engine: 'embedded', dataDir } as const
  const store = await openStore(config)
  const channel = await openCommandChannel({ store, config: configOf(config) })
  const place = join(dataDir, 'serve.sock')
  expect(lstatSync(place).isSymbolicLink()).toBe(true)
  const run = {
    config: configOf(config),
    actor: 'root',
    name: 'organisations.create',
    input: market,
  } as const
  expect(await dispatchOperation(run)).toMatchObject({ slug: 'market-a' })
  await channel.close()
  expect(existsSync(place)).toBe(false)
  await store.close()
})
