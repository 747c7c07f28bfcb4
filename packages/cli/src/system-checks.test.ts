import { expect, test } from 'vitest'
import { checkBucket, checkNode, checkPictures, checkPublicUrl } from './system-checks.ts'

test.each([
  ['24.1.0', 'ok'],
  ['22.18.0', 'ok'],
  ['22.17.9', 'bad'],
  ['20.20.2', 'bad'],
])('Node %s is %s', (version, state) => {
  expect(checkNode(version).state).toBe(state)
})

const bucket = {
  BLOBS_URL: 'https://s3.example/bucket/folder',
  BLOBS_ACCESS_KEY_ID: 'id',
  BLOBS_SECRET_ACCESS_KEY: 'secret',
}
const postgresql = { DATABASE_URL: 'postgresql://owner:secret@db.example/touchstone' }

test.each([
  ['on one machine', {}, 'ok', /in \/data\/pictures$/],
  ['on one of several machines', postgresql, 'note', /on this machine alone: .* set BLOBS_URL/],
  [
    'in a bucket',
    { ...postgresql, ...bucket },
    'ok',
    /under https:\/\/s3.example\/bucket\/folder\/pictures;/,
  ],
  ['in a bucket without its keys', { BLOBS_URL: bucket.BLOBS_URL }, 'bad', /BLOBS_/],
] as const)('pictures %s are reported', async (_where, env, state, sentence) => {
  const check = await checkPictures({ DATA_DIR: '/data', ...env })
  expect(check.state).toBe(state)
  expect(check.message).toMatch(sentence)
})

test('a bucket is tried, where there is one', async () => {
  expect(await checkBucket({}).next()).toMatchObject({ done: true })
  const { value } = await checkBucket({ ...bucket, BLOBS_URL: 'https://127.0.0.1:9/bucket' }).next()
  expect(value).toMatchObject({
    name: 'bucket',
    state: 'bad',
    message: expect.stringContaining('the blob bucket cannot be reached'),
  })
})

test.each([
  ['127.0.0.1', '', 'ok', /localhost or an address/],
  ['0.0.0.0', undefined, 'note', /set it if browsers use a host name/],
  ['0.0.0.0', 'https://touchstone.example.com', 'ok', /^https:/],
] as const)('on %s with PUBLIC_URL %s: %s', (host, publicUrl, state, sentence) => {
  const check = checkPublicUrl(host, publicUrl)
  expect([check.state, check.message]).toEqual([state, expect.stringMatching(sentence)])
})
