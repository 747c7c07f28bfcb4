import type { SellerPage } from '@touchstone/contract'

export type Trouble = 'no-link' | 'elsewhere' | 'too-many' | 'refused' | 'changed' | 'failed'

/** What went wrong, in one of the few ways for which the page has words. */
export class Refused extends Error {
  readonly trouble: Trouble
  /** Which of the documents was not taken. */
  readonly document: number | undefined

  constructor(trouble: Trouble, document?: number) {
    super(trouble)
    this.trouble = trouble
    this.document = document
  }
}

async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`/api/v1/seller/${path}`, {
    method,
    credentials: 'same-origin',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw new Refused('failed')
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const { pointer = '', code } = (answer ?? {}) as { pointer?: string; code?: string }
  const [, at] = /^\/documents\/(\d+)/.exec(pointer) ?? []
  if (at !== undefined) throw new Refused('refused', Number(at))
  throw new Refused(troubleOf(response.status, code))
}

function troubleOf(status: number, code: string | undefined): Trouble {
  if (status === 404) return 'no-link'
  if (code === 'link-opened-elsewhere') return 'elsewhere'
  if (status === 409) return 'changed'
  return status === 429 ? 'too-many' : 'failed'
}

export async function openLink(token: string): Promise<string> {
  return ((await call('POST', 'open', { token })) as { link: string }).link
}

export async function readSellerPage(link: string): Promise<SellerPage> {
  return (await call('GET', `matters/${encodeURIComponent(link)}`)) as SellerPage
}

/** Where the browser fetches a picture that led to the matter. */
export function pictureAddress(link: string, sha256: string): string {
  return `/api/v1/seller/matters/${encodeURIComponent(link)}/evidence/${sha256}`
}

export async function actOn(
  link: string,
  act: 'answer' | 'withdraw' | 'refer',
  body?: unknown,
): Promise<SellerPage> {
  return (await call('POST', `matters/${encodeURIComponent(link)}/${act}`, body)) as SellerPage
}

export async function leave(): Promise<void> {
  await call('POST', 'seller-page.close-access')
}
