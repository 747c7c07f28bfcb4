declare module 'virtual:messages' {
  import type { Message } from '@touchstone/messages'
  import type { Meanings, ReasonMessages } from '@touchstone/recognition/wording'

  type Messages = Readonly<Record<string, Message>>

  /** Messages of the first pages, by language. */
  export const firstFiles: Readonly<
    Record<'en' | 'id' | 'zh', () => Promise<{ messages: Messages; reasons: ReasonMessages }>>
  >
  /** Meanings of terms and kinds of goods, in other languages than English. */
  export const meaningFiles: Readonly<
    Partial<Record<'en' | 'id' | 'zh', () => Promise<{ default: Meanings }>>>
  >
  /** Messages of all other namespaces, by path: `en/appeals`. */
  export const messageFiles: Readonly<Record<string, () => Promise<{ default: Messages }>>>
}
