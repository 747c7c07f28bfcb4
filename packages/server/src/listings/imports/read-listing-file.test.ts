import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readListingFile, readPageInThread } from './read-listing-file.ts'

const table = `id,title\n${Array.from({ length: 2000 }, (_, at) => `${at},Bag ${at}`).join('\n')}\n`

test('a page is read in one of the threads of its organisation', async () => {
  const open = async () => {
    const bytes = (async function* () {
      yield Buffer.from(table)
    })()
    const { rows } = await readListingFile(
      { bytes, remembered: async () => ({ mapping: undefined, currencies: {} }), holder: 'a' },
      {},
    )
    const reading = rows[Symbol.asyncIterator]()
    await reading.next()
    return reading
  }
  const files = await Promise.all([open(), open(), open()])
  const read: string[] = []
  const page = async (holder: string): Promise<void> => {
    const html = Buffer.from('<title>Bags</title>')
    const url = 'https://shop.example/'
    await readPageInThread({ html, url, stated: undefined, charset: undefined }, holder)
    read.push(holder)
  }
  const own = page('a')
  await page('b')
  await pause(100)
  expect(read).toEqual(['b'])
  for (const file of files) await file.return?.()
  await own
  expect(read).toEqual(['b', 'a'])
})
