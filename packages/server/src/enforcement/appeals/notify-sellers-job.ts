import { z } from 'zod'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { notifySellers, type SellerMail } from '../email-updates/index.ts'
import { pageDigest } from './read-seller-page.ts'

/** Writes to sellers about news on their page every ten minutes. */
export function notifySellersJob(store: Store, mail: SellerMail | undefined): Job<z.ZodObject> {
  return defineJob(
    'notify-sellers',
    z.object({}),
    async (_data, signal) => {
      await notifySellers({ store, mail, digestOf: pageDigest }, new Date(), signal)
    },
    { cron: '*/10 * * * *' },
  )
}
