type Judged = { a: string; b: string; judgement: string }

/** Of each judged account how many accounts it is joined with, itself included, if all of the judgements bind. */
export function joinedAccounts(
  judgements: readonly Judged[],
  /** All accounts of the network of each account. */
  members: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const sets = new Map<string, Set<string>>()
  const setOf = (account: string): Set<string> =>
    sets.get(account) ?? new Set(members.get(account) ?? [account])
  for (const { a, b, judgement } of judgements) {
    if (judgement !== 'same') continue
    const joined = new Set([...setOf(a), ...setOf(b), a, b])
    for (const account of joined) sets.set(account, joined)
  }
  return new Map([...sets].map(([account, { size }]) => [account, size]))
}
