import { processorMs } from '@touchstone/recognition/testing/processor-time'
import { expect, test } from 'vitest'

export type Work = (input: string) => unknown

/** An input of about this many characters, and the function that reads it. */
export type GrowthCase = [name: string, size: number, input: (n: number) => string, work: Work]

// A square would grow sixteenfold from n to 4n.
const mostGrowth = 6
/** Shorter times can't be measured, and harm nobody. */
const leastMs = 60

/** A text again and again, up to a length. */
export const many =
  (text: string) =>
  (n: number): string =>
    text.repeat(Math.ceil(n / text.length))

/** The least of a few times; none follows one below `enough`. */
async function millisecondsOf(work: Work, input: string, enough = 0): Promise<number> {
  let best = Infinity
  for (let turn = 0; turn < 4; turn++) {
    const from = processorMs()
    await work(input)
    best = Math.min(best, processorMs() - from)
    if (best > 1000 || best < enough) break
  }
  return best
}

/** Tests that the time of each case grows with the length of its input alone. */
export function testGrowth(cases: readonly GrowthCase[]): void {
  test.each(cases)(
    '%s: four times as much takes less than six times as long',
    async (_, size, input, work) => {
      await work(input(Math.ceil(size / 4)))
      let [once, fourfold] = [Infinity, Infinity]
      const most = (): number => Math.max(mostGrowth * once, leastMs)
      // Garbage collection only affects some rounds: the minimum is the actual time. Quadratic growth never passes.
      for (let round = 0; round < 4; round++) {
        once = Math.min(once, await millisecondsOf(work, input(size)))
        fourfold = Math.min(fourfold, await millisecondsOf(work, input(size * 4), most()))
        if (fourfold < most()) break
      }
      expect(fourfold).toBeLessThan(most())
    },
  )
}
