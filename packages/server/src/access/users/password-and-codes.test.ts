import { createHmac, scryptSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  describeTotp,
  hashRecoveryCode,
  newRecoveryCode,
  newTotpSecret,
  stepOf,
  normaliseCode,
} from './one-time-codes.ts'
import {
  delayOf,
  lockDurationOf,
  networkOf,
  throttleKey,
  remainingDelayOf,
} from './sign-in-delays.ts'
import { missingStepOf } from './types.ts'
import { hashPassword, parsePasswordHash, verifyPassword, weaknessOf } from './password.ts'

const cheap = { ln: 4, r: 8, p: 1 }

describe('a password’s hash', () => {
  test('is scrypt with the parameters that it names', async () => {
    const text = await hashPassword('seven quiet lanterns', cheap)
    const parts = parsePasswordHash(text)!
    const { salt, hash } = parts
    expect(scryptSync('seven quiet lanterns', salt, 32, { N: 16, r: 8, p: 1 })).toEqual(hash)
    expect([salt.length, parts.ln, parts.r, parts.p]).toEqual([16, 4, 8, 1])
    expect(await hashPassword('seven quiet lanterns', cheap)).not.toBe(text)
  })

  test('verifies that password alone, however its letters were typed', async () => {
    const text = await hashPassword('caf\u00e9 au lait caf\u00e9', cheap)
    const right = async (password: string): Promise<boolean> =>
      (await verifyPassword(password, text, cheap)).right
    expect(await right('cafe\u0301 au lait cafe\u0301')).toBe(true)
    expect(await right('cafe au lait cafe')).toBe(false)
    expect(await right('')).toBe(false)
    expect((await verifyPassword('x', undefined, cheap)).right).toBe(false)
  })

  test('is outdated if its parameters differ', async () => {
    const text = await hashPassword('x', cheap)
    expect((await verifyPassword('x', text, cheap)).outdated).toBe(false)
    expect((await verifyPassword('x', text, { ...cheap, ln: 5 })).outdated).toBe(true)
  })

  test('is read from its own form alone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parsePasswordHash(text)).toBeUndefined()
      }),
    )
    for (const text of ['$scrypt$ln=15,r=8,p=3$', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA']) {
      expect(parsePasswordHash(text)).toBeUndefined()
    }
  })
})

test.each([
  ['three green kettles', 'ada@example.com', undefined],
  ['elf Zeichen', 'ada@example.com', 'shorter than 12'],
  ['ada.lovelace@example.com', 'ada.lovelace@example.com', 'is too similar to the email address'],
  ['Ada.Lovelace123', 'ada.lovelace@example.com', 'is too similar to the email address'],
  ['Password1234', 'ada@example.com', 'is too common'],
  ['ababababababab', 'ada@example.com', 'repeats only a few characters'],
  ['\u{1f600}\u{1f601}\u{1f602}', 'ada@example.com', 'shorter than 12'],
])('the password %j of %s: %s', (password, email, words) => {
  const weakness = weaknessOf(password, email)
  if (words === undefined) expect(weakness).toBeUndefined()
  else expect(weakness).toContain(words)
})

