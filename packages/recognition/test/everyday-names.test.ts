import { describe, expect, it } from 'vitest'
import { compile } from '@touchstone/recognition'

describe('a name that is an everyday word', () => {
  const everyday = compile(
    {
      brands: [
        {
          id: 'harbour',
          name: 'Harbour',
          commonWord: true,
          aliases: [],
          productTypes: ['handbag'],
        },
      ],
    },
    { starterPack: false },
  )
  const names = (title: string): string[] =>
    everyday.screen({ id: 'a', title }).brands.map(({ id }) => id)

  it('is a brand beside its goods, or beside a word that means a copy by itself', () => {
    expect(names('Harbour handbag')).toEqual(['harbour'])
    expect(names('Harbour superfake')).toEqual(['harbour'])
    expect(names('Harbour superfake handbag')).toEqual(['harbour'])
  })

  it('is a word elsewhere', () => {
    for (const title of ['Harbour view', 'Harbour replica', 'Harbour view of ships, superfake'])
      expect([title, names(title)]).toEqual([title, []])
  })
})
