import { expect, test } from 'vitest'
import { blankTerm, contentWith, draftOf, writtenOf } from './term-draft.ts'
import type { Content, Entry } from './queries.ts'

const empty: Content = { lexicon: { terms: [], guards: [], off: [] }, weights: null }
const entry: Entry = {
  language: 'en',
  origin: 'shipped',
  shipped: null,
  guards: [],
  term: {
    id: 'en.brummel',
    forms: ['brummel', 'brum mel'],
    meaning: 'a copy',
    strength: 'S',
    kind: 'replica',
    guards: ['en.bee'],
    needsBrand: true,
    upperCase: false,
    reviewsOnly: false,
    source: 'invented',
    precision: 0.9,
  },
}

test('a term passes through the form unchanged', () => {
  const written = writtenOf(draftOf(entry, empty), entry.term, empty)
  expect(written).toEqual({ language: 'en', term: entry.term, guards: [] })
})

test('lines without words are left out, and a guard of the draft keeps fields that the form hides', () => {
  const bee = { id: 'en.bee', meaning: 'insects', words: ['hive'], where: 'before' } as const
  const more = { within: 9, effect: 'weaken', unlessBrand: true, global: false } as const
  const content: Content = {
    ...empty,
    lexicon: {
      ...empty.lexicon,
      guards: [{ language: 'en', guard: { ...bee, ...more, words: ['hive'] } }],
    },
  }
  const draft = { ...draftOf(entry, content), forms: ' brummel \n\n' }
  expect(draft.own).toMatchObject([{ id: 'en.bee', words: 'hive' }])
  const { term, guards } = writtenOf(draft, entry.term, content)
  expect(term.forms).toEqual(['brummel'])
  expect(guards).toEqual([{ language: 'en', guard: { ...bee, ...more } }])
})

test('glosses go with the forms that they explain', () => {
  const glosses = [
    { forms: ['brummel'], meaning: 'a copy' },
    { forms: ['brum mel'], meaning: 'a copy, spelt apart' },
  ]
  const term = { ...entry.term, glosses }
  const draft = draftOf({ ...entry, term }, empty)
  expect(writtenOf(draft, term, empty).term).toEqual(term)
  const shorter = writtenOf({ ...draft, forms: 'brum mel' }, term, empty)
  expect(shorter.term.glosses).toEqual([glosses[1]])
})

test('in a draft a term takes the place of the one that was opened, and is on again', () => {
  const before: Content = {
    ...empty,
    lexicon: {
      ...empty.lexicon,
      terms: [{ language: 'en', term: entry.term }],
      off: ['en.new', 'en.z'],
    },
  }
  const written = writtenOf({ ...blankTerm, id: 'en.new', forms: 'x' }, undefined, before)
  const { lexicon } = contentWith(before, written, 'en.brummel')
  expect([lexicon.terms.map(({ term }) => term.id), lexicon.off]).toEqual([['en.new'], ['en.z']])
})
