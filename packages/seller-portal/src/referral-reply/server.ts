import type { ReferralReplyAction, ReferralReplyView } from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

export async function readReferral(token: string, from = 0): Promise<ReferralReplyView> {
  return (await requestPublicly('/api/v1/referral-replies', { token, from })) as ReferralReplyView
}

export async function act(token: string, action: ReferralReplyAction): Promise<ReferralReplyView> {
  return (await requestPublicly('/api/v1/referral-replies/actions', {
    token,
    action,
  })) as ReferralReplyView
}
