import type { ReasonMessages } from '@touchstone/recognition/wording'
import type { english } from './en.ts'
import type { later } from './later/en.ts'

export const locales = ['en', 'id', 'zh'] as const
export type Locale = (typeof locales)[number]

export type MessageKey = keyof typeof english | keyof typeof later

/** The messages of one room in another language. */
export type Translated<English> = { readonly [K in keyof English]: string }

/** Words of rooms that few open, which no first page loads. */
export type LaterMessages = Translated<typeof later>

/** All words of the pages in one language; a key that is missing or too many fails the build. */
export type Catalogue = {
  /** The language's own name. */
  name: string
  /** Whether somebody who speaks it from childhood has read every message. */
  reviewed: boolean
  messages: Translated<typeof english>
  /** The sentences of assessments. */
  reasons: ReasonMessages
}
