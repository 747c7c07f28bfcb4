import { StatementOfReasons } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { begun, completedIn, lacksOf, type Completed } from './statement-draft.ts'

const draft = {
  puid: 'made-when-it-is-sent',
  platform: 'Pasar',
  subject: 'your offer 7',
  content: { types: ['product'], postedOn: '2026-11-20' },
  measures: [],
  territory: ['DE', 'FR'],
  startsOn: '2026-11-26',
  facts: 'The title says “replica”.',
  source: 'notice',
  automatedDetection: false,
  automatedDecision: 'partly',
  ground: { kind: 'illegal', legalGround: 'Regulation (EU) 2017/1001, Article 9(2)' },
  redress: { complaint: { where: 'x', until: '2027-05-26' }, bodies: 'x', court: 'x' },
}
const completed = (more: Partial<Completed>): Completed => ({ ...begun(draft), ...more })
const why = 'The name in the title is the registered one.'

test('a draft lacks the measures and the reasons, and nothing that the evidence provides', () => {
  expect(lacksOf(begun(draft))).toEqual(['measures', 'why'])
  expect(lacksOf(completed({ measures: ['disable'], why }))).toEqual([])
  const other = { measures: ['other-payments' as const], why }
  expect(lacksOf(completed(other))).toEqual(['words'])
  expect(lacksOf(completed({ ...other, words: 'Paid out later', territory: [] }))).toEqual([
    'territory',
  ])
})

test('a completed draft is a statement of the API, with its origin unchanged', () => {
  const given = completed({
    measures: ['disable', 'other-visibility'],
    words: 'Not in searches',
    endsOn: '2027-01-31',
    territory: ['NL', 'DE'],
    why,
    discloses: true,
    notifierName: 'V',
    necessity: 'It is the holder.',
  })
  const statement = StatementOfReasons.parse(completedIn(draft, given))
  expect(statement).toMatchObject({
    source: 'notice',
    automatedDecision: 'partly',
    territory: ['NL', 'DE'],
    measures: [
      { measure: 'disable', endsOn: '2027-01-31' },
      { measure: 'other-visibility', words: 'Not in searches', endsOn: '2027-01-31' },
    ],
    notifier: { name: 'V' },
  })
  const terms = completed({
    kind: 'terms',
    clause: '7.2',
    alsoIllegal: true,
    why,
    measures: ['remove'],
  })
  expect(StatementOfReasons.parse(completedIn(draft, terms)).ground).toEqual({
    kind: 'terms',
    clause: '7.2',
    alsoIllegal: true,
    why,
  })
})

test('the counts of the seller’s other listings are given unless a person leaves them out', () => {
  const otherListings = [{ code: 'seller.portfolio-pictures', count: 4, of: 9 }]
  const drafted = { ...draft, otherListings }
  const given = { ...begun(drafted), measures: ['remove' as const], why }
  expect(StatementOfReasons.parse(completedIn(drafted, given)).otherListings).toEqual(otherListings)
  const without = completedIn(drafted, { ...given, givesOthers: false })
  expect(StatementOfReasons.parse(without).otherListings).toBeUndefined()
})
