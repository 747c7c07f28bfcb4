import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { startOf } from './folder-lock.ts'

/** After this time without a write, another machine's draft has no process any more. */
const silenceMilliseconds = 86_400_000

const draftForm = /\.([0-9a-f]{16})-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})\.partial$/

/**
 * An unpredictable name: someone sharing the folder could otherwise create the file first and own it. It identifies
 * the writing process.
 */
export function draftNameOf(file: string): string {
  const started = startOf(process.pid) ?? 'unknown'
  const writer = [digestOf(workflow()), process.pid, digestOf(started)].join('-')
  return `${file}.${randomBytes(8).toString('hex')}-${writer}.partial`
}

/** Deletes drafts of killed processes in this backup's folder, whatever the backups were called. */
export function sweepDrafts(file: string): void {
  const folder = dirname(file)
  for (const name of namesIn(folder)) {
    const [, , host, pid, started] = draftForm.exec(name) ?? []
    if (host === undefined || started === undefined) continue
    const draft = join(folder, name)
    const state = lstatSync(draft, { throwIfNoEntry: false })
    if (state?.isFile() !== true || state.uid !== process.geteuid?.()) continue
    if (!isWritten({ host, pid: Number(pid), started }, state.mtimeMs))
      rmSync(draft, { force: true })
  }
}

type Writer = { host: string; pid: number; started: string }

function isWritten({ host, pid, started }: Writer, writtenAt: number): boolean {
  if (host !== digestOf(workflow())) return Date.now() - writtenAt < silenceMilliseconds
  const now = startOf(pid)
  return now !== undefined && digestOf(now) === started
}

/** Empty if the folder cannot be read: writing the backup reports why. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The scope of process ids: containers may share a host name but number their processes separately. */
function workflow(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
