import { randomUUID } from 'node:crypto'
import type { PauseReason } from './pauses.ts'

/** The last known robots.txt of an authority; without text there never was one, and the authority is closed. */
export type KnownRobots = { text: string | undefined; isCurrent: boolean }

export type Turn = { lease: string; penalty: number }

/** How long to wait before trying again. An excluded site is left out of all watches. */
export type NoTurn = { waitMilliseconds: number } | { isExcluded: true }

export type TurnOptions = { evenIfExcluded?: boolean | undefined }

/** Whose turn it is at each authority. */
export type Turns = {
  /**
   * Takes the turn of an authority for at most `leaseMilliseconds`. If the turn is never given back, the next begins
   * `pause` milliseconds after the lease.
   */
  take(
    authority: string,
    leaseMilliseconds: number,
    pause: number,
    options?: TurnOptions,
  ): Promise<Turn | NoTurn>
  /** Gives a turn back; the next one begins after the pause. */
  giveBack(
    authority: string,
    turn: Turn,
    next: { pause: number; penalty: number; by?: PauseReason | undefined },
  ): Promise<void>
  findRobots(authority: string): Promise<KnownRobots | undefined>
  /** Keeps the text, or without one the last known text, as current for some milliseconds. */
  saveRobots(authority: string, text: string | undefined, milliseconds: number): Promise<void>
}

/** How soon a turn that someone else has is asked for again: it may be given back early. */
export const heldWaitMilliseconds = 500

type Entry = {
  nextAt: number
  lease: string | undefined
  penalty: number
  robots: string | undefined
  robotsUntil: number
}

/** Turns of one process, without a store. */
export function ownTurns(): Turns {
  const entries = new Map<string, Entry>()
  const entryOf = (authority: string): Entry => {
    const known = entries.get(authority)
    if (known !== undefined) return known
    const entry = { nextAt: 0, lease: undefined, penalty: 0, robots: undefined, robotsUntil: 0 }
    entries.set(authority, entry)
    return entry
  }
  return {
    take: async (authority, leaseMilliseconds, pause) => {
      const entry = entryOf(authority)
      const wait = entry.nextAt - performance.now()
      if (wait > 0) {
        const isHeld = entry.lease !== undefined
        return { waitMilliseconds: isHeld ? Math.min(wait, heldWaitMilliseconds) : wait }
      }
      entry.lease = randomUUID()
      entry.nextAt = performance.now() + leaseMilliseconds + pause
      return { lease: entry.lease, penalty: entry.penalty }
    },
    giveBack: async (authority, { lease }, { pause, penalty }) => {
      const entry = entryOf(authority)
      if (entry.lease !== lease) return
      Object.assign(entry, { lease: undefined, penalty, nextAt: performance.now() + pause })
    },
    findRobots: async (authority) => {
      const { robots, robotsUntil } = entryOf(authority)
      if (robotsUntil === 0) return undefined
      return { text: robots, isCurrent: robotsUntil > performance.now() }
    },
    saveRobots: async (authority, text, milliseconds) => {
      const entry = entryOf(authority)
      entry.robots = text ?? entry.robots
      entry.robotsUntil = performance.now() + milliseconds
    },
  }
}
