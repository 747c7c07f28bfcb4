import {
  isSignedBy,
  leafHash,
  parseCanonical,
  readPublicKey,
  sealFiles,
  SealRecord,
  sha256,
  Statement,
} from '@touchstone/evidence'

/** The files of a seal in Base64 by their names, and the entry of the log at its position. */
export type StoredSeal = { files: Record<string, string>; entry: Buffer | null }

/** What is wrong with a seal, as the rest of a sentence about it; undefined if nothing is. */
export function sealProblem({ files, entry }: StoredSeal): string | undefined {
  const file = (name: keyof typeof sealFiles): Buffer => fileOf(files, name)
  try {
    const statement = statementOf(files)
    const record = SealRecord.parse(parseCanonical(file('record')))
    const key = readPublicKey(file('publisher').toString())
    const isSigned =
      key.id === statement.publisher.key && isSignedBy(key, file('statement'), file('signature'))
    if (!isSigned) return 'is not signed by its publisher'
    const isNamed =
      record.statement === sha256(file('statement')) &&
      record.signature === sha256(file('signature'))
    if (!isNamed) return 'has a record of another statement'
    const isLogged = entry?.equals(leafHash(file('record'))) === true
    return isLogged ? undefined : 'is not at its position in the evidence log'
  } catch {
    return 'cannot be opened'
  }
}

/** What was sealed. Throws where it cannot be read. */
export function statementOf(files: StoredSeal['files']): Statement {
  return Statement.parse(parseCanonical(fileOf(files, 'statement')))
}

function fileOf(files: StoredSeal['files'], name: keyof typeof sealFiles): Buffer {
  return Buffer.from(files[sealFiles[name]] ?? '', 'base64')
}
