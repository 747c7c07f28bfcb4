import type { SellerLanguage } from '@touchstone/contract'
import { createMessageText, type Message, type MessageText } from '@touchstone/messages'
import { isReviewed, type Namespace } from './languages.ts'
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

export type Messages = Readonly<Record<string, Message>>

/** The messages of one page in one language. */
export type Text<N extends Namespace> = MessageText<NamespaceKeys[N], MessageArguments> & {
  language: SellerLanguage
  /** Whether a native speaker has reviewed them. */
  reviewed: boolean
}

/** Loads the messages of a page, which names its own files: none carries the list of all. */
export function textLoader<N extends Namespace>(
  namespace: N,
  files: Readonly<Record<string, () => Promise<Messages>>>,
): (language: SellerLanguage) => Promise<Text<N>> {
  return async (language) => {
    const path = `../../locales/${language}/${namespace}.json`
    const messages = await files[path]?.()
    if (messages === undefined) throw new Error(`there is no ${path}`)
    return {
      language,
      reviewed: isReviewed(language),
      ...createMessageText<NamespaceKeys[N], MessageArguments>(language, messages),
    }
  }
}
