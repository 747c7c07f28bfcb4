import { generateKeyPairSync } from 'node:crypto'
import {
  canonicalBytes,
  isConsistent,
  isIncluded,
  isSignedBy,
  leafHash,
  MerkleLog,
  signerOf,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { openStoredLog } from './evidence-log.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const entryOf = (number: number): Buffer => Buffer.from(`entry ${number}`)

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  test('simultaneous entries get one place each, with the same proofs as a log in memory', async () => {
    const log = openStoredLog({ store, signer, now: () => new Date() })
    const count = 37
    const logged = await Promise.all(
      Array.from({ length: count }, (_, number) =>
        log.append(entryOf(number), []).then((answer) => ({ number, answer })),
      ),
    )
    const inOrder = logged.sort((a, b) => a.answer.index - b.answer.index)
    expect(inOrder.map(({ answer }) => answer.index)).toEqual([...Array(count).keys()])
    const oracle = new MerkleLog()
    for (const { number, answer } of inOrder) {
      oracle.append(entryOf(number))
      const { head, index, path, signature } = answer
      expect([head.size, head.root]).toEqual([index + 1, oracle.root().toString('hex')])
      expect(path).toEqual(oracle.inclusionProof(index))
      expect(isSignedBy(signer.publicKey, canonicalBytes(head), signature)).toBe(true)
      const root = Buffer.from(head.root, 'hex')
      expect(
        isIncluded({ leaf: leafHash(entryOf(number)), index, size: head.size, path, root }),
      ).toBe(true)
    }
    const earlier = [1, 8, 23, count]
    const { head, consistency } = await log.append(entryOf(count), earlier)
    for (const [at, size] of earlier.entries()) {
      const first = { size, root: oracle.root(size) }
      const second = { size: head.size, root: Buffer.from(head.root, 'hex') }
      expect(isConsistent({ first, second, path: consistency[at]! })).toBe(true)
    }
  })

  test('an append that fails leaves no gap', async () => {
    const now = () => new Date()
    const failing = {
      ...signer,
      sign: async () => Promise.reject(new Error('the vault is closed')),
    }
    const size = async () =>
      (await openStoredLog({ store, signer, now }).append(entryOf(0), [])).index
    const before = await size()
    const broken = openStoredLog({ store, signer: failing, now })
    await expect(broken.append(entryOf(1), [])).rejects.toThrow(/vault is closed/)
    expect(await size()).toBe(before + 1)
  })

  test('its entries cannot be changed or removed, and organisations do not reach it', async () => {
    for (const statement of [
      sql`delete from evidence_log_nodes`,
      sql`update evidence_log_heads set root = root`,
    ]) {
      await expect(asOperator(store, (handle) => statement.execute(handle))).rejects.toThrow(
        /append-only|permission denied/,
      )
    }
    const { id } = await newOrganisation(store, 'outsider')
    const read = store.transact(tenantContext(id), (handle) =>
      sql`select from evidence_log_heads`.execute(handle),
    )
    await expect(read).rejects.toThrow(/permission denied/)
  })
})
