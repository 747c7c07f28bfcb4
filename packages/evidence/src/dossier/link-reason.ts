import type { DossierLink } from './model.ts'
import type { Say, WordKey } from './words.ts'
import { wordsEn } from './words-en.ts'

/** A reason of a link in words of the dossier’s language. */
export function linkReason(
  say: Say,
  { code, weight, masked, listings }: DossierLink['reasons'][number],
): string {
  const name = say(nameOf(code))
  const reason = masked === null ? name : say('link.reason.masked', { name, masked })
  const sentence = weight < 0 ? 'link.reason.against' : 'link.reason.for'
  const bits = { weight: bitsOf(weight) }
  return listings === 0
    ? say(sentence, { reason, ...bits })
    : say(`${sentence}.shown`, { reason, listings: String(listings), ...bits })
}

function nameOf(code: string): WordKey {
  const key = `reason-name.${code}`
  return isWordKey(key) ? key : 'reason-name.other'
}

function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(wordsEn, key)
}

/** A weight to a tenth of a bit. */
export function bitsOf(weight: number): string {
  return String(Math.round(weight * 10) / 10)
}
