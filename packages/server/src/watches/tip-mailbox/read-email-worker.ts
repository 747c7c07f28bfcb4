import { serveTasks } from '../../platform/file-reading/index.ts'
import { parseEmail } from './parse-email.ts'
import type { EmailOptions } from './read-email.ts'

// Reads strangers’ emails in a thread that is ended if one takes too long.
serveTasks({
  email: async ({ source, ownOrigin }: EmailOptions) => ({
    opened: await parseEmail(source, ownOrigin),
  }),
})
