import type { Allowance } from '../gate/index.ts'

const budgetParts = ['requests', 'bytes', 'seconds'] as const
export type BudgetPart = (typeof budgetParts)[number]
/** What a walk may use; `seconds` are those of the processor. */
export type Budget = Readonly<Record<BudgetPart, number>>

/** Ends a walk at its budget. */
export class BudgetSpent extends Error {
  readonly part: BudgetPart

  constructor(part: BudgetPart) {
    super(`The budget of ${part} is spent.`)
    this.name = 'BudgetSpent'
    this.part = part
  }
}

/** Counts what a walk uses, and stops it hard. */
export class Spending implements Allowance {
  requests = 0
  bytes = 0
  private readonly budget: Budget
  private readonly started = process.cpuUsage()

  constructor(budget: Budget) {
    this.budget = budget
  }

  get seconds(): number {
    const { user, system } = process.cpuUsage(this.started)
    return (user + system) / 1_000_000
  }

  /** Throws where a part is spent. */
  check(): void {
    for (const part of budgetParts) {
      if (this[part] >= this.budget[part]) throw new BudgetSpent(part)
    }
  }

  spendRequest(): void {
    this.check()
    this.requests++
  }

  bytesLeft(): number {
    return Math.max(0, this.budget.bytes - this.bytes)
  }

  receive(bytes: number): void {
    this.bytes += bytes
  }
}
