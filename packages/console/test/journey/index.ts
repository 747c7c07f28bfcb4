import { comingIn } from './onboarding.ts'
import { engine } from './engine.ts'
import { drawByHand, auditSamples } from './blind-audit.ts'
import { queue } from './queue.ts'
import { callsOf } from '../signed-in-users.ts'
import { alliance } from './rival-isolation.ts'
import { newcomer, type Step } from './journey.ts'

export { drawByHand } from './blind-audit.ts'
export { sampleGoods } from './sample-goods.ts'
export { beginJourney, prepareJourney, type Goods } from './journey.ts'

const weekLater: Step = {
  name: 'a week passes, and everybody signs in anew',
  walk: async (walk) => {
    const { request } = (await walk.pageOf(newcomer)).context()
    await drawByHand(callsOf(request, walk.server.url))
    await walk.weekLater()
    const page = await walk.pageOf(newcomer)
    await page.goto('/overview')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await walk.look(page, 'overview')
    return 'the overview shows what there is'
  },
}

/** The whole journey in order: each step continues from the previous one. */
export const steps: readonly Step[] = [
  ...comingIn,
  ...queue,
  weekLater,
  ...engine,
  ...auditSamples,
  ...alliance,
]
