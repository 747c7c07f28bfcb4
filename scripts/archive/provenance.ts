import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto'

export type Material = { uri: string; digest: Record<string, string> }

export type ProvenanceInput = {
  version: string
  /** Names and SHA-256 of the files that it is about. */
  subjects: readonly { name: string; sha256: string }[]
  /** Date of the sources; seconds since 1970. */
  sourceDate: number
  /** What the files were made from. */
  materials: readonly Material[]
}

const payloadType = 'application/vnd.in-toto+json'

/** An in-toto statement with SLSA provenance. It names neither machine nor time, so that the same sources give the same. */
export function provenanceStatement(input: ProvenanceInput): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: input.subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:touchstone:archive:1',
        externalParameters: {
          version: input.version,
          system: 'linux-x64',
          sourceDate: input.sourceDate,
        },
        resolvedDependencies: input.materials,
      },
      runDetails: { builder: { id: 'urn:touchstone:make-archive' } },
    },
  })
}

/** What is signed of a payload: DSSE’s pre-authentication encoding. */
function signedBytes(payload: string): Buffer {
  const [type, body] = [payloadType, payload].map((text) => `${Buffer.byteLength(text)} ${text}`)
  return Buffer.from(`DSSEv1 ${type} ${body}`)
}

/**
 * A DSSE envelope around a statement, on one line. The key’s id is the SHA-256 of its public key (SPKI, DER).
 * Throws if the key is not Ed25519.
 */
export function signStatement(statement: string, key: KeyObject): string {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Error(
      `The key is ${key.asymmetricKeyType ?? 'symmetric'}: make an Ed25519 key with openssl genpkey -algorithm ed25519.`,
    )
  }
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const envelope = {
    payload: Buffer.from(statement).toString('base64'),
    payloadType,
    signatures: [
      {
        keyid: createHash('sha256').update(publicKey).digest('hex'),
        sig: sign(null, signedBytes(statement), key).toString('base64'),
      },
    ],
  }
  return `${JSON.stringify(envelope)}\n`
}
