import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MerkleLog } from '../merkle-log/index.ts'
import { signerOf } from '../signing-keys/index.ts'
import {
  auditLogLeaf,
  compareAuditLogHeads,
  isSelfConsistent,
  signAuditLogHead,
  SignedAuditLogHead,
} from './index.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const log = '6f1c1d0e-8f0a-4c55-9d1d-0f8c9a6b7e21'
const hex = (bytes: Buffer): string => bytes.toString('hex')

/** A history whose entries from `fork` on differ from those of the others. */
type History = { size: number; fork: number }

const entryOf = (n: number, { fork }: History): string => (n < fork ? `${n}` : `${n} after ${fork}`)

async function headOf(history: History, since: readonly number[]): Promise<SignedAuditLogHead> {
  const { size } = history
  const tree = new MerkleLog()
  for (let n = 0; n < size; n++) tree.append(Buffer.from(entryOf(n, history)))
  const { head, signature } = await signAuditLogHead(signer, {
    log,
    size,
    root: hex(tree.root()),
    at: '2026-11-20T08:00:00.000Z',
  })
  return SignedAuditLogHead.parse({
    type: 'touchstone-audit-log/signed-head/1',
    head,
    signature: signature.toString('base64'),
    key: signer.publicKey.pem,
    earlier: since
      .filter((first) => first < size)
      .map((first) => ({
        size: first,
        root: hex(tree.root(first)),
        path: tree.consistencyProof(first).map(hex),
      })),
  })
}

/** Entry by entry, whether the longer history begins with the shorter one. */
function begins(one: History, other: History): boolean {
  const size = Math.min(one.size, other.size)
  return Array.from({ length: size }, (_, n) => n).every(
    (n) => entryOf(n, one) === entryOf(n, other),
  )
}

const history = fc.record({
  size: fc.integer({ min: 1, max: 40 }),
  fork: fc.oneof(fc.constant(1000), fc.integer({ min: 0, max: 40 })),
})

test('two heads are of one log only if one history begins with the other, and a proof shows it', async () => {
  await fc.assert(
    fc.asyncProperty(history, history, fc.boolean(), async (a, b, proves) => {
      const head = await headOf(a, proves ? [b.size] : [])
      const other = await headOf(b, proves ? [a.size] : [])
      expect(isSelfConsistent(head)).toBe(true)
      const comparison = compareAuditLogHeads(head, other)
      expect(compareAuditLogHeads(other, head)).toBe(comparison)
      if (a.size === b.size) expect(comparison).toBe(begins(a, b) ? 'same' : 'forked')
      else if (!proves) expect(comparison).toBe('unproven')
      else expect(comparison).toBe(begins(a, b) ? 'grown' : 'forked')
    }),
  )
})

test('a third head proves it for two, and only where it begins with both', async () => {
  await fc.assert(
    fc.asyncProperty(history, history, history, async (a, b, c) => {
      fc.pre(a.size !== b.size && c.size > Math.max(a.size, b.size))
      const heads = [await headOf(a, []), await headOf(b, [])] as const
      const bridge = await headOf(c, [a.size, b.size])
      const comparison = compareAuditLogHeads(...heads, [bridge])
      if (comparison === 'grown') expect(begins(a, b)).toBe(true)
      expect(comparison === 'grown').toBe(begins(a, c) && begins(b, c))
    }),
  )
})

test('proofs that were altered prove nothing, and nothing makes a fork look grown', async () => {
  await fc.assert(
    fc.asyncProperty(history, history, fc.nat(), async (a, b, salt) => {
      fc.pre(a.size < b.size && !begins(a, b))
      const older = await headOf(a, [])
      const newer = await headOf(b, [a.size])
      const [growth] = newer.earlier
      const forged = {
        ...newer,
        earlier: [
          { ...growth!, root: older.head.root },
          { ...growth!, path: growth!.path.toSpliced(salt % (growth!.path.length || 1), 1) },
          { ...growth!, root: older.head.root, path: [older.head.root, ...growth!.path] },
        ],
      }
      expect(compareAuditLogHeads(older, forged)).not.toBe('grown')
    }),
  )
})

test('heads of other logs and of other keys are distinguished', async () => {
  const head = await headOf({ size: 3, fork: 9 }, [])
  const elsewhere = { ...head, head: { ...head.head, log: 'installation' as const } }
  expect(compareAuditLogHeads(head, elsewhere)).toBe('other-log')
  const strange = { ...head, head: { ...head.head, key: '0'.repeat(64) } }
  expect(compareAuditLogHeads(head, strange)).toBe('other-key')
  expect(isSelfConsistent(strange)).toBe(false)
  expect(isSelfConsistent({ ...head, key: 'no key' })).toBe(false)
})

test('a leaf commits to every field of its entry', () => {
  const entry = {
    log,
    id: '0b5c39f5-7f39-4d7a-9c0e-4d1ef1f7f0aa',
    at: '2026-11-20T08:00:00.000Z',
    actor: { kind: 'person', id: 'x' },
    action: 'signed-in',
    subject: { kind: 'person', id: 'x' },
    detail: { n: 1 },
  }
  const changes = [
    { log: 'installation' },
    { id: '0b5c39f5-7f39-4d7a-9c0e-4d1ef1f7f0ab' },
    { at: '2026-11-20T08:00:00.001Z' },
    { actor: { kind: 'key', id: 'x' } },
    { action: 'signed-out' },
    { subject: { kind: 'person', id: 'y' } },
    { detail: { n: 2 } },
  ]
  const hashes = [entry, ...changes.map((change) => ({ ...entry, ...change }))].map((leaf) =>
    hex(auditLogLeaf(leaf)),
  )
  expect(new Set(hashes).size).toBe(changes.length + 1)
  expect(hex(auditLogLeaf({ ...entry, detail: { n: 1 } }))).toBe(hashes[0])
})
