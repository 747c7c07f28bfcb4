import type { Text } from '../messages/index.ts'
import type { Refused } from '../public-request.ts'

/** The cause of a refusal in the notifier’s language; the server’s own sentences are English. */
export function problemIn(text: Text<'notice-form'>, { code = '' }: Refused): string | undefined {
  return text.word(`notice-form.problem.${code}`)
}
