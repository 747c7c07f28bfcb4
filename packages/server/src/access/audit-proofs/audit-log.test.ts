import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  compareAuditLogHeads,
  isSelfConsistent,
  type SignedAuditLogHead,
} from '@touchstone/evidence'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { asDatabaseOwner } from '../../../test/database-owner.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { recordEvent } from '../audit/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { blobsIn } from '../../platform/blobs/index.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { backUp, openStore, restoreStore, type Store } from '../../platform/db/index.ts'
import { removeSample } from '../../demo/sample/index.ts'
import { openHeadFiles } from './head-files.ts'
import { openAuditLog } from './open-audit-log.ts'
import { proveDemoSample } from './prove-demo-sample.ts'
import { sealEntries } from './seal-entries.ts'
import { signedHead } from './signed-heads.ts'
import {
  addEntry,
  chainTables,
  changeActor,
  changeDetail,
  cutFrom,
  deleteEntry,
  replaceWithout,
  swapWithFirst,
  type Tampering,
} from './test/tampering.ts'
import { verifyAllLogs } from './verify-all-logs.ts'
import { verifyLog, type VerifiedLog } from './verify-log.ts'

const signer = ephemeralKey()
const stranger = ephemeralKey()

onBothEngines((engine, onOne) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-audit-log-'))
  const files = openHeadFiles(dataDir)
  let config: StoreConfig
  let store: Store

  beforeAll(async () => {
    config = await engine.newStore()
    store = await openStore(config)
  })
  afterAll(async () => {
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  /** Writes so many entries in one transaction. */
  async function write(organisationId: string, count: number): Promise<void> {
    await asOperator(store, async (handle) => {
      for (let n = 0; n < count; n++) {
        await recordEvent({
          handle,
          organisationId,
          action: 'view-saved',
          subject: { kind: 'view', id: `${n}` },
          detail: { n, words: 'é\u0001"', half: 0.5 },
        })
      }
    })
  }
  const seal = (over: { files?: typeof files; onFault?: (error: unknown) => void } = {}) =>
    sealEntries({ store, signer, files, now: () => new Date(), ...over })
  const headOf = (organisationId: string, more: { size?: number; since?: number[] } = {}) =>
    asOperator(store, (handle) => signedHead(handle, { organisationId, ...more }))
  const verified = (organisationId: string, head?: SignedAuditLogHead) =>
    verifyLog({
      store,
      organisationId,
      key: signer.publicKey,
      heads: head === undefined ? [] : [{ name: 'the head that was kept', head }],
    })
  const codes = ({ findings }: VerifiedLog) => [...new Set(findings.map(({ code }) => code))].sort()

  /** An organisation whose log had a head exported at `first` entries and then grew by `more`. */
  async function history(slug: string, first: number, more: number) {
    const { id } = await newOrganisation(store, slug)
    // The creation of the organisation is the first entry.
    await write(id, first - 1)
    await seal()
    const kept = await headOf(id)
    await write(id, more)
    await seal()
    return { id, kept: kept! }
  }

  /** Acts as the owner of the database while no program has the store open. */
  async function tamper(work: Parameters<typeof asDatabaseOwner>[2]): Promise<void> {
    await store.close()
    await asDatabaseOwner(config, chainTables, work)
    store = await openStore(config)
  }

  test('entries get a leaf each after they are committed, and heads prove that the log grew', async () => {
    const { id, kept } = await history('honest', 7, 30)
    expect(kept.head).toMatchObject({ log: id, size: 7, key: signer.publicKey.id })
    expect(isSelfConsistent(kept)).toBe(true)
    const grown = (await headOf(id, { since: [7] }))!
    expect(grown.head.size).toBe(37)
    expect(compareAuditLogHeads(kept, grown)).toBe('grown')
    expect(await headOf(id, { size: 7 })).toMatchObject({ head: kept.head })
    expect(await headOf(id, { size: 8 })).toBeUndefined()
    const whole = { size: 37, removed: 0, waiting: 0, findings: [] }
    expect(await verified(id, kept)).toMatchObject(whole)
    await write(id, 2)
    expect(await verified(id, kept)).toMatchObject({ ...whole, waiting: 2 })
    expect(files.read(id)?.head).toEqual(grown.head)
  })

  test('entries written while others seal get one place, and none is left out', async () => {
    const { id } = await newOrganisation(store, 'busy')
    const writers = Array.from({ length: 20 }, () => write(id, 3))
    await Promise.all([...writers, seal(), seal(), seal()])
    await seal()
    expect(await verified(id)).toMatchObject({ size: 61, waiting: 0, findings: [] })
  })

  test('an entry whose transaction is rolled back leaves nothing', async () => {
    const { id } = await newOrganisation(store, 'undecided')
    await seal()
    const failing = asOperator(store, async (handle) => {
      await recordEvent({
        handle,
        organisationId: id,
        action: 'view-saved',
        subject: { kind: 'view', id: '1' },
      })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await seal()
    expect(await verified(id)).toMatchObject({ size: 1, waiting: 0, findings: [] })
  })

  onOne('a log whose tree is damaged keeps no other from being sealed', async () => {
    const { id } = await history('damaged', 4, 4)
    const { id: other } = await newOrganisation(store, 'undamaged')
    await tamper(async (query) => {
      await query('delete from audit_log_nodes where log_id = $1 and level = 3', [id])
    })
    await write(id, 1)
    await expect(seal()).rejects.toThrow(`the audit log ${id} is missing nodes`)
    expect(await verified(other)).toMatchObject({ size: 1, findings: [] })
    const damaged = await verified(id)
    expect(damaged).toMatchObject({ size: 8, waiting: 1, findings: [{ code: 'leaves-changed' }] })
    // This log stays damaged; later tests seal the others.
    await asOperator(store, (handle) =>
      sql`delete from audit_pending where organisation_id = ${id}::uuid`.execute(handle),
    )
  })

  describe('the owner of the database is found out who', () => {
    const deeds: Record<string, { deed: Tampering; at: number; finds: string[]; kept: string[] }> =
      {
        'deletes an entry': {
          deed: deleteEntry,
          at: 4,
          finds: ['entries-missing'],
          kept: ['entries-missing'],
        },
        'changes the detail of one': {
          deed: changeDetail,
          at: 3,
          finds: ['entries-changed'],
          kept: ['entries-changed'],
        },
        'changes who acted': {
          deed: changeActor,
          at: 19,
          finds: ['entries-changed'],
          kept: ['entries-changed'],
        },
        'cuts the log, with all that the database knows of its end': {
          deed: cutFrom,
          at: 6,
          // The newest signed head is for these six: only copies elsewhere know of the others.
          finds: ['head-missing'],
          kept: ['head-missing', 'log-cut'],
        },
        'cuts the log back to an older head': {
          // Only the newer head in the folder, or a copy elsewhere, knows of the others.
          deed: cutFrom,
          at: 11,
          finds: [],
          kept: [],
        },
        'changes the order': {
          deed: swapWithFirst,
          at: 9,
          finds: ['leaves-changed', 'log-rewritten'],
          kept: ['leaves-changed', 'log-rewritten'],
        },
        'adds an entry of long ago': {
          deed: addEntry,
          at: 0,
          finds: ['entries-unsealed'],
          kept: ['entries-unsealed'],
        },
        'makes the log anew without one, and has no key': {
          deed: replaceWithout(stranger),
          at: 4,
          finds: ['head-forged'],
          kept: ['head-forged', 'log-rewritten'],
        },
        'makes the log anew without one, and has the key': {
          deed: replaceWithout(signer),
          at: 4,
          finds: [],
          kept: ['log-rewritten'],
        },
      }
    const logs = new Map<string, { id: string; kept: SignedAuditLogHead }>()

    beforeAll(async () => {
      for (const [index, what] of Object.keys(deeds).entries()) {
        logs.set(what, await history(`deed-${index}`, 11, 12))
      }
      await tamper(async (query) => {
        for (const [what, { deed, at }] of Object.entries(deeds)) {
          await deed(query, logs.get(what)!.id, at)
        }
      })
    })

    test.each(Object.keys(deeds))('%s', async (what) => {
      const { finds, kept: withHead, at } = deeds[what]!
      const { id, kept } = logs.get(what)!
      const alone = await verified(id)
      expect(codes(alone)).toEqual(finds)
      const against = await verified(id, kept)
      expect(codes(against)).toEqual(withHead)
      const all = await verifyAllLogs({ store, key: signer.publicKey, files })
      const doctor = all.find(({ log }) => log === id)!
      expect(doctor.findings.length).toBeGreaterThan(0)
      for (const { code, positions } of alone.findings) {
        if (code === 'entries-missing' || code === 'entries-changed') {
          expect(positions).toEqual([[at, at]])
        }
      }
    })

    test('and no later head is consistent with the one that was handed out before', async () => {
      const { id, kept } = logs.get('makes the log anew without one, and has the key')!
      const rewritten = (await headOf(id, { since: [11] }))!
      expect(isSelfConsistent(rewritten)).toBe(true)
      expect(compareAuditLogHeads(kept, rewritten)).toBe('forked')
    })

    test('and a later seal does not replace the head in the folder', async () => {
      const what = 'cuts the log, with all that the database knows of its end'
      const { id } = logs.get(what)!
      const before = files.read(id)
      const faults: unknown[] = []
      await write(id, 1)
      await seal({ onFault: (error) => faults.push(error) })
      expect(faults.map(String)).toEqual([expect.stringContaining(`${id}.json`)])
      expect(files.read(id)).toEqual(before)
      const all = await verifyAllLogs({ store, key: signer.publicKey, files })
      expect(codes(all.find(({ log }) => log === id)!)).toContain('log-cut')
    })

    test('or takes an entry away before it is sealed, but for what says that it waits', async () => {
      const { id } = await newOrganisation(store, 'hasty')
      await write(id, 2)
      await tamper(async (query) => {
        await query(`delete from audit_events where organisation_id = $1 and subject_id = '1'`, [
          id,
        ])
      })
      await seal()
      expect(await verified(id)).toMatchObject({
        size: 2,
        findings: [{ code: 'entries-lost', count: 1 }],
      })
    })
  })

  onOne('of random histories the honest are intact and every other is not', async () => {
    const deeds = { deleteEntry, changeDetail, changeActor, swapWithFirst, cutFrom }
    const cases = fc.sample(
      fc.record({
        steps: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 }),
        keep: fc.nat(),
        deed: fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[]), undefined),
        at: fc.nat(),
      }),
      { numRuns: 24, seed: 20_260 },
    )
    const logs: { id: string; kept: SignedAuditLogHead; size: number; at: number }[] = []
    for (const [index, { steps, keep, at }] of cases.entries()) {
      const { id } = await newOrganisation(store, `random-${index}`)
      let kept: SignedAuditLogHead | undefined
      let size = 1
      for (const [step, count] of steps.entries()) {
        await write(id, count)
        await seal()
        size += count
        if (step === keep % steps.length) kept = await headOf(id)
      }
      // Not the first entry, which `swapWithFirst` would not change, and one covered by the exported head.
      logs.push({ id, kept: kept!, size, at: 1 + (at % (kept!.head.size - 1)) })
    }
    await tamper(async (query) => {
      for (const [index, { deed }] of cases.entries()) {
        const { id, at } = logs[index]!
        if (deed !== undefined) await deeds[deed](query, id, at)
      }
    })
    for (const [index, { deed }] of cases.entries()) {
      const { id, kept, size } = logs[index]!
      const verification = await verified(id, kept)
      const what = { index, deed, intact: verification.findings.length === 0 }
      expect(what).toEqual({ index, deed, intact: deed === undefined })
      if (deed !== undefined) continue
      expect(verification.size).toBe(size)
      const grown = (await headOf(id, { since: [kept.head.size] }))!
      expect(compareAuditLogHeads(kept, grown)).toMatch(/grown|same/)
    }
  })

  test('a restored store has the same logs, which extend the heads handed out before', async () => {
    const { id, kept } = await history('restored', 5, 20)
    await write(id, 2)
    const file = join(dataDir, `${engine.name}.backup`)
    await backUp(store, file)
    const target = await engine.newStore('empty')
    await restoreStore(target, file)
    const restored = await openStore(target)
    try {
      const before = await verified(id, kept)
      const of = { store: restored, organisationId: id, key: signer.publicKey }
      const heads = [{ name: 'kept', head: kept }]
      expect(await verifyLog({ ...of, heads })).toEqual(before)
      expect(before).toMatchObject({ size: 25, waiting: 2, findings: [] })
      await sealEntries({ store: restored, signer, now: () => new Date() })
      expect(await verifyLog({ ...of, heads })).toMatchObject({ size: 27, findings: [] })
    } finally {
      await restored.close()
    }
  })

  onOne(
    'entries removed with the sample are distinguished from deleted ones, and its logs are not missed',
    async () => {
      const { logs, person } = await asOperator(store, async (handle) => {
        const organisation = randomUUID()
        const person = randomUUID()
        await sql`
        insert into organisations (id, slug, name, kind, sample)
        values (${organisation}::uuid, 'sample-one', 'One', 'host', true)`.execute(handle)
        await sql`
        insert into people (id, email, name, locale, sample)
        values (${person}::uuid, 'one@sample.example', 'One', 'en', true)`.execute(handle)
        for (const organisationId of [organisation, null, null]) {
          await recordEvent({
            handle,
            organisationId,
            action: 'signed-in',
            subject: { kind: 'person', id: person },
            by: { kind: 'person', id: person },
          })
        }
        await recordEvent({
          handle,
          organisationId: null,
          action: 'sample-begun',
          subject: { kind: 'installation', id: 'sample' },
          detail: await proveDemoSample(signer, {
            organisations: [organisation],
            people: [person],
          }),
        })
        await sql`
        insert into sample_alliance (state, taken, total) values ('loaded', 0, 0)`.execute(handle)
        return { logs: [organisation], person }
      })
      await seal()
      const size = (await verifyLog({ store, organisationId: null, key: signer.publicKey })).size
      expect(files.read(logs[0]!)?.head.size).toBe(1)
      const blobs = blobsIn(join(dataDir, 'blobs'))
      await removeSample({ store, dataDir, actor: operator, blobs, signer })
      await seal()
      const own = await verifyLog({ store, organisationId: null, key: signer.publicKey })
      expect(own).toMatchObject({ removed: 2, findings: [] })
      expect(own.removals).toHaveLength(2)
      expect(own.size).toBeGreaterThan(size)
      const all = await verifyAllLogs({ store, key: signer.publicKey, files })
      expect(all.map(({ log }) => log)).not.toContain(logs[0])
      // Anything else removed with them is reported.
      await tamper(async (query) => {
        const rows = await query(
          `select detail from audit_events where action = 'audit-entries-removed'`,
        )
        expect(rows).toHaveLength(1)
        expect(JSON.stringify(rows)).not.toContain(person)
        await query(`delete from audit_events where action = 'audit-entries-removed'`)
      })
      expect(
        codes(await verifyLog({ store, organisationId: null, key: signer.publicKey })),
      ).toEqual(['entries-missing'])
    },
  )

  onOne(
    'a head for a package has every entry up to now, and proves that it extends those in packages before',
    async () => {
      const { id } = await newOrganisation(store, 'packing')
      const auditLog = openAuditLog({ store, signer, files })
      const first = (await auditLog.headToPack(id))!
      await write(id, 5)
      const second = (await auditLog.headToPack(id))!
      await write(id, 4)
      const third = (await auditLog.headToPack(id))!
      expect([first, second, third].map(({ head }) => head.size)).toEqual([1, 6, 10])
      for (const earlier of [first, second])
        expect(compareAuditLogHeads(earlier, third)).toBe('grown')
    },
  )
})
