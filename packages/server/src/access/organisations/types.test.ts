import { expect, test } from 'vitest'
import { generateApiKey, hashSecret, verifySecret, parseApiKey, formatApiKey } from './types.ts'

test('a key is read back as written, and no two are alike', () => {
  const keys = Array.from({ length: 1000 }, generateApiKey)
  for (const parts of keys) expect(parseApiKey(formatApiKey(parts))).toEqual(parts)
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(1000)
  expect(new Set(keys.map(({ secret }) => secret)).size).toBe(1000)
})

test('the secret has 256 bits', () => {
  expect(Buffer.from(generateApiKey().secret, 'base64url')).toHaveLength(32)
})

test.each([
  '',
  'tsk_',
  'tsk_abc_def',
  `${formatApiKey(generateApiKey())}x`,
  ` ${formatApiKey(generateApiKey())}`,
])('%j is no key', (text) => {
  expect(parseApiKey(text)).toBeUndefined()
})

test('only the secret itself proves a key', () => {
  const { secret } = generateApiKey()
  const hash = hashSecret(secret)
  expect(verifySecret(secret, hash)).toBe(true)
  expect(verifySecret(generateApiKey().secret, hash)).toBe(false)
  expect(verifySecret(secret, undefined)).toBe(false)
})
