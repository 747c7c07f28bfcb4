import { chosenPieces, compileMessage, type Message } from './message.ts'
import { numberFormats, type NumberFormats } from './number-formats.ts'

const messages = new Map<string, Message>()
const formats = new Map<string, NumberFormats>()

/** A message of a catalogue with its arguments, whose numbers are written as the language writes them. */
export function fillMessage(
  locale: string,
  text: string,
  values: Readonly<Record<string, string | number>>,
): string {
  const numbers = known(formats, locale, numberFormats)
  const message = known(messages, text, compileMessage)
  const countOf = (name: string): number => Number(values[name])
  return chosenPieces(message, { countOf, category: numbers.plural })
    .map((piece) => {
      if (typeof piece === 'string') return piece
      const value = values[piece.argument]
      return typeof value === 'number' ? numbers.number(value) : (value ?? '')
    })
    .join('')
}

function known<V>(cache: Map<string, V>, key: string, make: (key: string) => V): V {
  const value = cache.get(key) ?? make(key)
  cache.set(key, value)
  return value
}
