import type { PublicKey } from '@touchstone/evidence'

/** A key under which the logs were sealed once; an operator vouches for it, and never the store. */
export type EarlierKey = {
  key: PublicKey
  /** When another took its place: what it signs later counts for nothing. Undefined where that is not known. */
  replacedAt: Date | undefined
}

export type LogKeys = {
  /** The key of the installation's logs; where it is not at hand, heads are not checked and removals not proven. */
  key: PublicKey | undefined
  earlier?: readonly EarlierKey[] | undefined
}

/** All keys under which something of the logs may have been signed. */
export function publicKeysOf({ key, earlier = [] }: LogKeys): PublicKey[] {
  return [...(key === undefined ? [] : [key]), ...earlier.map((one) => one.key)]
}

/** Those under which something of that time may have been signed. */
export function keysAt({ key, earlier = [] }: LogKeys, at: Date): PublicKey[] {
  const lawful = earlier.filter(({ replacedAt }) => replacedAt === undefined || at <= replacedAt)
  return publicKeysOf({ key, earlier: lawful })
}
