import type { Plugin } from 'vite'
// The room's entrance brings pages along, which Node doesn't read.
/* oxlint-disable touchstone/room-entrance */
import { en } from '../src/messages/en.ts'
import { id } from '../src/messages/id.ts'
import { later as laterEn } from '../src/messages/later/en.ts'
import { later as laterId } from '../src/messages/later/id.ts'
import { later as laterZh } from '../src/messages/later/zh.ts'
import { zh } from '../src/messages/zh.ts'
/* oxlint-enable touchstone/room-entrance */

type Keyed = Readonly<Record<string, string>>

/** Stops the build where a language lacks a message, or has one that English hasn't. */
export function wholeCatalogues(others: Readonly<Record<string, Keyed>> = messagesOf): Plugin {
  return {
    name: 'touchstone-whole-catalogues',
    buildStart() {
      for (const [locale, messages] of Object.entries(others)) {
        const lacking = keysBeyond(messages, englishWords)
        const tooMany = keysBeyond(englishWords, messages)
        if (lacking.length > 0) this.error(`The messages in ${locale} lack ${lacking.join(', ')}`)
        if (tooMany.length > 0) this.error(`Only ${locale} has messages ${tooMany.join(', ')}`)
      }
    },
  }
}

/** All words, those of rooms that few open too. */
export const englishWords = { ...en.messages, ...laterEn }
const messagesOf = { id: { ...id.messages, ...laterId }, zh: { ...zh.messages, ...laterZh } }

function keysBeyond(known: Keyed, wanted: Keyed): string[] {
  return Object.keys(wanted).filter((key) => !Object.hasOwn(known, key))
}
