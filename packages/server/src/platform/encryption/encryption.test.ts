import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { Secret } from '../config/index.ts'
import { openSecretKey } from './key.ts'
import { sealerOf, type Sealer } from './sealer.ts'

const openSealer = (options: Parameters<typeof openSecretKey>[0]): Sealer =>
  sealerOf(openSecretKey(options))

const folder = mkdtempSync(join(tmpdir(), 'touchstone-sealing-'))
afterAll(() => rmSync(folder, { recursive: true }))

const sealer = sealerOf(randomBytes(32))
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))

test('sealed bytes open unchanged for their purpose, and are never sealed to the same bytes', () => {
  fc.assert(
    fc.property(bytes, fc.string(), (plain, purpose) => {
      const sealed = sealer.seal(plain, purpose)
      expect(sealer.open(sealed, purpose)).toEqual(plain)
      expect(sealer.seal(plain, purpose)).not.toEqual(sealed)
    }),
  )
})

test('a changed byte, another purpose, another key or any other bytes open to nothing', () => {
  const sealed = sealer.seal(Buffer.from('secret'), 'a')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    expect(() => sealer.open(changed, 'a')).toThrow('cannot be decrypted')
  }
  expect(() => sealer.open(sealed, 'b')).toThrow('cannot be decrypted')
  expect(() => sealerOf(randomBytes(32)).open(sealed, 'a')).toThrow('cannot be decrypted')
  fc.assert(
    fc.property(bytes, (some) => {
      expect(() => sealer.open(some, 'a')).toThrow('SECRET_KEY')
    }),
  )
})

test('the key is made once, in a file that its owner alone reads', () => {
  const dataDir = join(folder, 'new')
  const sealed = openSealer({ dataDir, secretKey: undefined }).seal(Buffer.from('x'), 'a')
  const file = join(dataDir, 'secret.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const again = openSealer({ dataDir, secretKey: undefined })
  expect(again.open(sealed, 'a')).toEqual(Buffer.from('x'))
  const secretKey = new Secret(readFileSync(file, 'utf8').trim())
  expect(openSealer({ dataDir: folder, secretKey }).open(sealed, 'a')).toEqual(Buffer.from('x'))
})

test('a file without a key is reported, and not changed', () => {
  const dataDir = mkdtempSync(join(folder, 'broken-'))
  writeFileSync(join(dataDir, 'secret.key'), 'short')
  expect(() => openSealer({ dataDir, secretKey: undefined })).toThrow(
    'does not contain a key of 32 bytes',
  )
  expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe('short')
})
