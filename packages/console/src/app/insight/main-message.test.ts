import { expect, test } from 'vitest'
import { mainMessage } from './main-message.ts'

const none = { before: 0, months: [], monthsBefore: [] }
const series = <K extends string>(counts: Partial<Record<K, number>>): never =>
  Object.entries(counts).map(([key, total]) => ({ key, total, ...none })) as never
const figures = (
  found: object,
  decided: object,
  acted: object,
  contested: object = {},
): Parameters<typeof mainMessage>[0] => ({
  found: series(found),
  decided: series(decided),
  acted: series(acted),
  contested: { counts: series(contested), share: null, shareBefore: null },
})

test.each([
  ['nothing was found', figures({ block: 0 }, {}, {}), { says: 'nothing' }],
  [
    'nothing was decided',
    figures({ block: 3, review: 2 }, {}, {}),
    { says: 'undecided', found: 5 },
  ],
  [
    'decisions were not acted on',
    figures({ block: 9 }, { counterfeit: 2, 'grey-market': 1, genuine: 4 }, {}),
    { says: 'not-enforced', found: 9, decided: 7, infringing: 3 },
  ],
  [
    'no decision calls for an action',
    figures({ block: 9 }, { genuine: 4, unclear: 1 }, {}),
    { says: 'nothing-to-enforce', found: 9, decided: 5 },
  ],
  [
    'actions were contested',
    figures(
      { block: 9 },
      { counterfeit: 6 },
      { notice: 4, restriction: 1 },
      { reversed: 1, confirmed: 2, open: 1, uncontested: 1 },
    ),
    { says: 'acted', found: 9, acted: 5, contests: { reversed: 1, decided: 3, open: 1 } },
  ],
])('the first sentence is right where %s', (_what, insight, expected) => {
  expect(mainMessage(insight)).toEqual(expected)
})
