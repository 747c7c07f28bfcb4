import type { Message } from '@touchstone/messages'
import type { Meanings, ReasonMessages } from '@touchstone/recognition/wording'
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

export const locales = ['en', 'id', 'zh'] as const
export type Locale = (typeof locales)[number]

export type Namespace = keyof NamespaceKeys
export type MessageKey = NamespaceKeys[Namespace]
export type PlainKey = Exclude<MessageKey, keyof MessageArguments>

/** The loaded messages of one language. */
export type Catalogue = {
  messages: Readonly<Record<string, Message>>
  /** The sentences of assessments. */
  reasons: ReasonMessages
  /** Meanings of terms and kinds of goods, by their English words; empty until they have loaded. */
  meanings: Meanings
}
