import { expect, test } from 'vitest'
import { networksOfLinks } from './networks-of-links.ts'

const link = (a: string, b: string) => ({ a, b, since: new Date(0) })

test('networks in sight are what the links in sight join, the largest first, named by their first account', () => {
  const networks = networksOfLinks([link('a', 'b'), link('x', 'y'), link('c', 'd'), link('b', 'c')])
  expect(networks.map(({ id, accounts, links }) => [id, accounts.join(''), links.length])).toEqual([
    ['a', 'abcd', 3],
    ['x', 'xy', 1],
  ])
  expect(networksOfLinks([])).toEqual([])
})
