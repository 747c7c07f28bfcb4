import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  type Stats,
} from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors/index.ts'
import { stepsTo } from './path-steps.ts'

/** Whether files have owner, group and others. Windows uses access lists that Node does not show. */
const hasModes = process.platform !== 'win32'
const groupAndOthers = 0o077

/** Creates DATA_DIR for its owner only, refuses one that other users may enter, and restricts open files in it. */
export function openDataDir(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw unusable(
      `DATA_DIR ${path} cannot be created (${codeOf(cause)}): choose another folder`,
      cause,
    )
  }
  const problem = dataDirProblem(path)
  if (problem !== undefined) throw unusable(problem)
  requireCompleteDataDir(path)
  if (!hasModes) return
  for (const name of readdirSync(path)) closeToOthers(join(path, name))
}

/** Throws if a restore into DATA_DIR was not completed. */
export function requireCompleteDataDir(path: string): void {
  if (existsSync(restoringIn(path))) throw unusable(unfinishedRestore(path))
}

/** Where a backup is restored before its files get their places: while it exists, DATA_DIR is incomplete. */
export function restoringIn(path: string): string {
  return join(path, 'restoring')
}

export function unfinishedRestore(path: string): string {
  return `DATA_DIR ${path} contains a restore that was not completed: delete everything in it, and in the database if you use PostgreSQL, then run touchstone backup restore again`
}

/** Depth for following links on start; an operator's check follows all. */
const levelsAtStart = 2

/** Why others may read or replace files in DATA_DIR, and the fix; undefined if they cannot. */
export function dataDirProblem(path: string, { levels = levelsAtStart } = {}): string | undefined {
  if (!hasModes) return undefined
  const stats = statOf(path)
  if (stats === undefined) return undefined
  if (isOpen(stats)) return openTo('DATA_DIR', path, stats)
  if (isForeign(stats)) return ownedByAnother('DATA_DIR', path, stats)
  return wayProblem('DATA_DIR', path) ?? linkProblem(path, levels)
}

/** The operator created the links: the folder does not protect their targets. */
function linkProblem(folder: string, levels: number): string | undefined {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const problem = entry.isSymbolicLink()
      ? targetProblem(path, levels)
      : entry.isDirectory() && levels > 1
        ? linkProblem(path, levels - 1)
        : undefined
    if (problem !== undefined) return problem
  }
  return undefined
}

function targetProblem(link: string, levels: number): string | undefined {
  const target = statOf(link)
  if (target === undefined) return undefined
  const what = `${link}, which leads to`
  const path = realpathSync(link)
  if (target.isDirectory() ? isOpen(target) : isOpenFile(link, target)) {
    return openTo(what, path, target)
  }
  if (isForeign(target)) return ownedByAnother(what, path, target)
  const problem = wayProblem(what, link)
  if (problem !== undefined || !target.isDirectory()) return problem
  return levels > 1 ? linkProblem(path, levels - 1) : undefined
}

/** Nobody else may read keys and passwords, or write to any other target of a link. */
function isOpenFile(link: string, { mode }: Stats): boolean {
  return (mode & (/\.(key|txt)$/.test(link) ? groupAndOthers : 0o022)) !== 0
}

/** The owner that systems show for files of users unknown in a container. */
const unknownUser = 65_534
const sticky = 0o1000

/** Whether others may replace a folder or link on the way to a path. */
function wayProblem(what: string, path: string): string | undefined {
  for (const { path: step, stats } of stepsTo(path).slice(0, -1)) {
    const isStranger = isForeign(stats) && stats.uid !== 0 && stats.uid !== unknownUser
    if (stats.isSymbolicLink()) {
      if (!isForeign(stats) || stats.uid === 0) continue
      return `${what} ${path} is reached through the link ${step}, which belongs to another user of this machine (uid ${stats.uid}), who can redirect it: recreate the link as the server’s user, then start again`
    }
    if (isStranger) {
      return `${what} ${path} is below ${step}, which belongs to another user of this machine (uid ${stats.uid}), who can replace the folder: choose a place below folders of root or of the server’s user`
    }
    if ((stats.mode & 0o002) !== 0 && (stats.mode & sticky) === 0) {
      return `${what} ${path} is below ${step}, in which every user of this machine can replace the folder (mode ${bitsOf(stats)}): run chmod o-w ${quoted(step)}, then start again`
    }
  }
  return undefined
}

/**
 * Removes the permissions of group and others from a file or a whole folder. The folder comes after its contents, so
 * that a restricted one was restricted completely, and no later start repeats it.
 */
function closeToOthers(path: string): void {
  const stats = lstatOf(path)
  if (stats === undefined || stats.isSymbolicLink() || !isOpen(stats)) return
  if (stats.isDirectory()) {
    for (const name of readdirSync(path)) closeToOthers(join(path, name))
  }
  try {
    chmodSync(path, stats.mode & 0o700)
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return
    throw unusable(
      `other users of this machine can open ${path}, and access cannot be restricted (${codeOf(cause)}): run chmod -R go= ${quoted(path)} as its owner`,
      cause,
    )
  }
}

function isOpen({ mode }: Stats): boolean {
  return (mode & groupAndOthers) !== 0
}

/** The owner of a folder can replace files in it that only the server may read. */
function isForeign({ uid }: Stats): boolean {
  return uid !== process.geteuid?.()
}

function ownedByAnother(what: string, path: string, { uid }: Stats): string {
  return `${what} ${path} belongs to another user of this machine (uid ${uid}), who can replace the keys in it: run chown -R ${process.geteuid?.()} ${quoted(path)}, then start again`
}

function openTo(what: string, path: string, stats: Stats): string {
  const [verb, mode] = stats.isDirectory() ? ['enter', '700'] : ['open', '600']
  return `other users of this machine can ${verb} ${what} ${path} (mode ${bitsOf(stats)}), which contains keys and personal data: run chmod ${mode} ${quoted(path)}, then start again`
}

function bitsOf({ mode }: Stats): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
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
