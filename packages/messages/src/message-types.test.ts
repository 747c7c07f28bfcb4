import { expect, test } from 'vitest'
import { createMessageText } from './index.ts'

type Arguments = {
  'queue.more': { count: number }
  'case.due': { day: string | number; name: string | number }
  'case.over': { day: string | number }
}
type Key = keyof Arguments | 'queue.end' | 'queue.start'

const messages: Record<Key, string> = {
  'queue.more': '{count} more',
  'case.due': '{name} by {day}',
  'case.over': 'over since {day}',
  'queue.end': 'End',
  'queue.start': 'Start',
}

const { t } = createMessageText<Key, Arguments>('en', messages)

test('a missing, extra or wrong argument fails the types', () => {
  const isOver = messages['queue.end'] === ''
  expect([
    t('queue.end'),
    t('queue.more', { count: 2 }),
    t(isOver ? 'queue.end' : 'queue.start'),
    t(isOver ? 'case.over' : 'case.due', { day: 'Monday', name: 'Mara' }),
    t(isOver ? 'queue.end' : 'case.over', { day: 'Monday' }),
  ]).toEqual(['End', '2 more', 'Start', 'Mara by Monday', 'over since Monday'])
  // @ts-expect-error a missing argument
  expect(t('queue.more')).toBe('{count} more')
  // @ts-expect-error a number is asked for
  expect(t('queue.more', { count: 'two' })).toBe('two more')
  // @ts-expect-error an extra argument
  expect(t('queue.more', { count: 2, name: 'Mara' })).toBe('2 more')
  // @ts-expect-error a message without arguments
  expect(t('queue.end', { count: 2 })).toBe('End')
  // @ts-expect-error one of the two messages asks for more
  expect(t(isOver ? 'case.over' : 'case.due', { day: 'Monday' })).toBe('{name} by Monday')
})
