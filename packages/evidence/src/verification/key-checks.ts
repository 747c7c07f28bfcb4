import { parseCanonical } from '../canonical/index.ts'
import { KeyStatement, sealFiles, type Statement } from '../seals/index.ts'
import { isSignedBy, readPublicKey } from '../signing-keys/index.ts'
import { sealName, type CheckedSeal, type SealOptions } from './checked-seal.ts'
import type { Findings } from './model.ts'

/** Whether the keeper of the log really says of the publisher's key what stands beside the seal. */
export async function checkKey(
  { publisher, log }: Statement,
  { folder, contents, findings }: SealOptions,
): Promise<KeyStatement | undefined> {
  const at = { check: 'publisher', findings } as const
  const file = (name: keyof typeof sealFiles): string => `${folder}/${sealFiles[name]}`
  const said = await contents.take(
    file('keyStatement'),
    (bytes) => ({ bytes, value: KeyStatement.parse(parseCanonical(bytes)) }),
    at,
  )
  const signature = await contents.take(file('keySignature'), (bytes) => bytes, at)
  const keeper = await contents.take(file('log'), (pem) => readPublicKey(pem.toString()), at)
  if (!said || !signature || !keeper) return undefined
  const { key, by, holder, since, follows } = said.value
  if (key !== publisher.key) {
    findings.fault(
      'publisher',
      `${file('keyStatement')} speaks of another key than the one that signed ${sealName(folder)}.`,
      file('keyStatement'),
    )
    return undefined
  }
  if (by !== log || keeper.id !== log || !isSignedBy(keeper, said.bytes, signature)) {
    findings.fault(
      'publisher',
      `What ${file('keyStatement')} says of the publisher's key is not signed by the keeper of the log: it was changed, or another key signed.`,
      file('keySignature'),
    )
    return undefined
  }
  const before = follows === null ? '' : `, in place of ${follows}`
  findings.ok(
    'publisher',
    `The keeper of the log ${by} states that the key ${key} is that of ${holder} since ${since}${before}.`,
  )
  if (holder !== publisher.name) {
    findings.note(
      'publisher',
      `When the key was made its holder was called ${holder}; ${sealName(folder)} calls it ${publisher.name}.`,
    )
  }
  return said.value
}

/** Whether who verifies trusts the publisher's key: itself, or for the keeper's word. */
export function checkPublisher(
  { publisher }: Statement,
  vouched: KeyStatement | undefined,
  { trust, findings }: SealOptions,
): void {
  const isTrusted = (key: string): boolean => trust.publishers.some(({ id }) => id === key)
  if (trust.publishers.length === 0) {
    findings.note(
      'publisher',
      `Whether ${publisher.name} made it, you can tell alone: compare the key ${publisher.key} with what ${publisher.name} states elsewhere, or give that key with --trust.`,
    )
  } else if (isTrusted(publisher.key)) {
    findings.ok('publisher', `The key of ${publisher.name} is one that you trust.`)
  } else if (vouched !== undefined && isTrusted(vouched.by)) {
    findings.ok(
      'publisher',
      `You trust the keeper of the log, who states that the key is that of ${vouched.holder}.`,
    )
  } else {
    findings.fault(
      'publisher',
      `The key ${publisher.key} is none that you trust: whoever holds it signed in the name of ${publisher.name}.`,
    )
  }
}

/**
 * Tells where what was captured and what was made of it are signed with different keys: a newer key of the same
 * publisher, or somebody else who packed it anew. Which of the two it is stands in no file.
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
      `${capturer.name} signed ${sealName(folder)} with the key ${capturer.key}, and ${packer.name} the package with ${packer.key}: whether one may speak for the other, you can tell alone.`,
    )
  }
}
