import { join } from 'node:path'
import { createMessageText, type Message, type MessageText } from '@touchstone/messages'
import { compileMessages, readLanguages, readLocale } from '@touchstone/messages/compile'
import type { MessageArguments, NamespaceKeys } from './message-types.ts'

type Namespace = keyof NamespaceKeys

/** The messages of one namespace in one language. */
export type ServerText<N extends Namespace> = MessageText<NamespaceKeys[N], MessageArguments> & {
  /** The one asked for, or English where it has none of these messages. */
  language: string
  /** Whether a native speaker has read them. */
  reviewed: boolean
}

const locales = join(import.meta.dirname, '..', '..', '..', 'locales')

/** Texts that the server writes to people, in the language of a tag (`zh-CN`). */
export function textIn<N extends Namespace>(namespace: N, tag: string): ServerText<N> {
  const [requested = 'en'] = tag.toLowerCase().split('-')
  const language = messagesOf(requested)[namespace] === undefined ? 'en' : requested
  const messages = messagesOf(language)[namespace] ?? {}
  return {
    language,
    reviewed: listed()[language]?.reviewed ?? false,
    ...createMessageText<NamespaceKeys[N], MessageArguments>(language, messages),
  }
}

type Messages = Readonly<Record<string, Message>>

let languages: ReturnType<typeof readLanguages> | undefined
const compiled = new Map<string, Partial<Record<string, Messages>>>()

function listed(): ReturnType<typeof readLanguages> {
  return (languages ??= readLanguages(locales))
}

/** Read and compiled when a language is first written in. */
function messagesOf(language: string): Partial<Record<string, Messages>> {
  if (!Object.hasOwn(listed(), language)) return {}
  const known =
    compiled.get(language) ??
    Object.fromEntries(
      Object.entries(readLocale(locales, language)).map(([namespace, messages]) => [
        namespace,
        compileMessages(messages),
      ]),
    )
  compiled.set(language, known)
  return known
}
