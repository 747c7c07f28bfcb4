import { expect, test } from 'vitest'
import { generateKey, hashSecret, provesKey, readKey, writeKey } from './types.ts'

test('a key is read back as what was written, and no two are alike', () => {
  const keys = Array.from({ length: 1000 }, generateKey)
  for (const parts of keys) expect(readKey(writeKey(parts))).toEqual(parts)
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(1000)
  expect(new Set(keys.map(({ secret }) => secret)).size).toBe(1000)
})

test('the secret holds 256 bits', () => {
  expect(Buffer.from(generateKey().secret, 'base64url')).toHaveLength(32)
})

test.each([
  '',
  'tsk_',
  'tsk_abc_def',
  `${writeKey(generateKey())}x`,
  ` ${writeKey(generateKey())}`,
])('%j is no key', (text) => {
  expect(readKey(text)).toBeUndefined()
})

test('only the secret itself proves a key', () => {
  const { secret } = generateKey()
  const hash = hashSecret(secret)
  expect(provesKey(secret, hash)).toBe(true)
  expect(provesKey(generateKey().secret, hash)).toBe(false)
  expect(provesKey(secret, undefined)).toBe(false)
})
