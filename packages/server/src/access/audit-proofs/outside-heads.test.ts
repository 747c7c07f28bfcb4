import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { ownerOf, unbindOwner, type Query } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { recordEvent } from '../audit/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { openHeadFiles } from './head-files.ts'
import { openAuditLog } from './open-audit-log.ts'
import { chainTables, cutFrom, replaceWithout } from './test/tampering.ts'
import { verifyAllLogs } from './verify-all-logs.ts'
import type { VerifiedLog } from './verify-log.ts'

const signer = ephemeralKey()
const stranger = ephemeralKey()
const root = mkdtempSync(join(tmpdir(), 'touchstone-heads-'))
afterAll(() => rmSync(root, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let now = new Date()

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await unbindOwner(store, chainTables)
  })
  afterAll(() => store?.close())

  const asOwner: Query = (text, values) => ownerOf(store)(text, values)
  const newFiles = () => openHeadFiles(mkdtempSync(join(root, 'data-')))
  type Files = ReturnType<typeof newFiles>
  const logUnder = (files: Files | undefined, key = signer) =>
    openAuditLog({ store, signer: key, files, now: () => now })
  const verified = async (files: Files, log: string, more = {}): Promise<VerifiedLog> => {
    const all = await verifyAllLogs({ store, key: signer.publicKey, files, ...more })
    return all.find((one) => one.log === log)!
  }
  const codes = ({ findings }: VerifiedLog) => findings.map(({ code }) => code)

  /** A log with heads of four and of ten entries. */
  async function history(slug: string, key = signer): Promise<string> {
    const { id } = await newOrganisation(store, slug)
    for (const count of [3, 6]) {
      await asOperator(store, async (handle) => {
        for (let n = 0; n < count; n++) {
          const subject = { kind: 'view', id: `${n}` } as const
          await recordEvent({ handle, organisationId: id, action: 'view-saved', subject })
        }
      })
      await logUnder(undefined, key).seal()
    }
    return id
  }
  /** What a process does on start and every minute. */
  async function storeHeads(files: Files, key = signer): Promise<string[]> {
    const faults: string[] = []
    await logUnder(files, key).keepHeads!((error) => faults.push(String(error)))()
    return faults
  }

  test('a new folder gets a head of every log, so that a cut shows that went unseen without', async () => {
    const cut = await history('cut')
    const { id: other } = await newOrganisation(store, 'other')
    await logUnder(undefined).seal()
    const files = newFiles()
    expect(await verified(files, cut)).toMatchObject({ size: 10, compared: false, findings: [] })
    expect(await storeHeads(files)).toEqual([])
    expect([cut, other].map((log) => files.read(log)?.head.size)).toEqual([10, 1])
    expect(await verified(files, cut)).toMatchObject({ compared: true, findings: [] })
    await cutFrom(asOwner, cut, 4)
    expect(await verified(newFiles(), cut)).toMatchObject({
      size: 4,
      compared: false,
      findings: [],
    })
    const verification = await verified(files, cut)
    expect([verification.compared, codes(verification)]).toEqual([true, ['log-cut']])
    // The next round writes the newer head.
    await storeHeads(files)
    expect(files.read(cut)?.head.size).toBe(10)
  })

  test('a folder of a process that did not seal a log follows it', async () => {
    const log = await history('followed')
    const files = newFiles()
    const checkHeads = logUnder(files).keepHeads!(() => undefined)
    await checkHeads()
    await asOperator(store, (handle) =>
      recordEvent({
        handle,
        organisationId: log,
        action: 'view-saved',
        subject: { kind: 'view', id: '1' },
      }),
    )
    await logUnder(undefined).seal()
    await checkHeads()
    expect(files.read(log)?.head.size).toBe(11)
  })

  test('a head that the installation did not sign is not kept, and one that was rewritten neither', async () => {
    const forged = await history('forged')
    const rewritten = await history('rewritten')
    const files = newFiles()
    await replaceWithout(stranger)(asOwner, forged, 4)
    expect(await storeHeads(files)).toEqual([expect.stringContaining(forged)])
    expect(files.read(forged)).toBeUndefined()
    const before = files.read(rewritten)
    await replaceWithout(signer)(asOwner, rewritten, 4)
    await storeHeads(files)
    expect(files.read(rewritten)).toEqual(before)
  })

  test('heads under an earlier key are valid if an operator names it, until its replacement', async () => {
    const earlierKey = ephemeralKey()
    const log = await history('earlier', earlierKey)
    const files = newFiles()
    expect(codes(await verified(files, log))).toEqual(['head-forged'])
    const of = (replacedAt: Date | undefined, key = earlierKey) => ({
      earlier: [{ key: key.publicKey, replacedAt }],
    })
    const replacedAt = new Date(Date.now() + 1000)
    expect(await verified(files, log, of(replacedAt))).toMatchObject({
      findings: [],
      underEarlierKey: { replacedAt },
    })
    expect((await verified(files, log, of(undefined))).findings).toEqual([])
    expect(codes(await verified(files, log, of(new Date('2026-01-01'))))).toEqual(['head-forged'])
    expect(codes(await verified(files, log, of(undefined, stranger)))).toEqual(['head-forged'])
  })

  test('an entry of long ago is found though it was sealed as the newest', async () => {
    const log = await history('backdated')
    const id = randomUUID()
    const files = newFiles()
    await asOwner(
      `insert into audit_events
         (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
       values ($1, $2, '2026-01-05', 'person', 'x', 'signed-in', 'person', 'x')`,
      [id, log],
    )
    await asOwner('insert into audit_pending (event_id, organisation_id) values ($1, $2)', [
      id,
      log,
    ])
    await logUnder(files).seal()
    expect((await verified(files, log)).findings).toMatchObject([
      { code: 'entries-backdated', count: 1, positions: [[10, 10]], entries: [id] },
    ])
  })

  test('entries that waited together, or that began before others and ended after them, are not', async () => {
    const { id: log } = await newOrganisation(store, 'waiting')
    const insert = (at: string) =>
      asOwner(
        `with entry as (
           insert into audit_events
             (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
           values (gen_random_uuid(), $1, $2::timestamptz, 'person', 'x', 'signed-in', 'person', 'x')
           returning id, organisation_id
         )
         insert into audit_pending (event_id, organisation_id) select id, organisation_id from entry`,
        [log, at],
      )
    // Entries from before there were logs, in more than one batch.
    await asOwner(
      `with entries as (
         insert into audit_events
           (id, organisation_id, at, actor_kind, actor_id, action, subject_kind, subject_id)
         select gen_random_uuid(), $1, now() - make_interval(days => n), 'person', 'x', 'signed-in',
           'person', 'x' from generate_series(1, 1500) as n
         returning id, organisation_id
       )
       insert into audit_pending (event_id, organisation_id) select id, organisation_id from entries`,
      [log],
    )
    await logUnder(undefined).seal()
    await insert(new Date(Date.now() - 3_000_000).toISOString())
    await logUnder(undefined).seal()
    expect(await verified(newFiles(), log)).toMatchObject({ size: 1502, findings: [] })
    now = new Date()
  })
})
