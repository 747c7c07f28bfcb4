import type {
  SiteRequestCheckView,
  SiteRequestInput,
  SiteRequestReceiptView,
  WatchPolicyView,
} from '@touchstone/contract'

/** A failed request, with the code of its cause if the server answered. */
export class Refused extends Error {
  readonly code: string

  constructor(code = '') {
    super(code)
    this.code = code
  }
}

async function call(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`/api/v1/${path}`, {
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
  throw new Refused((answer as { code?: string } | undefined)?.code)
}

export async function readPolicy(): Promise<WatchPolicyView> {
  return (await call('watch-policy')) as WatchPolicyView
}

export async function sendRequest(request: SiteRequestInput): Promise<SiteRequestReceiptView> {
  return (await call('site-requests', request)) as SiteRequestReceiptView
}

export async function checkRequest(receipt: string): Promise<SiteRequestCheckView> {
  return (await call('site-request-checks', { receipt })) as SiteRequestCheckView
}
