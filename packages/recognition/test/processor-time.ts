/** Processor time of this thread in milliseconds: other load on the machine does not count. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Some machines count a thread's time by ticks of four milliseconds. */
const leastMs = 60
const turns = 3

/** What tests allow: neither noise nor a fixed part makes as much of a ratio that should be about 1. */
export const mostRatio = 3

/**
 * The ratio of the times of `long` and `short`, each the minimum of a few runs; `long` runs no more once it is within
 * `mostRatio`. If both do the same amount of work the ratio is about 1, whatever the fixed part of their time.
 */
export function costRatio(long: () => void, short: () => void): number {
  long()
  const from = processorMs()
  let times = 0
  while (processorMs() - from < leastMs) {
    short()
    times++
  }
  let leastShort = processorMs() - from
  for (let turn = 1; turn < turns; turn++) leastShort = Math.min(leastShort, msOf(short, times))
  let ratio = Infinity
  for (let turn = 0; turn < turns && ratio >= mostRatio; turn++) {
    ratio = Math.min(ratio, msOf(long, times) / leastShort)
  }
  return ratio
}

function msOf(work: () => void, times: number): number {
  const from = processorMs()
  for (let run = 0; run < times; run++) work()
  return processorMs() - from
}
