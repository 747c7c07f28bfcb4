import type { Assessment, Signal } from '@touchstone/contract'
import {
  createWording,
  wordExplanationParts,
  wordReasonParts,
  type ReasonMessages,
  type WordedPart,
  type Wording,
} from '@touchstone/recognition/wording'
import type { Text } from '../messages/index.ts'

/** Made once for each language that is read. */
const wordings = new WeakMap<ReasonMessages, Wording>()

function wordingOf({ locale, reasons }: Text): Wording {
  const known = wordings.get(reasons)
  if (known !== undefined) return known
  const made = createWording(locale, reasons)
  wordings.set(reasons, made)
  return made
}

/** The sentence of a signal in the language of the pages, else what the server says, else its reference. */
export function signalParts(text: Text, signal: Signal): WordedPart[] {
  const { detail, reference } = signal.evidence ?? {}
  const worded = wordReasonParts(signal, wordingOf(text))
  if (worded !== undefined) return worded
  if (detail !== undefined) return [{ text: detail, english: true }]
  return reference === undefined ? [] : [{ text: reference }]
}

/** The reason of a verdict in the language of the pages, else in English as the server says it. */
export function explanationParts(
  text: Text,
  { explanation, reason, signals }: Assessment,
): WordedPart[] {
  if (explanation !== undefined) return wordExplanationParts(explanation, signals, wordingOf(text))
  return reason === undefined ? [] : [{ text: reason, english: true }]
}
