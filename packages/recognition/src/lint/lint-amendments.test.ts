import { Guard, LexiconAmendments, Term, type Lexicon } from '#contract'
import { expect, test } from 'vitest'
import { compile, lexicons } from '../index.ts'
import { amendLexicons } from '../vocabulary/index.ts'
import { lintAmendments } from './lint-amendments.ts'

const term = (id: string, form: string, more: Partial<Term> = {}): Term =>
  Term.parse({
    id,
    forms: [form],
    meaning: 'a test word',
    strength: 'M',
    kind: 'grade',
    source: 'this test',
    ...more,
  })
const guard = (id: string, more: Partial<Guard> = {}): Guard =>
  Guard.parse({ id, meaning: 'a test guard', words: ['spanner'], ...more })
const shipped: Lexicon[] = [
  {
    language: 'en',
    version: 1,
    updated: '2026-01-01',
    terms: [
      term('en.plain', 'plain fake', { guards: ['en.tool'] }),
      term('en.longer', 'very zarv item', { strength: 'W' }),
    ],
    guards: [guard('en.tool')],
  },
]
const amendments = (fields: Partial<LexiconAmendments>): LexiconAmendments =>
  LexiconAmendments.parse(fields)
const problems = (fields: Partial<LexiconAmendments>): string[] =>
  lintAmendments(shipped, amendments(fields)).map(({ at, problem }) => `${at} ${problem}`)

test('terms are added, replaced by id, switched off; the input is unchanged', () => {
  const before = JSON.stringify(shipped)
  const amended = amendLexicons(
    shipped,
    amendments({
      terms: [
        { language: 'de', term: term('en.plain', 'schlicht') },
        { language: 'en', term: term('en.new', 'brummel') },
      ],
      off: ['en.longer', 'en.not-there'],
    }),
  )
  const ids = amended.map(({ language, terms }) => [language, terms.map(({ id }) => id)])
  expect(ids).toEqual([
    ['en', ['en.new']],
    ['de', ['en.plain']],
  ])
  expect(JSON.stringify(shipped)).toBe(before)
})

test('an engine reads a term that was added, and none that was switched off', () => {
  const added = term('en.zarv', 'zarvolite', { strength: 'S', kind: 'replica' })
  const amended = amendments({ terms: [{ language: 'en', term: added }], off: ['en.superfake'] })
  const options = { starterPack: false }
  const [before, after] = [
    compile({ brands: [] }, options),
    compile({ brands: [] }, { ...options, amendments: amended }),
  ]
  const ids = (screener: typeof before, title: string): string[] =>
    screener.termsIn({ id: '1', title }).map(({ id }) => id)
  expect([ids(before, 'ZARVO lite bag'), ids(after, 'zarvolite bag')]).toEqual([[], ['en.zarv']])
  const superfake = lexicons.flatMap(({ terms }) => terms).find(({ id }) => id === 'en.superfake')
  const [form = ''] = superfake?.forms ?? []
  const places = (screener: typeof before) =>
    screener.termPlaces({ id: '1', title: `${form} bag` }).filter(({ id }) => id === 'en.superfake')
  expect(places(before)[0]).toMatchObject({ field: 'title', start: 0, end: form.length })
  expect(places(after)).toEqual([])
})

test('a term that a guard silences is reported with the guard', () => {
  const amended = amendments({
    terms: [{ language: 'en', term: term('en.zarv', 'zarvolite', { guards: ['en.bench'] }) }],
    guards: [{ language: 'en', guard: guard('en.bench') }],
  })
  const screener = compile({ brands: [] }, { starterPack: false, amendments: amended })
  const title = 'spanner, zarvolite'
  expect(screener.termPlaces({ id: '1', title })).toMatchObject([
    { id: 'en.zarv', start: 9, end: 18, quietedBy: 'en.bench', counts: false },
  ])
  expect(screener.termsIn({ id: '1', title })).toEqual([])
})

test.each<[string, Partial<LexiconAmendments>, string]>([
  [
    'a guard that no lexicon defines',
    { terms: [{ language: 'en', term: term('en.x', 'brummel', { guards: ['en.none'] }) }] },
    'en/en.x names the guard en.none, which no lexicon defines',
  ],
  [
    'a guard that never fires',
    {
      terms: [{ language: 'en', term: term('en.x', 'brummel', { guards: ['en.mute'] }) }],
      guards: [{ language: 'en', guard: guard('en.mute', { words: ['-'] }) }],
    },
    'en/en.mute can never apply',
  ],
  [
    'a shipped term that holds a stronger new one',
    { terms: [{ language: 'en', term: term('en.x', 'zarv item', { strength: 'S' }) }] },
    'en/en.longer/very zarv item holds “zarv item” of the stronger en.x, which counts wherever it occurs',
  ],
  [
    'a form that folds to nothing',
    { terms: [{ language: 'en', term: term('en.x', '–') }] },
    'en/en.x/– has no letter or sign that the engine reads',
  ],
  [
    'an id that nobody ships',
    { off: ['en.gone'] },
    'off/en.gone is not a term of the shipped lexicons',
  ],
  [
    'a term both changed and off',
    { terms: [{ language: 'en', term: term('en.plain', 'brummel') }], off: ['en.plain'] },
    'en/en.plain is both changed and switched off',
  ],
])('%s is found', (_what, fields, problem) => {
  expect(problems(fields)).toContain(problem)
})

test('nothing is found in amendments that are good, nor in a guard whose term went', () => {
  const good = { terms: [{ language: 'en', term: term('en.x', 'brummel') }] }
  expect([problems({}), problems(good), problems({ off: ['en.plain'] })]).toEqual([[], [], []])
})

test('the shipped lexicons without amendments are unchanged', () => {
  expect(amendLexicons(lexicons, amendments({}))).toEqual(lexicons)
})
