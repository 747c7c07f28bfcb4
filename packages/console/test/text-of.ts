import { join } from 'node:path'
import { compileMessages, readLocale } from '@touchstone/messages/compile'
import { createText, type Text } from '../src/messages/index.ts'

const locales = join(import.meta.dirname, '..', 'locales')

/** The text of some namespaces in a language, as pages get it. */
export function textOf(locale: 'en' | 'id' | 'zh', namespaces: readonly string[]): Text {
  const known = readLocale(locales, locale)
  const messages = Object.assign(
    {},
    ...namespaces.map((name) => compileMessages(known[name] ?? {})),
  )
  return createText(locale, { messages, reasons: {}, meanings: {} } as never)
}
