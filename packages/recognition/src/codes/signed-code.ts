import type { CodeElement } from './elements.ts'

/** The name of the extension parameter; GS1 reserves names of digits alone. */
const parameter = 'signature'
/** Of the key's id (SHA-256 in hex): enough to choose among the keys of a maker. */
const keyLength = 16

/** A signature as it stands in a Digital Link: the first 16 hexadecimal digits of the key's id, and 64 bytes. */
export interface CodeSignature {
  key: string
  signature: Uint8Array
}

/**
 * The bytes that a maker signs with Ed25519: that this is a code, the whole id of the key, and the elements by
 * identifier, so that a Digital Link, a bracketed code and an element string of the same elements have one signature.
 * @param keyId SHA-256 of the key's SPKI, in hex
 */
export function signedBytesOf(elements: readonly CodeElement[], keyId: string): Uint8Array {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]))
  const lines = [...values].sort(([one], [other]) => (one < other ? -1 : 1))
  return new TextEncoder().encode(
    ['touchstone code 1', keyId, ...lines.map(([ai, value]) => `${ai} ${value}`)].join('\n'),
  )
}

/** A Digital Link with the signature as its last parameter; an earlier signature is replaced. */
export function withSignature(link: string, keyId: string, signature: Uint8Array): string {
  const [address = '', query = ''] = link.split('#', 1)[0]?.split('?') ?? []
  const others = query.split('&').filter((one) => one !== '' && !one.startsWith(`${parameter}=`))
  const text = `${parameter}=${keyId.slice(0, keyLength)}.${base64Url(signature)}`
  return `${address}?${[...others, text].join('&')}`
}

/** The signature in a Digital Link; undefined if there is none of this form, or several. */
export function signatureIn(link: string): CodeSignature | undefined {
  const [, query = ''] = link.split('#', 1)[0]?.split('?') ?? []
  const all = query.split('&').filter((one) => one.startsWith(`${parameter}=`))
  const [, key, text] = /^signature=([\da-f]{16})\.([\w-]{86})$/.exec(all[0] ?? '') ?? []
  if (all.length !== 1 || key === undefined || text === undefined) return undefined
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  )
  // Another text of the same bytes would be another code with the same signature.
  return base64Url(bytes) === text ? { key, signature: bytes } : undefined
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
