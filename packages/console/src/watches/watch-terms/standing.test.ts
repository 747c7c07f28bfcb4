import { expect, test } from 'vitest'
import { standingOf } from './standing.ts'

const now = Date.parse('2026-11-26T12:00:00Z')
const [before, after] = ['2026-11-26T11:59:59Z', '2026-11-26T12:00:01Z']
const active = {
  isRunning: false,
  state: 'active',
  heldBack: null,
  nextRunAt: after,
  lastRun: { endedBy: 'end' },
} as const

test.each([
  [{}, 'active'],
  [{ lastRun: null }, 'active'],
  [{ nextRunAt: before }, 'due'],
  [{ isRunning: true, lastRun: { endedBy: null } }, 'running'],
  // A stopped watch says so, whatever its last run met and whoever else stops it.
  [{ state: 'stopped', nextRunAt: null, lastRun: { endedBy: 'blocked' } }, 'stopped'],
  // What holds it back is why a due watch does not run.
  [{ nextRunAt: before, heldBack: 'organisation-stopped' }, 'organisation-stopped'],
  [{ heldBack: 'daily-budget-spent', lastRun: { endedBy: 'failures' } }, 'daily-budget-spent'],
  [{ lastRun: { endedBy: 'blocked' } }, 'blocked'],
  [{ lastRun: { endedBy: 'pause' } }, 'paused'],
  [{ lastRun: { endedBy: 'failures' } }, 'failing'],
  [{ lastRun: { endedBy: 'requests' } }, 'active'],
] as const)('a watch with %j is %s', (more, expected) => {
  expect(standingOf({ ...active, ...more }, now)).toBe(expected)
})
