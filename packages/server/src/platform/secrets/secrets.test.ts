import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Secret } from '../config/index.ts'
import { loadSecretKey, openSecret, sealSecret } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))
const key = createSecretKey(randomBytes(32))

test('any text opens again under its key and purpose', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, purpose) => {
      expect(openSecret(key, sealSecret(key, text, purpose), purpose)).toBe(text)
    }),
  )
})

test('what is sealed shows nothing, and the same text never looks the same', () => {
  const [one, two] = [sealSecret(key, 'whsec_abc', 'a'), sealSecret(key, 'whsec_abc', 'a')]
  expect(one.includes('whsec')).toBe(false)
  expect(one.equals(two)).toBe(false)
})

test('another key, another purpose and a changed or cut byte are refused with the mend', () => {
  const sealed = sealSecret(key, 'whsec_abc', 'webhook 1')
  const refused = { code: 'bad-configuration', message: expect.stringContaining('SECRET_KEY') }
  const opening = (bytes: Buffer, purpose = 'webhook 1', by = key): (() => string) => {
    return () => openSecret(by, bytes, purpose)
  }
  expect(opening(sealed, 'webhook 2')).toThrow(expect.objectContaining(refused))
  const other = createSecretKey(randomBytes(32))
  expect(opening(sealed, 'webhook 1', other)).toThrow(expect.objectContaining(refused))
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(opening(changed)).toThrow(expect.objectContaining(refused))
    expect(opening(sealed.subarray(0, at))).toThrow(expect.objectContaining(refused))
  }
})

test('the key is made once, for its owner’s eyes, and found again', () => {
  const dataDir = join(folder, 'new')
  const made = loadSecretKey({ dataDir, secretKey: undefined })
  const file = join(dataDir, 'secret.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64').equals(made.export())).toBe(true)
  expect(loadSecretKey({ dataDir, secretKey: undefined }).equals(made)).toBe(true)
})

test('SECRET_KEY is used where it is set, without a file', () => {
  const bytes = randomBytes(32)
  const dataDir = join(folder, 'none')
  const secretKey = new Secret(bytes.toString('base64'))
  expect(loadSecretKey({ dataDir, secretKey }).export().equals(bytes)).toBe(true)
  expect(() => statSync(dataDir)).toThrow('ENOENT')
})

test('a damaged file is refused, never written over', () => {
  const dataDir = join(folder, 'damaged')
  loadSecretKey({ dataDir, secretKey: undefined })
  const file = join(dataDir, 'secret.key')
  writeFileSync(file, 'half')
  expect(() => loadSecretKey({ dataDir, secretKey: undefined })).toThrow('put the file back')
  expect(readFileSync(file, 'utf8')).toBe('half')
})
