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
import { stepsTo } from './path-steps.ts'

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
      `DATA_DIR ${path} cannot be created (${codeOf(cause)}): choose another folder`,
      cause,
    )
  }
  const problem = dataDirProblem(path)
  if (problem !== undefined) throw unusable(problem)
  if (!hasModes) return
  for (const name of readdirSync(path)) closeToOthers(join(path, name))
}

/** How deep links are looked for at a start; a check by an operator goes through all. */
const levelsAtStart = 2

/** Why others may read what lies in DATA_DIR, or put something in its place, and the mend; undefined where they may not. */
export function dataDirProblem(path: string, { levels = levelsAtStart } = {}): string | undefined {
  if (!hasModes) return undefined
  const found = statOf(path)
  if (found === undefined) return undefined
  if (isOpen(found)) return openTo('DATA_DIR', path, found)
  if (isForeign(found)) return ownedByAnother('DATA_DIR', path, found)
  return wayProblem('DATA_DIR', path) ?? linkProblem(path, levels)
}

/** Links were put there by the operator: where they lead, the folder above guards nothing. */
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

/** Keys and passwords are nobody's to read; whatever else a link leads to is nobody's to write. */
function isOpenFile(link: string, { mode }: Stats): boolean {
  return (mode & (/\.(key|txt)$/.test(link) ? groupAndOthers : 0o022)) !== 0
}

/** Who the system shows as the owner of files of users that a container does not know. */
const unknownUser = 65_534
const sticky = 0o1000

/** Whether others may put another folder or link in the place of one on the way to a path. */
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
      `other users of this machine can open ${path}, and access cannot be restricted (${codeOf(cause)}): run chmod -R go= ${quoted(path)} as its owner`,
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
