import { expect, test } from 'vitest'
import { recordedSentences } from './recorded-sentences.ts'

const words = {
  step: ({ action }: { action: string }) => action,
  state: (_machine: string, { title }: { title: string }) => title,
  limit: (_machine: string, { title }: { title: string }) => title,
}
const t = ((key: string, values: Record<string, string>) =>
  `${key.split('.').at(-1)} ${Object.values(values).join(' ')}`) as never
const step = (action: string, stateTitle: string) => ({
  at: '2026-05-01T00:00:00Z',
  action,
  title: action,
  role: 'moderator',
  person: null,
  state: stateTitle,
  stateTitle,
  lines: [],
})
const instance = (path: ReturnType<typeof step>[]): never =>
  ({ id: 'n1', workflow: 'notice', origin: null, path }) as never
const deadline = (timeLimit: string, dueAt: string | null): never =>
  ({
    instance: 'n1',
    timeLimit,
    title: timeLimit,
    startedAt: '2026-05-01T00:00:00Z',
    dueAt,
  }) as never

test('only the steps and deadlines that an action added are told', () => {
  const before = {
    instances: [instance([step('open', 'received')])],
    deadlines: [deadline('decide', '2026-05-06')],
  }
  const after = {
    instances: [instance([step('open', 'received'), step('triage', 'triaged')])],
    deadlines: [
      deadline('decide', '2026-05-06'),
      deadline('inform', '2026-05-07'),
      deadline('held', null),
    ],
  }
  expect(recordedSentences({ t, time: (at) => at }, words, before, after)).toEqual([
    'step triage triaged',
    'deadline inform 2026-05-07',
    'endless held',
  ])
})
