import type { SellerGraph } from '@touchstone/linkage'

type Head = Pick<SellerGraph, 'least' | 'judged' | 'components'>
type AccountLine = { account: string; candidates: number[]; evidence: number[] }

/** A graph as lines: what concerns all of it first, then each account. */
export function* linesOfGraph({
  accounts,
  candidates,
  evidence,
  ...head
}: SellerGraph): Generator<string> {
  yield JSON.stringify(head satisfies Head)
  for (const [place, account] of accounts.entries()) {
    const line: AccountLine = {
      account,
      candidates: [...(candidates[place] ?? [])],
      evidence: [...(evidence[place] ?? [])],
    }
    yield JSON.stringify(line)
  }
}

export async function readGraph(lines: AsyncIterable<string>): Promise<SellerGraph | undefined> {
  let head: Head | undefined
  const [accounts, candidates, evidence]: [string[], Int32Array[], Int32Array[]] = [[], [], []]
  for await (const line of lines) {
    if (head === undefined) {
      head = JSON.parse(line) as Head
      continue
    }
    const own = JSON.parse(line) as AccountLine
    accounts.push(own.account)
    candidates.push(Int32Array.from(own.candidates))
    evidence.push(Int32Array.from(own.evidence))
  }
  return head === undefined ? undefined : { ...head, accounts, candidates, evidence }
}
