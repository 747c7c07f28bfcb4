import { sql } from 'kysely'
import type { Store } from '../../platform/db/index.ts'
import { openHeadFiles, type HeadFiles } from './head-files.ts'
import type { LogKeys } from './log-keys.ts'
import { sealingContext, logIdOf, logNameOf } from './types.ts'
import { verifyLog, type NamedHead, type VerifiedLog } from './verify-log.ts'

export type VerifyAllOptions = LogKeys & {
  store: Store
  files: HeadFiles
  /** Heads stored elsewhere. */
  heads?: readonly NamedHead[]
}

/** Verifies the logs of all organisations and the installation, also against the heads in DATA_DIR. */
export async function verifyAllLogs(options: VerifyAllOptions): Promise<VerifiedLog[]> {
  const { store, key, earlier, files, heads = [] } = options
  const organisations = await store.transact(sealingContext, async (handle) => {
    const { rows } = await sql<{ id: string }>`select id from organisations order by id`.execute(
      handle,
    )
    return rows.map(({ id }) => id)
  })
  const verified: VerifiedLog[] = []
  for (const organisationId of [null, ...organisations]) {
    const log = logNameOf(logIdOf(organisationId))
    const inFile = headInFile(files, log)
    const own = [...inFile, ...heads.filter(({ head }) => head.head.log === log)]
    verified.push(await verifyLog({ store, organisationId, key, earlier, heads: own }))
  }
  const known = new Set(verified.map(({ log }) => log))
  const strangers = [...files.logs().flatMap((log) => headInFile(files, log)), ...heads].filter(
    ({ head }) => !known.has(head.head.log),
  )
  // Logs removed with their organisation, as the installation's log proves.
  const removals = verified.flatMap((log) => log.removals.map(({ removed }) => removed))
  const removed = new Set(removals.flatMap((removal) => ('logs' in removal ? removal.logs : [])))
  return [
    ...verified,
    ...strangers.filter(({ head }) => !removed.has(head.head.log)).map(missingLog),
  ]
}

/** The head of one log in DATA_DIR, if there is one. */
export function headsOutside(dataDir: string, organisationId: string | null): NamedHead[] {
  return headInFile(openHeadFiles(dataDir), logNameOf(logIdOf(organisationId)))
}

function headInFile(files: HeadFiles, log: string): NamedHead[] {
  const head = files.read(log)
  return head === undefined ? [] : [{ name: files.pathOf(log), head }]
}

function missingLog({ name, head }: NamedHead): VerifiedLog {
  const { log, size } = head.head
  const sentence = `The log is missing: the head in ${name} covers ${size} of its entries`
  const code = 'log-missing' as const
  const finding = { code, count: size, positions: [], entries: [], sentence }
  return {
    log,
    size: 0,
    head: null,
    removed: 0,
    removals: [],
    waiting: 0,
    compared: true,
    underEarlierKey: undefined,
    findings: [finding],
  }
}
