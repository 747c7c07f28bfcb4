import type { Assessment, Signal } from '@touchstone/contract'
import {
  createWording,
  wordExplanationParts,
  wordReasonParts,
  type Meanings,
  type WordedPart,
  type Wording,
} from '@touchstone/recognition/wording'
import type { Text } from '../messages/index.ts'

/** One per language, created on first use. */
const wordings = new WeakMap<Meanings, Wording>()

function wordingOf({ locale, reasons, meanings }: Text): Wording {
  const known = wordings.get(meanings)
  if (known !== undefined) return known
  const made = createWording(locale, reasons, meanings)
  wordings.set(meanings, made)
  return made
}

/** A signal's sentence in the pages' language, else the server's text, else its code. */
export function signalParts(text: Text, signal: Signal): WordedPart[] {
  const { detail, reference } = signal.evidence ?? {}
  const worded = wordReasonParts(signal, wordingOf(text))
  if (worded !== undefined) return worded
  if (detail !== undefined) return [{ text: detail, english: true }]
  return reference === undefined ? [] : [{ text: reference }]
}

/** The reason for a verdict in the pages' language, else the server's English text. */
export function explanationParts(
  text: Text,
  { explanation, reason, signals }: Assessment,
): WordedPart[] {
  if (explanation !== undefined) return wordExplanationParts(explanation, signals, wordingOf(text))
  return reason === undefined ? [] : [{ text: reason, english: true }]
}
