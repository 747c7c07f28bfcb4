import type {
  SiteRequestCheckView,
  SiteRequestInput,
  SiteRequestReceiptView,
  WatchPolicyView,
} from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

export async function readPolicy(): Promise<WatchPolicyView> {
  return (await requestPublicly('/api/v1/watch-policy')) as WatchPolicyView
}

export async function sendRequest(request: SiteRequestInput): Promise<SiteRequestReceiptView> {
  return (await requestPublicly('/api/v1/site-requests', request)) as SiteRequestReceiptView
}

export async function checkRequest(receipt: string): Promise<SiteRequestCheckView> {
  return (await requestPublicly('/api/v1/site-request-checks', { receipt })) as SiteRequestCheckView
}
