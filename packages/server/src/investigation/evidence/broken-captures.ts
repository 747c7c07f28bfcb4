import { sql } from 'kysely'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { sealProblem, statementOf, type StoredSeal } from './seal-problem.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'check-evidence' } } as const
const atOnce = 100

type Stored = {
  id: string
  url: string
  files: StoredSeal['files'] | null
  entry: Buffer | null
  items: { path: string; sha256: string; bytes: number }[]
}

export type BrokenCapture = {
  id: string
  url: string
  /** As the rest of a sentence about the capture. */
  problem: string
}

/**
 * The first of these sealed captures whose seal or content is not what was sealed and logged; undefined if all are.
 * Captures that are under way are left out. With `blobs`, the bytes of every item are read.
 */
export async function findBrokenCapture(
  { store, blobs }: { store: Store; blobs?: Pick<Blobs, 'file'> },
  ids: readonly string[],
): Promise<BrokenCapture | undefined> {
  for (let at = 0; at < ids.length; at += atOnce) {
    const batch = ids.slice(at, at + atOnce)
    const stored = await store.transact(context, async (handle) => {
      const { rows } = await sql<Stored>`
        select c.id, c.url, s.files, n.hash as entry,
          (select coalesce(json_agg(json_build_object('path', i.path, 'bytes', i.bytes,
              'sha256', encode(i.sha256, 'hex')) order by i.name), '[]')
            from evidence_items i where i.capture_id = c.id) as items
        from captures c
        left join evidence_seals s on s.capture_id = c.id
        left join evidence_log_nodes n on n.level = 0 and n.index = s.log_index
        where c.id = any (${batch}::uuid[]) and c.state = 'sealed' and c.disposed_at is null
        order by c.id`.execute(handle)
      return rows
    })
    for (const { id, url, ...one } of stored) {
      const problem = problemOf(one) ?? (blobs && (await contentProblem(blobs, one)))
      if (problem !== undefined) return { id, url, problem }
    }
  }
  return undefined
}

type Content = Omit<Stored, 'id' | 'url'>

function problemOf({ files, entry, items }: Content): string | undefined {
  if (files === null) return 'has lost its seal'
  const problem = sealProblem({ files, entry })
  if (problem !== undefined) return `has a seal that ${problem}`
  const stored = new Map(items.map((item) => [`data/${item.path}`, item]))
  const changed = statementOf(files).files.find(({ path, sha256, bytes }) => {
    const item = stored.get(path)
    return item?.sha256 !== sha256 || item.bytes !== bytes
  })
  return changed && `no longer has the file ${changed.path} that was sealed`
}

async function contentProblem(
  blobs: Pick<Blobs, 'file'>,
  { items }: Content,
): Promise<string | undefined> {
  for (const { path, sha256 } of items) {
    const isSound = await blobs.file(sha256).then(() => true, unlessDamaged)
    if (!isSound) return `has a damaged or missing file, data/${path}`
  }
  return undefined
}

function unlessDamaged(error: unknown): false {
  if (error instanceof AppError && error.code === 'store-unfit') return false
  throw error
}
