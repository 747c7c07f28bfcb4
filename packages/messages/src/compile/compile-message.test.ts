import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { formatMessage, type MessageValues } from '../index.ts'
import { argumentsOf, compileMessage, compileMessages } from './index.ts'

const messages = [
  'No places',
  '{name} of {total}',
  '<b>not markup</b> & 5 < 6',
  '{count, plural, =0 {none} one {# listing of {name}} other {# listings of {name}}}',
  '{count, plural, offset:1 =0 {nobody} =1 {{name}} one {{name} and # more} other {{name} and # others}}',
  '{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}',
  '{kind, select, brand {A brand with {count, plural, one {# right} other {# rights}}} other {Someone}}',
  '{count, plural, one {one} few {# few} many {# many} other {# other}} {total, number}',
  "It''s {name}",
]

test.each(['en', 'id', 'zh', 'ar', 'pl', 'ru', 'fa'])(
  'messages in %s are formatted as the library formats them that parses where it formats',
  (locale) => {
    for (const message of messages) {
      for (const count of [0, 1, 2, 3, 5, 11, 21, 22, 103, 1200, 1.5]) {
        const values: MessageValues = { count, name: 'Mara', total: 12_345.678, kind: 'brand' }
        const expected = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
        expect(formatMessage(locale, compileMessage(message), values)).toBe(
          String(expected.format(values)),
        )
      }
    }
  },
)

test('a message with nothing but places stays a text, anything else becomes parts', () => {
  expect(compileMessage('{name} of {total}')).toBe('{name} of {total}')
  expect(compileMessage('{n, plural, one {# day} other {# days}} left')).toEqual([
    ['n', 'plural', { one: [0, ' day'], other: [0, ' days'] }],
    ' left',
  ])
})

test('an option that is not known is the other one, and a place without a value stays visible', () => {
  const message = compileMessage('{kind, select, brand {A brand} other {Someone}}: {name}')
  expect(formatMessage('en', message, { kind: 'court' })).toBe('Someone: {name}')
})

test('the arguments of a message are found in its options too', () => {
  const message =
    '{count, plural, one {{name}} other {# of {total, number}}} {kind, select, other {}}'
  expect([...argumentsOf(message)]).toEqual([
    ['count', 'number'],
    ['kind', 'string'],
    ['name', 'string | number'],
    ['total', 'number'],
  ])
})

test.each([
  ['{name', 'EXPECT_ARGUMENT_CLOSING_BRACE'],
  ['{count, plural, one {#}}', 'MISSING_OTHER_CLAUSE'],
  ['{at, date, short}', 'dates, times and styled numbers'],
  ['{share, number, percent}', 'dates, times and styled numbers'],
  ["a brace '{' as text", 'a message has no braces as text'],
])('%s is refused with the key', (message, reason) => {
  expect(() => compileMessages({ 'queue.more': message })).toThrow(`queue.more: ${reason}`)
})
