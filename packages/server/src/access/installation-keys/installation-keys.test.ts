import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { serve } from '../../app/api/index.ts'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
  Secret,
  type StoreConfig,
} from '../../platform/config/index.ts'
import { backUp, openStore, restoreStore, type Store } from '../../platform/db/index.ts'
import { acceptKeys, openKeys } from './index.ts'
import { fingerprintOf } from './types.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-keys-'))
afterAll(() => rmSync(root, { recursive: true }))

const newFolder = (): string => mkdtempSync(join(root, 'data-'))
const newSecret = (): Secret => new Secret(randomBytes(32).toString('base64'))
const configOf = (dataDir: string, secretKey?: Secret) => ({ dataDir, people: { secretKey } })

test('a fingerprint distinguishes keys and is not the key', () => {
  const [one, other] = [randomBytes(32), randomBytes(32)]
  expect(fingerprintOf('secret-key', one)).toMatch(/^[0-9a-f]{64}$/)
  expect(fingerprintOf('secret-key', one)).toBe(fingerprintOf('secret-key', Buffer.from(one)))
  const otherFingerprints = [
    fingerprintOf('secret-key', other),
    fingerprintOf('evidence-key', one),
    one.toString('hex'),
  ]
  expect(otherFingerprints).not.toContain(fingerprintOf('secret-key', one))
})

onBothEngines((engine, onOne) => {
  let config: StoreConfig
  let store: Store
  beforeEach(async () => {
    config = await engine.newStore()
    store = await openStore(config)
  })
  afterEach(() => store.close())

  const open = (dataDir: string, secretKey?: Secret) =>
    openKeys({ store, config: configOf(dataDir, secretKey) })

  onOne('the first start makes and records both keys, the next ones compare', async () => {
    const dataDir = newFolder()
    const first = await open(dataDir)
    const again = await open(dataDir)
    expect(again.keeper.publicKey.id).toBe(first.keeper.publicKey.id)
    const sealed = first.sealer.seal(Buffer.from('x'), 'a')
    expect(again.sealer.open(sealed, 'a')).toEqual(Buffer.from('x'))
  })

  onOne('a process with another key is refused, and the sentence names which', async () => {
    const dataDir = newFolder()
    await open(dataDir)
    const other = newFolder()
    cpSync(dataDir, other, { recursive: true })
    await expect(open(other, newSecret())).rejects.toMatchObject({
      code: 'bad-configuration',
      message: expect.stringMatching(/^SECRET_KEY is not the key used with this store: /),
    })
    rmSync(join(other, 'evidence.key'))
    const strange = newFolder()
    await openKeys({ store: await strangeStore(), config: configOf(strange) })
    cpSync(join(strange, 'evidence.key'), join(other, 'evidence.key'))
    await expect(open(other)).rejects.toThrow(
      `${join(other, 'evidence.key')} is not the key used with this store`,
    )
    // The first process continues.
    await open(dataDir)
  })

  onOne('a process without keys is refused, and makes none', async () => {
    await open(newFolder())
    const empty = newFolder()
    await expect(open(empty)).rejects.toThrow(
      `${join(empty, 'secret.key')} is missing, but this store is already used with such a key`,
    )
    expect(readdirSync(empty)).toEqual([])
  })

  test('of processes that start simultaneously with different keys, one continues', async () => {
    const started = await Promise.allSettled([1, 2, 3].map(() => open(newFolder())))
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a restored store starts with its own keys, and with no others', async () => {
    const dataDir = newFolder()
    const secretKey = newSecret()
    await open(dataDir, secretKey)
    const file = join(root, `${engine.name}.gz`)
    await backUp(store, file)
    const target = await engine.newStore()
    await restoreStore(target, file)
    const restored = await openStore(target)
    try {
      const inRestored = (folder: string, key: Secret) =>
        openKeys({ store: restored, config: configOf(folder, key) })
      await expect(inRestored(newFolder(), secretKey)).rejects.toThrow('evidence.key is missing')
      await expect(inRestored(dataDir, newSecret())).rejects.toThrow('SECRET_KEY is not the key')
      await inRestored(dataDir, secretKey)
    } finally {
      await restored.close()
    }
  })

  onOne(
    'an operator whose keys are lost lets the store continue with others, on the record',
    async () => {
      await open(newFolder())
      const replaced = configOf(newFolder(), newSecret())
      expect(await asOperator(store, (handle) => acceptKeys(handle, replaced))).toEqual({
        accepted: ['secret-key', 'evidence-key'],
      })
      expect(await asOperator(store, (handle) => acceptKeys(handle, replaced))).toEqual({
        accepted: [],
      })
      await openKeys({ store, config: replaced })
      const events = await asOperator(store, async (handle) => {
        const { rows } = await sql`select detail from audit_events
        where action = 'installation-keys-accepted'`.execute(handle)
        return rows
      })
      expect(events).toEqual([{ detail: { keys: ['secret-key', 'evidence-key'] } }])
    },
  )

  test('a server with another key reports that and serves nothing', async () => {
    const dataDir = config.engine === 'embedded' ? config.dataDir : newFolder()
    await open(dataDir)
    await store.close()
    const starting = serve({
      config: {
        ...readServerConfig({ DATA_DIR: dataDir }),
        store: config,
        people: { ...readServerConfig({}).people, secretKey: newSecret() },
      },
      screening: readScreeningConfig({}),
      telemetry: readTelemetryConfig({ LOG_LEVEL: 'fatal' }),
      host: '127.0.0.1',
      port: 0,
    })
    await expect(starting).rejects.toThrow('SECRET_KEY is not the key used with this store')
    expect(existsSync(join(dataDir, 'admin-password.txt'))).toBe(false)
    store = await openStore(config)
  })

  async function strangeStore(): Promise<Store> {
    const strange = await openStore(await engine.newStore())
    stores.push(strange)
    return strange
  }
  const stores: Store[] = []
  afterEach(async () => {
    for (const opened of stores.splice(0)) await opened.close()
  })
})
