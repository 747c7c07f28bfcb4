import type { NoticeReceipt } from '@touchstone/contract'

/** Why the server refused, in its own words where it has some. */
export class Refused extends Error {}

async function call(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(path, {
    credentials: 'omit',
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Refused()
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  throw new Refused((answer as { detail?: string } | undefined)?.detail)
}

export type Draft = {
  items?: { urls: string[] }[]
  reasons?: string
  ground?: string
  name?: string
  email?: string
  right?: { number?: string; office?: string; holder?: string }
  goodFaith?: true
  childAbuse?: true
}
export type Received = { receipt: string; asked: { element: string; message: string }[] }

/** What is stored of whoever sent a notice. */
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
  return ((await call(formOf(slug))) as { marketplace: string }).marketplace
}

export async function sendNotice(slug: string, notice: Draft): Promise<Received> {
  return (await call(formOf(slug), notice)) as Received
}

export async function readReceipt(receipt: string): Promise<NoticeReceipt> {
  return (await call('/api/v1/notice-receipts', { receipt })) as NoticeReceipt
}

export async function readStoredData(
  receipt: string,
  action: 'access' | 'erasure',
): Promise<StoredData> {
  return (await call(`/api/v1/notice-receipts/${action}`, { receipt })) as StoredData
}
