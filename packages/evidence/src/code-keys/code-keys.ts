import { z } from 'zod'
import { canonicalBytes, parseCanonical } from '../canonical/index.ts'
import { isSignedBy, readPublicKey, type Signer } from '../signing-keys/index.ts'

const keyId = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime()

/** Signed by the keeper of the log: who signs codes with this key, and which key it replaces. */
const KeyStatement = z.strictObject({
  type: z.literal('touchstone.code-key.1'),
  key: keyId,
  holder: z.string().min(1).max(400),
  since: time,
  follows: keyId.nullable(),
  by: keyId,
})

/** Signed by the keeper of the log: from when on signatures with this key prove nothing. */
const Withdrawal = z.strictObject({
  type: z.literal('touchstone.code-key-withdrawal.1'),
  key: keyId,
  since: time,
  by: keyId,
})

/** What the keeper of the log signed, as the log contains it, and the signature. */
type Signed = { statement: Buffer; signature: Buffer }

/** States whose key for codes it is. No seal of evidence can be made with it: statements have types of their own. */
export function certifyCodeKey(
  keeper: Signer,
  facts: Pick<z.infer<typeof KeyStatement>, 'key' | 'holder' | 'since' | 'follows'>,
): Promise<Signed> {
  return signed(
    keeper,
    KeyStatement.parse({ type: 'touchstone.code-key.1', ...facts, by: keeper.publicKey.id }),
  )
}

/** States that a key was revoked. */
export function withdrawCodeKey(
  keeper: Signer,
  facts: Pick<z.infer<typeof Withdrawal>, 'key' | 'since'>,
): Promise<Signed> {
  const type = 'touchstone.code-key-withdrawal.1'
  return signed(keeper, Withdrawal.parse({ type, ...facts, by: keeper.publicKey.id }))
}

async function signed(keeper: Signer, statement: object): Promise<Signed> {
  const bytes = canonicalBytes(statement)
  return { statement: bytes, signature: await keeper.sign(bytes) }
}

/** A key as the list has it. */
const PublishedCodeKey = z.strictObject({
  key: keyId,
  /** Ed25519, SPKI in DER, in base64. */
  publicKey: z.base64(),
  holder: z.string(),
  /** GS1 company prefixes of the holder: a signature under another number says nothing. */
  prefixes: z.array(z.string()),
  since: time,
  /** When another key replaced it; its signatures remain valid. */
  retiredAt: time.nullable(),
  /** From then on nobody knows who signs with it. */
  revokedAt: time.nullable(),
  /** The position of the statement on the key in the evidence log. */
  logIndex: z.int().min(0),
})
export type PublishedCodeKey = z.infer<typeof PublishedCodeKey>

const List = z.strictObject({
  type: z.literal('touchstone.code-keys.1'),
  by: keyId,
  at: time,
  keys: z.array(PublishedCodeKey),
})
export type CodeKeyList = z.infer<typeof List>

/** The list as it is published: the exact text that was signed, the signature, and the key of the log in PEM. */
export type SignedCodeKeyList = { statement: string; signature: string; publicKey: string }

export async function signCodeKeyList(
  keeper: Signer,
  { at, keys }: Pick<CodeKeyList, 'at' | 'keys'>,
): Promise<SignedCodeKeyList> {
  const { id: by, pem: publicKey } = keeper.publicKey
  const list = List.parse({ type: 'touchstone.code-keys.1', by, at, keys })
  const { statement, signature } = await signed(keeper, list)
  return {
    statement: statement.toString('utf8'),
    signature: signature.toString('base64'),
    publicKey,
  }
}

export type CodeKeyListVerdict = { ok: true; list: CodeKeyList } | { ok: false; reason: string }

/**
 * Verifies a list of keys offline. Whoever made the list decides whose keys are in it: compare the key of the log with
 * one that you have from elsewhere.
 * @param trusted the key of the log, in PEM; without it the list proves only that it is whole
 */
export function verifyCodeKeyList(
  { statement, signature, publicKey }: SignedCodeKeyList,
  trusted = publicKey,
): CodeKeyListVerdict {
  const known = readPublicKey(trusted)
  const bytes = Buffer.from(statement, 'utf8')
  if (!isSignedBy(known, bytes, Buffer.from(signature, 'base64')))
    return { ok: false, reason: 'The list is not signed with this key of the log.' }
  const read = List.safeParse(parseOf(bytes))
  if (!read.success || read.data.by !== known.id)
    return { ok: false, reason: 'The signed statement is not a list of keys.' }
  return { ok: true, list: read.data }
}

function parseOf(bytes: Buffer): unknown {
  try {
    return parseCanonical(bytes)
  } catch {
    return undefined
  }
}
