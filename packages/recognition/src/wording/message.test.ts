import { expect, test } from 'vitest'
import { chosenPieces, compileMessage } from './message.ts'

test('a plural is chosen by its count, exact numbers first', () => {
  const message = compileMessage('{who}: {n, plural, =1 {one day} few {# # days} other {{who} #}}.')
  const pieces = (count: number, category: string) =>
    chosenPieces(message, { countOf: () => count, category: () => category })
  expect(pieces(1, 'one')).toEqual([{ argument: 'who' }, ': ', 'one day', '.'])
  expect(pieces(3, 'few')).toEqual([
    { argument: 'who' },
    ': ',
    { argument: 'n' },
    ' ',
    { argument: 'n' },
    ' days',
    '.',
  ])
  expect(pieces(9, 'many')).toEqual([
    { argument: 'who' },
    ': ',
    { argument: 'who' },
    ' ',
    { argument: 'n' },
    '.',
  ])
})

test('a number sign outside a plural is text', () => {
  expect(compileMessage('# {a}')).toEqual(['# ', { argument: 'a' }])
})

test.each([
  '{',
  '{a',
  '{a, select, other {x}}',
  '}',
  '{n, plural, one {x}}',
  '{n, plural, other {x}',
])('a message %j that is none is refused', (text) => {
  expect(() => compileMessage(text)).toThrow(SyntaxError)
})
