import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutValues } from './log.ts'

test.each([
  [
    '/title must be a string; found "Anna’s \\"bag\\"", of 7',
    '/title must be a string; found "…", of 7',
  ],
  ['Unexpected token \'a\', "{abc}" is not JSON', 'Unexpected token \'…\', "…" is not JSON'],
  ['Key (slug)=(market-a) already exists.', 'Key (slug)=(…) already exists.'],
  [
    'cannot reach postgres://owner:hunter2@db:5432/store now',
    'cannot reach postgres://[address] now',
  ],
  ['no mail to anna@example.com', 'no mail to [address]'],
  ['the key tsk_0123456789ab_secret is gone', 'the key [key] is gone'],
  ["the store can’t be opened: it isn't there", "the store can’t be opened: it isn't there"],
])('%s is reported as %s', (message, reported) => {
  expect(withoutValues(message)).toBe(reported)
})

test('quoted data in a message are never disclosed', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3, maxLength: 40 }), (value) => {
      const secret = `${value}-planted-4711`
      expect(withoutValues(`found ${JSON.stringify(secret)}; mend it`)).not.toContain(
        'planted-4711',
      )
    }),
  )
})
