import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignedAuditLogHead } from '@touchstone/evidence'

/**
 * The newest signed head of each log, in files of DATA_DIR: someone who owns only the database cannot truncate a log
 * without contradicting the head here.
 */
export type HeadFiles = {
  /** Undefined if there is none. */
  read(log: string): SignedAuditLogHead | undefined
  write(head: SignedAuditLogHead): void
  /** The names of logs with a stored head. */
  logs(): string[]
  pathOf(log: string): string
}

const ending = '.json'

export function openHeadFiles(dataDir: string): HeadFiles {
  const folder = join(dataDir, 'audit-heads')
  const pathOf = (log: string): string => join(folder, `${log}${ending}`)
  return {
    pathOf,
    read: (log) => {
      const text = ifThere(() => readFileSync(pathOf(log), 'utf8'))
      return text === undefined ? undefined : SignedAuditLogHead.parse(JSON.parse(text))
    },
    write: (head) => {
      mkdirSync(folder, { recursive: true })
      // Readers see the previous file or the new one, never a partial one.
      const draft = `${pathOf(head.head.log)}.${process.pid}`
      writeFileSync(draft, `${JSON.stringify(head, null, 2)}\n`, { mode: 0o600 })
      renameSync(draft, pathOf(head.head.log))
    },
    logs: () =>
      (ifThere(() => readdirSync(folder)) ?? [])
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length)),
  }
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
