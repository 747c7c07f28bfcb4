import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operator } from '../../../test/builders.ts'
import { ownerOf, unbindOwner } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { recordEvent } from '../../access/audit/index.ts'
import { openHeadFiles, openAuditLog, verifyLog } from '../../access/audit-proofs/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { blobsIn } from '../../platform/blobs/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { verifySample } from './verify-sample.ts'
import { startSample, removeSample } from './index.ts'

const signer = ephemeralKey()
const root = mkdtempSync(join(tmpdir(), 'touchstone-sample-removal-'))
afterAll(() => rmSync(root, { recursive: true }))

onOneEngine((engine) => {
  let dataDir: string
  let store: Store

  beforeAll(async () => {
    dataDir = mkdtempSync(join(root, 'data-'))
    store = await openStore(await engine.newStore())
    await ensureFirstAdmin(store, { email: 'admin@touchstone.internal', dataDir })
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
    await startSample({ store, dataDir, actor: operator, signer })
    const person = await idOf(`select id from people where email = 'admin@velmoraq.example'`)
    await asOperator(store, (handle) =>
      recordEvent({
        handle,
        organisationId: null,
        action: 'signed-in',
        subject: { kind: 'person', id: person },
        by: { kind: 'person', id: person },
      }),
    )
    await seal()
    await unbindOwner(store, ['audit_events', 'people', 'organisations'])
  })
  afterAll(() => store?.close())

  const seal = () => openAuditLog({ store, signer, files: openHeadFiles(dataDir) }).seal()
  const remove = () =>
    removeSample({ store, dataDir, actor: operator, signer, blobs: blobsIn(join(dataDir, 'b')) })
  const verified = () => verifyLog({ store, organisationId: null, key: signer.publicKey })
  async function idOf(query: string): Promise<string> {
    return asOperator(store, async (handle) => {
      const { rows } = await sql<{ id: string }>`${sql.raw(query)}`.execute(handle)
      return rows[0]!.id
    })
  }
  const asOwner = (statement: string) => ownerOf(store)(statement)

  const deeds: Record<string, { deed: string[]; undo: string[]; refused: string }> = {
    'an entry is said to be by a person of the sample': {
      deed: [
        'create table kept as select id, actor_id from audit_events',
        `update audit_events set actor_id =
           (select id::text from people where email = 'admin@velmoraq.example')
         where action = 'installation-admin-created'`,
      ],
      undo: [
        `update audit_events e set actor_id = kept.actor_id from kept where kept.id = e.id`,
        'drop table kept',
      ],
      refused: 'differs from what was sealed',
    },
    'a person is marked as of the sample': {
      deed: [`update people set sample = true where email = 'admin@touchstone.internal'`],
      undo: [`update people set sample = false where email = 'admin@touchstone.internal'`],
      refused: 'admin@touchstone.internal is marked as part of the sample alliance',
    },
    'an organisation is marked as of the sample': {
      deed: [`update organisations set sample = true where slug = 'house-a'`],
      undo: [`update organisations set sample = false where slug = 'house-a'`],
      refused: 'house-a is marked as part of the sample alliance',
    },
    'a person takes the place and address of one of the sample': {
      deed: [
        `update people set email = 'x@x.example', sample = false
         where email = 'admin@velmoraq.example'`,
        `update people set email = 'admin@velmoraq.example', sample = true
         where email = 'admin@touchstone.internal'`,
      ],
      undo: [
        `update people set email = 'admin@touchstone.internal', sample = false
         where email = 'admin@velmoraq.example'`,
        `update people set email = 'admin@velmoraq.example', sample = true
         where email = 'x@x.example'`,
      ],
      refused: 'admin@velmoraq.example is marked as part of the sample alliance',
    },
    'the list of who is of the sample loses its signature': {
      deed: [
        `create table kept as select id, detail from audit_events where action = 'sample-begun'`,
        `update audit_events set detail = '{}' where action = 'sample-begun'`,
      ],
      undo: [
        `update audit_events e set detail = kept.detail from kept where kept.id = e.id`,
        'drop table kept',
      ],
      refused: 'differs from what was sealed',
    },
    'the database says of every entry that it is of the sample': {
      deed: [
        `create or replace function is_log_of_sample(organisation uuid, actor text, subject text)
         returns boolean language sql stable return true`,
      ],
      undo: [
        `create or replace function is_log_of_sample(organisation uuid, actor text, subject text)
         returns boolean language sql stable
         return is_of_sample(organisation) or (
           organisation is null
           and exists (select from people p where p.sample and p.id::text in (actor, subject))
         )`,
      ],
      refused: 'not covered by this removal',
    },
  }

  test.each(Object.keys(deeds))('nothing is signed and nothing goes where %s', async (what) => {
    const { deed, undo, refused } = deeds[what]!
    const before = await verified()
    expect(before).toMatchObject({ removals: [], findings: [] })
    for (const statement of deed) await asOwner(statement)
    await expect(remove()).rejects.toThrow(refused)
    for (const statement of undo) await asOwner(statement)
    await seal()
    expect(await verified()).toEqual(before)
  })

  test('what belongs to the sample leaves its leaves, signed as removed', async () => {
    await remove()
    await seal()
    expect(await verified()).toMatchObject({ removed: 1, findings: [] })
  })

  test('a sample created by an earlier version is identified by its slugs and addresses', async () => {
    await asOwner(`delete from audit_events where action = 'sample-begun'`)
    await asOwner('delete from audit_pending')
    const unsealed = mkdtempSync(join(root, 'data-'))
    await startSample({ store, dataDir: unsealed, actor: operator, signer })
    await asOwner(`update audit_events set detail = '{}' where action = 'sample-begun'`)
    const marked = (is: boolean) =>
      asOwner(`update organisations set sample = ${is} where slug = 'house-a'`)
    // The log is already damaged: this test is about who counts as part of the sample.
    const ask = () => asOperator(store, (handle) => verifySample(handle, [signer.publicKey]))
    await marked(true)
    await expect(ask()).rejects.toThrow('house-a is marked')
    await marked(false)
    expect((await ask()).size).toBe(14)
  })
})
