import { writeStoredSentence, type TakedownCheckResult } from '@touchstone/contract'
import { Parser } from 'htmlparser2'
import { outcomeOf } from '../../investigation/captures/index.ts'
import type { FetchOptions, FetchResult } from '../../platform/outbound/index.ts'

export type TakedownCheck = { look: TakedownCheckResult; sentence: string }
export type FetchListing = (
  url: string,
  limits: object,
  options: FetchOptions,
) => Promise<FetchResult>

/** Known facts about the listing to check. */
export type ExpectedListing = { url: string | null; externalId: string; title: string | null }

/**
 * Checks whether a listing is still online, by one request without a browser. It reports only what it saw: a page
 * that refuses access, requires a sign-in or shows something else is not gone.
 */
export async function checkTakedown(
  fetchListing: FetchListing,
  expected: ExpectedListing,
  options: FetchOptions = {},
): Promise<TakedownCheck> {
  if (expected.url === null) {
    return { look: 'unknown', sentence: writeStoredSentence('check.no-address') }
  }
  const found = await fetchListing(expected.url, { bytes: 5 * 1024 * 1024 }, options)
  if (!found.ok) {
    const { reason, status } = found.refusal
    if (status !== undefined) return ofStatus(status, found.refusal.url)
    if (['unreachable', 'unresolvable', 'too-slow', 'certificate', 'stopped'].includes(reason)) {
      return { look: 'error', sentence: writeStoredSentence(`check.${reason}`) }
    }
    return { look: 'unknown', sentence: writeStoredSentence(`check.${reason}`) }
  }
  const snapshot = seenIn(new TextDecoder().decode(found.body))
  const { outcome } = outcomeOf(found.status, snapshot, found.url)
  if (outcome !== 'captured') return ofOutcome(outcome, found.status)
  return checkListing(snapshot, expected, found.url)
}

function ofStatus(status: number, url: string): TakedownCheck {
  const nothing = { title: '', text: '', password: false, overlay: null }
  const address = URL.canParse(url) ? url : 'https://x.invalid/'
  const { outcome } = outcomeOf(status, nothing, address)
  return ofOutcome(outcome, status)
}

function ofOutcome(outcome: string, status: number): TakedownCheck {
  switch (outcome) {
    case 'gone':
      return {
        look: 'gone',
        sentence: writeStoredSentence('page.gone', { status }),
      }
    case 'login-wall':
      return { look: 'login-wall', sentence: writeStoredSentence('page.sign-in') }
    case 'blocked':
      return {
        look: 'blocked',
        sentence: writeStoredSentence('page.blocked-program', { status }),
      }
    default:
      return { look: 'error', sentence: writeStoredSentence('page.error', { status }) }
  }
}

type PageSnapshot = Parameters<typeof outcomeOf>[1]

function checkListing(
  snapshot: PageSnapshot,
  { title, externalId, url }: ExpectedListing,
  at: string,
): TakedownCheck {
  const page = plain(`${snapshot.title} ${snapshot.text}`)
  const names = [title, externalId].filter((one) => one !== null && one.trim() !== '').map(plain)
  const isThere = names.some((name) => page.includes(name))
  if (isThere) return { look: 'live', sentence: writeStoredSentence('check.named') }
  if (page.length < 200) {
    return {
      look: 'unknown',
      sentence: writeStoredSentence('check.scripts'),
    }
  }
  const isRedirected = url !== null && at !== new URL(url).href
  return {
    look: 'changed',
    sentence: writeStoredSentence(isRedirected ? 'check.changed-redirected' : 'check.changed'),
  }
}

function plain(text: string | null): string {
  return (text ?? '').normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

const hidden = new Set(['script', 'style', 'noscript', 'template'])

/** The visible text of a page, and whether it asks for a password. Runs nothing of it. */
function seenIn(html: string): PageSnapshot {
  let title = ''
  let text = ''
  let password = false
  let inTitle = false
  let hiddenDepth = 0
  const parser = new Parser({
    onopentag(name, { type = '' }) {
      if (hidden.has(name)) hiddenDepth++
      if (name === 'title') inTitle = true
      if (name === 'input' && type.toLowerCase() === 'password') password = true
    },
    onclosetag(name) {
      if (hidden.has(name)) hiddenDepth--
      if (name === 'title') inTitle = false
    },
    ontext(part) {
      if (inTitle) title += part
      else if (hiddenDepth === 0 && text.length < 200_000) text += ` ${part}`
    },
  })
  parser.write(html)
  parser.end()
  return { title: title.slice(0, 500), text, password, overlay: null }
}
