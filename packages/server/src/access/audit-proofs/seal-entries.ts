import {
  coveringNodes,
  Frontier,
  signAuditLogHead,
  type SignedAuditLogHead,
  type Signer,
} from '@touchstone/evidence'
import type { AuditEvent } from '../audit/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { readTogether } from '../../platform/poller/index.ts'
import type { HeadFiles } from './head-files.ts'
import { sealingContext, leafOf, logNameOf } from './types.ts'
import {
  deletePendingEvents,
  insertHead,
  insertNodes,
  lockTrees,
  nodesOf,
  openLog,
  pendingEvents,
  pendingLogs,
  rangesOf,
  updateLogSize,
  type NewNode,
} from './tree-repository.ts'

export type SealingOptions = {
  store: Store
  /** The key of the installation's logs. */
  signer: Signer
  files?: HeadFiles | undefined
  now: () => Date
  /** Seals the entries of this organisation only. */
  only?: string | undefined
  /** Called if a log does not extend the head in its file. */
  onFault?: ((error: unknown) => void) | undefined
  /** Throws if the store has been switched to another key. */
  demandKey?: ((handle: Transaction) => Promise<void>) | undefined
}

export const batchEntries = 1000

/**
 * Gives every committed entry without one a leaf, and signs a head for each log that grew. Entries are written
 * without a position, so that writers do not wait for each other; sealing takes committed ones, in transactions that
 * lock nothing that a writer needs. A log that cannot be sealed does not block the others.
 */
export async function sealEntries(options: SealingOptions): Promise<void> {
  const { store, only } = options
  const organisations = only === undefined ? await readTogether(store, pendingLogs) : [only]
  const faults: unknown[] = []
  for (const organisationId of organisations) {
    await sealLog(options, organisationId).catch((error: unknown) => faults.push(error))
  }
  if (faults.length > 0) throw faults[0]
}

async function sealLog(options: SealingOptions, organisationId: string | null): Promise<void> {
  const { store, files } = options
  for (;;) {
    const { sealed, count } = await store.transact(sealingContext, (handle) =>
      sealBatch(handle, options, organisationId),
    )
    if (sealed?.extendsFile) files?.write(sealed.head)
    if (count < batchEntries) return
  }
}

type Sealed = { head: SignedAuditLogHead; extendsFile: boolean }

async function sealBatch(
  handle: Transaction,
  options: SealingOptions,
  organisationId: string | null,
): Promise<{ sealed: Sealed | undefined; count: number }> {
  await lockTrees(handle)
  await options.demandKey?.(handle)
  const pending = await pendingEvents(handle, { limit: batchEntries, organisationId })
  const events = pending.filter(({ hasLeaf }) => !hasLeaf)
  const sealed =
    events.length === 0 ? undefined : await grow(handle, { ...options, organisationId, events })
  await deletePendingEvents(
    handle,
    pending.map(({ id }) => id),
  )
  return { sealed, count: pending.length }
}

async function grow(
  handle: Transaction,
  options: SealingOptions & { organisationId: string | null; events: readonly AuditEvent[] },
): Promise<Sealed> {
  const { signer, organisationId, events } = options
  const { id, size: before } = await openLog(handle, organisationId)
  const extendsFile = await extendsFileOf(handle, options, { id, before })
  const edge = coveringNodes({ start: 0, end: before })
  const frontier = Frontier.at(before, await nodesOf(handle, id, edge))
  const nodes = events.flatMap((event) =>
    frontier
      .append(leafOf(event))
      .map((node): NewNode => ({ ...node, eventId: node.level === 0 ? event.id : null })),
  )
  await insertNodes(handle, id, nodes)
  const { size, root } = frontier
  await updateLogSize(handle, id, size)
  const at = options.now()
  const { head, signature } = await signAuditLogHead(signer, {
    log: logNameOf(id),
    size,
    root: root.toString('hex'),
    at: at.toISOString(),
  })
  const key = signer.publicKey.pem
  await insertHead(handle, id, { size, at, root, key, signature })
  return {
    extendsFile,
    head: {
      type: 'touchstone-audit-log/signed-head/1',
      head,
      signature: signature.toString('base64'),
      key,
      earlier: [],
    },
  }
}

/**
 * Whether the stored log extends the head in its file. If not, the log was truncated or rewritten behind the
 * program's back: the file is evidence of that and is kept.
 */
async function extendsFileOf(
  handle: Transaction,
  { files, onFault }: SealingOptions,
  { id, before }: { id: string; before: number },
): Promise<boolean> {
  const log = logNameOf(id)
  const storedHead = files?.read(log)?.head
  if (files === undefined || storedHead === undefined) return true
  if (storedHead.size <= before) {
    const [root] = await rangesOf(handle, id, [{ start: 0, end: storedHead.size }])
    if (root?.toString('hex') === storedHead.root) return true
  }
  onFault?.(
    new Error(
      `the audit log ${log} does not extend the head of ${storedHead.size} entries in ${files.pathOf(log)}: it was cut, rewritten or restored from an older backup; run touchstone doctor`,
    ),
  )
  return false
}
