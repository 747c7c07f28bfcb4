import type { X509Certificate } from 'node:crypto'
import { canonicalBytes, sha256 } from '../canonical/index.ts'
import type { Signer } from '../signing-keys/index.ts'
import { fetchTimestamp, type Authority, type TimestampFailure } from '../timestamp/index.ts'
import type { VouchedKey } from './certify-key.ts'
import type { SealLog } from './seal-log.ts'
import {
  LogProof,
  SealRecord,
  sealFiles,
  Statement,
  timestampFiles,
  type TreeHead,
} from './model.ts'

export type SealOptions = {
  package: string
  publisher: {
    name: string
    signer: Signer
    /** The owner of the key, as stated by the keeper of the log. */
    vouched?: VouchedKey
  }
  log: SealLog
  authorities: readonly Authority[]
  files: readonly { path: string; sha256: string; bytes: number }[]
  /** Heads of the same log in seals that the package already holds. */
  earlier?: readonly TreeHead[]
  at: Date
}

export type Seal = {
  /** By their names inside the folder of the seal. */
  files: ReadonlyMap<string, Buffer>
  head: TreeHead
  unanswered: readonly TimestampFailure[]
}

/**
 * Seals files: the publisher signs their digests, each authority timestamps the signed statement, and the log records
 * all of it as one entry. An authority that does not respond is recorded and does not prevent the seal.
 */
export async function seal(options: SealOptions): Promise<Seal> {
  const { publisher, log, authorities, earlier = [] } = options
  const { signer } = publisher
  const statement = canonicalBytes(
    Statement.parse({
      type: 'touchstone-evidence/statement/1',
      package: options.package,
      sealedAt: options.at.toISOString(),
      publisher: { name: publisher.name, key: signer.publicKey.id },
      log: log.key.id,
      files: [...options.files].sort((one, other) => (one.path < other.path ? -1 : 1)),
    }),
  )
  const signature = await signer.sign(statement)
  const files = new Map<string, Buffer>([
    [sealFiles.statement, statement],
    [sealFiles.signature, signature],
    [sealFiles.publisher, Buffer.from(signer.publicKey.pem)],
    [sealFiles.log, Buffer.from(log.key.pem)],
  ])
  const { vouched } = publisher
  if (vouched !== undefined) {
    files.set(sealFiles.keyStatement, vouched.statement)
    files.set(sealFiles.keySignature, vouched.signature)
  }
  const answers = await Promise.all(
    authorities.map((authority) => fetchTimestamp(authority, statement)),
  )
  const timestamps: SealRecord['timestamps'] = []
  const unanswered: TimestampFailure[] = []
  for (const answer of answers) {
    if (!('verified' in answer)) {
      unanswered.push(answer)
      continue
    }
    const names = timestampFiles(answer.authority)
    const certificates = Buffer.from(answer.verified.chain.map(pemOf).join(''))
    files.set(names.request, answer.request)
    files.set(names.response, answer.response)
    files.set(names.certificates, certificates)
    timestamps.push({
      authority: answer.authority,
      request: sha256(answer.request),
      response: sha256(answer.response),
      certificates: sha256(certificates),
    })
  }
  const record = canonicalBytes(
    SealRecord.parse({
      type: 'touchstone-evidence/record/1',
      statement: sha256(statement),
      signature: sha256(signature),
      ...(vouched && {
        key: { statement: sha256(vouched.statement), signature: sha256(vouched.signature) },
      }),
      timestamps,
      unanswered,
    }),
  )
  const known = earlier.filter((head) => head.log === log.key.id)
  const logged = await log.append(
    record,
    known.map(({ size }) => size),
  )
  const { head } = logged
  files.set(sealFiles.record, record)
  files.set(sealFiles.head, canonicalBytes(head))
  files.set(sealFiles.headSignature, logged.signature)
  const proof: LogProof = {
    type: 'touchstone-evidence/proof/1',
    index: logged.index,
    size: head.size,
    path: logged.path.map(hexOf),
    earlier: known.map(({ size, root }, place) => ({
      size,
      root,
      path: (logged.consistency[place] ?? []).map(hexOf),
    })),
  }
  files.set(sealFiles.proof, canonicalBytes(LogProof.parse(proof)))
  return { files, head, unanswered }
}

function pemOf(certificate: X509Certificate): string {
  return certificate.toString()
}

function hexOf(bytes: Buffer): string {
  return bytes.toString('hex')
}
