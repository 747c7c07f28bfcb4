import { expect, test } from 'vitest'
import { readPhoto, textOf } from './read-photo.ts'

test.each([
  [']d2', '010952123400001321A7\u001d10L1', '^010952123400001321A7^10L1'],
  [']d2', '\u001d010952123400001321A7', '^010952123400001321A7'],
  [
    ']Q1',
    'https://id.example/01/09521234000013/21/A7',
    'https://id.example/01/09521234000013/21/A7',
  ],
  [']E0', '9521234000013', '9521234000013'],
])('%s %j is checked as %s', (symbology, text, code) => {
  expect(textOf({ symbology, text })).toBe(code)
})

const photo = Buffer.from('a photo').toString('base64')
const describer = (codes: string[] | undefined) => ({
  readCodes: async () =>
    codes?.map((text) => ({ format: 'QRCode', symbology: ']Q1', text, box: [] as never })),
})

test('of several codes the longest is checked, and a photo without one is no fault', async () => {
  expect(
    await readPhoto(describer(['9521234000013', 'https://id.example/01/09521234000013']), photo),
  ).toBe('https://id.example/01/09521234000013')
  expect(await readPhoto(describer([]), photo)).toBeNull()
})

test('a server that reads many photos asks to come again', async () => {
  await expect(readPhoto(describer(undefined), photo)).rejects.toMatchObject({
    code: 'open-requests-full',
    retryAfter: 5,
  })
})
