import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { notifyBuyers, type NotifyOptions } from './notify-buyers.ts'

/** Informs buyers who left an address, every ten minutes. */
export function notifyBuyersJob(options: NotifyOptions): Job<z.ZodObject> {
  return defineJob(
    'notify-buyers',
    z.object({}),
    async (_data, signal) => {
      await notifyBuyers(options, signal)
    },
    { cron: '*/10 * * * *' },
  )
}
