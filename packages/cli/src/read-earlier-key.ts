import { readFile } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import { headIn, isHeadFile } from './audit-log-head.ts'

/** The public key in PEM, from its own file or from a saved head of an audit log. */
export async function readEarlierKey(path: string): Promise<{ name: string; pem: string }> {
  const pem = isHeadFile(path) ? await keyOfHead(path) : await textOf(path)
  const { readPublicKey } = await import('@touchstone/evidence')
  try {
    // Only the public half of a private key is used.
    return { name: path, pem: readPublicKey(pem).pem }
  } catch (cause) {
    const message = `${path} holds no Ed25519 key in PEM`
    throw new TouchstoneError({ code: 'bad-option', message, cause })
  }
}

async function keyOfHead(path: string): Promise<string> {
  const { isSelfConsistent } = await import('@touchstone/evidence')
  const { head } = await headIn(path)
  if (isSelfConsistent(head)) return head.key
  const message = `the head in ${path} is not signed by the key in it`
  throw new TouchstoneError({ code: 'bad-option', message })
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const message = `${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`
    throw new TouchstoneError({ code: 'bad-option', message, cause })
  }
}
