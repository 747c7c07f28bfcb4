import { randomBytes, randomInt } from 'node:crypto'
import type { Named } from './named-things.ts'

export function uuids(text: string): string[] {
  return text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? []
}

/** Secrets that admit their bearer: one is valid, and any number look like it. */
const tokens: ReadonlySet<string> = new Set(['appealToken', 'invitationToken', 'receipt'])

/** Names of the same form and length for things that do not exist. */
export function namesOfNothing(like: Named): Named {
  const known = new Map<string, string>()
  const entries = Object.entries(like).map(([noun, value]) => {
    const nothing = known.get(value) ?? nothingLike(noun, value)
    known.set(value, nothing)
    return [noun, nothing]
  })
  return Object.fromEntries(entries) as Named
}

function nothingLike(noun: string, value: string): string {
  if (noun === 'at') return value
  // Next to the other, so that the same items follow it in a list.
  if (uuids(value).length === 1) {
    return value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
  }
  // Another unit of the same goods.
  if (noun === 'code') return value.replace(/.$/, (sign) => (sign === '0' ? '1' : '0'))
  // Another picture that looks the same.
  if (noun === 'referencePicture') {
    return Buffer.concat([Buffer.from(value, 'base64'), randomBytes(9)]).toString('base64')
  }
  if (tokens.has(noun)) return randomBytes(32).toString('base64url')
  if (/^[0-9a-f]{64}$/.test(value)) return randomBytes(32).toString('hex')
  return value.replaceAll(
    /[a-z]|\d/g,
    (character) => letters[randomInt(/\d/.test(character) ? 10 : 26)]!,
  )
}

/** The digits of a number, too, where fewer are asked for. */
const letters = 'abcdefghijklmnopqrstuvwxyz'

/** An organisation's names, with each token replaced by one that is almost the real one. */
export function withoutTokens(named: Named): Named {
  const entries = Object.entries(named).map(([noun, value]) => [
    noun,
    tokens.has(noun) ? `${value.slice(0, -2)}${value.endsWith('AA') ? 'QQ' : 'AA'}` : value,
  ])
  return Object.fromEntries(entries) as Named
}
