import { canonicalBytes, Frontier, isSignedBy, type PublicKey } from '@touchstone/evidence'
import { sql } from 'kysely'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { sealProblem, type StoredSeal } from './seal-problem.ts'

export type EvidenceCheck = {
  seals: number
  files: number
  logEntries: number
  /** What is wrong, each in a sentence. */
  findings: string[]
}

export type EvidenceCheckOptions = {
  store: Store
  blobs: Pick<Blobs, 'file'>
  /** The keys of the evidence log: the current one and earlier ones. */
  keys: readonly PublicKey[]
}

const context = { as: 'operator', actor: { kind: 'operator', id: 'check-evidence' } } as const

const sealsAtOnce = 200
const entriesAtOnce = 5000

/**
 * Opens every seal, reads every file of evidence against its digest, and recomputes the evidence log against each of
 * its signed heads.
 */
export async function checkEvidence(options: EvidenceCheckOptions): Promise<EvidenceCheck> {
  const findings: string[] = []
  const logEntries = await checkLog(options, findings)
  const seals = await checkSeals(options, findings)
  const files = await checkFiles(options, findings)
  return { seals, files, logEntries, findings }
}

type StoredHead = { size: number; at: Date; root: Buffer; signature: Buffer }

async function checkLog(
  { store, keys }: EvidenceCheckOptions,
  findings: string[],
): Promise<number> {
  const log = Frontier.empty()
  for (;;) {
    const from = log.size
    const { leaves, heads } = await store.transact(context, async (handle) => {
      const { rows } = await sql<{ index: string; hash: Buffer }>`
        select index::text, hash from evidence_log_nodes
        where level = 0 and index >= ${from}::int8 order by index limit ${entriesAtOnce}`.execute(
        handle,
      )
      const to = from + rows.length
      const found = await sql<StoredHead>`
        select size::int4 as size, at, root, signature from evidence_log_heads
        where size > ${from}::int8 and size <= ${to}::int8`.execute(handle)
      return { leaves: rows, heads: new Map(found.rows.map((head) => [head.size, head])) }
    })
    if (leaves.length === 0) return log.size
    for (const { index, hash } of leaves) {
      if (Number(index) !== log.size) {
        findings.push(`entry ${log.size + 1} of the evidence log is missing: restore a backup`)
        return log.size
      }
      log.append(hash)
      const problem = headProblem(heads.get(log.size), { root: log.root, size: log.size, keys })
      if (problem !== undefined) findings.push(problem)
    }
  }
}

function headProblem(
  head: StoredHead | undefined,
  { root, size, keys }: { root: Buffer; size: number; keys: readonly PublicKey[] },
): string | undefined {
  if (head === undefined) {
    return `the signed head of the evidence log at entry ${size} is missing: restore a backup`
  }
  if (!head.root.equals(root)) {
    return `the evidence log up to entry ${size} does not have the root that was signed: restore a backup`
  }
  const signed = keys.some((key) => {
    const bytes = canonicalBytes({
      type: 'touchstone-evidence/tree-head/1',
      log: key.id,
      size,
      root: root.toString('hex'),
      at: head.at.toISOString(),
    })
    return isSignedBy(key, bytes, head.signature)
  })
  return signed
    ? undefined
    : `the head of the evidence log at entry ${size} is not signed with a key of this installation: name its earlier key with --earlier-key, or restore a backup`
}

async function checkSeals({ store }: EvidenceCheckOptions, findings: string[]): Promise<number> {
  let checked = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const seals = await store.transact(context, async (handle) => {
      const { rows } = await sql<StoredSeal & { captureId: string }>`
        select s.capture_id as "captureId", s.files, n.hash as entry
        from evidence_seals s
        left join evidence_log_nodes n on n.level = 0 and n.index = s.log_index
        where s.capture_id > ${after}::uuid order by s.capture_id limit ${sealsAtOnce}`.execute(
        handle,
      )
      return rows
    })
    for (const seal of seals) {
      after = seal.captureId
      checked++
      const problem = sealProblem(seal)
      if (problem === undefined) continue
      findings.push(`the seal of the capture ${seal.captureId} ${problem}: restore a backup`)
    }
    if (seals.length < sealsAtOnce) return checked
  }
}

async function checkFiles(
  { store, blobs }: EvidenceCheckOptions,
  findings: string[],
): Promise<number> {
  let checked = 0
  let after: Buffer = Buffer.alloc(0)
  for (;;) {
    const digests = await store.transact(context, async (handle) => {
      const { rows } = await sql<{ digest: Buffer }>`
        select distinct sha256 as digest from evidence_items
        where disposed_at is null and sha256 > ${after}::bytea
        order by 1 limit ${sealsAtOnce}`.execute(handle)
      return rows.map(({ digest }) => digest)
    })
    for (const digest of digests) {
      after = digest
      checked++
      await blobs
        .file(digest.toString('hex'))
        .catch((error: unknown) => findings.push((error as Error).message))
    }
    if (digests.length < sealsAtOnce) return checked
  }
}
