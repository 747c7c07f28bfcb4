import type { KeyStatement, LogProof, Statement, TreeHead } from '../seals/index.ts'
import type { Contents } from './package-contents.ts'
import type { Findings } from './model.ts'
import type { Trust } from './trust-anchors.ts'

export type CheckedTimestamp = {
  authority: string
  certificate: string
  time: string
  root: string
  trusted: boolean
}

export type SealOptions = {
  /** The folder of the seal. */
  folder: string
  /** Files that it must cover besides those it names; an earlier seal covers only a part. */
  mustCover: readonly string[]
  /** Items that the index declares as left out of the package, by path, with their digests. */
  withheld: ReadonlyMap<string, string>
  contents: Contents
  findings: Findings
  trust: Trust
}

export type CheckedSeal = {
  folder: string
  statement: Statement | undefined
  /** The log keeper's statement about the publisher's key, if it is valid. */
  vouched: KeyStatement | undefined
  head: TreeHead | undefined
  proof: LogProof | undefined
  timestamps: CheckedTimestamp[]
}

/** The name of a seal in sentences. */
export function sealName(folder: string): string {
  return folder === 'seal' ? 'the seal' : `the earlier seal in ${folder}`
}
