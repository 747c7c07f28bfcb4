import type { CheckInput, CheckView } from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

export async function check(input: CheckInput): Promise<CheckView> {
  return (await requestPublicly('/api/v1/checks', input)) as CheckView
}
