import { randomUUID } from 'node:crypto'
import { signAuditLogHead, type SignedAuditLogHead } from '@touchstone/evidence'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { asDatabaseOwner, type Query } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { recordEvent } from '../audit/index.ts'
import { ephemeralKey } from '../../investigation/evidence/index.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { openHeadFiles } from './head-files.ts'
import { installationLogId, type Span } from './types.ts'
import { digestLeaves, signRemoval } from './prove-removal.ts'
import { sealEntries } from './seal-entries.ts'
import { chainTables, deleteEntry } from './test/tampering.ts'
import { verifyAllLogs } from './verify-all-logs.ts'
import { verifyLog } from './verify-log.ts'

const signer = ephemeralKey()
const stranger = ephemeralKey()

type Claim = { organisation: string | null; action?: string; detail: unknown }

/** An entry about a removal, written by the owner of the database and then sealed by the server. */
async function claim(query: Query, entry: Claim): Promise<void> {
  const { organisation, action = 'audit-entries-removed', detail } = entry
  const id = randomUUID()
  await query(
    `insert into audit_events
       (id, organisation_id, actor_kind, actor_id, action, subject_kind, subject_id, detail)
     values ($1::uuid, $2::uuid, 'operator', 'x', $3, 'installation', 'audit-log', $4::jsonb)`,
    [id, organisation, action, JSON.stringify(detail)],
  )
  await query('insert into audit_pending (event_id, organisation_id) values ($1, $2::uuid)', [
    id,
    organisation,
  ])
}

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-removals-'))
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

  /** Writes so many entries to a log and seals them. */
  async function write(organisationId: string | null, count: number): Promise<void> {
    await asOperator(store, async (handle) => {
      for (let n = 0; n < count; n++) {
        const subject = { kind: 'view', id: `${n}` } as const
        await recordEvent({ handle, organisationId, action: 'view-saved', subject })
      }
    })
    await seal()
  }
  const seal = () => sealEntries({ store, signer, now: () => new Date() })
  const verified = (organisationId: string | null, key = signer.publicKey) =>
    verifyLog({ store, organisationId, key })
  const proven = (log: string, positions: Span[], by = signer) =>
    asOperator(store, async (handle) =>
      signRemoval(by, { positions, leaves: await digestLeaves(handle, log, positions) }),
    )
  async function tamper(work: (query: Query) => Promise<void>): Promise<void> {
    await store.close()
    await asDatabaseOwner(config, chainTables, work)
    store = await openStore(config)
    await seal()
  }

  test('an entry in the log of an organisation excuses no missing ones, signed or not', async () => {
    const { id } = await newOrganisation(store, 'claimed')
    await write(id, 11)
    const signed = await proven(id, [[3, 3]])
    await tamper(async (query) => {
      await deleteEntry(query, id, 3)
      await claim(query, { organisation: id, detail: { positions: [[3, 3]] } })
      await claim(query, { organisation: id, detail: signed })
    })
    const { removed, findings } = await verified(id)
    expect(removed).toBe(0)
    expect(findings).toMatchObject([
      { code: 'removal-unproven', count: 2, positions: [[12, 13]] },
      { code: 'entries-missing', count: 1, positions: [[3, 3]] },
    ])
  })

  test('an entry in the log of the installation justifies exactly the removals that its signature covers', async () => {
    await write(null, 12)
    const lawful: Span[] = [[2, 2]]
    const gap: Span[] = [[5, 5]]
    const signed = await proven(installationLogId, lawful)
    const { leaves: _, ...unbound } = signed['proof'] as Record<string, unknown>
    const forged = [
      { positions: gap },
      // A genuine signature for another position, without the leaves it covers.
      { ...signed, positions: gap },
      { ...signed, proof: unbound },
      // Signed for other leaves, for later entries, and by another key.
      await signRemoval(signer, { positions: gap, leaves: '0'.repeat(64) }),
      await proven(installationLogId, [
        [5, 5],
        [500, 500],
      ]),
      await proven(installationLogId, gap, stranger),
    ]
    await tamper(async (query) => {
      await deleteEntry(query, installationLogId, 2)
      await deleteEntry(query, installationLogId, 5)
      await claim(query, { organisation: null, detail: signed })
      for (const detail of forged) await claim(query, { organisation: null, detail })
    })
    const { removed, removals, findings } = await verified(null)
    expect(removed).toBe(1)
    expect(removals).toMatchObject([{ removed: { positions: lawful } }])
    expect(findings).toMatchObject([
      { code: 'removal-unproven', count: forged.length },
      { code: 'entries-missing', count: 1, positions: gap },
    ])
    const underOther = await verified(null, stranger.publicKey)
    expect(underOther.findings).toContainEqual(
      expect.objectContaining({ code: 'entries-missing', positions: [[2, 2]] }),
    )
    const keyless = await verifyLog({ store, organisationId: null, key: undefined })
    expect(keyless.removed).toBe(0)
  })

  test('a log is missed unless the installation signed that it went with the sample', async () => {
    const [lawful, claimed, replayed, misplaced] = [1, 2, 3, 4].map(() => randomUUID()) as [
      string,
      string,
      string,
      string,
    ]
    const signed = await signRemoval(signer, { logs: [lawful] })
    const ofOther = await signRemoval(signer, { logs: [misplaced] })
    const { id } = await newOrganisation(store, 'keeper')
    await tamper(async (query) => {
      const action = 'sample-removed'
      await claim(query, { organisation: null, action, detail: signed })
      await claim(query, { organisation: null, action, detail: { logs: [claimed] } })
      await claim(query, { organisation: null, action, detail: { ...signed, logs: [replayed] } })
      await claim(query, { organisation: id, action, detail: ofOther })
    })
    const heads = await Promise.all([lawful, claimed, replayed, misplaced].map(storedHead))
    const files = openHeadFiles(dataDir)
    const all = await verifyAllLogs({ store, key: signer.publicKey, files, heads })
    const missing = all.filter(({ findings }) =>
      findings.some((finding) => finding.code === 'log-missing'),
    )
    expect(missing.map(({ log }) => log)).toEqual([claimed, replayed, misplaced])
    expect(all.find(({ log }) => log === id)?.findings).toMatchObject([
      { code: 'removal-unproven', count: 1 },
    ])
  })
})

async function storedHead(log: string): Promise<{ name: string; head: SignedAuditLogHead }> {
  const at = new Date().toISOString()
  const { head, signature } = await signAuditLogHead(signer, {
    log,
    size: 3,
    root: 'a'.repeat(64),
    at,
  })
  return {
    name: 'a file that was kept',
    head: {
      type: 'touchstone-audit-log/signed-head/1',
      head,
      signature: signature.toString('base64'),
      key: signer.publicKey.pem,
      earlier: [],
    },
  }
}
