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
  /** What it has to cover besides what it names; an earlier seal covers a part alone. */
  mustCover: readonly string[]
  /** What the index says to be kept out of the package, by path, with its digest. */
  withheld: ReadonlyMap<string, string>
  contents: Contents
  findings: Findings
  trust: Trust
}

export type CheckedSeal = {
  folder: string
  statement: Statement | undefined
  /** What the keeper of the log says of the publisher's key, where that holds. */
  vouched: KeyStatement | undefined
  head: TreeHead | undefined
  proof: LogProof | undefined
  timestamps: CheckedTimestamp[]
}

/** The name of a seal in sentences. */
export function sealName(folder: string): string {
  return folder === 'seal' ? 'the seal' : `the earlier seal in ${folder}`
}
