import { expect, test } from 'vitest'
import { blankRow, countsOf, inOrder, urgencyOf, type InboxRow } from './types.ts'

const now = new Date('2026-03-02T09:00:00Z')
const row = (id: string, more: Partial<InboxRow> = {}): InboxRow => ({
  ...blankRow,
  id,
  since: now,
  path: '/',
  ...more,
})
const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000)

test.each([
  ['appeal', { until: inHours(-1), urgent: false }, 'overdue'],
  ['appeal', { until: now, urgent: false }, 'overdue'],
  ['appeal', { until: inHours(72), urgent: false }, 'soon'],
  ['appeal', { until: inHours(73), urgent: false }, 'open'],
  ['appeal', { until: null, urgent: false }, 'open'],
  ['received-notice', { until: inHours(500), urgent: true }, 'soon'],
  ['finding', { until: null, urgent: false }, 'new'],
  ['seller', { until: null, urgent: false }, 'new'],
] as const)('%s of %o is %s', (kind, given, urgency) => {
  expect(urgencyOf(kind, given, now)).toBe(urgency)
})

test('the most urgent come first, then those due first, then by kind', () => {
  const all = (rows: InboxRow[]) => ({ count: rows.length, more: false, rows })
  const items = inOrder(
    {
      finding: all([row('finding')]),
      appeal: all([row('later', { until: inHours(100) }), row('late', { until: inHours(-1) })]),
      'received-notice': all([row('risk', { urgent: true }), row('plain')]),
      deadline: all([row('tomorrow', { until: inHours(24) })]),
    },
    now,
  )
  expect(items.map(({ id }) => id)).toEqual([
    'late',
    'tomorrow',
    'risk',
    'later',
    'plain',
    'finding',
  ])
})

test('kinds of which nothing waits are not counted', () => {
  const none = { count: 0, more: false, rows: [] }
  expect(countsOf({ appeal: none, finding: { count: 500, more: true, rows: [] } })).toEqual([
    { kind: 'finding', count: 500, more: true },
  ])
})
