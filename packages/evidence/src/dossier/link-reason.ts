import type { DossierLink } from './model.ts'
import type { Say, WordKey } from './words.ts'
import { wordsEn } from './words-en.ts'

/** The English sentence as which a dossier states a reason: code, masked identifier, which way, in how many listings. */
const stated =
  /^\S+(?: \((?<masked>.*)\))? speaks (?<way>for|against) the link(?:; it shows in (?<listings>\d+) listings)?$/s

/** A reason of a link in words of the dossier’s language. A detail that was written differently stays as it is. */
export function linkReason(
  say: Say,
  { code, weight, detail }: DossierLink['reasons'][number],
): string {
  const name = say(nameOf(code))
  const bits = { weight: bitsOf(weight) }
  const { masked, way, listings } = stated.exec(detail)?.groups ?? {}
  if (way === undefined) return say('link.reason', { detail, name, ...bits })
  const reason = masked === undefined ? name : say('link.reason.masked', { name, masked })
  const sentence = way === 'for' ? 'link.reason.for' : 'link.reason.against'
  return listings === undefined
    ? say(sentence, { reason, ...bits })
    : say(`${sentence}.shown`, { reason, listings, ...bits })
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
