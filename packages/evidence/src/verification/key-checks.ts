import { parseCanonical } from '../canonical/index.ts'
import { KeyStatement, sealFiles, type Statement } from '../seals/index.ts'
import { isSignedBy, readPublicKey } from '../signing-keys/index.ts'
import { sealName, type CheckedSeal, type SealOptions } from './checked-seal.ts'
import type { Findings } from './model.ts'

/** Verifies the log keeper's statement about the publisher's key that accompanies the seal. */
export async function checkKey(
  { publisher, log }: Statement,
  { folder, contents, findings }: SealOptions,
): Promise<KeyStatement | undefined> {
  const at = { check: 'publisher', findings } as const
  const file = (name: keyof typeof sealFiles): string => `${folder}/${sealFiles[name]}`
  const statement = await contents.parse(
    file('keyStatement'),
    (bytes) => ({ bytes, value: KeyStatement.parse(parseCanonical(bytes)) }),
    at,
  )
  const signature = await contents.parse(file('keySignature'), (bytes) => bytes, at)
  const keeper = await contents.parse(file('log'), (pem) => readPublicKey(pem.toString()), at)
  if (!statement || !signature || !keeper) return undefined
  const { key, by, holder, since, follows } = statement.value
  if (key !== publisher.key) {
    findings.fault(
      'publisher',
      `${file('keyStatement')} names another key than the one that signed ${sealName(folder)}.`,
      file('keyStatement'),
    )
    return undefined
  }
  if (by !== log || keeper.id !== log || !isSignedBy(keeper, statement.bytes, signature)) {
    findings.fault(
      'publisher',
      `The certificate of the publisher’s key in ${file('keyStatement')} is not signed by the keeper of the log: it was changed, or signed with another key.`,
      file('keySignature'),
    )
    return undefined
  }
  const before = follows === null ? '' : `, replacing ${follows}`
  findings.ok(
    'publisher',
    `The keeper of the log ${by} certifies that the key ${key} has belonged to ${holder} since ${since}${before}.`,
  )
  if (holder !== publisher.name) {
    findings.note(
      'publisher',
      `When the key was created, its holder was named ${holder}; ${sealName(folder)} calls it ${publisher.name}.`,
    )
  }
  return statement.value
}

/** Whether the verifier trusts the publisher's key: directly, or because of the keeper's statement. */
export function checkPublisher(
  { publisher }: Statement,
  vouched: KeyStatement | undefined,
  { trust, findings }: SealOptions,
): void {
  const isTrusted = (key: string): boolean => trust.publishers.some(({ id }) => id === key)
  if (trust.publishers.length === 0) {
    findings.note(
      'publisher',
      `Check that ${publisher.name} made it: compare the key ${publisher.key} with the one that ${publisher.name} publishes elsewhere, or pass that key with --trust.`,
    )
  } else if (isTrusted(publisher.key)) {
    findings.ok('publisher', `You trust the key of ${publisher.name}.`)
  } else if (vouched !== undefined && isTrusted(vouched.by)) {
    findings.ok(
      'publisher',
      `You trust the keeper of the log, who certifies that the key belongs to ${vouched.holder}.`,
    )
  } else {
    findings.fault(
      'publisher',
      `The key ${publisher.key} is not one that you trust: its holder signed in the name of ${publisher.name}.`,
    )
  }
}

/**
 * Reports captures and derived files signed with different keys: by a newer key of the same publisher, or by someone
 * else who repacked them. No file states which of the two is the case.
 */
export function comparePublishers(
  own: CheckedSeal,
  earlier: readonly CheckedSeal[],
  findings: Findings,
): void {
  const packer = own.statement?.publisher
  if (packer === undefined) return
  for (const { folder, statement } of earlier) {
    const capturer = statement?.publisher
    if (capturer === undefined || capturer.key === packer.key) continue
    if (capturer.name === packer.name && own.vouched?.follows === capturer.key) continue
    findings.note(
      'publisher',
      `${capturer.name} signed ${sealName(folder)} with the key ${capturer.key}, and ${packer.name} the package with ${packer.key}: check that one may act for the other.`,
    )
  }
}
