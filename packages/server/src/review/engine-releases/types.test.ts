import { engineReleaseStates, Term, type EngineReleaseContent } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import { personOf } from '../../../test/builders.ts'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { figuresOf } from './back-test.ts'
import { strongestLabel } from './labelled-listings.ts'
import { changedIds, changedWeights, shippedContent, stateAfter, type Step } from './types.ts'
import { mayReadLexicon, mayManageReleases } from './policy.ts'
import { addTerm } from './add-term.ts'

const term = (id: string, form = 'brummel'): Term =>
  Term.parse({
    id,
    forms: [form],
    meaning: 'a test word',
    strength: 'M',
    kind: 'grade',
    source: 'this test',
  })
const content = (...terms: Term[]): EngineReleaseContent => ({
  ...shippedContent,
  lexicon: {
    ...shippedContent.lexicon,
    terms: terms.map((entry) => ({ language: 'en', term: entry })),
  },
})

test.each<[Step, string]>([
  ['to-shadow', 'draft → shadow'],
  ['to-draft', 'shadow → draft'],
  ['to-live', 'shadow → live, retired → live'],
  ['retired', 'draft → retired, shadow → retired, live → retired'],
])('the step %s leads %s, and from nowhere else', (step, ways) => {
  const open = engineReleaseStates.flatMap((state) => {
    const after = stateAfter(step, state)
    return after === undefined ? [] : [`${state} → ${after}`]
  })
  expect(open.sort()).toEqual(ways.split(', ').sort())
})

test('two contents differ in terms that were added, changed, removed and switched off', () => {
  const before = content(term('en.a'), term('en.b'), term('en.c'))
  const changed = content(term('en.a'), term('en.b', 'other'), term('en.d'))
  const after = { ...changed, lexicon: { ...changed.lexicon, off: ['en.off'] } }
  expect(changedIds(before, after)).toEqual(['en.b', 'en.c', 'en.d', 'en.off'])
  expect([changedIds(after, after), changedWeights(before, after)]).toEqual([[], false])
})

test('a term takes the place of the one of its id, and is switched on again', () => {
  const before = content(term('en.a'), term('en.b'))
  const base = { ...before, lexicon: { ...before.lexicon, off: ['en.a', 'en.z'] } }
  const { lexicon } = addTerm(base, { language: 'de', term: term('en.a', 'neu'), guards: [] })
  expect(lexicon.terms.map((entry) => [entry.language, entry.term.id])).toEqual([
    ['en', 'en.b'],
    ['de', 'en.a'],
  ])
  expect(lexicon.off).toEqual(['en.z'])
})

const admin: Actor = { ...personOf(noOrganisation, []), installationAdmin: true }
test.each<[string, Actor, boolean, boolean]>([
  ['the operator', { kind: 'operator', id: 'x' }, true, true],
  ['an admin of the installation', admin, true, true],
  ['one whose session lacks a step', { ...admin, lacks: 'code' }, false, false],
  ['an admin of an organisation', personOf(noOrganisation, ['admin']), false, true],
  ['a key', { kind: 'key', id: 'x', organisationId: noOrganisation, scopes: [] }, false, false],
])('%s: revises %s, reads %s', (_who, actor, revises, reads) => {
  expect([mayManageReleases(actor), mayReadLexicon(actor)]).toEqual([revises, reads])
})

describe('a back-test', () => {
  const weak = { class: 'counterfeit', strength: 'weak' } as const
  const strong = { class: 'not-counterfeit', strength: 'strong' } as const
  const unknown = { class: 'unknown', strength: 'none' } as const

  test('takes the strongest label, and none where equally strong ones disagree', () => {
    expect(strongestLabel([weak, unknown, strong])).toBe(strong)
    expect(strongestLabel([weak, { ...strong, strength: 'weak' }])).toBeUndefined()
    expect(strongestLabel([unknown])).toBeUndefined()
  })

  test('counts held-up listings, with intervals, and states nothing for small numbers', () => {
    const judged = [
      ...Array.from({ length: 30 }, () => ({ isCounterfeit: true, verdict: 'block' as const })),
      ...Array.from({ length: 10 }, () => ({ isCounterfeit: true, verdict: 'clear' as const })),
      ...Array.from({ length: 20 }, (_, at) => ({
        isCounterfeit: false,
        verdict: at < 5 ? ('review' as const) : ('ask-proof' as const),
      })),
    ]
    const { precision, recall, falseAlarms } = figuresOf(judged)
    expect(precision).toMatchObject({ count: 30, of: 35, known: true })
    expect(recall).toMatchObject({ count: 30, of: 40, share: 0.75, known: true })
    // Wilson's interval at 95 % of 30 in 40.
    expect([recall.low, recall.high].map((bound) => bound.toFixed(3))).toEqual(['0.598', '0.858'])
    expect(falseAlarms).toMatchObject({ count: 5, of: 20, known: false })
  })
})
