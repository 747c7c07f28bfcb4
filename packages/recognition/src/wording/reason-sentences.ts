import type { ExplanationPart, ImageChanges, Signal } from '#contract'
import { chosenPieces, compileMessage, type Message } from './message.ts'
import { numberFormats, type NumberFormats } from './number-formats.ts'
import {
  changesValue,
  explanationPhrase,
  signalPhrase,
  type Phrase,
  type ReasonKey,
  type ReasonMessages,
  type Value,
} from './phrases.ts'

/** The messages and formats of one language. Holds no state beyond compiled messages. */
export interface Wording {
  readonly locale: string
  readonly formats: NumberFormats
  message(key: ReasonKey): Message
  /** What is English in the engine: meanings of terms and kinds of goods; undefined if it has no words. */
  meaning(english: string): string | undefined
}

/** Meanings of terms and kinds of goods by their English words, as `meanings/<language>.json` has them. */
export type Meanings = Readonly<Record<string, string>>

/** A part of a sentence; `english` if it is not translated. */
export interface WordedPart {
  text: string
  english?: true
}

export function createWording(
  locale: string,
  messages: ReasonMessages,
  meanings: Meanings = {},
): Wording {
  const compiled = new Map<string, Message>()
  const own: Readonly<Record<string, string>> = messages
  return {
    locale,
    formats: numberFormats(locale),
    meaning: (english) => (Object.hasOwn(meanings, english) ? meanings[english] : undefined),
    message: (key) => {
      const known = compiled.get(key)
      if (known !== undefined) return known
      const text = Object.hasOwn(own, key) ? own[key] : undefined
      if (text === undefined) throw new UnknownReason(`no message is ${key}`)
      const compiledMessage = compileMessage(text)
      compiled.set(key, compiledMessage)
      return compiledMessage
    },
  }
}

type Reason = Pick<Signal, 'code' | 'evidence'>

/** The sentence of a signal; undefined if it has no parameters, or is from an engine that this one does not know. */
export function wordReason(reason: Reason, wording: Wording): string | undefined {
  return wordedOrUndefined(() => {
    const phrase = phraseOf(reason, wording)
    return phrase && textOf(phrase, wording)
  })
}

/** The same as parts, so that a page can mark the English ones. */
export function wordReasonParts(reason: Reason, wording: Wording): WordedPart[] | undefined {
  return wordedOrUndefined(() => {
    const phrase = phraseOf(reason, wording)
    return phrase && merged(partsOf(phrase, wording))
  })
}

/** The reason of a verdict as text: its own sentences, and those of the signals that it names. */
export function wordExplanation(
  explanation: readonly ExplanationPart[],
  signals: readonly Reason[],
  wording: Wording,
): string {
  return wordExplanationParts(explanation, signals, wording)
    .map(({ text }) => text)
    .join('')
}

/** The same as parts. */
export function wordExplanationParts(
  explanation: readonly ExplanationPart[],
  signals: readonly Reason[],
  wording: Wording,
): WordedPart[] {
  const sentences = explanation.map((part) => explanationSentence(part, signals, wording))
  const [before = '', between = ''] = wording
    .message('sentences')
    .filter((piece) => typeof piece === 'string')
  const gap = before + between
  return merged(
    sentences
      .filter((sentence) => sentence.length > 0)
      .flatMap((sentence, at) => (at === 0 ? sentence : [{ text: gap }, ...sentence])),
  )
}

function explanationSentence(
  part: ExplanationPart,
  signals: readonly Reason[],
  wording: Wording,
): WordedPart[] {
  if ('signal' in part) {
    const signal = signals[part.signal]
    if (signal === undefined) return []
    return wordReasonParts(signal, wording) ?? [{ text: signal.evidence?.detail ?? signal.code }]
  }
  const key = (family: string): string => textOf({ key: `family.${family}` as ReasonKey }, wording)
  return (
    wordedOrUndefined(() =>
      partsOf(explanationPhrase(part, { key, formats: wording.formats }), wording),
    ) ?? []
  )
}

/** How a picture was derived from a reference; empty if it was not changed. */
export function wordImageChanges(changes: ImageChanges, wording: Wording): string {
  return valueText(changesValue(changes, wording.formats), wording)
}

/** Stored reasons may be from an engine with other messages and parameters. */
class UnknownReason extends Error {}

function wordedOrUndefined<T>(word: () => T): T | undefined {
  try {
    return word()
  } catch (error) {
    if (error instanceof UnknownReason || error instanceof TypeError) return undefined
    throw error
  }
}

function phraseOf({ code, evidence }: Reason, { formats }: Wording): Phrase | undefined {
  const params = evidence?.params
  return params && signalPhrase(code, params, formats)
}

function piecesOf({ key, values = {} }: Phrase, wording: Wording) {
  return chosenPieces(wording.message(key), {
    countOf: (name) => Number(values[name]),
    category: wording.formats.plural,
  })
}

function valueAt({ key, values = {} }: Phrase, name: string): Exclude<Value, undefined> {
  const value = values[name]
  if (value === undefined) throw new UnknownReason(`${key} lacks ${name}`)
  return value
}

function textOf(phrase: Phrase, wording: Wording): string {
  let text = ''
  for (const piece of piecesOf(phrase, wording))
    text += typeof piece === 'string' ? piece : valueText(valueAt(phrase, piece.argument), wording)
  return text
}

function valueText(value: Value, wording: Wording): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return wording.formats.number(value)
  if (value === undefined) return ''
  if (!('english' in value)) return textOf(value, wording)
  return wording.meaning(value.english) ?? value.english
}

function partsOf(phrase: Phrase, wording: Wording): WordedPart[] {
  return piecesOf(phrase, wording).flatMap((piece): WordedPart[] => {
    if (typeof piece === 'string') return [{ text: piece }]
    const value = valueAt(phrase, piece.argument)
    if (typeof value === 'string') return [{ text: value }]
    if (typeof value === 'number') return [{ text: wording.formats.number(value) }]
    if (!('english' in value)) return partsOf(value, wording)
    const text = wording.meaning(value.english)
    if (text !== undefined) return [{ text }]
    return [
      wording.locale === 'en' ? { text: value.english } : { text: value.english, english: true },
    ]
  })
}

/** Neighbours that are alike as one. */
function merged(parts: readonly WordedPart[]): WordedPart[] {
  const whole: WordedPart[] = []
  for (const part of parts) {
    const last = whole.at(-1)
    if (part.text === '') continue
    if (last !== undefined && last.english === part.english) last.text += part.text
    else whole.push({ ...part })
  }
  return whole
}
