import { isStatementSignedBy } from '@touchstone/evidence'
import type { Transaction, Store } from '../../platform/db/index.ts'
import type { HeadFiles } from './head-files.ts'
import { publicKeysOf, type LogKeys } from './log-keys.ts'
import { sealingContext, logIdOf } from './types.ts'
import { signedHead } from './signed-heads.ts'
import { newestHeads, rangesOf } from './tree-repository.ts'

export type HeadStorageOptions = LogKeys & {
  store: Store
  files: HeadFiles
  onFault?: ((error: unknown) => void) | undefined
}

/**
 * Returns a function that writes the newest head of every log to DATA_DIR if the file there is missing or older: a
 * new folder, or one of a process that did not seal the log, would otherwise not reveal a truncation. A head that is
 * not signed, or does not extend the stored one, is reported and not written.
 */
export function headKeeper({
  store,
  files,
  onFault,
  ...keys
}: HeadStorageOptions): () => Promise<void> {
  const keptSizes = new Map<string, number>()
  return async () => {
    const newest = await store.transact(sealingContext, newestHeads)
    for (const { organisationId, log, size } of newest) {
      if (keptSizes.get(log) === size) continue
      try {
        await store.transact(sealingContext, (handle) =>
          writeHead(handle, { organisationId, files, keys }),
        )
        keptSizes.set(log, size)
      } catch (error) {
        onFault?.(error)
      }
    }
  }
}

async function writeHead(
  handle: Transaction,
  options: { organisationId: string | null; files: HeadFiles; keys: LogKeys },
): Promise<void> {
  const { organisationId, files, keys } = options
  const stored = await signedHead(handle, { organisationId, since: [] })
  if (stored === undefined) return
  const { head } = stored
  const storedHead = files.read(head.log)?.head
  // If the file is newer, the log was truncated: sealing and doctor report that.
  if (storedHead !== undefined && storedHead.size >= head.size) return
  const sizes = storedHead === undefined ? [head.size] : [head.size, storedHead.size]
  const roots = await rangesOf(
    handle,
    logIdOf(organisationId),
    sizes.map((end) => ({ start: 0, end })),
  )
  const [root, before] = roots.map((hash) => hash?.toString('hex'))
  const signature = Buffer.from(stored.signature, 'base64')
  const isSound =
    root === head.root &&
    (storedHead === undefined || before === storedHead.root) &&
    publicKeysOf(keys).some((key) => isStatementSignedBy(key, head, signature))
  if (isSound) files.write(stored)
  else {
    throw new Error(
      `the newest head of the audit log ${head.log}, of ${head.size} entries, was not signed by this installation for the entries in the log: ${files.pathOf(head.log)} was left unchanged; run touchstone doctor`,
    )
  }
}
