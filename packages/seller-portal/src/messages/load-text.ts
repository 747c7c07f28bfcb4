import type { SellerLanguage } from '@touchstone/contract'
import {
  formatMessage,
  type Message,
  type MessageValues,
  type ValuesOf,
} from '@touchstone/messages'
import { isReviewed, type Namespace } from './languages.ts'
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

type Messages = Readonly<Record<string, Message>>

/** The messages of one page in one language. */
export type Text<N extends Namespace> = {
  language: SellerLanguage
  /** Whether a native speaker has read them. */
  reviewed: boolean
  t: <K extends NamespaceKeys[N]>(key: K, ...values: ValuesOf<MessageArguments, K>) => string
  /** The words for what the server names; undefined where this page knows none, as of a newer one. */
  word: (key: string) => string | undefined
}

const files = import.meta.glob<Messages>('../../locales/*/*.json', { import: 'default' })

export async function loadText<N extends Namespace>(
  language: SellerLanguage,
  namespace: N,
): Promise<Text<N>> {
  const path = `../../locales/${language}/${namespace}.json`
  const messages = await files[path]?.()
  if (messages === undefined) throw new Error(`there is no ${path}`)
  const write = (key: string, values?: MessageValues): string =>
    formatMessage(language, messages[key] ?? key, values)
  return {
    language,
    reviewed: isReviewed(language),
    t: (key, ...[values]) => write(key, values as MessageValues | undefined),
    word: (key) => (Object.hasOwn(messages, key) ? write(key) : undefined),
  }
}
