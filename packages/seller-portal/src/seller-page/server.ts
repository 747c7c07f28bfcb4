import type {
  EmailUpdatesAction,
  EmailUpdatesView,
  SellerAction,
  SellerLanguage,
  SellerPageView,
} from '@touchstone/contract'

export type Problem =
  | 'no-link'
  | 'opened-in-another-browser'
  | 'too-many'
  | 'document-rejected'
  | 'email-rejected'
  | 'email-too-many'
  | 'changed'
  | 'unreachable'
  | 'failed'

/** A failed request, as one of the problems that the page can explain. */
export class Refused extends Error {
  readonly problem: Problem
  /** Index of the rejected document. */
  readonly document: number | undefined

  constructor(problem: Problem, document?: number) {
    super(problem)
    this.problem = problem
    this.document = document
  }
}

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`/api/v1/seller/${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      'accept-language': document.documentElement.lang,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused('unreachable')
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const { pointer = '', code } = (answer ?? {}) as { pointer?: string; code?: string }
  const [, at] = /^\/documents\/(\d+)/.exec(pointer) ?? []
  if (at !== undefined) throw new Refused('document-rejected', Number(at))
  if (pointer === '/email') throw new Refused('email-rejected')
  throw new Refused(problemOf(response.status, code))
}

function problemOf(status: number, code: string | undefined): Problem {
  if (status === 404) return 'no-link'
  if (code === 'link-opened-elsewhere') return 'opened-in-another-browser'
  if (code === 'email-updates-rate-exceeded') return 'email-too-many'
  if (status === 409) return 'changed'
  return status === 429 ? 'too-many' : 'failed'
}

export async function openLink(token: string): Promise<string> {
  return ((await call('POST', 'session', { token })) as { link: string }).link
}

export async function readSellerPage(link: string): Promise<SellerPageView> {
  return (await call('GET', addressOf(link))) as SellerPageView
}

/** Address of a screenshot in the evidence. */
export function pictureAddress(link: string, sha256: string): string {
  return `/api/v1/seller/${addressOf(link)}/evidence/${sha256}`
}

function addressOf(link: string): string {
  return `appeal-links/${encodeURIComponent(link)}`
}

export async function submitAppeal(link: string, submission: object): Promise<SellerPageView> {
  return (await call('POST', `${addressOf(link)}/submissions`, submission)) as SellerPageView
}

export async function actOn(link: string, action: SellerAction): Promise<SellerPageView> {
  return (await call('POST', `${addressOf(link)}/actions`, { action })) as SellerPageView
}

export async function readEmailUpdates(link: string): Promise<EmailUpdatesView> {
  return (await call('GET', `${addressOf(link)}/email-updates`)) as EmailUpdatesView
}

export async function requestEmailUpdates(
  link: string,
  contact: { email: string; locale: SellerLanguage },
): Promise<EmailUpdatesView> {
  return (await call('PUT', `${addressOf(link)}/email-updates`, contact)) as EmailUpdatesView
}

export async function removeEmailUpdates(link: string): Promise<EmailUpdatesView> {
  return (await call('DELETE', `${addressOf(link)}/email-updates`)) as EmailUpdatesView
}

/** With the token of an email, in any browser. */
export async function actOnEmailUpdates(action: EmailUpdatesAction): Promise<void> {
  await call('POST', 'email-updates/actions', { action })
}

export async function leave(): Promise<void> {
  await call('DELETE', 'session')
}
