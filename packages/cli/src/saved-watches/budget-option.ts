import type { WatchBudget } from '@touchstone/contract'
import { InvalidArgumentError } from 'commander'

const parts = {
  requests: 'requests',
  bytes: 'bytes',
  seconds: 'processorSeconds',
  cost: 'cost',
} as const satisfies Record<string, keyof WatchBudget>

/** Reads requests=80,bytes=1000000,seconds=30,cost=0.5, or parts of it; the others stay as they are. */
export function readWatchBudget(text: string, before: WatchBudget): WatchBudget {
  const budget = { ...before }
  for (const part of text.split(',')) {
    const [, name, value] =
      /^\s*(requests|bytes|seconds|cost)=(\d{1,12}(?:\.\d{1,6})?)\s*$/.exec(part) ?? []
    if (name === undefined || (/^(requests|bytes)$/.test(name) && value?.includes('.'))) {
      throw new InvalidArgumentError(
        'Write requests=80,bytes=1000000,seconds=30,cost=0.5, or parts of it.',
      )
    }
    budget[parts[name as keyof typeof parts]] = Number(value)
  }
  return budget
}
