import type { WatchBudget } from '@touchstone/contract'
import type { Usage } from '../ledger/index.ts'

export type Limit = { budget: WatchBudget; charged: Usage & { cost: number } }

/** What a run may use: its own budget, or less where less of a day is left; nothing if a part is spent. */
export function reserve(perRun: WatchBudget, limits: readonly Limit[]): WatchBudget | undefined {
  const left = (part: 'requests' | 'bytes' | 'processorSeconds'): number =>
    Math.min(perRun[part], ...limits.map(({ budget, charged }) => budget[part] - charged[part]))
  const costs = [
    perRun.cost,
    ...limits.map(({ budget, charged }) =>
      budget.cost === null ? null : budget.cost - charged.cost,
    ),
  ].filter((cost) => cost !== null)
  const reserved: WatchBudget = {
    requests: left('requests'),
    bytes: left('bytes'),
    processorSeconds: left('processorSeconds'),
    cost: costs.length === 0 ? null : Math.min(...costs),
  }
  return Object.values(reserved).every((part) => part === null || part > 0) ? reserved : undefined
}
