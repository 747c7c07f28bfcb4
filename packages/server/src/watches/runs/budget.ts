import type { Usage } from '../ledger/index.ts'
import type { Allowance } from '../gate/index.ts'
import { processorTime, type ProcessorShare } from './processor-time.ts'

const budgetParts = ['requests', 'bytes', 'seconds', 'cost'] as const
export type BudgetPart = (typeof budgetParts)[number]
/** What a walk may use; `seconds` are those of the processor. */
export type Budget = Readonly<Record<Exclude<BudgetPart, 'cost'>, number> & { cost?: number }>

/** Ends a walk at its budget. */
export class BudgetSpent extends Error {
  readonly part: BudgetPart

  constructor(part: BudgetPart) {
    super(`The budget of ${part} is spent.`)
    this.name = 'BudgetSpent'
    this.part = part
  }
}

export type SpendingOptions = {
  budget: Budget
  /** What this budget was used for before. */
  used?: Usage | undefined
  costOf?: ((usage: Usage) => number) | undefined
  /** Called before each request, which counts already, with the most bytes that it may receive. */
  onRequest?: ((bytes: number) => Promise<void>) | undefined
}

/** Counts what a walk uses, and stops it hard. */
export class Spending implements Allowance {
  private readonly options: SpendingOptions
  private readonly usage: Usage
  private readonly processor: ProcessorShare = processorTime.share()

  constructor(options: SpendingOptions) {
    this.options = options
    const { requests = 0, bytes = 0, processorSeconds = 0, fees = 0 } = options.used ?? {}
    this.usage = { requests, bytes, processorSeconds, fees }
  }

  /** All that was used of the budget. */
  get used(): Usage {
    const processorSeconds = this.usage.processorSeconds + this.processor.seconds
    return { ...this.usage, processorSeconds }
  }

  /** Throws where a part is spent, or cannot bear this fee. */
  check(fee = 0): void {
    const { budget, costOf } = this.options
    const { used } = this
    const isOver = (cost: number, limit: number): boolean =>
      fee > 0 ? cost > limit : cost >= limit
    const spent: Record<BudgetPart, boolean> = {
      requests: used.requests >= budget.requests,
      bytes: used.bytes >= budget.bytes,
      seconds: used.processorSeconds >= budget.seconds,
      cost:
        budget.cost !== undefined &&
        costOf !== undefined &&
        isOver(costOf({ ...used, fees: used.fees + fee }), budget.cost),
    }
    for (const part of budgetParts) if (spent[part]) throw new BudgetSpent(part)
  }

  async spendRequest(bytes: number, fee: number): Promise<void> {
    this.check(fee)
    this.usage.requests++
    this.usage.fees += fee
    await this.options.onRequest?.(bytes)
  }

  bytesLeft(): number {
    return Math.max(0, this.options.budget.bytes - this.usage.bytes)
  }

  receive(bytes: number): void {
    this.usage.bytes += bytes
  }

  /** Whether the walk works now, rather than wait for a site. */
  setWorking(isWorking: boolean): void {
    this.processor.setWorking(isWorking)
  }
}
