import { readFile } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import {
  isSignedBy,
  readPublicKey,
  signerOf,
  verifyCodeKeyList,
  type PublicKey,
  type PublishedCodeKey,
} from '@touchstone/evidence'
import {
  readCodeText,
  signatureIn,
  signedBytesOf,
  withSignature,
  wordCodeProblem,
  wordSignature,
  type SignatureState,
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

/** A key that may have signed, and of a published list also whose it is. */
type KnownKey = { key: PublicKey; published?: PublishedCodeKey }

/** Verifies each code offline: {code} → {state, key, holder, message}. */
export async function verifyCodes(
  io: ProgramIo,
  flags: LineFlags & { key: string[]; logKey?: string },
): Promise<number> {
  const logKey = flags.logKey === undefined ? undefined : await readFile(flags.logKey, 'utf8')
  const keys = (await Promise.all(flags.key.map((file) => readKeys(file, logKey)))).flat()
  return answerLines(io, flags, (value) => {
    const line = Input.safeParse(value)
    return line.success ? verify(line.data.code, keys) : noCode
  })
}

function verify(code: string, keys: readonly KnownKey[]): object {
  const read = readCodeText(code)
  if (!read.ok) return { error: wordCodeProblem(read.problem) }
  const given = signatureIn(code)
  if (given === undefined) return answerOf('unsigned', '')
  const named = keys.filter(({ key }) => key.id.startsWith(given.key))
  const signer = named.find(({ key }) =>
    isSignedBy(key, signedBytesOf(read.elements, key.id), given.signature),
  )
  if (signer === undefined) return answerOf(named.length === 0 ? 'unknown-key' : 'wrong', given.key)
  const { key, published } = signer
  const answer = (state: SignatureState): object => answerOf(state, given.key, { key, published })
  if (published === undefined) return answer('signed')
  if (published.revokedAt !== null) return answer('revoked-key')
  const gtin = read.elements.find(({ ai }) => ai === '01')?.value.slice(1) ?? ''
  const isOwn = published.prefixes.some((prefix) => gtin.startsWith(prefix))
  return answer(isOwn ? 'signed' : 'other-maker')
}

function answerOf(state: SignatureState, key: string, known?: KnownKey): object {
  return {
    state,
    key: known?.key.id ?? (key === '' ? null : key),
    holder: known?.published?.holder ?? null,
    message: wordSignature(state, key),
  }
}

const SignedList = z.object({ statement: z.string(), signature: z.string(), publicKey: z.string() })

/** The key in a PEM file, or those of a published list. */
async function readKeys(file: string, logKey: string | undefined): Promise<KnownKey[]> {
  const text = await readFile(file, 'utf8')
  if (!text.trimStart().startsWith('{')) return [{ key: await readKey(file, readPublicKey) }]
  const signed = SignedList.safeParse(JSON.parse(text))
  const verdict = signed.success ? verifyCodeKeyList(signed.data, logKey) : undefined
  if (verdict?.ok === true) {
    return verdict.list.keys.map((published) => ({
      key: readPublicKey(
        `-----BEGIN PUBLIC KEY-----\n${published.publicKey}\n-----END PUBLIC KEY-----\n`,
      ),
      published,
    }))
  }
  throw new TouchstoneError({
    code: 'bad-option',
    message: `${file} is no list of keys for codes: ${verdict?.reason ?? 'it has no statement'}`,
  })
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
