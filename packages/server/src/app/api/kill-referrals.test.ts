import { expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { killAmidReferrals } from '../../../test/kill-referrals.ts'

// `npm run test:endurance` kills thirty times in each phase, on both stores.
onOneEngine((engine) => {
  test('a server killed amid packing, sending and answering loses nothing that it acknowledged, and sends nothing twice', async () => {
    const found = await killAmidReferrals(await engine.newStore(), 1)
    expect(found).toMatchObject({ released: 3, sent: 3, problems: [] })
    expect(found.reported).toBeGreaterThan(0)
  })
})
