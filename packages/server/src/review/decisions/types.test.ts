import { decisionVerdicts, organisationKinds, outcomeKinds } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { labelOfDecision, labelOfOutcome } from './types.ts'

test('an uncontested removal is no label of the goods, nor is any other mere measure', () => {
  for (const outcome of ['removed', 'appealed', 'order-refunded', 'seller-suspended'] as const) {
    expect(labelOfOutcome(outcome)).toEqual({ class: 'unknown', strength: 'none' })
  }
})

test('an examination of the goods themselves is a strong label, an appeal a weaker one', () => {
  expect(labelOfOutcome('test-purchase-counterfeit')).toEqual({
    class: 'counterfeit',
    strength: 'strong',
  })
  expect(labelOfOutcome('test-purchase-genuine')).toEqual({
    class: 'not-counterfeit',
    strength: 'strong',
  })
  expect(labelOfOutcome('appeal-rejected')).toEqual({ class: 'counterfeit', strength: 'weak' })
  expect(labelOfOutcome('appeal-upheld')).toEqual({ class: 'not-counterfeit', strength: 'medium' })
})

test('the same verdict is weighted by its author', () => {
  const strength = (verdict: 'counterfeit' | 'genuine'): string[] =>
    (['marketplace', 'rights-holder', 'authority'] as const).map(
      (source) => labelOfDecision(verdict, source).strength,
    )
  expect(strength('counterfeit')).toEqual(['weak', 'medium', 'strong'])
  expect(strength('genuine')).toEqual(['weak', 'strong', 'strong'])
})

test('a label without a class has no strength, and one with a class has some', () => {
  const labels = [
    ...outcomeKinds.map(labelOfOutcome),
    ...decisionVerdicts.flatMap((verdict) =>
      organisationKinds.map((source) => labelOfDecision(verdict, source)),
    ),
  ]
  for (const label of labels) {
    expect(label.class === 'unknown').toBe(label.strength === 'none')
  }
  for (const verdict of ['grey-market', 'trademark-misuse', 'unclear'] as const) {
    for (const source of organisationKinds) {
      expect(labelOfDecision(verdict, source).class).not.toBe('counterfeit')
    }
  }
})
