import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { openAuditLog, verifyLog } from '../audit-proofs/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { openCommandChannel, dispatchOperation } from '../../app/command-operations/index.ts'
import { readServerConfig, type StoreConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { acceptKeys, requireUnused, openKeys, readEarlierKeys, watchKeys } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-accept-'))
afterAll(() => rmSync(root, { recursive: true }))

const newFolder = (): string => mkdtempSync(join(root, 'data-'))
const configOf = (dataDir: string) => ({ dataDir, people: { secretKey: undefined } })

onBothEngines((engine) => {
  let config: StoreConfig
  let store: Store
  beforeEach(async () => {
    config = await engine.newStore()
    store = await openStore(config)
  })
  afterEach(() => store.close())

  const open = (dataDir: string) => openKeys({ store, config: configOf(dataDir) })
  const accept = (dataDir: string, earlierKey?: string) =>
    asOperator(store, (handle) => acceptKeys(handle, configOf(dataDir), { earlierKey }))

  test('a process with the earlier keys seals nothing more, and is not ready', async () => {
    const keys = await open(newFolder())
    const auditLog = openAuditLog({ store, signer: keys.keeper, demandKey: keys.demandKeys })
    const watch = watchKeys(store, keys)
    try {
      const { id } = await newOrganisation(store, 'one')
      await auditLog.seal()
      watch.demand()
      await accept(newFolder())
      const { id: other } = await newOrganisation(store, 'two')
      await expect(auditLog.seal()).rejects.toThrow(
        'the store has been used with a different evidence-key and secret-key since',
      )
      const sizeOf = async (organisationId: string) =>
        (await verifyLog({ store, organisationId, key: keys.keeper.publicKey })).size
      expect([await sizeOf(id), await sizeOf(other)]).toEqual([1, 0])
      await expect.poll(() => readiness(watch)).toContain('this process no longer seals')
    } finally {
      await watch.stop()
    }
  })

  test('keys are not accepted while another process uses the store', async () => {
    await requireUnused(store)
    if (config.engine === 'postgresql') {
      const other = await openStore(config)
      await expect(requireUnused(store)).rejects.toThrow('another Touchstone process is using this')
      await other.close()
      await requireUnused(store)
    }
    const { dataDir } = config.engine === 'embedded' ? config : { dataDir: newFolder() }
    const serving = { ...readServerConfig({ DATA_DIR: dataDir }), store: config }
    // A server with the store open, which executes the command on the embedded engine.
    const channel = await openCommandChannel({ store, config: serving })
    try {
      const operation = {
        config: serving,
        actor: 'test',
        name: 'db.accept-keys',
        input: {},
      } as const
      await expect(dispatchOperation(operation)).rejects.toThrow('stop all servers and commands')
    } finally {
      await channel.close()
    }
  })

  test('signatures of the earlier key remain valid, if the operator names its public key', async () => {
    const earlier = await open(newFolder())
    const { id: organisationId } = await newOrganisation(store, 'one')
    await openAuditLog({ store, signer: earlier.keeper }).seal()
    const folder = newFolder()
    const strange = ephemeralKey().publicKey.pem
    await expect(accept(folder, strange)).rejects.toThrow(
      'is not the one used with this store until now',
    )
    await expect(accept(folder, 'no key')).rejects.toThrow('is not an Ed25519 key in PEM')
    expect(readEarlierKeys(folder)).toEqual([])
    const { id } = earlier.keeper.publicKey
    expect(await accept(folder, earlier.keeper.publicKey.pem)).toMatchObject({ earlierKey: id })
    const keys = await open(folder)
    expect(keys.earlier.map((one) => one.key.id)).toEqual([id])
    const of = { store, organisationId, key: keys.keeper.publicKey }
    expect((await verifyLog(of)).findings).toMatchObject([{ code: 'head-forged' }])
    expect(await verifyLog({ ...of, earlier: keys.earlier })).toMatchObject({
      findings: [],
      underEarlierKey: { replacedAt: keys.earlier[0]!.replacedAt },
    })
  })
})

function readiness(watch: { demand(): void }): string {
  try {
    watch.demand()
    return 'ready'
  } catch (error) {
    return String(error)
  }
}
