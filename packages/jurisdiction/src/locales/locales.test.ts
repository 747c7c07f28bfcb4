import { compileMessage, readLocales } from '@touchstone/messages/compile'
import { expect, test } from 'vitest'

const locales = Object.entries(readLocales(import.meta.dirname))

test.each(locales)(
  'the messages in %s have places alone, and no two say the same',
  (_language, namespaces) => {
    const messages = Object.entries(namespaces['statement-of-reasons'] ?? {})
    expect(messages.length).toBeGreaterThan(40)
    expect(messages.filter(([, message]) => compileMessage(message) !== message)).toEqual([])
    const sentences = messages
      .filter(([key]) => !key.startsWith('measure.'))
      .map(([, sentence]) => sentence)
    expect(new Set(sentences).size).toBe(sentences.length)
  },
)
