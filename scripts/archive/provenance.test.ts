import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from './places.ts'
import { provenanceStatement, signStatement } from './provenance.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-provenance-'))
afterAll(() => rmSync(folder, { recursive: true }))

const name = 'touchstone-0.2.0-linux-x64.tar.gz'
const content = 'an archive'
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const statement = provenanceStatement({
  version: '0.2.0',
  subjects: [
    { name, sha256: createHash('sha256').update(content).digest('hex') },
    { name: 'touchstone-0.2.0-linux-x64.sbom.cdx.json', sha256: 'ab'.repeat(32) },
  ],
  sourceDate: 1_700_000_000,
  materials: [{ uri: 'git:HEAD', digest: { gitCommit: 'c'.repeat(40) } }],
})

/** The commands of the operator’s page. */
const [, commands = ''] =
  /```sh\n([^]*?)```/.exec(readFileSync(join(root, 'docs', 'operator', 'verify.md'), 'utf8')) ?? []

function verify(): { code: number | null; said: string } {
  const options = { cwd: folder, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', commands], options)
  return { code: status, said: stdout + stderr }
}

test('the commands of the operator’s page accept the signed archive, and nothing that was changed', () => {
  const key = publicKey.export({ type: 'spki', format: 'pem' })
  writeFileSync(join(folder, 'release-key.pem'), key)
  writeFileSync(join(folder, name), content)
  const envelope = signStatement(statement, privateKey)
  writeFileSync(join(folder, `${name}.intoto.json`), envelope)
  const accepted = verify()
  expect(accepted.code).toBe(0)
  expect(accepted.said).toContain('Signature Verified Successfully')
  expect(accepted.said).toContain(`${name}: OK`)

  writeFileSync(join(folder, name), `${content}.`)
  expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('FAILED') })

  const forged = JSON.parse(envelope) as { payload: string }
  forged.payload = Buffer.from(statement.replace('0.2.0', '0.2.1')).toString('base64')
  writeFileSync(join(folder, `${name}.intoto.json`), JSON.stringify(forged))
  expect(verify().said).not.toContain('Signature Verified Successfully')
  expect(verify().code).not.toBe(0)
})

test('the same statement and key give the same envelope; other keys than Ed25519 are refused', () => {
  expect(signStatement(statement, privateKey)).toBe(signStatement(statement, privateKey))
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  expect(() => signStatement(statement, other.privateKey)).toThrow('make an Ed25519 key with')
  expect(execFileSync('openssl', ['version'], { encoding: 'utf8' })).toMatch(/^OpenSSL 3/)
})
