import { build } from 'vite'
import { expect, test } from 'vitest'
// As what is tested reads it.
// eslint-disable-next-line touchstone/room-entrance
import { en } from '../src/messages/en.ts'
import { wholeCatalogues } from './whole-catalogues.ts'

/** Builds nothing but an empty page's script with these messages. */
async function built(others?: Record<string, Record<string, string>>): Promise<unknown> {
  const empty = 'virtual:empty'
  return build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rolldownOptions: { input: empty } },
    plugins: [
      wholeCatalogues(others),
      {
        name: 'empty',
        resolveId: (id) => (id === empty ? `\0${empty}` : undefined),
        load: (id) => (id === `\0${empty}` ? '' : undefined),
      },
    ],
  })
}

test('a message that a language lacks, or has alone, stops the build', async () => {
  const { 'queue.more': gone, ...rest } = en.messages
  await expect(built({ xx: rest })).rejects.toThrow('The messages in xx lack queue.more')
  const more = { ...en.messages, 'queue.less': gone }
  await expect(built({ xx: more })).rejects.toThrow('Only xx has messages queue.less')
})

test('the languages that there are stop it not', async () => {
  await expect(built()).resolves.toBeDefined()
})
