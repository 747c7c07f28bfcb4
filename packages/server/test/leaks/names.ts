import { randomBytes } from 'node:crypto'
import type { Named } from './probe.ts'

export function uuids(text: string): string[] {
  return text.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? []
}

/** Names of the same form for what there isn't. */
export function namesOfNothing(like: Named): Named {
  const word = `ab${randomBytes(4).toString('hex')}`
  const entries = Object.entries(like).map(([noun, value]) => {
    if (noun === 'at') return [noun, value]
    // Beside the other, so that what comes after it in a list is the same.
    if (uuids(value).length === 1)
      return [noun, value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))]
    if (noun === 'invitationToken' || noun === 'answerToken')
      return [noun, randomBytes(32).toString('base64url')]
    if (noun === 'receivedPicture') return [noun, randomBytes(32).toString('hex')]
    if (noun === 'email') return [noun, `${word}@house.example`]
    return [noun, `${noun === 'spareBrand' ? 'a-' : ''}${word}-${noun.toLowerCase()}`]
  })
  return Object.fromEntries(entries) as Named
}
