import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSignedBy, signerOf } from '../signing-keys/index.ts'
import { certifyCodeKey, signCodeKeyList, verifyCodeKeyList } from './code-keys.ts'

const newSigner = () =>
  signerOf(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
const keeper = newSigner()
const maker = newSigner()
const at = '2026-11-20T10:00:00.000Z'
const key = {
  key: maker.publicKey.id,
  publicKey: maker.publicKey.pem.replaceAll(/-----[^-]+-----|\s/g, ''),
  holder: 'Velmoraq',
  prefixes: ['9521234'],
  since: at,
  retiredAt: null,
  revokedAt: null,
  logIndex: 4,
}

test('a statement on a key for codes is none on a key that seals evidence', async () => {
  const facts = { key: maker.publicKey.id, holder: 'Velmoraq', since: at, follows: null }
  const { statement, signature } = await certifyCodeKey(keeper, facts)
  expect(isSignedBy(keeper.publicKey, statement, signature)).toBe(true)
  expect(JSON.parse(statement.toString())).toMatchObject({ type: 'touchstone.code-key.1' })
})

test('a list is verified with the key of the log', async () => {
  const list = await signCodeKeyList(keeper, { at, keys: [key] })
  const verdict = { ok: true, list: { by: keeper.publicKey.id, at, keys: [key] } }
  expect(verifyCodeKeyList(list)).toMatchObject(verdict)
  expect(verifyCodeKeyList(list, keeper.publicKey.pem)).toMatchObject(verdict)
})

test('a list that was changed, is of another log, or is none is refused', async () => {
  const list = await signCodeKeyList(keeper, { at, keys: [key] })
  const changed = { ...list, statement: list.statement.replace('Velmoraq', 'Velmoraqq') }
  expect(verifyCodeKeyList(changed)).toMatchObject({ ok: false })
  expect(verifyCodeKeyList(list, newSigner().publicKey.pem)).toMatchObject({ ok: false })
  const facts = { key: maker.publicKey.id, holder: 'Velmoraq', since: at, follows: null }
  const { statement, signature } = await certifyCodeKey(keeper, facts)
  expect(
    verifyCodeKeyList({
      statement: statement.toString(),
      signature: signature.toString('base64'),
      publicKey: keeper.publicKey.pem,
    }),
  ).toMatchObject({ ok: false, reason: expect.stringContaining('no') })
})
