import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { type TakedownCheckOptions, runDueTakedownChecks } from './run-takedown-checks.ts'
import { sendDueReminders } from './send-reminders.ts'

/** Every minute: sends reminders, and repeats takedown checks. */
export function noticeJob(options: TakedownCheckOptions): Job<z.ZodObject> {
  return defineJob(
    'notices',
    z.object({}),
    async (_data, signal) => {
      await sendDueReminders(options, signal)
      await runDueTakedownChecks(options, { signal })
    },
    { cron: '* * * * *', expireSeconds: 1800 },
  )
}
