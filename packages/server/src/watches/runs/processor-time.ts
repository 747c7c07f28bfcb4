export type ProcessorShare = {
  readonly seconds: number
  /** Whether it uses the processor now. */
  setWorking(isWorking: boolean): void
}

type Share = { microseconds: number }

/**
 * Divides the processor time of this process among those who work at that moment. The share of a walk contains what the
 * process did for others meanwhile, so that no walk uses more than its budget.
 */
class ProcessorTime {
  private readonly working = new Set<Share>()
  private before = process.cpuUsage()

  share(): ProcessorShare {
    const share: Share = { microseconds: 0 }
    // Its methods are called from elsewhere.
    const divide = (): void => this.divide()
    const { working } = this
    return {
      get seconds() {
        divide()
        return share.microseconds / 1_000_000
      },
      setWorking(isWorking) {
        divide()
        if (isWorking) working.add(share)
        else working.delete(share)
      },
    }
  }

  private divide(): void {
    const now = process.cpuUsage()
    const spent = now.user + now.system - this.before.user - this.before.system
    this.before = now
    for (const share of this.working) share.microseconds += spent / this.working.size
  }
}

export const processorTime = new ProcessorTime()
