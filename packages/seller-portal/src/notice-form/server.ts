import type { NoticeReceiptView } from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

export type Draft = {
  items?: { urls: string[] }[]
  reasons?: string
  ground?: string
  name?: string
  email?: string
  right?: { number?: string; office?: string; holder?: string }
  goodFaith?: true
  childAbuse?: true
  /** The language in which the notifier read the form, and gets the answers. */
  language?: string
}
export type Received = { receipt: string }

/** The personal data stored about a notifier. */
export type StoredData = {
  notice: {
    name?: string
    email?: string
    reasons?: string
    items?: { urls?: string[]; reasons?: string }[]
  }
  messages: { subject: string; sentAt: string | null }[]
  receivedAt: string
  forgottenAt: string | null
  erasureAskedAt: string | null
}

const formOf = (slug: string): string => `/api/v1/marketplaces/${encodeURIComponent(slug)}/notices`

export async function readMarketplace(slug: string): Promise<string> {
  return ((await requestPublicly(formOf(slug))) as { marketplace: string }).marketplace
}

export async function sendNotice(slug: string, notice: Draft): Promise<Received> {
  return (await requestPublicly(formOf(slug), notice)) as Received
}

export async function readReceipt(receipt: string): Promise<NoticeReceiptView> {
  return (await requestPublicly('/api/v1/notice-receipts', { receipt })) as NoticeReceiptView
}

/** Answers a question about an item, or complains about the decision on it. */
export async function actByReceipt(
  receipt: string,
  action:
    | { type: 'respond'; position: number; text: string }
    | { type: 'complain'; position: number; grounds: string },
): Promise<NoticeReceiptView> {
  return (await requestPublicly('/api/v1/notice-receipts/actions', {
    receipt,
    action,
  })) as NoticeReceiptView
}

export async function readStoredData(
  receipt: string,
  request: 'access-requests' | 'erasures',
): Promise<StoredData> {
  return (await requestPublicly(`/api/v1/notice-receipts/${request}`, { receipt })) as StoredData
}
