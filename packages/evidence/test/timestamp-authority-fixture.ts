import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs openssl and returns its output; its messages stay out of the test's output. */
export function openssl(args: readonly string[], cwd = tmpdir()): Buffer {
  return execFileSync('openssl', [...args], { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
}

export type CertificateOptions = {
  notBefore?: string
  notAfter?: string
  usage?: string
  newKey?: string[]
  /** The digest by which a token names its certificate. */
  identifier?: string
}

/** A time-stamping authority with its own root, created by openssl in a temporary folder. */
export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'touchstone-authority-'))
  readonly root: X509Certificate
  readonly rootPem: string
  readonly certificate: X509Certificate

  constructor(name: string, options: CertificateOptions = {}) {
    this.run(
      'req',
      ...newKey,
      '-x509',
      ...keyFiles('root'),
      '-subj',
      `/CN=${name} root`,
      '-days',
      '3650',
      '-not_before',
      longAgo,
    )
    const subject = ['-subj', `/CN=${name}`]
    this.run(
      'req',
      ...(options.newKey ?? newKey),
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.csr',
      ...subject,
    )
    const {
      usage = 'critical,timeStamping',
      notBefore = longAgo,
      notAfter,
      identifier = 'sha256',
    } = options
    writeFileSync(
      join(this.folder, 'ext.cnf'),
      `keyUsage=critical,digitalSignature\nextendedKeyUsage=${usage}\n`,
    )
    const dates = [
      '-not_before',
      notBefore,
      ...(notAfter === undefined ? ['-days', '365'] : ['-not_after', notAfter]),
    ]
    const issuer = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial']
    this.run(
      'x509',
      '-req',
      '-in',
      'tsa.csr',
      ...issuer,
      '-out',
      'tsa.pem',
      '-extfile',
      'ext.cnf',
      ...dates,
    )
    writeFileSync(join(this.folder, 'serial'), '01\n')
    writeFileSync(join(this.folder, 'ts.cnf'), `${configuration}ess_cert_id_alg = ${identifier}\n`)
    this.rootPem = readFileSync(join(this.folder, 'root.pem'), 'utf8')
    this.root = new X509Certificate(this.rootPem)
    this.certificate = new X509Certificate(readFileSync(join(this.folder, 'tsa.pem')))
  }

  /** Stamps like an authority; openssl refuses what it may not stamp. */
  answer(request: Uint8Array): Buffer {
    writeFileSync(join(this.folder, 'q.tsq'), request)
    this.run('ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr')
    return readFileSync(join(this.folder, 'r.tsr'))
  }

  /** A request for the same bytes as openssl makes it. */
  query(bytes: Uint8Array, ...options: string[]): Buffer {
    writeFileSync(join(this.folder, 'data'), bytes)
    return this.run('ts', '-query', '-data', 'data', '-sha256', '-cert', ...options)
  }

  run(...args: string[]): Buffer {
    return openssl(args, this.folder)
  }
}

/** Certificates are older than the stamps that tests let a later authority sign again. */
const longAgo = '20250101000000Z'
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
const keyFiles = (name: string): string[] => ['-keyout', `${name}.key`, '-out', `${name}.pem`]

const configuration = `
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
other_policies = 1.3.6.1.4.1.99999.2
digests = sha256, sha384, sha512
accuracy = secs:1
`
