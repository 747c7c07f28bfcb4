import { readFile } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import { isSignedBy, readPublicKey, signerOf, type PublicKey } from '@touchstone/evidence'
import {
  readCodeText,
  signatureIn,
  signedBytesOf,
  withSignature,
  wordCodeProblem,
  wordSignature,
} from '@touchstone/recognition/codes'
import { z } from 'zod'
import { answerLines, type LineFlags } from '../answer-lines.ts'
import type { ProgramIo } from '../program-io.ts'

const Input = z.object({ code: z.string() })
const noCode = { error: 'not an object {code}' }

/** Signs each code: {code} → {code, link}, a Digital Link with the signature. */
export async function signCodes(
  io: ProgramIo,
  flags: LineFlags & { key: string },
): Promise<number> {
  const signer = await readKey(flags.key, signerOf)
  return answerLines(io, flags, async (value) => {
    const line = Input.safeParse(value)
    if (!line.success) return noCode
    const { code } = line.data
    const read = readCodeText(code)
    if (!read.ok) return { error: wordCodeProblem(read.problem) }
    if (read.uri === undefined) return { error: 'a code without a GS1 key cannot be signed' }
    const signature = await signer.sign(signedBytesOf(read.elements, signer.publicKey.id))
    const link = /^https?:/i.test(code) ? code : read.uri
    return { code, link: withSignature(link, signer.publicKey.id, signature) }
  })
}

/** Verifies each code offline: {code} → {state, key, message}. */
export async function verifyCodes(
  io: ProgramIo,
  flags: LineFlags & { key: string[] },
): Promise<number> {
  const keys = await Promise.all(flags.key.map(async (file) => readKey(file, readPublicKey)))
  return answerLines(io, flags, (value) => {
    const line = Input.safeParse(value)
    return line.success ? verify(line.data.code, keys) : noCode
  })
}

function verify(code: string, keys: readonly PublicKey[]): object {
  const read = readCodeText(code)
  if (!read.ok) return { error: wordCodeProblem(read.problem) }
  const given = signatureIn(code)
  if (given === undefined)
    return { state: 'unsigned', key: null, message: wordSignature('unsigned', '') }
  const named = keys.filter(({ id }) => id.startsWith(given.key))
  const signer = named.find((key) =>
    isSignedBy(key, signedBytesOf(read.elements, key.id), given.signature),
  )
  const otherwise = named.length === 0 ? 'unknown-key' : 'wrong'
  const state = signer === undefined ? otherwise : 'signed'
  return { state, key: signer?.id ?? given.key, message: wordSignature(state, given.key) }
}

/** A key in PEM. @throws TouchstoneError if the file holds another kind of key, or none */
async function readKey<Key>(file: string, read: (pem: string) => Key): Promise<Key> {
  const pem = await readFile(file, 'utf8')
  try {
    return read(pem)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `${file} contains no Ed25519 key of the kind needed here, in PEM`,
      cause,
    })
  }
}
