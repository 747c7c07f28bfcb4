import { build } from 'vite'
import { expect, test } from 'vitest'
import { englishWords, wholeCatalogues } from './complete-catalogues.ts'

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
  const { 'queue.more': gone, ...rest } = englishWords
  await expect(built({ xx: rest })).rejects.toThrow('The messages in xx lack queue.more')
  const more = { ...englishWords, 'queue.less': gone }
  await expect(built({ xx: more })).rejects.toThrow('Only xx has messages queue.less')
  const { 'reception.title': late, ...early } = englishWords
  await expect(built({ xx: early })).rejects.toThrow('The messages in xx lack reception.title')
  expect(late).toBeDefined()
})

test('the languages that there are stop it not', async () => {
  await expect(built()).resolves.toBeDefined()
})
