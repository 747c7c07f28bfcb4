import type { SellerLanguage } from '@touchstone/contract'
import { createMessageText, type Message, type MessageText } from '@touchstone/messages'
import { isReviewed, type Namespace } from './languages.ts'
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

type Messages = Readonly<Record<string, Message>>

/** The messages of one page in one language. */
export type Text<N extends Namespace> = MessageText<NamespaceKeys[N], MessageArguments> & {
  language: SellerLanguage
  /** Whether a native speaker has reviewed them. */
  reviewed: boolean
}

const files = import.meta.glob<Messages>('../../locales/*/*.json', { import: 'default' })

export async function loadText<N extends Namespace>(
  language: SellerLanguage,
  namespace: N,
): Promise<Text<N>> {
  const path = `../../locales/${language}/${namespace}.json`
  const messages = await files[path]?.()
  if (messages === undefined) throw new Error(`there is no ${path}`)
  return {
    language,
    reviewed: isReviewed(language),
    ...createMessageText<NamespaceKeys[N], MessageArguments>(language, messages),
  }
}
