import type { Watch } from './types.ts'

/** How a watch stands, in one word: what people see of it first. */
export type WatchStanding =
  | 'running'
  | 'stopped'
  | 'organisation-stopped'
  | 'installation-stopped'
  | 'daily-budget-spent'
  | 'due'
  | 'blocked'
  | 'paused'
  | 'failing'
  | 'active'

type WatchState = Pick<Watch, 'isRunning' | 'state' | 'heldBack' | 'nextRunAt'> & {
  lastRun: Pick<NonNullable<Watch['lastRun']>, 'endedBy'> | null
}

const troubles: Readonly<Record<string, WatchStanding>> = {
  blocked: 'blocked',
  pause: 'paused',
  failures: 'failing',
}

export function standingOf(watch: WatchState, now: number): WatchStanding {
  if (watch.isRunning) return 'running'
  if (watch.state === 'stopped') return 'stopped'
  if (watch.heldBack !== null) return watch.heldBack
  if (isAboutToRun(watch, now)) return 'due'
  return troubles[watch.lastRun?.endedBy ?? ''] ?? 'active'
}

/** Whether a run begins as soon as a process looks for it. */
export function isAboutToRun(
  { isRunning, heldBack, nextRunAt }: Pick<WatchState, 'isRunning' | 'heldBack' | 'nextRunAt'>,
  now: number,
): boolean {
  return !isRunning && heldBack === null && nextRunAt !== null && Date.parse(nextRunAt) <= now
}
