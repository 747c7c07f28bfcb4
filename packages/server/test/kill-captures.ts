import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  custodyFault,
  CustodyEvent,
  foldRange,
  leafHash,
  openPackage,
  sha256,
  signerOf,
  verifyPackage,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import { assembleEvidence, exportPackage } from '../src/investigation/evidence/index.ts'
import { blobsIn, sweepBlobs, type Blobs } from '../src/platform/blobs/index.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import type { Transaction, Store } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'
import { asOperator, newOrganisation, personOf } from './builders.ts'
import { inStore } from './kill-ingest.ts'
import { environmentOf } from './start-server.ts'
import { capturer, startWriting } from './child-programs.ts'

export type KilledCaptures = {
  /** Captures requested and acknowledged. */
  requested: number
  sealed: number
  /** Abandoned after three processes died on them, and reported. */
  givenUp: number
  /** Whatever does not hold, each in a sentence. */
  problems: string[]
}

/**
 * Repeatedly kills a process that captures and seals, and lets one finish; then reports whether any event was lost,
 * any item is incomplete, or any seal or position in the log is wrong.
 */
export async function killAmidCaptures(
  config: StoreConfig,
  rounds: number,
  shop?: { port: number; millisecondsEach: number },
): Promise<KilledCaptures> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-kill-captures-'))
  const { privateKey } = generateKeyPairSync('ed25519')
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const keyFile = join(folder, 'evidence.key')
  writeFileSync(keyFile, key)
  const organisationId = await inStore(config, async (store) => {
    return (await newOrganisation(store, 'market-a')).id
  })
  const start = (most: number) => {
    const args = [folder, keyFile, String(shop?.port ?? 0), organisationId, String(most)]
    return startWriting(environmentOf(config), args, capturer)
  }
  const requested: string[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const process = start(1000)
      await process.until(1)
      await sleep(Math.random() * (shop?.millisecondsEach ?? 150))
      process.kill()
      await process.ended
      requested.push(...process.acknowledged)
    }
    const last = start(1)
    const { code, err } = await last.ended
    requested.push(...last.acknowledged)
    return await inStore(config, async (store) => {
      const blobs = blobsIn(join(folder, 'blobs'))
      const problems = code === 0 ? [] : [`The last process ended with ${code}: ${err}`]
      const inspection = await asOperator(store, (handle) =>
        inspect(handle, blobs, requested, problems),
      )
      await inspectPackage(store, blobs, { folder, key, organisationId }, inspection.last, problems)
      await sweepBlobs({ store, blobs, now: Date.now() + 86_400_000 })
      await inspectBlobs(blobs, inspection.digests, problems)
      return {
        requested: requested.length,
        sealed: inspection.sealed,
        givenUp: inspection.givenUp,
        problems,
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

type Inspection = {
  sealed: number
  givenUp: number
  last: string | undefined
  digests: Set<string>
}
type Row = { id: string; state: string; outcome: string | null; items: number; seals: number }

async function inspect(
  handle: Transaction,
  blobs: Blobs,
  requested: readonly string[],
  problems: string[],
): Promise<Inspection> {
  const inspection: Inspection = { sealed: 0, givenUp: 0, last: undefined, digests: new Set() }
  const { rows } = await sql<Row>`
    select id, state, outcome,
      (select count(*)::int from evidence_items i where i.capture_id = c.id) as items,
      (select count(*)::int from evidence_seals s where s.capture_id = c.id) as seals
    from captures c order by requested_at`.execute(handle)
  const stored = new Map(rows.map((row) => [row.id, row]))
  for (const id of requested) if (!stored.has(id)) problems.push(`The capture ${id} was lost.`)
  for (const { id, state, outcome, items, seals } of rows) {
    const { rows: events } = await sql<{ event: unknown }>`
      select event from custody_events where capture_id = ${id}::uuid order by sequence`.execute(
      handle,
    )
    const custody = events.map(({ event }) => CustodyEvent.parse(event))
    const fault = custodyFault(custody)
    if (fault !== undefined) problems.push(`${id}: ${fault}`)
    const actions = custody.map(({ action }) => action).join(' ')
    if (state === 'sealed' && items >= 3 && seals === 1) {
      inspection.sealed++
      inspection.last = id
      if (actions !== 'identified acquired preserved')
        problems.push(`${id}: custody is ${actions}.`)
    } else if (state === 'failed' && outcome === 'stopped' && items + seals === 0)
      inspection.givenUp++
    else problems.push(`${id} is ${state}, ${outcome}, with ${items} items and ${seals} seals.`)
  }
  const digests = await sql<{ digest: string }>`
    select distinct encode(sha256, 'hex') as digest from evidence_items`.execute(handle)
  for (const { digest } of digests.rows) {
    inspection.digests.add(digest)
    await blobs.file(digest).catch((error: Error) => problems.push(error.message))
  }
  await inspectLog(handle, problems)
  return inspection
}

/** Nodes and heads are those of a log that is built anew from its leaves, and every seal has its own place. */
async function inspectLog(handle: Transaction, problems: string[]): Promise<void> {
  const { rows: sizes } = await sql<{ size: number }>`select size from evidence_log`.execute(handle)
  const size = Number(sizes[0]?.size ?? 0)
  const { rows: leaves } = await sql<{ hash: Buffer }>`
    select hash from evidence_log_nodes where level = 0 order by index`.execute(handle)
  const { rows: heads } = await sql<{ size: number; root: Buffer }>`
    select size, root from evidence_log_heads order by size`.execute(handle)
  if (leaves.length !== size || heads.length !== size) {
    problems.push(`The log has ${size} entries, ${leaves.length} leaves and ${heads.length} heads.`)
  }
  const hashes = leaves.map(({ hash }) => hash)
  for (const at of hashes.keys()) {
    const head = heads[at]
    if (head === undefined || !head.root.equals(rootOf(hashes.slice(0, at + 1)))) {
      problems.push(`The head of the log at ${at + 1} has another root than its leaves.`)
    }
  }
  const { rows: seals } = await sql<{ index: number; files: Record<string, string> }>`
    select log_index as index, files from evidence_seals`.execute(handle)
  for (const { index, files } of seals) {
    const record = Buffer.from(files['record.json'] ?? '', 'base64')
    if (leaves[Number(index)]?.hash.equals(leafHash(record)) !== true) {
      problems.push(`The seal with the record ${sha256(record)} does not stand at place ${index}.`)
    }
  }
}

/** The root over leaves as RFC 9162 (2.1.1) words it. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = leaves
  if (leaves.length <= 1) return first
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return foldRange([rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half))])
}

async function inspectPackage(
  store: Store,
  blobs: Blobs,
  { folder, key, organisationId }: { folder: string; key: string; organisationId: string },
  id: string | undefined,
  problems: string[],
): Promise<void> {
  if (id === undefined) return void problems.push('Not one capture was sealed.')
  const sealer = sealerOf(Buffer.alloc(32, 7))
  const evidence = assembleEvidence({ store, blobs, sealer, keeper: signerOf(key) })
  const target = join(folder, 'package.zip')
  const input = { id, reason: 'To be checked.', target, agent: 'a test' }
  const actor = personOf(organisationId)
  await exportPackage({ ...evidence, authorities: [] }, { actor, input })
  const files = await openPackage(target)
  const { checks } = await verifyPackage(files)
  await files.close()
  const faults = checks.filter(({ outcome }) => outcome === 'fault')
  problems.push(...faults.map(({ sentence }) => sentence))
}

/** Leftovers of a killed process are gone after the sweep, and nothing else is. */
async function inspectBlobs(
  blobs: Blobs,
  named: ReadonlySet<string>,
  problems: string[],
): Promise<void> {
  const left = new Set<string>()
  for await (const digests of blobs.olderThan(new Date(Date.now() + 86_400_000))) {
    for (const digest of digests) left.add(digest)
  }
  const strange = [...left].filter((digest) => !named.has(digest))
  const missing = [...named].filter((digest) => !left.has(digest))
  for (const digest of strange) problems.push(`Nothing names the blob ${digest}, and it is there.`)
  for (const digest of missing) problems.push(`The blob ${digest} is named and not there.`)
}
