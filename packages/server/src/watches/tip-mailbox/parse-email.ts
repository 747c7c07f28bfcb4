import type { EmailChecksView } from '@touchstone/contract'
import PostalMime, { type Email } from 'postal-mime'
import { findAddresses, maxAddresses } from './find-addresses.ts'
import { readHtml } from './read-html.ts'

/** What is kept of an email. */
export type ParsedEmail = {
  from: string | null
  sentAt: Date | null
  checks: EmailChecksView | null
  /** Subject and text. */
  words: string | null
  urls: string[]
  /** Addresses beyond the most. */
  leftOut: number
}

const maxWords = 4000

/** Reads an email. Its attachments are not looked at, and nothing that it names is fetched. */
export async function parseEmail(
  bytes: Uint8Array,
  ownOrigin: string | undefined,
): Promise<ParsedEmail> {
  const email = await PostalMime.parse(bytes, {
    maxNestingDepth: 20,
    maxHeadersSize: 256 * 1024,
    maxRfc822NestingDepth: 3,
  })
  const { text = '', html = '', subject = '' } = email
  const urls = findAddresses({ text, html }, ownOrigin)
  const words = [subject, text.trim() === '' ? textOf(html) : text]
    .map((part) => part.replaceAll('\0', '').trim())
    .filter((part) => part !== '')
    .join('\n\n')
    .slice(0, maxWords)
    .toWellFormed()
  return {
    from: senderOf(email),
    sentAt: dateOf(email.date),
    checks: checksOf(email),
    words: words === '' ? null : words,
    urls: urls.slice(0, maxAddresses),
    leftOut: Math.max(0, urls.length - maxAddresses),
  }
}

function senderOf({ from }: Email): string | null {
  const address = from?.address?.replace(/\p{Cc}/gu, '').trim() ?? ''
  return address === '' || address.length > 320 ? null : address.toWellFormed()
}

/** Times that no calendar of a person reaches are left out. */
function dateOf(text: string | undefined): Date | null {
  const time = Date.parse(text ?? '')
  const isSensible = time > Date.UTC(1990, 0) && time < Date.UTC(2200, 0)
  return isSensible ? new Date(time) : null
}

type Check = NonNullable<EmailChecksView['spf']>
const results: readonly string[] = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
] satisfies Check[]

/** Results by RFC 8601 in the first of these headers, which the receiving server wrote above those that it received. */
function checksOf({ headers }: Email): EmailChecksView | null {
  const header = headers.find(({ key }) => key === 'authentication-results')
  if (header === undefined) return null
  const resultOf = (method: string): Check | null => {
    const found = new RegExp(`(?:^|[;\\s])${method}\\s?=\\s?([a-z]{1,20})`, 'i').exec(header.value)
    const result = found?.[1]?.toLowerCase() ?? ''
    return isCheck(result) ? result : null
  }
  const checks = { spf: resultOf('spf'), dkim: resultOf('dkim'), dmarc: resultOf('dmarc') }
  return Object.values(checks).every((check) => check === null) ? null : checks
}

function isCheck(text: string): text is Check {
  return results.includes(text)
}

/** The text that HTML shows, roughly in its lines. */
function textOf(html: string): string {
  let text = ''
  readHtml(html, {
    onText: (words) => {
      if (text.length < 4 * maxWords) text += words === '\n' ? words : words.replace(/\s+/g, ' ')
    },
  })
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '').join('\n')
}
