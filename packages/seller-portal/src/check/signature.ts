import type { PublishedCodeKeysView } from '@touchstone/contract'
import { requestPublicly } from '../public-request.ts'

/** What a signature shows: who wrote the code, and never more. `unverified` if this browser cannot tell. */
export type SignatureFinding = {
  state: 'signed' | 'wrong' | 'unknown-key' | 'revoked-key' | 'other-maker' | 'unverified'
  holder: string
}

type Key = {
  key: string
  publicKey: string
  holder: string
  prefixes: string[]
  revokedAt: string | null
}
type Signed = { elements: Map<string, string>; key: string; signature: Bytes }
type Bytes = Uint8Array<ArrayBuffer>

const algorithm = { name: 'Ed25519' }
let keys: Promise<Key[]> | undefined

/**
 * Verifies the signature of a Digital Link in this browser: the code itself is sent nowhere. Undefined if it has
 * none.
 */
export async function findSignature(code: string): Promise<SignatureFinding | undefined> {
  if (!code.includes('signature=')) return undefined
  const signed = readSignedLink(code)
  if (signed === undefined) return { state: 'unverified', holder: '' }
  try {
    // The list is asked for once, and names no code.
    keys ??= readKeys()
    return await verify(signed, await keys)
  } catch {
    keys = undefined
    return { state: 'unverified', holder: '' }
  }
}

async function verify(
  { elements, key: named, signature }: Signed,
  known: readonly Key[],
): Promise<SignatureFinding> {
  const possible = known.filter(({ key }) => key.startsWith(named))
  for (const { key, publicKey, holder, prefixes, revokedAt } of possible) {
    if (!(await isSignedBy(publicKey, signedBytesOf(elements, key), signature))) continue
    if (revokedAt !== null) return { state: 'revoked-key', holder }
    const number = elements.get('01')?.slice(1) ?? ''
    const isOwn = prefixes.some((prefix) => number.startsWith(prefix))
    return { state: isOwn ? 'signed' : 'other-maker', holder }
  }
  return { state: possible.length === 0 ? 'unknown-key' : 'wrong', holder: '' }
}

/** The keys of all makers, if the list is whole. */
async function readKeys(): Promise<Key[]> {
  const list = (await requestPublicly('/api/v1/published-code-keys')) as PublishedCodeKeysView
  const { statement, signature, publicKey } = list
  const pem = publicKey.replaceAll(/-----[^-]+-----|\s/g, '')
  if (!(await isSignedBy(pem, textBytes(statement), fromBase64(signature))))
    throw new Error('the list of keys is not signed')
  return (JSON.parse(statement) as { keys: Key[] }).keys
}

async function isSignedBy(spki: string, bytes: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', fromBase64(spki), algorithm, false, ['verify'])
  return crypto.subtle.verify(algorithm, key, signature, bytes)
}

/** As `signedBytesOf` of the reader of codes. */
function signedBytesOf(elements: ReadonlyMap<string, string>, key: string): Bytes {
  const lines = [...elements].sort(([one], [other]) => (one < other ? -1 : 1))
  const text = ['touchstone code 1', key, ...lines.map(([ai, value]) => `${ai} ${value}`)]
  return textBytes(text.join('\n'))
}

/** The elements and the signature of a plain Digital Link; undefined for one that is written in another way. */
function readSignedLink(code: string): Signed | undefined {
  const link = URL.parse(code)
  if (link === null) return undefined
  const [, query = ''] = code.split('#', 1)[0]?.split('?') ?? []
  const parameters = query.split('&').filter((one) => one !== '')
  const signatures = parameters.filter((one) => one.startsWith('signature='))
  const [, key, text] = /^signature=([\da-f]{16})\.([\w-]{86})$/.exec(signatures[0] ?? '') ?? []
  if (signatures.length !== 1 || key === undefined || text === undefined) return undefined
  const path = link.pathname.split('/').filter((part) => part !== '')
  const from = path.indexOf('01')
  if (from < 0 || (path.length - from) % 2 !== 0) return undefined
  const elements = new Map<string, string>()
  try {
    for (let at = from; at < path.length; at += 2)
      elements.set(path[at] ?? '', decodeURIComponent(path[at + 1] ?? ''))
    for (const parameter of parameters) {
      const [name = '', value = ''] = parameter.split('=')
      if (/^\d/.test(name)) elements.set(name, decodeURIComponent(value))
    }
  } catch {
    return undefined
  }
  if (![...elements.keys()].every((ai) => /^\d{2,4}$/.test(ai))) return undefined
  elements.set('01', (elements.get('01') ?? '').padStart(14, '0'))
  return { elements, key, signature: fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')) }
}

function textBytes(text: string): Bytes {
  return new TextEncoder().encode(text)
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
}
