import type { Plugin } from 'vite'
// The room's entrance brings pages along, which Node doesn't read.
/* eslint-disable touchstone/room-entrance */
import { en } from '../src/messages/en.ts'
import { id } from '../src/messages/id.ts'
import { zh } from '../src/messages/zh.ts'
/* eslint-enable touchstone/room-entrance */

type Keyed = Readonly<Record<string, string>>

/** Stops the build where a language lacks a message, or has one that English hasn't. */
export function wholeCatalogues(others: Readonly<Record<string, Keyed>> = messagesOf): Plugin {
  return {
    name: 'touchstone-whole-catalogues',
    buildStart() {
      for (const [locale, messages] of Object.entries(others)) {
        const lacking = keysBeyond(messages, en.messages)
        const tooMany = keysBeyond(en.messages, messages)
        if (lacking.length > 0) this.error(`The messages in ${locale} lack ${lacking.join(', ')}`)
        if (tooMany.length > 0) this.error(`Only ${locale} has messages ${tooMany.join(', ')}`)
      }
    },
  }
}

const messagesOf = { id: id.messages, zh: zh.messages }

function keysBeyond(known: Keyed, wanted: Keyed): string[] {
  return Object.keys(wanted).filter((key) => !Object.hasOwn(known, key))
}
