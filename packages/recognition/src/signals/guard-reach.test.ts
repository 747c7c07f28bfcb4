import { describe, expect, it } from 'vitest'
import type { Guard, Lexicon, Listing } from '#contract'
import { compile } from '../screener.ts'

const guard = {
  id: 'en.play',
  meaning: 'costumes for a party',
  words: ['costume'],
  where: 'field',
  within: 24,
  effect: 'suppress',
  unlessBrand: false,
  global: false,
} satisfies Guard

function counts(
  where: Guard['where'],
  listing: Pick<Listing, 'title' | 'description'>,
  global = false,
): boolean {
  const lexicon: Lexicon = {
    language: 'en',
    version: 1,
    updated: '2026-01-01',
    terms: [
      {
        id: 'en.pirated',
        forms: ['pirated'],
        meaning: 'made without a licence',
        strength: 'S',
        kind: 'replica',
        needsBrand: false,
        upperCase: false,
        reviewsOnly: false,
        guards: [guard.id],
        source: 'a test',
      },
    ],
    guards: [{ ...guard, where, global }],
  }
  const screener = compile({ brands: [] }, { lexicons: [lexicon] })
  return screener.termsIn({ id: 'a', ...listing }).length > 0
}

const far = 'x'.repeat(80)

describe('a guard of a field', () => {
  it('quiets a term near its word, not one elsewhere in a long text', () => {
    const near = { title: 'Gucci bag', description: `A pirated look with a costume. ${far}` }
    const away = { title: 'Gucci bag', description: `A pirated look. ${far} No costume.` }
    expect([counts('field', near), counts('field', away)]).toEqual([false, true])
  })

  it('quiets further where the whole text teaches', () => {
    const away = { title: 'Gucci bag', description: `A pirated look. ${far} No costume.` }
    expect(counts('field', away, true)).toBe(false)
  })
})

describe('a guard of a listing', () => {
  it('quiets terms of other fields by what the title says, not by a word of the description', () => {
    const titled = { title: 'Costume for a party', description: `${far} pirated` }
    const described = { title: 'Pirated Gucci bag', description: `${far} a costume` }
    expect([counts('listing', titled), counts('listing', described)]).toEqual([false, true])
  })
})
