import { expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { killAmidWatches } from '../../../test/kill-watches.ts'

const goods = 2
/** The first kill is amid a request; the others are where the page is read, ingested or recorded. */
const delays = [0, 20, 60]

onBothEngines((engine) => {
  test('a process killed amid a run loses and repeats no listing, and spends no budget twice', async () => {
    const result = await killAmidWatches(await engine.newStore(), goods, delays)
    const { asked, counted, budget, ...rest } = result
    expect(rest).toEqual({
      runs: 1,
      endedBy: 'end',
      listings: Array.from({ length: goods }, (_, at) => `bag-${at + 1}`),
      versions: goods,
      fresh: goods,
    })
    // A request is counted before it is made, so one that was counted may not have been made.
    expect(counted).toBeGreaterThanOrEqual(asked)
    expect(counted).toBeLessThanOrEqual(asked + delays.length)
    expect(counted).toBeLessThanOrEqual(budget)
  })
})
