import { execFileSync } from 'node:child_process'
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors/index.ts'

const Holder = z.object({ pid: z.int().positive(), started: z.string(), host: z.string() })
type Holder = z.infer<typeof Holder>

export type FolderLock = { release(): void }

// Processes on other machines or in containers cannot be checked directly: their heartbeat shows that they live.
const beatMilliseconds = 5_000
const silenceMilliseconds = 60_000

/**
 * Takes the exclusive lock of a folder. Ticket numbers only increase: the highest one holds the lock, and whoever
 * creates the next one while its holder is gone has won. So two processes that find the same stale ticket cannot both
 * take over.
 */
export function lockFolder(folder: string, now: () => number = Date.now): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const self: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? 'unknown',
    host: hostname(),
  }
  const draft = join(folder, `draft-${process.pid}-${performance.now()}`)
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 })
  try {
    for (;;) {
      const highest = highestTicket(folder)
      if (highest.held) refuseIfAlive(join(folder, String(highest.number)), now())
      const mine = highest.number + 1
      const path = join(folder, String(mine))
      if (!linkExclusively(draft, path)) continue
      // A slow process may arrive with a number long surpassed.
      if (highestTicket(folder).number !== mine) {
        rmSync(path)
        continue
      }
      for (const { number, name } of tickets(folder)) {
        if (number < mine) rmSync(join(folder, name), { force: true })
      }
      return acquire(path)
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function acquire(path: string): FolderLock {
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date())
    } catch {
      // The folder is gone, so there is nothing left to lock.
    }
  }, beatMilliseconds)
  beat.unref()
  return {
    release: () => {
      clearInterval(beat)
      renameSync(path, `${path}.released`)
    },
  }
}

type Ticket = { number: number; name: string; held: boolean }

function tickets(folder: string): Ticket[] {
  return readdirSync(folder).flatMap((name) => {
    const [, number, released] = /^(\d+)(\.released)?$/.exec(name) ?? []
    return number === undefined ? [] : [{ number: Number(number), name, held: !released }]
  })
}

function highestTicket(folder: string): Ticket {
  return tickets(folder).reduce((best, ticket) => (ticket.number > best.number ? ticket : best), {
    number: 0,
    name: '',
    held: false,
  })
}

function linkExclusively(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function refuseIfAlive(path: string, now: number): void {
  let text: string
  let beat: number
  try {
    text = readFileSync(path, 'utf8')
    beat = statSync(path).mtimeMs
  } catch (error) {
    // Released between listing and reading.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const holder = parseHolder(text)
  if (holder === undefined) return
  const elsewhere = holder.host !== hostname()
  const alive = elsewhere
    ? now - beat < silenceMilliseconds
    : startOf(holder.pid) === holder.started
  if (!alive) return
  throw new AppError({
    code: 'store-in-use',
    message: elsewhere
      ? `the store is in use by process ${holder.pid} on ${holder.host}: stop it first; if that machine is gone, the store can be opened ${silenceMilliseconds / 1000} s after its last sign of life`
      : `the store is in use by process ${holder.pid}: stop it first, or use PostgreSQL through DATABASE_URL, which several processes can share`,
    retryable: true,
  })
}

function parseHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** The start time of a process, to detect reused ids; undefined if gone. */
export function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined
  }
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name in parentheses may contain spaces; the start time is the 20th field after it. Z is dead.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      return fields[0] === 'Z' ? undefined : `${boot}/${fields[19]}`
    } catch {
      return undefined
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
