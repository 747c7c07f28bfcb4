declare module 'virtual:messages' {
  import type { Message } from '@touchstone/messages'
  import type { ReasonMessages } from '@touchstone/recognition/wording'

  type Messages = Readonly<Record<string, Message>>

  /** What the first pages show, by language. */
  export const firstFiles: Readonly<
    Record<'en' | 'id' | 'zh', () => Promise<{ messages: Messages; reasons: ReasonMessages }>>
  >
  /** The messages of each other namespace, by language and namespace: `en/appeals`. */
  export const messageFiles: Readonly<Record<string, () => Promise<{ default: Messages }>>>
}
