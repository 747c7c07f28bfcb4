import { comingIn } from './coming-in.ts'
import { engine } from './engine.ts'
import { drawByHand, lots } from './lots.ts'
import { queue } from './queue.ts'
import { alliance } from './rivals.ts'
import { newcomer, type Step } from './walk.ts'

export { drawByHand } from './lots.ts'
export { sampleGoods } from './sample-goods.ts'
export { beginWalk, type Goods, type Walk } from './walk.ts'

const weekLater: Step = {
  name: 'a week passes, and everybody signs in anew',
  walk: async (walk) => {
    await drawByHand(await walk.pageOf(newcomer))
    await walk.weekLater()
    const page = await walk.pageOf(newcomer)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await walk.look(page, 'overview')
    return 'the overview shows what there is'
  },
}

/** The whole way, in its order: each stretch goes on from what the one before left. */
export const steps: readonly Step[] = [
  ...comingIn,
  ...queue,
  weekLater,
  ...engine,
  ...lots,
  ...alliance,
]
