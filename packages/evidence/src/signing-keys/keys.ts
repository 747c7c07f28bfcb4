import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { sha256 } from '../canonical/index.ts'

/** A public key with the id under which people compare it: the SHA-256 of its SPKI in DER. */
export type PublicKey = { id: string; pem: string; key: KeyObject }

/** A signer, with a key in this process or one that stays in a vault. */
export type Signer = { publicKey: PublicKey; sign: (bytes: Uint8Array) => Promise<Buffer> }

/** Reads an Ed25519 public key (PEM, SPKI) and refuses every other type of key. */
export function readPublicKey(pem: string): PublicKey {
  return publicKeyOf(createPublicKey(pem))
}

/** Signs with an Ed25519 private key (PEM, PKCS #8) that is held in this process. */
export function signerOf(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem)
  return {
    publicKey: publicKeyOf(createPublicKey(key)),
    sign: async (bytes) => sign(null, bytes, key),
  }
}

/** Whether the signature over these bytes is by that key (RFC 8032, the plain variant). */
export function isSignedBy({ key }: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, bytes, key, signature)
}

function publicKeyOf(key: KeyObject): PublicKey {
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new TypeError(`the key is of the kind ${key.asymmetricKeyType}, not Ed25519`)
  }
  const id = sha256(key.export({ type: 'spki', format: 'der' }))
  return { id, pem: key.export({ type: 'spki', format: 'pem' }).toString(), key }
}
