import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { readEmailTipPages, type PageReader } from '../tips/index.ts'
import { receiveEmails, type EmailCounts, type ReceiveOptions } from './receive-emails.ts'

export type TipMailboxJobOptions = Omit<ReceiveOptions, 'signal' | 'now'> & {
  reader: PageReader
  /** Called when a turn found emails. */
  onReceived: (counts: EmailCounts) => void
}

/** Pages read in one turn. */
const maxPages = 50

/** Reads the mailbox every minute, and the pages that its emails name. */
export function tipMailboxJob({
  reader,
  onReceived,
  ...options
}: TipMailboxJobOptions): Job<z.ZodObject> {
  return defineJob(
    'tip-mailbox',
    z.object({}),
    async (_data, signal) => {
      // Pages of tips that were stored wait for no mailbox that cannot be reached.
      try {
        const counts = await receiveEmails({ ...options, signal, now: new Date() })
        if (Object.values(counts).some((count) => count > 0)) onReceived(counts)
      } finally {
        await readEmailTipPages(reader, { limit: maxPages, signal })
      }
    },
    { cron: '* * * * *', retries: 0 },
  )
}
