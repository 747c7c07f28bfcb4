declare module 'virtual:messages' {
  import type { Message } from '@touchstone/messages'
  import type { ReasonMessages } from '@touchstone/recognition/wording'

  type Messages = Readonly<Record<string, Message>>

  /** Messages of the first pages, by language. */
  export const firstFiles: Readonly<
    Record<'en' | 'id' | 'zh', () => Promise<{ messages: Messages; reasons: ReasonMessages }>>
  >
  /** Messages of all other namespaces, by path: `en/appeals`. */
  export const messageFiles: Readonly<Record<string, () => Promise<{ default: Messages }>>>
}
