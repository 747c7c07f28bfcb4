import { expect, test } from 'vitest'
import { recordedSentences } from './recorded-sentences.ts'

const words = {
  step: ({ done }: { done: string }) => done,
  state: (_machine: string, { title }: { title: string }) => title,
  limit: (_machine: string, { title }: { title: string }) => title,
}
const t = ((key: string, values: Record<string, string>) =>
  `${key.split('.').at(-1)} ${Object.values(values).join(' ')}`) as never
const step = (done: string, stateTitle: string) => ({
  at: '2026-05-01T00:00:00Z',
  done,
  title: done,
  role: 'moderator',
  person: null,
  state: stateTitle,
  stateTitle,
  lines: [],
})
const instance = (path: ReturnType<typeof step>[]): never =>
  ({ id: 'n1', machine: 'notice', origin: null, path }) as never
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
