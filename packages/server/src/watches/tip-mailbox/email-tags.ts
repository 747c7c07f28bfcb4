import { randomBytes } from 'node:crypto'

/** 120 bits, in digits that every mail server leaves as they are. */
export function newTag(): string {
  return randomBytes(15).toString('hex')
}

/** `tips@brand.example` with a tag: `tips+….@brand.example`. */
export function withTag(address: string, tag: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+${tag}${address.slice(at)}`
}

/** Headers in which servers and senders name who receives an email. */
export const recipientHeaders = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'to',
  'cc',
]

/** The tags of the recipients in these headers, each once. */
export function tagsIn(headers: string, address: string): string[] {
  const [local = '', domain = ''] = address
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .split(/@(?=[^@]*$)/)
  const tagged = new RegExp(
    `(?<![\\w.+-])${local}\\+([0-9a-f]{30})@${domain}(?![\\w-]|\\.\\w)`,
    'gi',
  )
  const unfolded = headers.replace(/\r?\n(?=[ \t])/g, '')
  return [...new Set([...unfolded.matchAll(tagged)].map(([, tag = '']) => tag.toLowerCase()))]
}