describe('the delay', () => {
  test.each([
    ['account', 3, 0],
    ['account', 4, 1000],
    ['account', 5, 2000],
    ['account', 9, 32_000],
    ['account', 10, 60_000],
    ['account', 1_000_000, 60_000],
    ['device', 9, 0],
    ['device', 10, 86_400_000],
    ['address', 19, 0],
    ['address', 20, 1000],
    ['address', 40, 900_000],
  ] as const)('of an %s after %i failures is %i ms', (kind, failures, delay) => {
    expect(delayOf(kind, failures)).toBe(delay)
  })

  test('counts from the last failure, and is forgotten after a day', () => {
    const past = { failures: 6, failedAt: new Date(1_000_000) }
    expect(remainingDelayOf('account', undefined, 0)).toBe(0)
    expect(remainingDelayOf('account', past, 1_000_000)).toBe(4000)
    expect(remainingDelayOf('account', past, 1_003_999)).toBe(1)
    expect(remainingDelayOf('account', past, 1_004_000)).toBe(0)
    expect(remainingDelayOf('account', { ...past, failures: 1000 }, 1_000_000 + 86_400_000)).toBe(0)
  })

  test('is never longer than stated, also where its failure lies in the future', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('account', 'address', 'link-address', 'link-documents', 'device'),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: -1e12, max: 1e12 }),
        (kind, failures, ahead) => {
          const past = { failures, failedAt: new Date(2e12 + ahead) }
          expect(remainingDelayOf(kind, past, 2e12)).toBeLessThanOrEqual(delayOf(kind, failures))
        },
      ),
    )
  })

  test.each([
    [9, 0],
    [10, 1],
    [11, 2],
    [14, 16],
    [15, 24],
    [1_000_000, 24],
  ])('of a second factor after %i wrong codes is %i hours', (failures, hours) => {
    expect(lockDurationOf(failures)).toBe(hours * 3_600_000)
  })

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('of %s is that of %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test('is stored under a name that reveals neither account nor address', () => {
    expect(throttleKey('account', 'ada@example.com')).toMatch(/^[0-9a-f]{64}$/)
    expect(throttleKey('account', 'x')).not.toBe(throttleKey('address', 'x'))
  })
})

describe('a code', () => {
  // RFC 6238 by hand, independent of the library.
  const codeAt = (secret: Buffer, step: number): string => {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(step))
    const mac = createHmac('sha1', secret).update(counter).digest()
    const at = mac[19]! & 15
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
  }

  test('is valid for its step, one before and one after, as in RFC 6238', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 2 ** 31 }),
        fc.integer({ min: -3, max: 3 }),
        (step, by) => {
          const secret = newTotpSecret()
          const acceptedStep = stepOf(secret, codeAt(secret, step + by), step * 30_000 + 7000)
          if (Math.abs(by) <= 1) expect(acceptedStep).toBe(step + by)
          else expect(acceptedStep === undefined || Math.abs(acceptedStep - step) <= 1).toBe(true)
        },
      ),
    )
  })

  test('is that of the appendix of RFC 6238', () => {
    const secret = Buffer.from('12345678901234567890')
    expect(stepOf(secret, '287082', 59_000)).toBe(1)
    expect(stepOf(secret, '081804', 1_111_111_109_000)).toBe(37_037_036)
    expect(stepOf(secret, '287083', 59_000)).toBeUndefined()
  })

  test('is described for an app without anything else of the person', () => {
    const { secret, uri } = describeTotp(Buffer.from('12345678901234567890'), 'ada@example.com')
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(uri).toContain('otpauth://totp/Touchstone:ada%40example.com?issuer=Touchstone&secret=')
  })

  test('for recovery has 80 random bits and is read with or without its hyphens', () => {
    const codes = Array.from({ length: 500 }, newRecoveryCode)
    expect(new Set(codes).size).toBe(500)
    for (const code of codes) {
      expect(code).toMatch(/^([a-hjkmnp-z02-9]{4}-){3}[a-hjkmnp-z02-9]{4}$/)
      expect(hashRecoveryCode(normaliseCode(code).toUpperCase())).toEqual(hashRecoveryCode(code))
    }
  })
})

test.each([
  [{ enrolled: true, secondFactor: false, mustChange: true, required: true }, 'code'],
  [{ enrolled: true, secondFactor: true, mustChange: true, required: true }, 'password'],
  [{ enrolled: false, secondFactor: false, mustChange: true, required: true }, 'password'],
  [{ enrolled: false, secondFactor: false, mustChange: false, required: true }, 'two-factor'],
  [{ enrolled: true, secondFactor: true, mustChange: false, required: true }, null],
  [{ enrolled: false, secondFactor: true, mustChange: false, required: true }, null],
  [{ enrolled: false, secondFactor: false, mustChange: false, required: false }, null],
] as const)('a session of which %j holds lacks %s', (facts, lack) => {
  expect(missingStepOf(facts)).toBe(lack)
})
