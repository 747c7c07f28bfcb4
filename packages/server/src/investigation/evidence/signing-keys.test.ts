import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  auditLogHeadIn,
  noTrust,
  openPackage,
  readPublicKey,
  verifyPackage,
  type NamedHead,
  type Verdict,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { blobsIn } from '../../platform/blobs/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { runCapture, type EvidenceDependencies } from './run-captures.ts'
import { keysOf, ephemeralKey, publisherLookup, rotateKey } from './signing-keys.ts'
import { assembleEvidence } from './open-evidence.ts'
import { exportPackage, requestCapture } from './manage-captures.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let evidence: EvidenceDependencies
  const sealer = sealerOf(randomBytes(32))
  const keeper = ephemeralKey()
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    const dir = join(folder, engine.name)
    const blobs = blobsIn(join(dir, 'blobs'))
    evidence = { ...newEvidence(store, dir), ...assembleEvidence({ store, sealer, keeper, blobs }) }
  })
  afterAll(() => store?.close())

  const rotate = (organisationId: string, ring = { sealer, keeper }) =>
    asOperator(store, (handle) => rotateKey(ring, { handle, organisationId }))
  const captured = async (actor: Actor & { kind: 'person' }): Promise<string> => {
    const input = { url: 'https://toko.example/item/17', reason: 'The title says “KW”.' }
    const { id } = await store.transact(contextOf(actor), (handle) =>
      requestCapture({ handle, actor, input }),
    )
    await runCapture(evidence, id)
    return id
  }
  const packed = async (actor: Actor, id: string, name: string): Promise<string> => {
    const target = join(folder, `${engine.name}-${name}.zip`)
    const input = { id, reason: 'Sent to counsel.', target, agent: 'a test' }
    await exportPackage(evidence, { actor, input })
    return target
  }
  const verified = async (path: string, trusted: string[] = []): Promise<Verdict> => {
    const files = await openPackage(path)
    try {
      const publishers = trusted.map((pem) => readPublicKey(pem))
      return await verifyPackage(files, { publishers, roots: [] })
    } finally {
      await files.close()
    }
  }

  test('each organisation seals with its own key, created once however many need it at once', async () => {
    const organisation = await newOrganisation(store, 'one')
    const other = await newOrganisation(store, 'other')
    const publisherOf = publisherLookup({ store, sealer, keeper })
    const ids = await Promise.all(
      [...Array<string>(6).fill(organisation.id), other.id].map(async (id) => {
        const { name, signer } = await publisherOf(id)
        return `${name} ${signer.publicKey.id}`
      }),
    )
    expect(new Set(ids).size).toBe(2)
    expect(ids.at(-1)).toMatch(other.name)
    const signingKeys = await asOperator(store, (handle) => keysOf(handle, organisation.id))
    expect(
      signingKeys.map(({ id, retiredAt }) => [`${organisation.name} ${id}`, retiredAt]),
    ).toEqual([[ids[0], null]])
  })

  test('after a rotation earlier seals still verify, and both keys are named', async () => {
    const { id, name } = await newOrganisation(store, 'rotating')
    const admin = personOf(id)
    const capture = await captured(admin)
    const before = await packed(admin, capture, 'before')
    const { id: fresh, follows } = await rotate(id)
    const after = await packed(admin, capture, 'after')
    const keys = await asOperator(store, (handle) => keysOf(handle, id))
    expect(keys.map((key) => key.id)).toEqual([fresh, follows])
    expect(keys[1]?.retiredAt).toBeInstanceOf(Date)
    for (const [path, key] of [
      [before, follows],
      [after, fresh],
    ] as const) {
      const { sound, publisher } = await verified(path, [keeper.publicKey.pem])
      const vouched = { holder: name, by: keeper.publicKey.id }
      expect([sound, publisher]).toMatchObject([true, { key, trusted: true, vouched }])
    }
    const known = keys.map(({ publicKey }) => publicKey)
    expect((await verified(after, known)).sound).toBe(true)
    const sentences = (await verified(after)).checks.map(({ sentence }) => sentence).join('\n')
    expect(sentences).toContain(`certifies that the key ${fresh} has belonged to ${name} since`)
    expect(sentences).toContain(`replacing ${follows}.`)
  })

  test('of a retired key the private part is gone, and no request reads the one in use', async () => {
    const { id } = await newOrganisation(store, 'secretive')
    await rotate(id)
    await rotate(id)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ sealed: Buffer | null }>`
        select sealed from evidence_keys where organisation_id = ${id}::uuid
        order by made_at desc, retired_at desc nulls first`.execute(handle),
    )
    expect(rows.map(({ sealed }) => sealed === null)).toEqual([false, true])
    expect(rows[0]?.sealed?.toString('latin1')).not.toMatch(/PRIVATE KEY/)
    const read = store.transact(tenantContext(id), (handle) =>
      sql`select sealed from evidence_keys`.execute(handle),
    )
    await expect(read).rejects.toThrow(/permission denied/)
  })

  test('a rotation with another secret or another keeper’s key is refused and changes nothing', async () => {
    const { id } = await newOrganisation(store, 'careful')
    const first = await rotate(id)
    const strange = { sealer: sealerOf(randomBytes(32)), keeper }
    await expect(rotate(id, strange)).rejects.toThrow(/cannot be decrypted/)
    await expect(rotate(id, { sealer, keeper: ephemeralKey() })).rejects.toThrow(/evidence\.key/)
    const keys = await asOperator(store, (handle) => keysOf(handle, id))
    expect(keys.map((key) => key.id)).toEqual([first.id])
  })

  test('a package takes the head of the audit log along, and a later one proves that it extends it', async () => {
    const actor = personOf((await newOrganisation(store, 'market-chain')).id)
    const id = await captured(actor)
    const first = await packed(actor, id, 'chain-1')
    const second = await packed(actor, id, 'chain-2')
    const named = async (path: string): Promise<NamedHead> => {
      const files = await openPackage(path)
      try {
        return { name: path, head: await auditLogHeadIn(files) }
      } finally {
        await files.close()
      }
    }
    const earlier = await named(first)
    expect(earlier.head.head).toMatchObject({
      log: actor.organisationId,
      key: keeper.publicKey.id,
    })
    const files = await openPackage(second)
    const { sound, checks } = await verifyPackage(files, noTrust, [earlier])
    await files.close()
    expect(sound).toBe(true)
    const { size } = earlier.head.head
    expect(checks.map(({ sentence }) => sentence).join('\n')).toContain(`it grew from ${size} to`)
  })
})
