import { z } from 'zod'

/** A statement of reasons in the languages of the console, for the people who write, review and receive it. */
export const StatementReadings = z.object({ en: z.string(), id: z.string(), zh: z.string() }).meta({
  description:
    'The same statement in each language of the console; the text as sent is what counts.',
})
