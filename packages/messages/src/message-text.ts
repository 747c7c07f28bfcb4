import { formatMessage, type Message, type MessageValues } from './format-message.ts'
import type { ValuesOf } from './message-types.ts'

/** Messages of one language, written by their keys. */
export type MessageText<Keys extends string, Arguments> = {
  /** A message with exactly the values that it needs. */
  t: <K extends Keys>(key: K, ...values: ValuesOf<Arguments, K>) => string
  /** The words for what the server names; undefined where there are none, as for a newer one. */
  word: (key: string, values?: MessageValues) => string | undefined
}

/** `messages` may gain others later. A key without a message is written as it is. */
export function createMessageText<Keys extends string, Arguments>(
  locale: string,
  messages: Readonly<Record<string, Message>>,
): MessageText<Keys, Arguments> {
  const write = (key: string, values?: MessageValues): string =>
    formatMessage(locale, messages[key] ?? key, values)
  return {
    // The types alone know which values a key asks for.
    t: write as MessageText<Keys, Arguments>['t'],
    word: (key, values) => (Object.hasOwn(messages, key) ? write(key, values) : undefined),
  }
}
