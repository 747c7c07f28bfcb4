import { X509Certificate } from 'node:crypto'
import { readPublicKey, type PublicKey } from '../signing-keys/index.ts'

/** The verifier's trust anchors: keys of publishers, and roots of authorities. */
export type Trust = { publishers: readonly PublicKey[]; roots: readonly X509Certificate[] }

export const noTrust: Trust = { publishers: [], roots: [] }

/** Reads a PEM file: public keys are publishers', certificates are roots. */
export function readTrust(pem: string): Trust {
  const blocks = pem.match(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g) ?? []
  const publishers: PublicKey[] = []
  const roots: X509Certificate[] = []
  for (const block of blocks) {
    if (block.startsWith('-----BEGIN PUBLIC KEY')) publishers.push(readPublicKey(block))
    else if (block.startsWith('-----BEGIN CERTIFICATE-')) roots.push(new X509Certificate(block))
    else throw new TypeError('it contains data other than public keys and certificates')
  }
  if (blocks.length === 0) throw new TypeError('it contains neither a public key nor a certificate')
  return { publishers, roots }
}

export function joinTrust(all: readonly Trust[]): Trust {
  return {
    publishers: all.flatMap(({ publishers }) => publishers),
    roots: all.flatMap(({ roots }) => roots),
  }
}
