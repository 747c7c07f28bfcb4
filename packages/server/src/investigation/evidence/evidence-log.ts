import {
  canonicalBytes,
  consistencyRanges,
  coveringNodes,
  foldRange,
  Frontier,
  inclusionRanges,
  leafHash,
  type CompleteNode,
  type Logged,
  type Range,
  type SealLog,
  type Signer,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import type { Transaction, Store } from '../../platform/db/index.ts'

export type LogOptions = {
  store: Store
  signer: Signer
  now: () => Date
  /** Throws if the store has been switched to another key. */
  demandKey?: ((handle: Transaction) => Promise<void>) | undefined
}

type TreeHead = Logged['head']

const context = { as: 'operator', actor: { kind: 'operator', id: 'evidence-log' } } as const

/**
 * The installation's evidence log in the store, to which any number of processes append in turn. Entry, nodes and
 * signed head are written in one transaction, so that no position is assigned twice or left empty.
 */
export function openStoredLog({ store, signer, now, demandKey }: LogOptions): SealLog {
  return {
    key: signer.publicKey,
    append: (entry, earlier) =>
      store.transact(context, async (handle) => {
        await demandKey?.(handle)
        const size = await nextSize(handle)
        const root = await addLeaf(handle, size - 1, leafHash(entry))
        const head: TreeHead = {
          type: 'touchstone-evidence/tree-head/1',
          log: signer.publicKey.id,
          size,
          root: root.toString('hex'),
          at: now().toISOString(),
        }
        const signature = await signer.sign(canonicalBytes(head))
        await sql`
          insert into evidence_log_heads (size, at, root, signature)
          values (${size}::int8, ${head.at}::timestamptz, decode(${head.root}, 'hex'), ${signature})
        `.execute(handle)
        const index = size - 1
        const path = await rangesIn(handle, inclusionRanges(index, size))
        const consistency: Buffer[][] = []
        for (const before of earlier) {
          consistency.push(await rangesIn(handle, consistencyRanges(before, size)))
        }
        return { index, head, signature, path, consistency }
      }),
  }
}

/** Locks the log until the transaction ends. */
async function nextSize(handle: Transaction): Promise<number> {
  await sql`insert into evidence_log (only_one) values (true) on conflict do nothing`.execute(
    handle,
  )
  const { rows } = await sql<{ size: number }>`
    update evidence_log set size = size + 1 returning size`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('the evidence log has no row')
  return Number(row.size)
}

/** Adds the leaf and every node that it completes; returns the root. */
async function addLeaf(handle: Transaction, index: number, leaf: Buffer): Promise<Buffer> {
  const edge = await nodesOf(handle, coveringNodes({ start: 0, end: index }))
  const frontier = Frontier.at(index, edge)
  for (const node of frontier.append(leaf)) {
    await sql`
      insert into evidence_log_nodes (level, index, hash)
      values (${node.level}::int4, ${node.index}::int8, ${node.hash})`.execute(handle)
  }
  return frontier.root
}

async function rangesIn(handle: Transaction, ranges: readonly Range[]): Promise<Buffer[]> {
  const covers = ranges.map((range) => coveringNodes(range))
  const hashes = await nodesOf(handle, covers.flat())
  return covers.map((nodes) => foldRange(hashes.splice(0, nodes.length)))
}

/** The hashes of complete nodes, in the requested order. */
async function nodesOf(handle: Transaction, nodes: readonly CompleteNode[]): Promise<Buffer[]> {
  if (nodes.length === 0) return []
  const { rows } = await sql<{ hash: Buffer }>`
    select n.hash
    from unnest(${nodes.map(({ level }) => level)}::int4[], ${nodes.map(({ index }) => index)}::int8[])
      with ordinality as asked (level, index, place)
    join evidence_log_nodes n on n.level = asked.level and n.index = asked.index
    order by asked.place`.execute(handle)
  if (rows.length !== nodes.length) throw new Error('the evidence log is missing nodes')
  return rows.map(({ hash }) => hash)
}
