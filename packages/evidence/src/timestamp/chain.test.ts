import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openssl } from '../../test/timestamp-authority-fixture.ts'
import { chainTo } from './chain.ts'
import { TimestampFault } from './faults.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-chain-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Issued = { name: string; by?: string; extensions: string; options?: string[] }

const authority = (length = ''): string =>
  `basicConstraints=critical,CA:TRUE${length}\nkeyUsage=critical,keyCertSign\n`
const stamping = 'keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n'

/** A certificate issued by openssl; its key is created at its first use, so that two certificates can share one. */
function issue({ name, by = name, extensions, options = [] }: Issued, key = name): X509Certificate {
  const file = (fileName: string): string => join(folder, fileName)
  try {
    readFileSync(file(`${key}.key`))
  } catch {
    openssl([
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-out',
      file(`${key}.key`),
    ])
  }
  writeFileSync(file(`${name}.ext`), extensions)
  openssl([
    'req',
    '-new',
    '-key',
    file(`${key}.key`),
    '-subj',
    `/CN=${name}`,
    '-out',
    file(`${name}.csr`),
  ])
  const issuer =
    by === name
      ? ['-signkey', file(`${key}.key`)]
      : ['-CA', file(`${by}.pem`), '-CAkey', file(`${by}.key`), '-CAcreateserial']
  const files = [
    '-in',
    file(`${name}.csr`),
    '-out',
    file(`${name}.pem`),
    '-extfile',
    file(`${name}.ext`),
  ]
  openssl(['x509', '-req', ...issuer, ...files, '-days', '30', ...options])
  return new X509Certificate(readFileSync(file(`${name}.pem`)))
}

/** Openssl's verdict on the same chain, for comparison. */
function opensslAgrees(leaf: string, between: string[], root: string): boolean {
  const pem = (name: string): string => join(folder, `${name}.pem`)
  const untrusted = between.flatMap((name) => ['-untrusted', pem(name)])
  try {
    execFileSync(
      'openssl',
      ['verify', '-purpose', 'timestampsign', '-CAfile', pem(root), ...untrusted, pem(leaf)],
      { stdio: 'ignore' },
    )
    return true
  } catch {
    return false
  }
}

const now = new Date(Date.now() + 60_000)

function verdict(leaf: X509Certificate, between: X509Certificate[], root: X509Certificate): string {
  try {
    return `${chainTo({ leaf, between, anchors: [root], at: now }).length} long`
  } catch (error) {
    if (error instanceof TimestampFault) return error.code
    throw error
  }
}

const root = issue({ name: 'root', extensions: authority() })

test('a chain over two authorities leads to the root, in whatever order they are given', () => {
  const upper = issue({ name: 'upper', by: 'root', extensions: authority() })
  const lower = issue({ name: 'lower', by: 'upper', extensions: authority(',pathlen:0') })
  const leaf = issue({ name: 'leaf', by: 'lower', extensions: stamping })
  expect(verdict(leaf, [upper, lower], root)).toBe('4 long')
  expect(verdict(leaf, [leaf, lower, root, upper], root)).toBe('4 long')
  expect(verdict(leaf, [lower], root)).toBe('foreign-chain')
  expect(opensslAgrees('leaf', ['upper', 'lower'], 'root')).toBe(true)
})

test('an authority that may issue no authority below it ends the chain', () => {
  const short = issue({ name: 'short', by: 'root', extensions: authority(',pathlen:0') })
  const below = issue({ name: 'below', by: 'short', extensions: authority() })
  const leaf = issue({ name: 'deep', by: 'below', extensions: stamping })
  expect(verdict(leaf, [short, below], root)).toBe('foreign-chain')
  expect(opensslAgrees('deep', ['short', 'below'], 'root')).toBe(false)
})

test('a certificate that is no authority issues nothing', () => {
  const person = issue({
    name: 'person',
    by: 'root',
    extensions: 'basicConstraints=critical,CA:FALSE\n',
  })
  const leaf = issue({ name: 'forged', by: 'person', extensions: stamping })
  expect(verdict(leaf, [person], root)).toBe('foreign-chain')
  expect(opensslAgrees('forged', ['person'], 'root')).toBe(false)
})

test('an authority whose key is not for certificates issues nothing', () => {
  const extensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature\n'
  const odd = issue({ name: 'odd', by: 'root', extensions })
  const leaf = issue({ name: 'oddly', by: 'odd', extensions: stamping })
  expect(verdict(leaf, [odd], root)).toBe('foreign-chain')
  expect(opensslAgrees('oddly', ['odd'], 'root')).toBe(false)
})

test('a certificate signed over SHA-1 proves nothing', () => {
  const weak = issue({ name: 'weak', by: 'root', extensions: authority(), options: ['-sha1'] })
  const leaf = issue({ name: 'weakly', by: 'weak', extensions: stamping })
  expect(verdict(leaf, [weak], root)).toBe('foreign-chain')
})

test('a critical extension that is not known refuses the chain', () => {
  const extensions = `${authority()}nameConstraints=critical,permitted;DNS:lumora.example\n`
  const bound = issue({ name: 'bound', by: 'root', extensions })
  const leaf = issue({ name: 'boundly', by: 'bound', extensions: stamping })
  expect(verdict(leaf, [bound], root)).toBe('foreign-chain')
})

test('authorities that issue each other in a circle end without a root', () => {
  const issuing = issue({ name: 'one', extensions: authority() })
  const two = issue({ name: 'two', by: 'one', extensions: authority() })
  // The first authority once more, now issued by the second.
  const csr = join(folder, 'one.csr')
  const files = ['-in', csr, '-out', join(folder, 'again.pem'), '-extfile', join(folder, 'one.ext')]
  const issuer = [
    '-CA',
    join(folder, 'two.pem'),
    '-CAkey',
    join(folder, 'two.key'),
    '-CAcreateserial',
  ]
  openssl(['x509', '-req', ...issuer, ...files, '-days', '30'])
  const again = new X509Certificate(readFileSync(join(folder, 'again.pem')))
  const leaf = issue({ name: 'circled', by: 'two', extensions: stamping })
  expect(verdict(leaf, [issuing, two, again], root)).toBe('foreign-chain')
  expect(verdict(leaf, [two, again, issuing], issuing)).toBe('3 long')
})
