import { constants, verify, type KeyObject } from 'node:crypto'
import { RSASSAPSSParams, type AlgorithmIdentifier } from 'pkijs'
import { TimestampFault } from './faults.ts'

/** Digests accepted for timestamps. SHA-1 and MD5 can be forged, so they are not among them. */
export const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export const sha256Oid = '2.16.840.1.101.3.4.2.1'

const pkcs1: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
}

const ecdsa: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

const rsaEncryption = '1.2.840.113549.1.1.1'
const rsaPss = '1.2.840.113549.1.1.10'
const ed25519 = '1.3.101.112'

/** The name of a digest; throws if it is too weak or unknown. */
export function digestOf(algorithm: string, of: string): string {
  const name = digests[algorithm]
  if (name !== undefined) return name
  throw new TimestampFault(
    'weak-algorithm',
    `${of} is made with the algorithm ${algorithm}; only SHA-256, SHA-384 and SHA-512 are accepted.`,
  )
}

/** Whether a certificate is signed with an algorithm that still binds. */
export function isStrong(algorithm: AlgorithmIdentifier): boolean {
  const { algorithmId } = algorithm
  if (algorithmId === rsaPss) return pssDigest(algorithm) !== undefined
  return algorithmId in pkcs1 || algorithmId in ecdsa || algorithmId === ed25519
}

export type Signed = {
  bytes: Uint8Array
  signature: Uint8Array
  key: KeyObject
  algorithm: AlgorithmIdentifier
  /** The digest that the signer names apart; it counts where the algorithm names none. */
  digest: string
}

/** Whether a signature of CMS holds. */
export function isSigned({ bytes, signature, key, algorithm, digest }: Signed): boolean {
  const { algorithmId: id } = algorithm
  if (id === ed25519)
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature)
  const hash = id === rsaEncryption ? digest : (pkcs1[id] ?? ecdsa[id])
  if (id === rsaPss) {
    const named = pssDigest(algorithm)
    if (named === undefined || !key.asymmetricKeyType?.startsWith('rsa')) return false
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const saltLength = constants.RSA_PSS_SALTLEN_AUTO
    return verify(named, bytes, { key, padding, saltLength }, signature)
  }
  if (hash === undefined) {
    throw new TimestampFault('weak-algorithm', `It is signed with ${id}, which is not accepted.`)
  }
  if (key.asymmetricKeyType !== (id in ecdsa ? 'ec' : 'rsa')) return false
  return verify(hash, bytes, { key, dsaEncoding: 'der' }, signature)
}

function pssDigest(algorithm: AlgorithmIdentifier): string | undefined {
  const parameters: unknown = algorithm.algorithmParams
  if (parameters === undefined) return undefined
  return digests[new RSASSAPSSParams({ schema: parameters }).hashAlgorithm.algorithmId]
}
