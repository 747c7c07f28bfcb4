import { expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { killAmidCaptures } from '../../../test/kill-captures.ts'

onBothEngines((engine) => {
  test('a process that is killed amid captures and seals loses no event and leaves nothing half', async () => {
    const { requested, sealed, givenUp, problems } = await killAmidCaptures(
      await engine.newStore(),
      3,
    )
    expect(problems).toEqual([])
    expect(sealed + givenUp).toBeGreaterThanOrEqual(requested)
    expect(sealed).toBeGreaterThan(0)
  })
})
