import type { TipInput } from '@touchstone/contract'
import type { SharedPage } from './search.ts'
import { isWebAddress } from './tip-values.ts'

/** A page that a person sent here out of the browser, to be confirmed before the server gets it. */
export type SentPage = {
  url: string
  title: string
  /** As the browser showed it; absent if its address alone was sent. */
  page?: NonNullable<TipInput['page']>
  words: string
}

const mostCharacters = 500_000

/** What the extension or the bookmarklet put behind the #, which anybody can write: undefined if it is nothing of theirs. */
export function pageInHash(hash: string): SentPage | undefined {
  const [, text] = /^page=([\w-]+)$/.exec(hash) ?? []
  const sent = text === undefined ? undefined : parsed(text)
  if (sent === undefined) return undefined
  const { url, title, html, shownAt, sentWith, signInReason } = sent
  if (!isWebAddress(url)) return undefined
  const page = { url, title: typeof title === 'string' ? title.slice(0, 500) : '', words: '' }
  const isSender = sentWith === 'extension' || sentWith === 'bookmarklet'
  if (!isSender || typeof shownAt !== 'string' || Number.isNaN(Date.parse(shownAt)))
    return undefined
  if (typeof html !== 'string' || html.trim() === '' || html.length > mostCharacters) return page
  const reason = typeof signInReason === 'string' ? signInReason.trim().slice(0, 500) : ''
  return {
    ...page,
    page: { html, sentWith, shownAt, ...(reason !== '' && { signInReason: reason }) },
  }
}

/** Many programs put the address into the text. */
export function pageShared({ url, title = '', text = '' }: SharedPage): SentPage | undefined {
  const address = [url ?? '', ...text.split(/\s+/)].find(isWebAddress)
  if (address === undefined) return undefined
  const words = text.replace(address, '').trim()
  return { url: address, title, words: words === title ? '' : words }
}

/** From base64url of JSON. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(decoded, (sign) => sign.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
