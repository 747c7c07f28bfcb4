import type { PublicKey } from '@touchstone/evidence'

/** A key that sealed the logs earlier; the operator vouches for it, never the store. */
export type EarlierKey = {
  key: PublicKey
  /** When it was replaced: later signatures under it are invalid. Undefined if unknown. */
  replacedAt: Date | undefined
}

export type LogKeys = {
  /** The key of the installation's logs; without it, heads are not checked and removals not proven. */
  key: PublicKey | undefined
  earlier?: readonly EarlierKey[] | undefined
}

/** All keys that may have signed parts of the logs. */
export function publicKeysOf({ key, earlier = [] }: LogKeys): PublicKey[] {
  return [...(key === undefined ? [] : [key]), ...earlier.map((earlierKey) => earlierKey.key)]
}

/** The keys that may have signed at that time. */
export function keysAt({ key, earlier = [] }: LogKeys, at: Date): PublicKey[] {
  const lawful = earlier.filter(({ replacedAt }) => replacedAt === undefined || at <= replacedAt)
  return publicKeysOf({ key, earlier: lawful })
}
