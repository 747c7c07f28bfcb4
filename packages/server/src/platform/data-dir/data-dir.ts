import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors/index.ts'

/** Whether files have owner, group and others here. Windows guards them by lists that Node does not show. */
const hasModes = process.platform !== 'win32'
const groupAndOthers = 0o077

/**
 * Makes DATA_DIR for its owner alone where it is missing, refuses one that other users may enter, and
 * closes what lies open in it.
 */
export function openDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw unusable(
      `DATA_DIR ${path} cannot be made (${codeOf(cause)}): choose another folder`,
      cause,
    )
  }
  const problem = dataDirProblem(path)
  if (problem !== undefined) throw unusable(problem)
  if (!hasModes) return
  for (const name of readdirSync(path)) closeToOthers(join(path, name))
}

/** Why others may read what lies in DATA_DIR, and the mend; undefined where they may not. */
export function dataDirProblem(path: string): string | undefined {
  if (!hasModes) return undefined
  const found = statOf(path)
  if (found === undefined) return undefined
  if (isOpen(found)) return openTo('DATA_DIR', path, found)
  if (isForeign(found)) return ownedByAnother('DATA_DIR', path, found)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue
    // The operator put it elsewhere: there the folder above guards nothing.
    const link = join(path, entry.name)
    const target = statOf(link)
    if (target?.isDirectory() !== true) continue
    const what = `${link}, which leads to`
    if (isOpen(target)) return openTo(what, realpathSync(link), target)
    if (isForeign(target)) return ownedByAnother(what, realpathSync(link), target)
  }
  return undefined
}

/**
 * Takes from a file or a whole folder what group and others may do there. What is closed itself was closed
 * whole, so that no later start walks through it again: the folder comes after what is in it.
 */
function closeToOthers(path: string): void {
  const found = lstatOf(path)
  if (found === undefined || found.isSymbolicLink() || !isOpen(found)) return
  if (found.isDirectory()) {
    for (const name of readdirSync(path)) closeToOthers(join(path, name))
  }
  try {
    chmodSync(path, found.mode & 0o700)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return
    throw unusable(
      `other users of this machine can open ${path}, and it cannot be closed (${codeOf(cause)}): run chmod -R go= ${quoted(path)} as its owner`,
      cause,
    )
  }
}

function isOpen({ mode }: Stats): boolean {
  return (mode & groupAndOthers) !== 0
}

/** Whoever owns a folder can put other files in the place of those that only the server may read. */
function isForeign({ uid }: Stats): boolean {
  return uid !== process.geteuid?.()
}

function ownedByAnother(what: string, path: string, { uid }: Stats): string {
  return `${what} ${path} belongs to another user of this machine (uid ${uid}), who can replace the keys in it: run chown -R ${process.geteuid?.()} ${quoted(path)}, then start again`
}

function openTo(what: string, path: string, { mode }: Stats): string {
  const bits = (mode & 0o777).toString(8).padStart(4, '0')
  return `other users of this machine can enter ${what} ${path} (mode ${bits}), which holds keys and personal data: run chmod 700 ${quoted(path)}, then start again`
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function lstatOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

function unusable(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'bad-configuration', message, cause })
}
