import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalBytes } from '../canonical/index.ts'
import { signerOf, type Signer } from '../signing-keys/index.ts'
import { signClearance, verifyClearance } from './clearance.ts'

function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  return signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

const signer = newSigner()
const { pem } = signer.publicKey
const facts = {
  id: 'c1',
  organisation: 'Harbour Bazaar',
  marketplace: 'bazaar',
  seller: 'S-77',
  brand: 'velmoraq',
  product: null,
  right: 'EM 018000001',
  issuedAt: '2026-11-26T10:00:00.000Z',
  expiresAt: '2027-11-26T10:00:00.000Z',
}
const within = new Date('2027-01-01T00:00:00Z')

test('it states what was cleared, to anyone with the key, until it expires', async () => {
  const signed = await signClearance(signer, facts)
  expect(verifyClearance(signed, pem, within)).toEqual({ ok: true, facts, expired: false })
  const over = new Date(facts.expiresAt)
  expect(verifyClearance(signed, pem, over)).toMatchObject({ ok: true, expired: true })
})

test('no other key, no changed letter and no other statement passes for it', async () => {
  const signed = await signClearance(signer, facts)
  expect(verifyClearance(signed, newSigner().publicKey.pem, within).ok).toBe(false)
  fc.assert(
    fc.property(fc.nat(signed.statement.length - 1), fc.nat(126), (at, code) => {
      const letters = [...signed.statement]
      const letter = String.fromCharCode(code)
      fc.pre(letters[at] !== letter)
      letters[at] = letter
      expect(verifyClearance({ ...signed, statement: letters.join('') }, pem, within).ok).toBe(
        false,
      )
    }),
  )
  for (const value of [{ ...facts, type: 'another' }, { ...facts }, 'text']) {
    const bytes = canonicalBytes(value)
    const signature = (await signer.sign(bytes)).toString('base64')
    const other = { statement: bytes.toString('utf8'), signature, key: signer.publicKey.id }
    expect(verifyClearance(other, pem, within)).toMatchObject({
      reason: expect.stringContaining('not a clearance') as string,
    })
  }
})

test('a signed text that is not canonical is no clearance', async () => {
  const statement = JSON.stringify({ type: 'touchstone.clearance.1', ...facts })
  const signature = (await signer.sign(Buffer.from(statement))).toString('base64')
  expect(verifyClearance({ statement, signature, key: signer.publicKey.id }, pem, within).ok).toBe(
    false,
  )
})
