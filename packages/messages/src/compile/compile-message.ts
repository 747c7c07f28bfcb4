import {
  isArgumentElement,
  isLiteralElement,
  isNumberElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  parse,
  type MessageFormatElement,
} from '@formatjs/icu-messageformat-parser'
import type { Message, MessagePart } from '../index.ts'

/** Type of a value: a word or number, a number alone, or a word that selects an option. */
type ArgumentType = 'string | number' | 'number' | 'string'

/** Compiles an ICU message to data. Throws if it is invalid, or uses a feature that the formatter lacks. */
export function compileMessage(message: string): Message {
  return toMessage(elementsOf(message))
}

/** All messages of a namespace by key. */
export function compileMessages(
  messages: Readonly<Record<string, string>>,
): Record<string, Message> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => {
      try {
        return [key, compileMessage(message)]
      } catch (error) {
        throw new Error(`${key}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      }
    }),
  )
}

/** The arguments of a message by name. */
export function argumentsOf(message: string): Map<string, ArgumentType> {
  const types = new Map<string, ArgumentType>()
  const visit = (element: MessageFormatElement): void => {
    if (isLiteralElement(element) || isPoundElement(element)) return
    const type = typeOf(element)
    // A name used both as a plural's number and as a word is a number.
    if (types.get(element.value) !== 'number') types.set(element.value, type)
    if (isPluralElement(element) || isSelectElement(element)) {
      Object.values(element.options).forEach((option) => option.value.forEach(visit))
    }
  }
  elementsOf(message).forEach(visit)
  return new Map([...types].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

// Messages have no tags, so angle brackets are text.
function elementsOf(message: string): MessageFormatElement[] {
  return parse(message, { ignoreTag: true })
}

function typeOf(element: MessageFormatElement): ArgumentType {
  if (isPluralElement(element) || isNumberElement(element)) return 'number'
  return isSelectElement(element) ? 'string' : 'string | number'
}

function toMessage(elements: readonly MessageFormatElement[]): Message {
  const parts: MessagePart[] = []
  for (const element of elements) {
    const part = toPart(element)
    const last = parts.at(-1)
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  if (parts.length === 0) return ''
  const [only] = parts
  return parts.length === 1 && typeof only === 'string' ? only : parts
}

function toPart(element: MessageFormatElement): MessagePart {
  if (isLiteralElement(element)) return literal(element.value)
  if (isArgumentElement(element)) return `{${element.value}}`
  if (isPoundElement(element)) return 0
  if (isNumberElement(element) && element.style == null) return [element.value, 'number']
  if (isSelectElement(element)) return [element.value, 'select', optionsOf(element.options)]
  if (isPluralElement(element)) {
    const kind = element.pluralType === 'ordinal' ? 'ordinal' : 'plural'
    const options = optionsOf(element.options)
    return element.offset === 0
      ? [element.value, kind, options]
      : [element.value, kind, options, element.offset]
  }
  throw new Error('dates, times and styled numbers are formatted before they are given')
}

function literal(text: string): string {
  // When formatted, it would be mistaken for a place.
  if (/[{}]/.test(text)) throw new Error('a message has no braces as text')
  return text
}

function optionsOf(
  options: Readonly<Record<string, { value: MessageFormatElement[] }>>,
): Record<string, Message> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [name, toMessage(value)]),
  )
}
