import { z } from 'zod'
import { listListingsShowing, queueReassessment } from '../../images/pipeline/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { deleteHiddenPictures, claimDuePictures } from './repository.ts'

const sweeper: Context = { as: 'operator', actor: { kind: 'operator', id: 'pictured-codes' } }
const picturesAtOnce = 200

type Options = {
  store: Store
  /** Called when listings need reassessment. */
  onDue: () => void
}

/** Queues listings whose pictures show codes of which something was recorded, every minute. */
export function reassessPicturedCodesJob(options: Options): Job<z.ZodObject> {
  return defineJob('pictured-codes', z.object({}), () => reassessPicturedCodes(options), {
    cron: '* * * * *',
  })
}

export async function reassessPicturedCodes({ store, onDue }: Options): Promise<void> {
  for (let taken = picturesAtOnce; taken === picturesAtOnce;) {
    taken = await store.transact(sweeper, async (handle) => {
      const digests = await claimDuePictures(handle, picturesAtOnce)
      if (digests.length === 0) return 0
      await queueReassessment(handle, await listListingsShowing(handle, digests))
      await deleteHiddenPictures(handle, digests)
      return digests.length
    })
    if (taken > 0) onDue()
  }
}
