import type { Assessment, ModerationSettingsInput } from '@touchstone/contract'
import type { WorkflowInstance } from '@touchstone/jurisdiction'
import { expect, test } from 'vitest'
import { draftStatement } from './draft-statement.ts'

const texts = { platform: 'Pasar', territory: ['DE'], complaints: 'x', bodies: 'x', court: 'x' }
const portfolio = {
  code: 'seller.portfolio-prices',
  family: 'seller',
  weight: 1.2,
  evidence: { params: { count: 9, of: 12, brands: 5, part: 'fifth' } },
}
const ofListing = {
  code: 'text.replica-term',
  family: 'text',
  weight: 3,
  evidence: { field: 'title', text: '1:1 replica' },
}

function draftWith(signals: object[]): Record<string, unknown> {
  return draftStatement({
    moderationSettings: { texts } as unknown as ModerationSettingsInput,
    profile: { tier: 'hosting', sizeClass: 'micro' },
    settings: {},
    today: '2026-11-30',
    notice: undefined,
    instance: { facts: { source: 'own-initiative' } } as unknown as WorkflowInstance,
    evidence: [],
    receivedAt: new Date('2026-11-29T00:00:00Z'),
    listing: { language: 'en' },
    externalId: '4711',
    firstSeenAt: undefined,
    assessment: { verdict: 'review', signals } as unknown as Assessment,
  }).draft
}

test('counts of the seller’s other listings are drafted beside a fact of the listing', () => {
  expect(draftWith([ofListing, portfolio])).toMatchObject({
    facts: 'The title of the listing says “1:1 replica”.',
    otherListings: [
      { code: 'seller.portfolio-prices', count: 9, of: 12, brands: 5, part: 'fifth' },
    ],
  })
})

test.each<[string, object[]]>([
  ['alone, a portfolio states nothing', [portfolio]],
  ['without weight, a portfolio is left out', [ofListing, { ...portfolio, weight: 0 }]],
  [
    'wishes of a brand are no counts',
    [
      ofListing,
      {
        code: 'seller.young-account',
        family: 'seller',
        weight: 0.4,
        evidence: { params: { days: 3 } },
      },
      { code: 'image.official-photo', family: 'image', weight: 0.4 },
      { code: 'price.below-usual', family: 'price', weight: 0.4 },
    ],
  ],
])('%s', (_what, signals) => {
  expect(draftWith(signals)).not.toHaveProperty('otherListings')
})
