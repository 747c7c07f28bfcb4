import { z } from 'zod'

/** A statement of reasons in the languages of the console, for the people who write and review it. */
export const StatementReadings = z.object({ en: z.string(), id: z.string(), zh: z.string() }).meta({
  description: 'The same statement in each language of the console; `text` is what counts.',
})
